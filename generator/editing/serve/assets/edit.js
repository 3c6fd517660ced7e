// Changes a report in the page that shows it. What is right and what is missing the server
// says, by the rules of check; nothing is computed here.
import { words } from "./edit-words.js";
import { Grid } from "./edit-grid.js";
import { Bar, element } from "./edit-bar.js";
import { settleConflict } from "./edit-dialogs.js";
import { reviewPaste } from "./edit-review.js";
import { prose } from "./edit-paste.js";
import { keyFields } from "./edit-keys.js";
import { LastYear } from "./edit-last.js";
import { marks, insert } from "./edit-marks.js";
import { partsByKey } from "./edit-parts.js";
import { picture, pasted, show as showPictures } from "./edit-picture.js";
import { showChanges } from "./edit-changes.js";

const config = JSON.parse(document.querySelector('meta[name="gongkai-edit"]').content);
const say = words(config.lang);
const pause = 120; // ms of silence before the rules are asked

const none = () => ({ cells: new Map(), texts: new Map(), keys: new Map() });

let base; // what the file says: {file, hash, cells: Map, texts: Map, verdict}
let typed = none(); // what is to be otherwise
const holders = new Map(); // what a cell's input is in, by path
const inputs = new Map();
const areas = new Map(); // by section
const founds = new Map(); // what the rules say of a section's text, beside it
const left = new Set(); // cells in which one has been: what is missing there is shown as a fault
let about; // the fields of the keys
const known = new Map(); // what the file said since it was last loaded, by hash
let steps = [], done = 0; // so many steps are done, the others can be done again
let active = null; // the input or area being typed in, and what it held
let lately = ""; // the cell that had the focus last
let grid, bar, last;

async function ask(what, body, signal) {
  const options = body && { method: "POST", headers: { "Content-Type": "application/json", "Gongkai-Token": config.token }, body: JSON.stringify(body) };
  const answer = await fetch(config.at + "edit/" + what, { ...options, signal });
  const out = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(out.error[config.lang] ?? out.error.zh), { status: answer.status, ...out });
  return out;
}

// send puts a file beside the report.
async function send(file) {
  const answer = await fetch(`${config.at}edit/attach?${new URLSearchParams({ file: base.file, name: file.name })}`, { method: "POST", headers: { "Content-Type": "application/octet-stream", "Gongkai-Token": config.token }, body: file });
  const out = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(out.error?.[config.lang] ?? answer.statusText), { status: answer.status });
  return out;
}

const load = () => ask("report?page=" + encodeURIComponent(location.pathname));
const request = () => ({ file: base.file, hash: base.hash, cells: Object.fromEntries(typed.cells), texts: Object.fromEntries(typed.texts), keys: Object.fromEntries(typed.keys) });

// hinted takes what a new report says in a comment for the hint that it is: it is shown in the empty box.
const hinted = (x) => {
  const [, hint] = /^<!--((?:(?!-->)[^])*)-->$/.exec(x.text) ?? [];
  return hint === undefined ? x : { ...x, text: "", hint: hint.trim() };
};

const read = (state) => {
  const sections = state.sections.map(hinted);
  return {
    file: state.file, hash: state.hash, verdict: state, published: state.published ?? {}, sections, last: state.last, children: state.children ?? [],
    cells: new Map(state.cells.map((c) => [c.path, c])), texts: new Map(sections.map((x) => [x.id, x.text])),
    keys: new Map(state.keys.map((x) => [x.name, x.text])),
  };
};


const kinds = ["cells", "texts", "keys"];
const written = (from, kind, name) => (kind === "cells" ? from.cells.get(name)?.text : from[kind].get(name));
const value = (kind, name) => typed[kind].get(name) ?? written(base, kind, name);
const dirty = () => typed.cells.size + typed.texts.size + typed.keys.size;
const fieldsOf = (kind) => ({ cells: inputs, texts: areas, keys: about?.fields ?? new Map() })[kind];

// put makes a value what it is to be. What the file says already is not a change, except for
// a fault that was typed again by hand.
function put(kind, name, text, byHand) {
  const same = text === written(base, kind, name);
  if (same && !(byHand && kind === "cells" && !base.cells.get(name).valid && text !== "")) typed[kind].delete(name);
  else typed[kind].set(name, text);
  show(kind, name);
}

