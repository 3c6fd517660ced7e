// What the editor asks: how a block is to be pasted, and what becomes of changes when the
// file was changed underneath.
import { element } from "./edit-bar.js";

const shown = 12; // cells that a list names

// open shows a dialog until one of its buttons is pressed; "" for none.
function open(title, content, buttons) {
  const dialog = element("dialog", { className: "gk-dialog" }, element("h2", { id: "gk-title", textContent: title }), ...content,
    element("div", { className: "gk-tools" }, ...buttons.map(([answer, text]) => element("button", { type: "button", textContent: text, onclick: () => dialog.close(answer) }))));
  dialog.setAttribute("aria-labelledby", "gk-title");
  dialog.lang = document.documentElement.lang;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((settle) => dialog.addEventListener("close", () => { dialog.remove(); settle(dialog.returnValue); }));
}

// choosePaste says what texts go into which cells: [[path, text]], or null for none. A
// block of plain numbers goes in at once.
export async function choosePaste(say, block, readings, base) {
  const blank = readings.filter((r) => r.text === "");
  const none = readings.filter((r) => r.none);
  const doubtful = readings.filter((r) => r.doubt && !r.none);
  const meant = doubtful.filter((r) => r.value !== "");
  if (!blank.length && !none.length && !doubtful.length && !block.cut) return readings.map((r) => [r.cell, r.value]);

  const content = [];
  if (block.cut) content.push(element("p", { textContent: say("cut", ...block.cut) }));
  const rewrite = element("input", { type: "checkbox", checked: true });
  if (doubtful.length) {
    const items = doubtful.slice(0, shown).map((r) => element("li", { textContent: r.doubt + (r.value ? " → " + r.value : "") }));
    if (doubtful.length > shown) items.push(element("li", { textContent: say("more", doubtful.length - shown) }));
    content.push(element("p", { textContent: say("doubts", doubtful.length) }), element("ul", {}, ...items));
    if (meant.length) content.push(element("label", {}, rewrite, " " + say("rewrite", meant.length)));
    if (meant.length < doubtful.length) content.push(element("p", { textContent: say("strange", doubtful.length - meant.length) }));
  }
  const choice = (name, count, options) => {
    const set = element("fieldset", {}, element("legend", { textContent: say(name, count) }));
    options.forEach((key, i) => set.append(element("label", {}, element("input", { type: "radio", name: "gk-" + name, value: key, checked: i === 0 }), " " + say(key))));
    content.push(set);
    return () => set.querySelector(":checked").value;
  };
  const blanks = blank.length ? choice("blanks", blank.length, ["keep", "open", "zero"]) : null;
  const nones = none.length ? choice("nones", none.length, ["open", "zero", "keep"]) : null;
  if (await open(say("pasting", block.rows, block.columns), content, [["paste", say("paste")], ["", say("cancel")]]) !== "paste") return null;
  const chosen = { keep: null, open: "", zero: "0" };
  return readings.map((r) => {
    if (r.text === "") return [r.cell, chosen[blanks()]];
    if (r.none) return [r.cell, chosen[nones()]];
    return [r.cell, r.doubt && (r.value === "" || !rewrite.checked) ? r.text : r.value];
  }).filter(([, text]) => text !== null);
}

// settleConflict shows what changed underneath: "mine", "theirs", or "" to leave it open.
export function settleConflict(say, base, state, typed) {
  const items = [];
  const compare = (name, label, before, now, mine) => {
    if (before === now) return;
    const short = (s) => (s ? (s.length > 40 ? s.slice(0, 40) + "…" : s) : say("nothing"));
    items.push(element("li", { textContent: say("change", label, short(before), short(now)) + (mine === undefined ? "" : say("yours", short(mine))) }));
  };
  for (const [path, cell] of state.cells) compare(path, cell.label, base.cells.get(path)?.text, cell.text, typed.cells.get(path));
  for (const { id, heading, text } of state.sections) compare(id, heading || say("preamble"), base.texts.get(id), text, typed.texts.get(id));
  const content = items.length ? [element("p", { textContent: say("underneath") }), element("ul", {}, ...items)] : [element("p", { textContent: say("same") })];
  return open(say("conflict"), content, [["mine", say("mine")], ["theirs", say("theirs")], ["", say("close")]]);
}
