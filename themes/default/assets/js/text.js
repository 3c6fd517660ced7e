// Large text, remembered. Without this script the links do the same for one page, by their fragment. It runs before the
// page is drawn, so that no text changes its size before the reader's eyes.
(() => {
  const key = "gongkai.text", root = document.documentElement;

  function recall() {
    try {
      root.toggleAttribute("data-text", false);
      if (localStorage.getItem(key) === "large") root.dataset.text = "large";
    } catch { /* a browser that keeps nothing */ }
  }

  addEventListener("click", event => {
    const link = event.target.closest?.(".text-size a");
    if (!link) return;
    try {
      if (link.classList.contains("enlarge")) localStorage.setItem(key, "large");
      else localStorage.removeItem(key);
    } catch { /* then for this page only */ }
    recall();
  });
  addEventListener("pageshow", recall); // a page that the browser kept
  recall();
})();
