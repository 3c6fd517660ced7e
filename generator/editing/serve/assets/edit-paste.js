// Blocks of cells that were copied from a spreadsheet, a word processor or a page.

// copied reads the clipboard as rows of texts; null for a text without rows and columns.
// A table in HTML tells its merged cells, so it goes before the text.
export function copied(clipboard) {
  const html = clipboard.getData("text/html");
  if (html) {
    const tables = new DOMParser().parseFromString(html, "text/html").querySelectorAll("table");
    if (tables.length === 1) return spread(tables[0]);
  }
  const text = clipboard.getData("text/plain").replace(/\r\n?/g, "\n");
  return /[\t\n]/.test(text) ? separated(text) : null;
}

// spread reads a table; a merged cell has its text once and is blank beyond it.
function spread(table) {
  const rows = [];
  [...table.rows].forEach((tr, r) => {
    rows[r] ??= [];
    let c = 0;
    for (const cell of tr.cells) {
      while (rows[r][c] !== undefined) c++;
      for (let i = 0; i < Math.min(Math.max(cell.rowSpan, 1), 1000); i++) {
        for (let j = 0; j < Math.min(cell.colSpan, 1000); j++) {
          (rows[r + i] ??= [])[c + j] = i || j ? "" : cell.textContent.replace(/\s+/g, " ").trim();
        }
      }
      c += cell.colSpan;
    }
  });
  return square(rows.slice(0, table.rows.length));
}

// separated reads lines of values with tabs between them. A value in quotation marks may
// have both inside.
function separated(text) {
  const rows = [[]];
  let value = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') value += text[++i];
      else if (c === '"') quoted = false;
      else value += c;
    } else if (c === '"' && value === "") {
      quoted = true;
    } else if (c === "\t" || c === "\n") {
      rows.at(-1).push(value.trim());
      value = "";
      if (c === "\n") rows.push([]);
    } else {
      value += c;
    }
  }
  if (value !== "" || rows.at(-1).length) rows.at(-1).push(value.trim());
  if (!rows.at(-1).length) rows.pop(); // behind the last line's end
  return square(rows);
}

function square(rows) {
  const width = Math.max(0, ...rows.map((r) => r.length));
  return rows.map((r) => Array.from({ length: width }, (_, i) => r[i] ?? ""));
}

const figure = (s) => /^[\s\d０-９,，.．+＋\-—–－−/／无]+$/.test(s);

// figures is the part of a block that the figures stand in: what is left when the rows
// above and below and the columns beside it that have none are cut off.
export function figures(rows) {
  const some = (list) => list.some(figure) && !list.some((s) => s !== "" && !figure(s));
  let [top, end, left, right] = [0, rows.length, 0, rows[0]?.length ?? 0];
  // Labels have digits too, and years stand over columns: cut until what is left is whole.
  const column = (c) => rows.slice(top, end).map((r) => r[c]);
  while (left < right && !column(left).some(figure)) left++;
  while (left < right && !column(right - 1).some(figure)) right--;
  while (top < end && !some(rows[top].slice(left, right))) top++;
  while (top < end && !some(rows[end - 1].slice(left, right))) end--;
  while (left < right && !some(column(left))) left++;
  while (left < right && !some(column(right - 1))) right--;
  return rows.slice(top, end).map((r) => r.slice(left, right));
}
