// What is on the clipboard: a block of cells out of a spreadsheet, a word processor or a page.
import { ABOVE, LEFT, separated, square } from "./edit-block.js";
import { paragraphs, render } from "./edit-prose.js";
import { read } from "./edit-html.js";

// copied reads the clipboard as rows of texts; null for a text without rows and columns.
// A table in HTML tells its merged cells, so it goes before the text.
export function copied(clipboard) {
  const html = clipboard.getData("text/html");
  if (html) {
    const tables = new DOMParser().parseFromString(html, "text/html").querySelectorAll("table");
    if (tables.length === 1) return spread(tables[0]);
  }
  const text = clipboard.getData("text/plain");
  return /[\t\n\r]/.test(text) ? separated(text) : null;
}

// prose reads the clipboard as Markdown for a section's text: {text, begins, lost}, begins
// where it has more than a paragraph's words, lost [what, how often] of what Markdown cannot
// carry; null where the browser does as well.
export function prose(clipboard, heading) {
  const html = clipboard.getData("text/html");
  const plain = clipboard.getData("text/plain");
  const rich = html && !clipboard.types.includes("vscode-editor-data") && read(html);
  if (rich && (rich.blocks.length || !plain.trim())) {
    return { text: render(rich.blocks, heading), begins: rich.blocks.some((b) => b.kind !== "p"), lost: [...rich.lost] };
  }
  const lost = rich ? [...rich.lost] : [], begins = plain.trim().includes("\n");
  return begins || lost.length ? { text: paragraphs(plain).trim(), begins, lost } : null;
}

// spread reads a table; a merged cell has its text once.
function spread(table) {
  const rows = [];
  [...table.rows].forEach((tr, r) => {
    rows[r] ??= [];
    let c = 0;
    for (const cell of tr.cells) {
      while (rows[r][c] !== undefined) c++;
      // Excel writes several blank cells as one of their width, which is not merged.
      const single = /mso-ignore:\s*colspan/i.test(cell.getAttribute("style") ?? "");
      for (let i = 0; i < Math.min(Math.max(cell.rowSpan, 1), 1000); i++) {
        for (let j = 0; j < Math.min(cell.colSpan, 1000); j++) {
          (rows[r + i] ??= [])[c + j] = i ? ABOVE : !j ? text(cell) : single ? "" : LEFT;
        }
      }
      c += cell.colSpan;
    }
  });
  return square(rows.slice(0, table.rows.length));
}

// hidden reports what a page of the source does not show.
export function hidden(element) {
  return /^(STYLE|SCRIPT|XML|TITLE|META|LINK|TEMPLATE)$/.test(element.tagName) || /display:\s*none|mso-hide:\s*all/i.test(element.getAttribute("style") ?? "");
}

export const struck = (element) => /^(DEL|S|STRIKE)$/.test(element.tagName) || /line-through/i.test(element.getAttribute("style") ?? "");

const raise = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

// raised writes a superscript so that it does not run into the number before it.
export const raised = (s) => (/^\d+$/.test(s) ? [...s].map((d) => raise[d]).join("") : s);

// text is what a cell says. Two lines are two words, and what is struck out stays apart:
// neither becomes part of another number.
function text(node) {
  const read = (n) => {
    if (n.nodeType === Node.TEXT_NODE) return n.data;
    if (n.nodeType !== Node.ELEMENT_NODE || hidden(n)) return "";
    if (n.tagName === "BR") return " ";
    const inside = [...n.childNodes].map(read).join("");
    if (n.tagName === "SUP") return raised(inside.trim());
    if (struck(n) && inside.trim()) return "~~" + inside.trim() + "~~";
    return /^(P|DIV|LI|TR|TD|TH|H[1-6])$/.test(n.tagName) ? " " + inside + " " : inside;
  };
  return read(node).replace(/[\s\u00a0]+/g, " ").trim();
}
