// Buttons over a section's text that write Markdown, for those who do not know its marks.
import { element } from "./edit-bar.js";
import { roving } from "./edit-parts.js";

// write puts a text in place of the selection, as typing does, so that the box can undo it.
function write(area, text, from, to) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  const at = area.selectionEnd - text.length;
  if (from !== undefined) area.setSelectionRange(at + from, at + to);
}

// around marks the selected words, or shows where they go.
function around(area, before, after, usual) {
  const words = area.value.slice(area.selectionStart, area.selectionEnd) || usual;
  write(area, before + words + after, before.length, before.length + words.length);
}

// lines marks each selected line, and keeps them apart from the text around.
function lines(area, mark) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = value.indexOf("\n", area.selectionEnd);
  area.setSelectionRange(from, end < 0 ? value.length : end);
  const text = value.slice(from, area.selectionEnd).split("\n").map((l, i) => (l.trim() || i === 0 ? mark(i) + l : l)).join("\n");
  const before = value.slice(0, from);
  write(area, (before && !before.endsWith("\n\n") ? "\n" : "") + text);
}

// insert writes a paragraph of its own.
export function insert(area, text) {
  const [before, after] = [area.value.slice(0, area.selectionStart), area.value.slice(area.selectionEnd)];
  const gap = (s, end) => (s.trim() === "" ? "" : "\n".repeat(Math.max(0, 2 - (end.exec(s)?.[0].match(/\n/g)?.length ?? 0))));
  write(area, gap(before, /\n\s*$/) + text + gap(after, /^\s*\n/));
}

// marks are the buttons for an area, the text of what is named. cells are the figures that a text may stand for; picture is given a file to put in.
export function marks(say, name, area, cells, picture) {
  const button = (key, act) => element("button", { type: "button", textContent: say("mark_" + key), onclick: () => act() });
  const figure = element("select", {}, element("option", { value: "", textContent: say("mark_figure") }), ...cells.map((c) => element("option", { value: c.path, textContent: c.label })));
  figure.setAttribute("aria-label", say("mark_figure"));
  figure.addEventListener("change", () => {
    if (figure.value) write(area, "{{ " + figure.value + " }}");
    figure.value = "";
  });
  const file = element("input", { type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", hidden: true });
  file.addEventListener("change", () => { const [chosen] = file.files; if (chosen) picture(chosen); file.value = ""; });
  const tools = element("div", { className: "gk-marks", role: "toolbar" },
    button("heading", () => lines(area, () => "### ")), button("bold", () => around(area, "**", "**", say("mark_words"))),
    button("list", () => lines(area, () => "- ")), button("numbers", () => lines(area, (i) => `${i + 1}. `)),
    button("table", () => write(area, "\n\n| " + say("mark_column") + " | " + say("mark_column") + " |\n| --- | --- |\n|  |  |\n\n")),
    button("link", () => around(area, "[", "](https://)", say("mark_words"))), button("picture", () => file.click()));
  tools.setAttribute("aria-label", say("marks", name));
  roving(tools);
  return element("div", { className: "gk-over" }, tools, figure, file);
}
