// What the report of the year before says, beside what is being written: shown, never judged.
import { element } from "./edit-bar.js";

const kept = "gongkai-last"; // that it is shown, while the window is open

export class LastYear {
  #say; #year; #load; #shown = false;
  #notes = new Map(); // the figure of last year in each cell

  // load asks for {page, cells, sections}.
  constructor(say, year, load) {
    [this.#say, this.#year, this.#load] = [say, year, load];
    this.button = element("button", { type: "button", className: "gk-last-switch", textContent: say("last", year) });
    this.button.setAttribute("aria-pressed", "false");
  }

  get wanted() { return sessionStorage.getItem(kept) === "yes"; }

  // note is the id of last year's figure for a cell, for those who listen; "" where there is none or it is not shown.
  note(path) { return (this.#shown && this.#notes.get(path)?.id) || ""; }

  // toggle shows it in the holders of cells and beside the text boxes of sections, or takes it away.
  async toggle(holders, areas) {
    if (!this.#shown && !this.#notes.size) await this.#fill(holders, areas);
    this.#shown = !this.#shown;
    sessionStorage.setItem(kept, this.#shown ? "yes" : "no");
    this.button.setAttribute("aria-pressed", String(this.#shown));
    document.documentElement.classList.toggle("gk-last-shown", this.#shown);
    for (const area of areas.values()) if (this.#shown && area.parentElement.querySelector(".gk-last-text")) area.closest("details").open = true;
    return this.#shown;
  }

  async #fill(holders, areas) {
    const last = await this.#load();
    for (const [path, text] of Object.entries(last.cells)) {
      const holder = holders.get(path);
      if (!holder) continue;
      const note = element("small", { className: "gk-last", id: "gk-last-" + path, textContent: this.#say("last_figure", text, this.#year) });
      this.#notes.set(path, note);
      holder.querySelector("input").after(note);
    }
    const answer = await fetch(last.page);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const [id, area] of areas) {
      const from = last.sections[id];
      const part = from === undefined ? null : from ? page.getElementById(from)?.closest("section") : page.querySelector("article .text") ?? page.querySelector("article");
      const prose = part?.querySelector(":scope > .prose");
      if (!prose?.textContent.trim()) continue;
      const box = element("div", { className: "gk-last-text prose", role: "group" }, element("p", { className: "gk-last-title", textContent: this.#say("last_text", this.#year) }), ...plain(prose).childNodes);
      box.setAttribute("aria-label", this.#say("last_text_of", this.#year, area.getAttribute("aria-label")));
      area.after(box);
      area.parentElement.classList.add("gk-two");
    }
  }
}

// plain leaves of a page's prose what can be read and copied: no link that leads away from here, no id that this page has.
function plain(prose) {
  const out = document.importNode(prose, true);
  for (const e of out.querySelectorAll("script, style, button, .gongkai-mark")) e.remove();
  for (const e of out.querySelectorAll("a")) e.replaceWith(...e.childNodes);
  for (const e of out.querySelectorAll("img, svg, iframe")) e.replaceWith(e.getAttribute("alt") ?? "");
  for (const e of out.querySelectorAll("h1, h2, h3, h4, h5, h6")) e.replaceWith(element("p", { className: "gk-last-title", textContent: e.textContent }));
  for (const e of [out, ...out.querySelectorAll("*")]) for (const name of ["id", "headers", "aria-labelledby", "aria-describedby", "data-cell"]) e.removeAttribute(name);
  return out;
}