function show(kind, name) {
  const field = fieldsOf(kind).get(name);
  if (!field) return;
  if (field.value !== value(kind, name)) field.value = value(kind, name);
  ((kind === "cells" && holders.get(name)) || field).classList.toggle("gk-changed", typed[kind].has(name));
}

// take makes changes as one step of the history: [kind, name, text] each.
function take(changes) {
  settle();
  const step = changes.map(([kind, name, text]) => [kind, name, value(kind, name), text]).filter((c) => c[2] !== c[3]);
  if (!step.length) return;
  for (const [kind, name, , text] of step) put(kind, name, text, true);
  if (active) active.from = value(active.kind, active.name);
  remember(step);
  ponder();
}

function remember(step) {
  steps = [...steps.slice(0, done), step];
  done = steps.length;
  tell();
}

// settle ends what is being typed and makes it a step.
function settle() {
  if (!active) return;
  const now = value(active.kind, active.name);
  if (now !== active.from) {
    const step = [[active.kind, active.name, active.from, now]];
    active.from = now;
    remember(step);
  }
}

function travel(by) {
  settle();
  const step = by < 0 ? steps[done - 1] : steps[done];
  if (!step) return;
  done += by;
  for (const [kind, name, from, to] of step) put(kind, name, by < 0 ? from : to);
  const [kind, name] = step[0];
  reach({ kind, name });
  if (active) active.from = value(active.kind, active.name);
  bar.announce(say(by < 0 ? "undone" : "redone"));
  ponder();
}

// reach puts the focus into a field, and on what a finding is about in a text.
function reach({ kind, name, from, to }) {
  const field = fieldsOf(kind).get(name);
  if (!field) return;
  const box = kind === "texts" ? field : kind === "keys" ? about.set : null;
  field.closest?.("details")?.setAttribute("open", "");
  if (box === field && to !== undefined) field.setSelectionRange(from, to);
  field.focus();
  if (!box || box === field || box.contains(document.activeElement)) return;
  for (const closed of box.querySelectorAll("details")) closed.open = true; // the field is in one of them
  field.focus();
}

// open goes to the next cell that is to be filled in, from where the focus is.
function open() {
  const paths = [...inputs.keys()], after = paths.indexOf(lately) + 1;
  inputs.get([...paths.slice(after), ...paths.slice(0, after)].find((path) => !base.cells.get(path).optional && value("cells", path) === ""))?.focus();
}

// changes shows what would change in the file.
async function changes() {
  settle();
  try {
    const { diff } = dirty() ? await ask("try", { ...request(), diff: true }) : { diff: [] };
    await showChanges(say, dirty(), diff ?? []);
  } catch (e) {
    if (e.status === 409) return changedUnderneath(read(e.now));
    bar.problem(e.status ? e.message : say("unreachable"));
  }
}

// illustrate puts a picture into a section's text.
async function illustrate(area, file) {
  try {
    await picture(say, file, send, (mark) => insert(area, mark));
    area.focus();
  } catch (e) {
    bar.problem(e.status ? e.message : say("unreachable"));
  }
}

let timer, asking;
let stale = false; // the prose on the page is not that of what is typed

// ponder asks the rules, after a pause, what they say of the report as it is typed.
function ponder() {
  tell();
  stale = true;
  rest();
  timer = setTimeout(consider, pause);
}

function rest() {
  clearTimeout(timer);
  asking?.abort();
}

// consider asks for the verdict and, after it, for the page: its prose quotes figures.
async function consider(prose = typed.texts.size > 0) {
  const mine = (asking = new AbortController());
  try {
    const verdict = dirty() || prose ? await ask("try", { ...request(), prose }, mine.signal) : base.verdict;
    if (mine.signal.aborted) return;
    judge(verdict);
    if (verdict.page) {
      preview(verdict.page);
      stale = false;
    } else if (stale && [...base.texts.values()].some((text) => text.includes("{{"))) {
      timer = setTimeout(consider, 4 * pause, true);
    }
  } catch (e) {
    if (mine.signal.aborted) return;
    if (e.status === 409) return changedUnderneath(read(e.now));
    bar.problem(e.status ? e.message : say("unreachable"));
  }
}

