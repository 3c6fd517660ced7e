// Where the texts of a copied block belong. As in edit-block.js nothing needs a page.
import { ABOVE, LEFT, kind, names } from "./edit-block.js";

const filled = (k) => k === "figure" || k === "mark" || k === "mixed";
const empty = (text) => typeof text === "number" || text === "";

// find lists the things that a label names: those with the very name, or else the one whose
// name it begins.
function find(text, things, of) {
  const mine = names(text);
  const same = things.filter((x) => of(x).some((n) => mine.includes(n)));
  if (same.length || !mine.length || mine[0].length < 4) return same;
  const longer = things.filter((x) => of(x).some((n) => n.startsWith(mine[0])));
  return longer.length === 1 ? longer : [];
}

// narrow leaves of several namesakes those below the labels above a text.
function narrow(found, above, of) {
  if (found.length < 2 || !above.length) return found;
  const around = above.flatMap((a) => names(a));
  const under = found.filter((x) => of(x).some((list) => list.some((n) => around.includes(n))));
  return under.length ? under : found;
}

const inner = (x) => x.names.at(-1) ?? [];
const outer = (x) => x.names.slice(0, -1);

// lay says which cell each text of a block goes into.
//
// A table is a list of rows {names, cells}, a cell is {path, from, to, names, unit, words}
// with the columns that it spans, and whether it holds words; names are lists of names, of
// the outermost heading first. at is the cell {row, index} at which the block is pasted;
// elsewhere are names in other tables.
//
// Rows and columns that were copied with their labels go where the labels say, all others
// on from at. The answer is {lines, left, headings}: lines {label, row, known, cells: [[path,
// text]]}, what is left out {label, texts}, and the rows of headings; or {problem: [why, …],
// row} where labels and places contradict each other. No row that holds a digit is a heading.
export function lay(block, table, at, elsewhere = []) {
  const b = parts(block, table, at);
  const found = b.rows.some((r) => r.found.length) ? byLabel(b, table, at) : byPlace(b, table, at, elsewhere);
  if (found.problem) return found;
  if (!found.rows.length) return { problem: ["nothing_pasted"] };
  const start = table[at.row].cells[at.index].from;
  const lines = [], lost = new Map();
  for (const { row, target, known } of found.rows) {
    const got = across(row, target, row.found.length > 0, start, table);
    if (got.problem) return { problem: got.problem, row: row.label };
    for (const c of got.lost) lost.set(c, [...(lost.get(c) ?? []), row.area[c]]);
    lines.push({ label: row.label, row: table.indexOf(target), known, cells: got.cells });
  }
  const left = [...found.left, ...b.remarks];
  for (const [c, texts] of lost) left.push({ label: found.rows[0].row.heads?.[c]?.own ?? "", texts });
  lines.sort((x, y) => x.row - y.row);
  return { lines, left, headings: b.rows.filter((r) => r.heading).map((r) => r.texts) };
}

// byLabel gives each row that has a label of the table's the row of that label.
function byLabel(b, table, at) {
  const rows = [], left = [], taken = new Map();
  for (const row of b.rows) {
    if (row.heading) continue;
    let found = narrow(row.found, row.above, outer);
    if (found.length > 1) { // namesakes: only the place can tell them apart
      const next = rows.length ? table.indexOf(rows.at(-1).target) + 1 : at.row;
      found = found.filter((x) => table.indexOf(x) === next);
    }
    if (!found.length) {
      if (!row.area.every(empty)) left.push({ label: row.label, texts: row.area.filter((c) => !empty(c)) });
      continue;
    }
    const [target] = found;
    if (taken.has(target)) return { problem: ["twice", taken.get(target).label, row.label] };
    taken.set(target, row);
    rows.push({ row, target, known: true });
  }
  return { rows, left };
}

