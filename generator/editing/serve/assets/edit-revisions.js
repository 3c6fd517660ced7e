// Corrections after publication: when, why, and which of the figures that were published are other now.
import { element, removal } from "./edit-bar.js";

const today = () => new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 10);

// revisions makes the field of the key and the box that it is in. changes lists the figures that were published and are other now, each
// {cell, from, to}; label names a cell; changed is called when the list is another.
export function revisions(say, changed, changes, label) {
  let list = [];
  const entries = element("ul", {});
  const value = () => (list.length ? JSON.stringify(list) : "");
  const gone = (text, act) => removal(say, text, () => { act(); draw(); changed(); add.focus(); });
  // name puts into a correction the figures that no correction has as they are now.
  const name = (r) => {
    for (const c of changes()) {
      if (list.some((x) => x.cells.some((y) => y.cell === c.cell && y.to === c.to))) continue;
      r.cells = [...r.cells.filter((x) => x.cell !== c.cell), c];
    }
  };
  const entry = (r, i) => {
    const date = element("input", { type: "date", value: r.date }), note = element("input", { type: "text", value: r.note });
    date.addEventListener("input", () => { r.date = date.value; changed(); });
    note.addEventListener("input", () => { r.note = note.value; changed(); });
    const more = element("button", { type: "button", className: "gk-name", textContent: say("revision_cells"), onclick: () => { name(r); draw(); changed(); entries.children[i].querySelector(".gk-name").focus(); } });
    const cells = element("ul", { className: "gk-cells" }, ...r.cells.map((c, at) => {
      const text = c.from && c.to ? say("revision_cell", label(c.cell), c.from, c.to) : say("revision_named", label(c.cell));
      return element("li", {}, text + " ", gone(text, () => r.cells.splice(at, 1)));
    }));
    return element("li", { className: "gk-entry" }, element("label", {}, element("span", { textContent: say("revision_date") }), date), element("label", {}, element("span", { textContent: say("revision_note") }), note),
      more, gone(r.date + " " + r.note, () => list.splice(i, 1)), cells);
  };
  const draw = () => entries.replaceChildren(...list.map(entry));
  const add = element("button", { type: "button", textContent: say("add_revision"), onclick: () => {
    const r = { date: today(), note: "", cells: [] };
    name(r);
    list.push(r);
    draw();
    entries.lastChild.querySelector("[type=text]").focus();
    changed();
  } });
  const field = {
    get value() { return value(); },
    set value(text) { if (text !== value()) { list = text ? JSON.parse(text) : []; draw(); } },
    focus: () => add.focus(), classList: entries.classList,
  };
  return { field, box: element("details", {}, element("summary", { textContent: say("key_revisions") }), entries, add) };
}
