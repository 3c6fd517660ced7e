// The cells of tables as rows and columns, whatever is merged among their headers.
import { copied } from "./edit-paste.js";
import { names } from "./edit-block.js";
import { lay } from "./edit-place.js";

export class Grid {
  #places = new Map(); // path → {rows, row, index}
  #tables = [];

  // cells are those of the form, with their Chinese keys, by path.
  constructor(tables, inputs, cells) {
    for (const table of tables) {
      const rows = lattice(table, inputs, cells);
      this.#tables.push(rows);
      rows.forEach((row, r) => row.cells.forEach((cell, i) => this.#places.set(cell.path, { rows, row: r, index: i })));
    }
  }

  // copied is the block on the clipboard; null for a single text that is pasted as such.
  copied(clipboard) {
    const rows = copied(clipboard);
    return rows?.length ? rows : null;
  }

  // beside is the cell so many rows down or columns on; undefined at the edge.
  beside(path, down, on) {
    const at = this.#places.get(path);
    if (!at) return;
    if (on) return at.rows[at.row].cells[at.index + on]?.path;
    const here = at.rows[at.row].cells[at.index];
    const row = at.rows[at.row + down]?.cells;
    return (row?.find((c) => c.from < here.to && here.from < c.to) ?? row?.[Math.min(at.index, row.length - 1)])?.path;
  }

  // place says where a block goes that is pasted at a cell: the answer of lay, with each
  // line's label in the table as name.
  place(path, block) {
    const at = this.#places.get(path) ?? { rows: [{ label: "", names: [], cells: [{ path, from: 0, to: 1, names: [] }] }], row: 0, index: 0 };
    const elsewhere = this.#tables.filter((rows) => rows !== at.rows).flat().flatMap((row) => row.names.at(-1) ?? []);
    const placed = lay(block, at.rows, at, elsewhere);
    for (const line of placed.lines ?? []) line.name = at.rows[line.row].label;
    return placed;
  }
}

// lattice lists the rows of a table that have cells, each with its columns and its labels.
function lattice(table, inputs, cells) {
  const taken = [], rows = [];
  [...table.rows].forEach((tr, r) => {
    const row = [];
    let c = 0;
    for (const cell of tr.cells) {
      while (taken[r]?.[c]) c++;
      for (let i = 0; i < cell.rowSpan; i++) for (let j = 0; j < cell.colSpan; j++) (taken[r + i] ??= [])[c + j] = true;
      if (inputs.has(cell.dataset.cell)) row.push({ path: cell.dataset.cell, from: c, to: c + cell.colSpan, heads: heads(cell) });
      c += cell.colSpan;
    }
    if (row.length) rows.push(labelled(row, cells));
  });
  return rows;
}

// heads are the headers of a cell, of the outermost first.
function heads(cell) {
  const all = cell.headers.split(" ").map((id) => document.getElementById(id)).filter((h) => h);
  const of = (row) => all.filter((h) => h.scope.startsWith("row") === row).map((h) => h.textContent.trim());
  return { row: of(true), column: of(false) };
}

// labelled gives a row and its cells the names by which they may be called: what is
// printed, and the Chinese keys of front matter.
function labelled(row, cells) {
  const keys = row.map((c) => cells.get(c.path)?.key.split(".") ?? []);
  let shared = 0;
  while (row.length > 1 && keys.every((k) => k[shared] !== undefined && k[shared] === keys[0][shared])) shared++;
  const called = (labels, key) => labels.map((l, i) => names(l, ...(i === labels.length - 1 && key ? [key] : [])));
  const own = row.length > 1 ? keys[0][shared - 1] : keys[0].at(-1);
  const labels = row[0].heads.row;
  return {
    label: labels.at(-1) ?? "", names: called(labels, own),
    cells: row.map((c, i) => ({ path: c.path, from: c.from, to: c.to, unit: cells.get(c.path)?.unit, words: /^(text|yesno)$/.test(cells.get(c.path)?.kind), names: called(c.heads.column, row.length > 1 ? keys[i].at(-1) : "") })),
  };
}