// byPlace gives the rows from a cell on to rows whose labels are not known, without the
// headings above and below them.
function byPlace(b, table, at, elsewhere) {
  const cells = table.flatMap((x) => x.cells);
  const foreign = b.rows.flatMap((r) => (r.heading ? [] : r.labels)).find((l) => find(l, elsewhere, (n) => [n]).length || find(l, cells, inner).length);
  if (foreign !== undefined) return { problem: ["foreign", foreign] };
  if (b.unclear) return { problem: ["words", b.unclear] };
  // One word over a figure may be a heading, or what somebody wrote instead of a figure.
  const cut = (r) => r.heading && (r.area.some((c) => !empty(c) && find(c, cells, inner).length) || !r.texts.some((t) => /\p{Nd}/u.test(t.normalize("NFKC"))) && r.area.filter((c) => !empty(c)).length > 1);
  const below = table.length - at.row;
  let [first, end] = [0, b.rows.length];
  while (first < end && cut(b.rows[first])) first++;
  while (first < end && b.rows[end - 1].heading && !b.rows[end - 1].texts.some((t) => /\p{Nd}/u.test(t))) end--;
  while (end - first > below && b.rows[end - 1].texts.length === 0) end--;
  const rows = b.rows.slice(first, end);
  const words = rows.find((r) => r.heading);
  if (words) return { problem: ["words", words.texts.join(" ")] };
  if (rows.length > below) return { problem: ["large", rows.length, b.width, below, table[at.row].cells.length - at.index] };
  return { rows: rows.map((row, i) => ({ row, target: table[at.row + i], known: row.label === "" })), left: [] };
}

// parts finds labels, figures and headings in a block.
function parts(block, table, at) {
  // Where cells hold words, words are not headings, except for those of the table's columns.
  const cells = table.flatMap((row) => row.cells);
  const verbal = table.slice(at.row, at.row + block.length).some((row) => row.cells.some((c) => c.words));
  const kinds = block.map((r) => r.map((text) => (verbal && kind(text) === "label" && !find(text, table, inner).length && !find(text, cells, inner).length ? "mixed" : kind(text))));
  const [from, to, unclear] = figures(block, kinds, table, at);
  const some = (texts) => texts.filter((c) => !empty(c));
  const rows = block.map((texts, r) => {
    const area = texts.slice(from, to), is = kinds[r].slice(from, to);
    const labels = some(from > 0 ? texts.slice(0, from) : texts.slice(to));
    const found = labels.toReversed().map((l) => find(l, table, inner)).find((f) => f.length) ?? [];
    const words = is.includes("label") || labels.length > 0 && area.length > 0 && area.every((c) => c === LEFT);
    return { texts: some(texts), area, labels, label: labels.join(" "), found, heading: !found.length && !is.some(filled) && words };
  });
  const remarks = [];
  if (from > 0) {
    for (let c = to; c < block[0].length; c++) {
      const texts = some(block.filter((_, r) => !rows[r].heading).map((r) => r[c]));
      const head = block.findLast((r, i) => rows[i].heading && !empty(r[c]));
      if (texts.length) remarks.push({ label: head?.[c] ?? "", texts });
    }
  }
  groups(block, rows, from);
  columnHeads(rows);
  return { rows, remarks, unclear, width: to - from };
}

// figures finds the columns that the figures are in: those beside the labels of rows, from
// and to. A third is a word of which it is not clear whether it is such a label.
function figures(block, kinds, table, at) {
  const width = block[0]?.length ?? 0;
  const room = table[at.row].cells.at(-1).to - table[at.row].cells[at.index].from;
  // Headings do not count: a row that has figures, or nothing beside one word.
  const own = kinds.map((r) => r.some(filled) || r.filter((k) => k === "label").length === 1);
  const all = !own.includes(true);
  const count = (c, is) => block.filter((r, i) => (all || own[i]) && is(r[c], kinds[i][c])).length;
  // One word may be what somebody wrote instead of a figure; several are a column of labels.
  const words = (c, from) => count(c, (_, k) => k === "label") > (width - from > room ? 0 : 1) && count(c, (_, k) => filled(k)) === 0;
  const end = (from) => {
    let to = width;
    while (to - 1 > from && words(to - 1, from)) to--;
    return to;
  };
  const known = (text, k) => (k === "label" || k === "mixed") && find(text, table, inner).length > 0;
  const units = new Set(table.flatMap((row) => row.cells.map((c) => c.unit))); // often in a column of their own
  const plain = (c) => count(c, (_, k) => k === "figure" || k === "mark");
  const columns = Array.from({ length: width }, (_, c) => c);
  const named = columns.filter((c) => count(c, known) > Math.max(plain(c), columns.slice(0, c).every((d) => plain(d) === 0) ? 0 : 1));
  if (named.length) {
    let from = named.at(-1) + 1;
    const mine = block.filter((r, i) => named.some((c) => known(r[c], kinds[i][c])));
    const cells = Math.max(...table.map((row) => row.cells.length));
    while (from + 1 < width && mine.every((r) => empty(r[from]) || units.has(r[from])) && mine.filter((r) => units.has(r[from])).length > (width - from > cells ? 0 : 1)) from++;
    return from < width ? [from, end(from)] : [0, named[0]];
  }
  // No label is known: words alone are labels, as far as there are such columns.
  let from = 0;
  while (from < width && words(from, from)) from++;
  if (from === width) return [0, width];
  const unclear = kinds.filter((r) => r[from] === "label").length > 1 && !kinds.some((r) => filled(r[from]));
  return [from, end(from), unclear && block.find((_, i) => kinds[i][from] === "label")[from]];
}

