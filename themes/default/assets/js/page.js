// What every page does with a script. It runs before the page is drawn, so that no text changes its size before the
// reader's eyes.
(() => {
  const key = "gongkai.text", root = document.documentElement, disk = location.protocol === "file:";

  const enlarge = large => large ? root.dataset.text = "large" : root.removeAttribute("data-text");

  // Large text, remembered. Without this script the links do the same for one page, by their fragment.
  function recall() {
    let large = /^#(page\.large|.*&text=large)$/.test(location.hash);
    try {
      large ||= localStorage.getItem(key) === "large";
    } catch { /* a browser that keeps nothing */ }
    enlarge(large);
  }

  addEventListener("click", event => {
    if (event.target.closest?.(".print")) return print();
    const link = event.target.closest?.("a[href]");
    if (link?.closest(".text-size")) {
      const large = link.classList.contains("enlarge");
      try {
        if (large) localStorage.setItem(key, "large");
        else localStorage.removeItem(key);
      } catch { /* then for this page only */ }
      enlarge(large);
    } else if (link && root.dataset.text && disk && link.protocol === "file:" && !link.hash && link.pathname.endsWith(".html")) {
      link.hash = "page.large"; // Firefox remembers for each file of a disk alone
    }
  });
  addEventListener("pageshow", recall); // a page that the browser kept
  recall();

  // Which tables go on beyond their edge; the style sheet says so above them.
  addEventListener("DOMContentLoaded", () => document.querySelectorAll(".table-scroll").forEach(t =>
    new ResizeObserver(() => t.toggleAttribute("data-more", t.scrollWidth > t.clientWidth + 1)).observe(t)));

  // What is searched for goes into the fragment: a page that is opened from an archive is looked up by its address with
  // the query in it, and Firefox sends no form to a page on a disk. Without this script it is a query.
  addEventListener("submit", event => {
    const form = event.target;
    if (!form.hasAttribute("data-fragment")) return;
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (disk && root.dataset.text) asked.append("text", "large");
    const to = form.action + "#" + asked;
    if (to === location.href) dispatchEvent(new Event("hashchange")); // again
    else location.href = to;
  });
})();