// describe gives an input the ids of what is read out with it.
function describe(input, ...ids) {
  const all = ids.filter(Boolean).join(" ");
  if (all) input.setAttribute("aria-describedby", all);
  else input.removeAttribute("aria-describedby");
}

// compare shows what the year before has, or takes it away.
async function compare() {
  try {
    const shown = await last.toggle(holders, areas);
    consider();
    bar.announce(say(shown ? "last_on" : "last_off", base.last));
  } catch (e) {
    bar.problem(e.status ? e.message : say("unreachable"));
  }
}

// judge shows what the rules say.
function judge(verdict) {
  bar.problem("");
  for (const [path, input] of inputs) {
    input.removeAttribute("aria-invalid");
    describe(input, last?.note(path));
    input.title = "";
    holders.get(path).classList.remove("gk-error", "gk-warning", "gk-open");
    for (const b of holders.get(path).querySelectorAll(".gk-suggest")) {
      if (b === document.activeElement) input.focus();
      b.remove();
    }
  }
  const notes = bar.findings(verdict, (cell) => inputs.has(cell), (f) => verdict.waivable.includes(f.rule) && !f.waived && !f.cause);
  for (const { finding, id } of notes) {
    if (finding.waived || finding.cause) continue; // a cause is marked, not what it explains
    for (const cell of ["missing-cell", "wrong-cell"].includes(finding.rule) ? finding.cells : finding.cells.slice(0, 1)) {
      const input = inputs.get(cell);
      if (!input) continue;
      holders.get(cell).classList.add(finding.rule === "missing-cell" ? "gk-open" : finding.severity === "error" ? "gk-error" : "gk-warning");
      if (finding.severity === "error" && (finding.rule !== "missing-cell" || left.has(cell))) input.setAttribute("aria-invalid", "true");
      describe(input, input.getAttribute("aria-describedby"), id);
      input.title = [input.title, finding.message].filter(Boolean).join("\n");
    }
  }
  for (const [id, list] of founds) {
    const mine = notes.filter(({ finding, place }) => place?.kind === "texts" && place.name === id && !finding.cells.length && !finding.waived && !finding.cause);
    const texts = mine.map(({ finding }) => say(finding.severity) + say("colon") + finding.message);
    if (String(texts) !== String([...list.children].map((li) => li.textContent))) list.replaceChildren(...texts.map((textContent, i) => element("li", { className: "gk-" + mine[i].finding.severity, textContent })));
    if (mine.some(({ finding }) => finding.severity === "error")) areas.get(id).setAttribute("aria-invalid", "true");
    else areas.get(id).removeAttribute("aria-invalid");
    describe(areas.get(id), texts.length ? list.id : "");
  }
  const sure = [];
  for (const [path, texts] of Object.entries(verdict.suggest)) {
    if (!inputs.has(path)) continue;
    if (texts.length === 1) sure.push(["cells", path, texts[0]]);
    for (const text of texts) {
      const b = element("button", { type: "button", className: "gk-suggest", textContent: text });
      b.setAttribute("aria-label", say("take", base.cells.get(path).label, text));
      b.addEventListener("click", () => { inputs.get(path).focus(); take([["cells", path, text]]); });
      holders.get(path).append(b);
    }
  }
  bar.suggestions(sure.map(([, path, text]) => say("take", base.cells.get(path).label, text)), () => take(sure));
  here();
}

// here says in the bar which cell has the focus and what is wrong in it.
function here() {
  const cell = active?.kind === "cells" && base.cells.get(active.name);
  bar.here(cell ? cell.label + (cell.unit ? say("unit", cell.unit) : "") : "", cell ? inputs.get(cell.path).title : "");
}

// preview puts the prose of the page as it would be into this one.
function preview(markup) {
  const page = new DOMParser().parseFromString(markup, "text/html");
  showPictures(page, (name) => `${config.at}edit/picture?${new URLSearchParams({ file: base.file, name })}`);
  const part = (doc, id) => (id ? doc.getElementById(id)?.closest("section") : doc.querySelector("article"));
  for (const { id } of base.sections) {
    const [now, next] = [part(document, id), part(page, id)];
    if (!now || !next) continue;
    const [old, text] = [now.querySelector(":scope > .prose"), next.querySelector(":scope > .prose")];
    if (old && text) old.replaceChildren(...text.childNodes);
    else if (old) old.replaceChildren();
    else if (text) areas.get(id).closest("details").after(text);
    // That there is nothing in a part is said while there is nothing.
    if (!now.querySelector("table")) now.querySelector(":scope > p.hint")?.toggleAttribute("hidden", !next.querySelector(":scope > p.hint"));
  }
}