// groups notes the labels in whose groups each row is.
function groups(block, rows, from) {
  const open = [];
  rows.forEach((row, r) => {
    for (let c = 0; c < from; c++) {
      if (empty(block[r][c])) continue;
      open.length = c;
      open[c] = block[r][c];
    }
    row.above = open.filter((x) => x !== undefined);
  });
}

// columnHeads notes the headings above each row: for each column its own and those over it.
function columnHeads(rows) {
  let heads = null, before = false;
  for (const row of rows) {
    if (row.heading) {
      if (!before) heads = row.area.map(() => ({ own: "", above: [] }));
      let over = "";
      row.area.forEach((text, c) => {
        const h = heads[c];
        if (text === ABOVE) over = "";
        else if (!empty(text)) over = text;
        if (!over) return;
        if (text === "") return h.above.push(over); // a merged cell that was copied without its width
        if (h.own) h.above.push(h.own);
        h.own = over;
      });
    }
    before = row.heading;
    row.heads = heads;
  }
}

// across lays one row's texts on the cells of a row: by their headings where these are
// known, otherwise column by column.
function across({ area: texts, heads }, target, named, start, table) {
  const cells = [], lost = [];
  const some = texts.map((text, i) => [text, i]).filter(([text]) => !empty(text));
  if (named && target.cells.length === 1 && some.length === 1) return { cells: [[target.cells[0].path, some[0][0]]], lost };
  const where = heads?.map((h) => (h.own ? narrow(find(h.own, target.cells, inner), h.above, outer) : []));
  if (where?.some((f) => f.length === 1)) {
    const taken = new Set();
    for (const [i, text] of texts.entries()) {
      const found = where[i];
      if (typeof text === "number") {
        if (found.length === 1 && !taken.has(found[0])) return { problem: ["merged"] };
      } else if (found.length === 1) {
        if (taken.has(found[0])) return { problem: ["column", heads[i].own] };
        taken.add(found[0]);
        cells.push([found[0].path, text]);
      } else if (text !== "") {
        if (found.length || find(heads[i].own, table.flatMap((x) => x.cells), inner).length) return { problem: ["column", heads[i].own] };
        lost.push(i);
      }
    }
    return { cells, lost };
  }
  const spread = [];
  let fits = true;
  for (let i = 0; i < texts.length && fits; i++) {
    const cell = target.cells.find((c) => c.from <= start + i && start + i < c.to);
    const begins = cell?.from === start + i;
    if (typeof texts[i] === "number") fits = !begins;
    else if (begins) spread.push([cell.path, texts[i]]);
    else fits = texts[i] === "";
  }
  if (fits) return { cells: spread, lost };
  // The form's cells are wider than those of the source: one after the other.
  const values = texts.filter((text) => typeof text !== "number");
  const rest = target.cells.filter((c) => c.from >= start);
  while (values.length > rest.length && values.at(-1) === "") values.pop();
  if (values.length === rest.length && rest.some((c) => c.to > c.from + 1) && !texts.includes(ABOVE)) return { cells: rest.map((c, i) => [c.path, values[i]]), lost };
  return { problem: texts.some((text) => typeof text === "number") ? ["merged"] : ["wide", values.length, rest.length] };
}
