// Filters the list while one types, and keeps it up to date with the files. Without it the
// pages do the same, after a press of a button.
const reports = () => document.getElementById("reports");
const query = document.querySelector('.filter [name="q"]');

function filter() {
  if (!query || !reports()) return;
  const words = query.value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of reports().querySelectorAll("tbody tr")) {
    row.hidden = !words.every((word) => row.dataset.search.includes(word));
    if (!row.hidden) shown++;
  }
  const count = reports().querySelector(".shown");
  const text = count.dataset.text.replace("0", shown);
  if (count.textContent !== text) count.textContent = text;
}

async function renew() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of ["#reports", ".summary"]) {
    const [now, next] = [document.querySelector(part), page.querySelector(part)];
    if (!now || !next || now.innerHTML === next.innerHTML) continue;
    const at = now.contains(document.activeElement) && document.activeElement.getAttribute("aria-label");
    now.replaceChildren(...next.childNodes);
    if (at) [...now.querySelectorAll("[aria-label]")].find((e) => e.getAttribute("aria-label").startsWith(at.split(/[:：]/)[0]))?.focus();
  }
  filter();
}

query?.addEventListener("input", filter);
if (query?.value) filter(); // typed before the script was here
if (reports()) {
  let first = true;
  new EventSource("events").addEventListener("state", () => {
    if (!first) renew().catch(() => {});
    first = false;
  });
}

// Files may be dropped anywhere on the page.
const drop = document.querySelector("form.drop");
if (drop) {
  const files = (e) => [...(e.dataTransfer?.types ?? [])].includes("Files");
  addEventListener("dragover", (e) => { if (files(e)) { e.preventDefault(); drop.classList.add("over"); } });
  addEventListener("dragleave", (e) => { if (!e.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", (e) => {
    if (!files(e)) return;
    e.preventDefault();
    drop.querySelector("[type=file]").files = e.dataTransfer.files;
    drop.requestSubmit();
  });
}
document.documentElement.dataset.desk = "ready";
