// Questions, and what becomes of changes when the file was changed underneath.
import { element } from "./edit-bar.js";

// open shows a dialog until one of its buttons is pressed; "" for none. The first button is
// what is usually meant, and has the focus.
export function open(title, content, buttons) {
  const dialog = element("dialog", { className: "gk-dialog" }, element("h2", { id: "gk-title", textContent: title }), ...content,
    element("div", { className: "gk-tools" }, ...buttons.map(([answer, text], i) => element("button", { type: "button", className: i ? "gk-other" : "", autofocus: i === 0, textContent: text, onclick: () => dialog.close(answer) }))));
  dialog.setAttribute("aria-labelledby", "gk-title");
  dialog.lang = document.documentElement.lang;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((settle) => dialog.addEventListener("close", () => { dialog.remove(); settle(dialog.returnValue); }));
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
  for (const [name, text] of state.keys) compare(name, say("key_" + name), base.keys.get(name), text, typed.keys.get(name));
  const content = items.length ? [element("p", { textContent: say("underneath") }), element("ul", {}, ...items)] : [element("p", { textContent: say("same") })];
  return open(say("conflict"), content, [["mine", say("mine")], ["theirs", say("theirs")], ["", say("close")]]);
}
