// What is asked before a block is pasted: each copied row beside the row that it would go
// into, and what becomes of cells that are not plain numbers.
import { element } from "./edit-bar.js";
import { open } from "./edit-dialogs.js";

// reviewPaste shows where a block goes, and returns the changes that were agreed to: [[path,
// text]], or null for none. A single plain number goes in at once.
export async function reviewPaste(say, placed, readings, base) {
  const by = new Map(readings.map((r) => [r.cell, r]));
  const now = (path) => base(path).text;
  const blank = readings.filter((r) => r.text === "");
  const none = readings.filter((r) => r.none);
  const doubtful = readings.filter((r) => r.doubt && !r.none);
  const meant = doubtful.filter((r) => r.value !== "");
  const held = readings.filter((r) => r.text !== "" && now(r.cell) !== "" && now(r.cell) !== (r.value || r.text));
  if (readings.length === 1 && !blank.length && !none.length && !doubtful.length && !placed.left.length && !placed.headings.length && !placed.lines[0].label) {
    return [[readings[0].cell, readings[0].value]];
  }

  const content = [];
  const paragraph = (text, className = "") => content.push(element("p", { textContent: text, className }));
  const list = (name, texts) => {
    content.push(element("p", { textContent: name, className: "gk-tell" }), element("ul", {}, ...texts.map((text) => element("li", { textContent: text }))));
  };
  if (placed.lines.some((l) => l.label && !l.known)) paragraph(say("unnamed"), "gk-tell");
  content.push(table(say, placed, by, base, new Set(held.map((r) => r.cell))));
  const choice = (name, count, options) => {
    if (!count) return () => options[0];
    const set = element("fieldset", {}, element("legend", { textContent: say(name, count) }));
    options.forEach((key, i) => set.append(element("label", {}, element("input", { type: "radio", name: "gk-" + name, value: key, checked: i === 0 }), " " + say(key))));
    content.push(set);
    return () => set.querySelector(":checked").value;
  };
  const helds = choice("helds", held.length, ["replace", "keep"]);
  const blanks = choice("blanks", blank.length, ["keep", "open", "zero"]);
  const nones = choice("nones", none.length, ["open", "zero", "keep"]);
  if (placed.left.length) list(say("leftout"), placed.left.map((l) => say("of", l.label || say("unlabelled"), l.texts.join(" "))));
  if (placed.headings.length) list(say("headings", placed.headings.length), placed.headings.map((h) => h.join(" ")));

  const rewrite = element("input", { type: "checkbox", checked: true });
  if (doubtful.length) {
    list(say("doubts", doubtful.length), doubtful.map((r) => say("of", base(r.cell).label, r.value ? say("becomes", r.text, r.value) : r.text)));
    if (meant.length) content.push(element("label", {}, rewrite, " " + say("rewrite", meant.length)));
    if (meant.length < doubtful.length) paragraph(say("strange", doubtful.length - meant.length));
  }
  if (await open(say("pasting", placed.lines.length, readings.length), content, [["paste", say("paste")], ["", say("cancel")]]) !== "paste") return null;

  const chosen = { keep: null, open: "", zero: "0" };
  return readings.map((r) => {
    if (r.text === "") return [r.cell, chosen[blanks()]];
    if (helds() === "keep" && held.includes(r)) return [r.cell, null];
    if (r.none) return [r.cell, chosen[nones()]];
    return [r.cell, r.doubt && (r.value === "" || !rewrite.checked) ? r.text : r.value];
  }).filter(([, text]) => text !== null);
}

// table lists the lines of a block beside those of the form.
function table(say, placed, by, base, held) {
  const body = element("tbody", { role: "rowgroup" });
  let before = "";
  placed.lines.forEach((line, i) => {
    const columns = line.cells.length > 1 ? line.cells.map(([path]) => base(path).label.split(" · ").at(-1)).join(say("list")) : "";
    const name = element("td", { role: "cell", className: "gk-target" }, element("span", { textContent: line.name || base(line.cells[0][0]).label }));
    if (columns && columns !== before) name.append(element("small", { textContent: columns }));
    before = columns;
    const [values, current] = [1, 2].map(() => element("td", { role: "cell", className: "gk-values" }));
    for (const [path] of line.cells) {
      const r = by.get(path), text = base(path).text;
      values.append(element("span", { className: r.doubt ? "gk-doubt" : "", textContent: r.text === "" ? say("nothing") : r.value && r.value !== r.text ? say("becomes", r.text, r.value) : r.text }), " ");
      current.append(element(held.has(path) ? "del" : "span", { textContent: text || say("nothing") }), " ");
    }
    body.append(element("tr", { role: "row", className: line.label && !line.known ? "gk-unnamed" : "" },
      element("th", { role: "rowheader", scope: "row", textContent: line.label || say("line", i + 1) }), values, name, current));
  });
  const all = element("table", { role: "table" }, element("thead", { role: "rowgroup" }, element("tr", { role: "row" }, ...["source", "values", "target", "current"].map((key) => element("th", { role: "columnheader", scope: "col", textContent: say(key) })))), body);
  const frame = element("div", { className: "gk-review", role: "region", tabIndex: 0 }, all);
  frame.setAttribute("aria-label", say("review"));
  return frame;
}
