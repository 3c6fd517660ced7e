// The parts of the form, for those who use the keyboard: F6 leads from one to the next, as in other programs with panes.

// parts lists where F6 leads, in the order of the page: the keys, each text, each table with cells, the rest, the bar.
function parts() {
  const all = [...document.querySelectorAll(".gk-about, .gk-text, table, .gk-beyond, #gk-bar")];
  return all.filter((e) => e.tagName !== "TABLE" || e.querySelector(":scope .gk-cell"));
}

// entry is what has the focus in a part that one comes to.
function entry(part) {
  if (part.matches(".gk-text")) return part.open ? part.querySelector("textarea") : part.querySelector("summary");
  if (part.id === "gk-bar") return part.querySelector("summary");
  return part.querySelector("input, select, button");
}

// step goes so many parts on, from wherever the focus is.
function step(by) {
  const all = parts(), at = document.activeElement;
  const inside = all.findIndex((part) => part.contains(at));
  let next = inside + by;
  if (inside < 0) {
    const after = at === document.body ? 0 : all.findIndex((part) => at.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING);
    next = by > 0 ? after : after - 1;
  }
  entry(all.at(next % all.length)).focus();
}

export function partsByKey() {
  addEventListener("keydown", (e) => {
    if (e.key !== "F6" || e.ctrlKey || e.altKey || e.metaKey || e.isComposing || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    step(e.shiftKey ? -1 : 1);
  });
}

// roving makes buttons one stop of the Tab key, with the arrows between them.
export function roving(tools) {
  const all = [...tools.querySelectorAll("button")];
  const choose = (b) => { for (const x of all) x.tabIndex = x === b ? 0 : -1; };
  choose(all[0]);
  tools.addEventListener("focusin", (e) => { if (all.includes(e.target)) choose(e.target); });
  tools.addEventListener("keydown", (e) => {
    const at = all.indexOf(e.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[e.key];
    if (at < 0 || next === undefined) return;
    e.preventDefault();
    all.at(next % all.length).focus();
  });
}