function tell() {
  const needed = [...base.cells.values()].filter((c) => !c.optional);
  bar.state({ filled: needed.filter((c) => value("cells", c.path) !== "").length, needed: needed.length, dirty: dirty(), undo: done > 0 || (active && value(active.kind, active.name) !== active.from), redo: done < steps.length });
}

async function save() {
  settle();
  if (!dirty()) return;
  rest();
  bar.status(say("saving"));
  const full = (s, kind) => [...s[kind].keys()].every((name) => value(kind, name) === written(s, kind, name));
  const earlier = [...known.values()].reverse().find((s) => s.hash !== base.hash && kinds.every((kind) => s[kind].size === base[kind].size && full(s, kind)));
  const sent = { cells: new Map(typed.cells), texts: new Map(typed.texts), keys: new Map(typed.keys) };
  try {
    let state;
    if (earlier) state = await ask("save", { file: base.file, hash: base.hash, restore: earlier.hash }).catch((e) => { if (e.status !== 410) throw e; });
    state ??= await ask("save", { ...request(), cells: Object.fromEntries(sent.cells), texts: Object.fromEntries(sent.texts), keys: Object.fromEntries(sent.keys) });
    // What was typed while the file was being written is still to be saved.
    const later = none();
    for (const kind of kinds) for (const [name, text] of typed[kind]) if (sent[kind].get(name) !== text) later[kind].set(name, text);
    adopt(read(state), later);
    bar.announce(say("saved", base.file));
  } catch (e) {
    tell();
    if (e.status === 409) return changedUnderneath(read(e.now));
    bar.problem(e.status ? e.message : say("unreachable"));
    inputs.get(e.findings?.[0]?.cells?.[0])?.focus();
  }
}

// adopt takes what the file says now, with the changes that are still to be made.
function adopt(state, mine = none()) {
  if (state.cells.size !== base.cells.size || [...state.cells.keys()].some((p) => !base.cells.has(p)) || String([...state.texts.keys()]) !== String([...base.texts.keys()])) {
    leaving = true;
    location.reload(); // another form, or other sections
    return;
  }
  base = state;
  known.set(base.hash, base);
  typed = none();
  for (const kind of kinds) {
    for (const name of base[kind].keys()) put(kind, name, mine[kind].get(name) ?? written(base, kind, name));
  }
  if (active) active.from = value(active.kind, active.name);
  judge(base.verdict);
  ponder();
}

let settling = false;

// changedUnderneath deals with contents that others have written into the file.
async function changedUnderneath(state) {
  if (state.hash === base.hash || settling) return;
  settle();
  if (dirty()) {
    settling = true;
    const answer = await settleConflict(say, base, state, typed);
    settling = false;
    if (!answer) return bar.problem(say("conflict"));
    known.clear(); // to go back to one of them would undo what others did
    if (answer === "mine") return adopt(state, typed);
  }
  known.clear();
  [steps, done] = [[], 0];
  adopt(state);
  bar.announce(say("updated"));
}

async function paste(path, rows) {
  bar.problem("");
  const placed = grid.place(path, rows);
  if (placed.problem) {
    const [why, ...args] = placed.problem;
    return bar.problem(placed.row ? say("of", placed.row, say(why, ...args)) : say(why, ...args));
  }
  const texts = Object.fromEntries(placed.lines.flatMap((line) => line.cells));
  const readings = await ask("read", { ...request(), cells: texts });
  const current = (cell) => ({ ...base.cells.get(cell), text: value("cells", cell) });
  const changes = await reviewPaste(say, placed, readings, current);
  inputs.get(path)?.focus();
  if (!changes) return;
  take(changes.map(([cell, text]) => ["cells", cell, text]));
  bar.announce(say("pasted", changes.length));
}

