// The cells of tables as rows and columns, whatever is merged among their headers.
import { copied, figures } from "./edit-paste.js";

export class Grid {
  #places = new Map(); // path → {rows, row, index}

  constructor(tables, inputs) {
    for (const table of tables) {
      const rows = lattice(table, inputs);
      rows.forEach((row, r) => row.forEach((cell, i) => this.#places.set(cell.path, { rows, row: r, index: i })));
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
    if (on) return at.rows[at.row][at.index + on]?.path;
    const here = at.rows[at.row][at.index];
    const row = at.rows[at.row + down];
    return (row?.find((c) => c.from < here.to && here.from < c.to) ?? row?.[Math.min(at.index, row.length - 1)])?.path;
  }

  // block lays rows of texts out from a cell on: {list: [[path, text]], cut}, or the message
  // why it cannot. Labels that were copied with the figures are cut off, which is told.
  block(path, rows, say) {
    const at = this.#places.get(path) ?? { rows: [[{ path }]], row: 0, index: 0 };
    const below = at.rows.slice(at.row);
    const fits = (block) => block.length > 0 && block.length <= below.length && block.every((r, i) => r.length <= below[i].length - at.index);
    const some = figures(rows);
    const whole = some.length === rows.length && some[0]?.length === rows[0].length;
    const block = fits(some) && !whole ? some : rows;
    if (!fits(block)) return { message: say("toolarge", rows.length, rows[0].length, below.length, below[0].length - at.index) };
    const list = block.flatMap((r, i) => r.map((text, j) => [below[i][at.index + j].path, text]));
    return { list, rows: block.length, columns: block[0].length, cut: block === rows ? null : [rows.length, rows[0].length] };
  }
}

// lattice lists the rows of a table that have cells, each with the columns that it spans.
function lattice(table, inputs) {
  const taken = [], rows = [];
  [...table.rows].forEach((tr, r) => {
    const row = [];
    let c = 0;
    for (const cell of tr.cells) {
      while (taken[r]?.[c]) c++;
      for (let i = 0; i < cell.rowSpan; i++) for (let j = 0; j < cell.colSpan; j++) (taken[r + i] ??= [])[c + j] = true;
      if (inputs.has(cell.dataset.cell)) row.push({ path: cell.dataset.cell, from: c, to: c + cell.colSpan });
      c += cell.colSpan;
    }
    if (row.length) rows.push(row);
  });
  return rows;
}