// pasteProse puts what a word processor copied into a section's text as Markdown, and says
// what it cannot carry.
function pasteProse(e, heading, note) {
  note.textContent = "";
  const image = pasted(e.clipboardData);
  if (image) {
    e.preventDefault();
    return illustrate(e.target, image);
  }
  const copied = prose(e.clipboardData, heading);
  if (!copied) return;
  e.preventDefault();
  const area = e.target, before = area.value.slice(0, area.selectionStart), after = area.value.slice(area.selectionEnd);
  // Paragraphs do not run into those around them.
  const whole = /\n/.test(copied.text) || copied.begins;
  const gap = (s, end) => (!whole || s.trim() === "" ? "" : "\n".repeat(Math.max(0, 2 - (end.exec(s)?.[0].match(/\n/g)?.length ?? 0))));
  const text = gap(before, /\n\s*$/) + copied.text + gap(after, /^\s*\n/);
  if (text && !document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end"); // the first can be undone
  if (value("texts", active?.name) !== area.value) area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  note.textContent = copied.lost.map(([what, n]) => say("lost_" + what, n)).join(say("comma"));
  if (note.textContent) note.prepend(say("lost"));
}

function field(cell, holder) {
  const input = element("input", { type: "text", value: cell.text, autocomplete: "off", spellcheck: false });
  input.dataset.kind = cell.kind;
  if (/^(count|signed|money)$/.test(cell.kind)) input.size = 4;
  input.inputMode = { count: "numeric", money: "decimal" }[cell.kind] ?? "text";
  inputs.set(cell.path, input);
  holders.set(cell.path, holder);
  watch(input, "cells", cell.path);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("keydown", (e) => keys(e, cell.path));
  input.addEventListener("paste", (e) => {
    const rows = grid.copied(e.clipboardData);
    if (!rows) return;
    e.preventDefault();
    settle();
    paste(cell.path, rows).catch((x) => bar.problem(x.status ? x.message : say("unreachable")));
  });
  return input;
}

function watch(target, kind, name) {
  target.addEventListener("focus", () => { settle(); active = { kind, name, from: value(kind, name) }; if (kind === "cells") lately = name; here(); });
  target.addEventListener("blur", () => { settle(); active = null; leave(kind, name); tell(); here(); });
  target.addEventListener("input", () => { put(kind, name, target.value, true); ponder(); });
}

// leave shows what is missing in a cell, once one has been there.
function leave(kind, name) {
  if (kind !== "cells") return;
  left.add(name);
  if (holders.get(name).classList.contains("gk-open")) inputs.get(name).setAttribute("aria-invalid", "true");
}

function keys(e, path) {
  if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
  const { selectionStart: from, selectionEnd: to, value: text } = e.target;
  const whole = from === 0 && to === text.length;
  let next;
  switch (e.key) {
    case "ArrowUp": next = grid.beside(path, -1, 0); break;
    case "ArrowDown": next = grid.beside(path, 1, 0); break;
    case "Enter": settle(); next = grid.beside(path, e.shiftKey ? -1 : 1, 0); break;
    case "ArrowLeft": if (!whole && to > 0 || e.shiftKey) return; next = grid.beside(path, 0, -1); break;
    case "ArrowRight": if (!whole && from < text.length || e.shiftKey) return; next = grid.beside(path, 0, 1); break;
    case "Escape": put("cells", path, active.from); e.target.select(); ponder(); break;
    default: return;
  }
  e.preventDefault();
  inputs.get(next)?.focus();
}

// furnish turns the page into a form.
function furnish() {
  for (const holder of document.querySelectorAll("td[data-cell], .sentence [data-cell]")) {
    const cell = base.cells.get(holder.dataset.cell);
    if (!cell || inputs.has(cell.path)) continue;
    const input = field(cell, holder);
    input.setAttribute("aria-label", cell.label);
    if (holder.tagName === "TD") holder.classList.add("gk-cell");
    holder.replaceChildren(input);
  }
  const article = document.querySelector("article") ?? document.querySelector("main");
  const rest = [...base.cells.values()].filter((c) => !inputs.has(c.path));
  if (rest.length) {
    const set = element("fieldset", { className: "gk-beyond" }, element("legend", { textContent: say("beyond") }));
    for (const cell of rest) {
      const label = element("label", {}, element("span", { textContent: cell.label }));
      label.append(field(cell, label));
      set.append(label);
    }
    article.append(set);
  }
  for (const { id, heading, text, hint } of base.sections) {
    const title = heading || say("preamble");
    const area = element("textarea", { value: text, placeholder: hint ?? "", rows: Math.min(24, text.split("\n").length + 2), spellcheck: false });
    area.setAttribute("aria-label", say("text", title));
    areas.set(id, area);
    watch(area, "texts", id);
    const note = element("p", { role: "status", className: "gk-tell" });
    const found = element("ul", { className: "gk-found", id: "gk-found-" + id });
    founds.set(id, found);
    area.addEventListener("paste", (e) => pasteProse(e, heading, note));
    const box = element("details", { className: "gk-text" }, element("summary", { textContent: say("text", title) }), marks(say, title, area, [...base.cells.values()], (file) => illustrate(area, file)), element("div", { className: "gk-beside" }, area), found, note, element("p", { textContent: say("markdown") }));
    const at = id && document.getElementById(id);
    if (at) at.after(box);
    else if (id) article.append(box);
    else article.querySelector(":scope > .prose, :scope > section")?.before(box);
  }
  about = keyFields(say, (name) => {
    settle();
    const [from, text] = [value("keys", name), about.fields.get(name).value];
    if (from === text) return;
    put("keys", name, text, true);
    const last = steps[done - 1]; // what is typed into one key is one step
    if (done === steps.length && last?.length === 1 && last[0][0] === "keys" && last[0][1] === name) last[0][3] = text;
    else remember([["keys", name, from, text]]);
    ponder();
  }, base.children, send, { changes: corrected, label: (cell) => base.cells.get(cell)?.label ?? cell });
  for (const name of base.keys.keys()) show("keys", name);
  about.area();
  (article.querySelector(":scope .details") ?? article.firstElementChild).after(about.set);
  grid = new Grid(document.querySelectorAll("table"), inputs, base.cells);
}

// corrected lists the figures that were published and are other now.
function corrected() {
  return Object.entries(base.published).map(([cell, from]) => ({ cell, from, to: base.cells.has(cell) ? value("cells", cell) : "" })).filter((c) => c.to !== "" && c.to !== c.from);
}

// waive waives a finding for a reason that the person gives.
async function waive(finding) {
  const text = await about.waive({ cells: [], ...finding });
  if (text) take([["keys", "waive", text]]);
}

// lastYear is the button that shows the year before.
function lastYear() {
  last = new LastYear(say, base.last, () => ask("last?file=" + encodeURIComponent(base.file)));
  last.button.addEventListener("click", compare);
  return last.button;
}

let leaving = false;

// ways lead from the report to the pages beside it.
function ways() {
  const page = [location.pathname, say("leave")];
  const way = (name) => [config.desk + "/" + name + "?file=" + encodeURIComponent(base.file), say(name)];
  return config.desk ? [way("hand"), [config.desk, say("desk")], way("history"), page] : [page];
}

async function start() {
  base = read(await load());
  known.set(base.hash, base);
  bar = new Bar(say, { undo: () => travel(-1), redo: () => travel(1), save, waive, open, reach, focus: (cell) => inputs.get(cell)?.focus() }, ways(), [...(base.last ? [lastYear()] : []), element("button", { type: "button", className: "gk-changes", textContent: say("changes"), onclick: changes })]);
  furnish();
  tell();
  judge(base.verdict);
  if (last?.wanted) await compare();
  partsByKey();
  document.documentElement.dataset.gongkaiEditing = "ready";
  inputs.get(new URLSearchParams(location.hash.slice(1)).get("cell"))?.focus();
  addEventListener("beforeunload", (e) => { if (dirty() && !leaving) e.preventDefault(); });
  addEventListener("keydown", (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.isComposing) return;
    const key = e.key.toLowerCase();
    if (key === "s") save();
    else if (e.target.tagName === "TEXTAREA") return;
    else if (key === "z") travel(e.shiftKey ? 1 : -1);
    else if (key === "y") travel(1);
    else return;
    e.preventDefault();
  });
  const events = new EventSource(config.at + "events");
  events.addEventListener("state", async () => {
    try {
      const now = read(await load());
      if (now.hash === base.hash && dirty()) ponder(); // other files may be others, such as attachments
      changedUnderneath(now);
    } catch (e) {
      if (e.status) bar.problem(e.message);
    }
  });
}

start().catch((e) => document.querySelector("main").prepend(element("p", { role: "alert", textContent: e.message })));
