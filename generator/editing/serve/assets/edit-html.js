// What a word processor or a page copies, as blocks of text. Word and WPS say in styles
// (mso-…) what HTML has elements for.
import { hidden, raised, struck } from "./edit-paste.js";
import { escape, marked, render } from "./edit-prose.js";

const block = /^(P|DIV|SECTION|ARTICLE|MAIN|HEADER|FOOTER|H[1-6]|UL|OL|LI|DL|DT|DD|TABLE|BLOCKQUOTE|PRE|HR|FIGURE|FIGCAPTION|CENTER|FORM|BODY)$/;
const picture = /^(IMG|SVG|OBJECT|EMBED|VIDEO|AUDIO|CANVAS|IFRAME|MATH|V:IMAGEDATA)$/i;
const style = (e) => e.getAttribute("style") ?? "";
const ignored = (e) => /mso-list:\s*ignore/i.test(style(e));
const bullet = /^(?:[·•●■◆▪▫◦‣⁃➢✓\ue000-\uf8ff][\s\u3000]*|[○□◇][\s\u3000]+)/u;

// read lists the blocks of HTML, and counts what Markdown cannot carry: {blocks, lost};
// null for a text without paragraphs, which is better read as plain text.
export function read(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  if (!body.querySelector("p, li, h1, h2, h3, h4, h5, h6, table, blockquote, img")) return null;
  const reader = new Reader();
  reader.blocks(body);
  reader.flush();
  return { blocks: reader.out, lost: reader.lost };
}

function headingLevel(e) {
  const tag = /^H([1-6])$/.exec(e.tagName);
  if (tag) return Number(tag[1]);
  if (e.textContent.trim().length > 60) return 0; // a paragraph, whatever its style
  const outline = /mso-outline-level:\s*([1-9])/i.exec(style(e));
  return outline ? Number(outline[1]) : /MsoTitle/.test(e.className) ? 1 : 0;
}

class Reader {
  out = [];
  lost = new Map(); // what → how often
  cell = false; // in a table there are no lists: numbers are text
  #runs = []; // of the paragraph that is being read

  lose(what, n = 1) { this.lost.set(what, (this.lost.get(what) ?? 0) + n); }

  // flush ends a paragraph.
  flush(as = { kind: "p" }) {
    let text = marked(this.#runs);
    this.#runs = [];
    if (!text) return;
    if (as.kind === "p" && bullet.test(text)) as = { kind: "li", depth: 0, marker: "-" };
    if (as.kind === "li") text = text.replace(bullet, "");
    const symbols = text.match(/[\ue000-\uf8ff]/gu)?.length; // of fonts like Wingdings
    if (symbols) this.lose("symbols", symbols);
    this.out.push({ ...as, text: text.replace(/[\ue000-\uf8ff]/gu, "") });
  }

  blocks(node) {
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.ELEMENT_NODE || !block.test(child.tagName) && !child.querySelector("p, div, table, ul, ol, li")) this.#inline(child, {});
      else if (!this.#dropped(child)) this.#block(child);
    }
  }

  // dropped tells what is left out with all that is in it.
  #dropped(e) {
    const text = e.textContent.trim();
    if (/mso-element:\s*comment-list/i.test(style(e))) return true;
    if (/MsoCommentReference|msocomanchor/i.test(e.className)) {
      this.lose("comments");
      return true;
    }
    if (e.tagName === "DEL" && (e.hasAttribute("cite") || e.hasAttribute("datetime") || e.closest(".msoDel"))) {
      if (text) this.lose("deleted");
      return true;
    }
    if (!hidden(e)) return false;
    if (text && !/^(STYLE|SCRIPT|XML|TITLE|TEMPLATE)$/.test(e.tagName)) this.lose("hidden");
    return true;
  }

  #block(e) {
    this.flush();
    if (/^https?:/i.test(e.getAttribute("href") ?? "")) this.lose("links"); // over several paragraphs
    switch (e.tagName) {
      case "UL": case "OL": return this.#list(e, 0);
      case "TABLE": return this.#table(e);
      case "PRE": return void this.out.push({ kind: "code", text: e.textContent });
      case "HR": return void (e.closest('[style*="footnote"]') || this.out.push({ kind: "rule" }));
      case "BLOCKQUOTE": {
        const inner = this.#nested(e);
        if (inner.length) this.out.push({ kind: "quote", text: render(inner) });
        return;
      }
    }
    const level = headingLevel(e);
    const item = this.#item(e);
    if (level) {
      this.#inlines(e, { plain: true });
      if (item && !item.symbol) this.#runs.unshift({ text: item.text });
      return this.flush({ kind: "h", level });
    }
    if (/^(P|DT|DD|FIGCAPTION)$/.test(e.tagName) || !e.querySelector("p, div, table, ul, ol, li, blockquote, pre")) {
      this.#inlines(e, {});
      const text = item && (!item.marker || this.cell && !item.symbol);
      if (text) this.#runs.unshift({ text: item.text });
      return this.flush(item && !text ? { kind: "li", depth: item.depth, marker: item.marker } : { kind: "p" });
    }
    this.blocks(e);
    this.flush();
  }

  // item reads the number or bullet that Word wrote before a paragraph of a list. Markdown
  // has bullets and 1. alone; any other number, such as （一）, stays as text.
  #item(e) {
    const list = /mso-list:\s*(?!none|skip|ignore)\S+\s+level(\d)/i.exec(style(e));
    const mark = [...e.querySelectorAll("span")].find(ignored);
    if (!mark) return null;
    const text = mark.textContent.replace(/\s+/g, "");
    const depth = Number(list?.[1] ?? 1) - 1;
    const symbol = /wingdings|symbol|courier/i.test(style(mark) + style(mark.parentElement) + [...mark.querySelectorAll("*")].map(style)) && text.length === 1 || !/[\p{L}\p{N}]/u.test(text);
    if (symbol) return { text, symbol, depth, marker: "-" };
    return { text: escape(text), depth, marker: /^\d{1,3}[.)]$/.test(text) ? text : "" };
  }

  // nested reads the blocks of an element for themselves.
  #nested(e, cell = this.cell) {
    const inner = new Reader();
    [inner.lost, inner.cell] = [this.lost, cell];
    inner.blocks(e);
    inner.flush();
    return inner.out;
  }

  #list(e, depth) {
    let number = e.start || 1;
    for (const child of e.childNodes) {
      if (/^[UO]L$/.test(child.tagName)) {
        this.#list(child, depth + 1);
        continue;
      }
      if (child.tagName !== "LI") {
        this.#inline(child, {});
        this.flush();
        continue;
      }
      if (this.#dropped(child)) continue;
      if (child.value) number = child.value;
      const inner = this.#nested(child);
      const own = inner.findIndex((b) => b.kind === "li");
      const text = (own < 0 ? inner : inner.slice(0, own)).filter((b) => b.text).map((b) => b.text).join("\n\n");
      this.out.push({ kind: "li", depth, marker: e.tagName === "OL" ? number++ + "." : "-", text, plain: text.includes("\n\n") });
      this.out.push(...inner.slice(0, own < 0 ? inner.length : own).filter((b) => b.kind === "table"));
      if (own >= 0) this.out.push(...inner.slice(own).map((b) => (b.kind === "li" ? { ...b, depth: b.depth + depth + 1 } : b)));
    }
  }

  #table(e) {
    if (e.rows.length === 1 && e.rows[0].cells.length === 1) return void this.out.push(...this.#nested(e.rows[0].cells[0])); // a frame
    const taken = [], rows = [];
    [...e.rows].forEach((tr, r) => {
      rows[r] = [];
      let c = 0;
      for (const cell of tr.cells) {
        while (taken[r]?.[c]) rows[r][c++] ??= "";
        const inner = this.#nested(cell, true);
        if (cell.querySelector("table") || inner.some((b) => b.kind === "table")) this.lose("tables");
        if (cell.colSpan > 1 || cell.rowSpan > 1) this.lose("merged");
        if (inner.filter((b) => b.text).length > 1 || inner.some((b) => b.text?.includes("\n"))) this.lose("lines");
        rows[r][c] = inner.map((b) => b.text ?? b.rows?.flat().filter((t) => t).join(" ") ?? "").join(" ").replace(/\n/g, " ");
        for (let i = 0; i < Math.min(Math.max(cell.rowSpan, 1), 1000); i++) for (let j = 0; j < Math.min(cell.colSpan, 1000); j++) (taken[r + i] ??= [])[c + j] = true;
        for (let j = 1; j < Math.min(cell.colSpan, 1000); j++) rows[r][c + j] = "";
        c += Math.min(cell.colSpan, 1000);
      }
    });
    const written = rows.filter((r) => r.some((t) => t));
    if (e.caption) this.out.push(...this.#nested(e.caption));
    if (written.length) this.out.push({ kind: "table", rows: written });
  }

  #inlines(e, marks) { for (const child of e.childNodes) this.#inline(child, marks); }

  #inline(n, marks) {
    if (n.nodeType === Node.TEXT_NODE) {
      const text = n.data.replace(/[ \t]*[\r\n]+[ \t\r\n]*/g, "\u0001");
      return void this.#runs.push({ ...marks, text: escape(text) });
    }
    if (n.nodeType !== Node.ELEMENT_NODE || ignored(n)) return;
    if (picture.test(n.tagName)) return this.lose("pictures");
    if (this.#dropped(n)) return;
    const weight = /font-weight:\s*(bold|normal|\d+)/i.exec(style(n))?.[1];
    const strong = weight ? weight === "bold" || Number(weight) >= 600 : /^(B|STRONG)$/.test(n.tagName) || marks.strong;
    const emphasis = /font-style:\s*italic/i.test(style(n)) || /^(I|EM)$/.test(n.tagName) && !/font-style:\s*normal/i.test(style(n)) || marks.emphasis;
    const mine = marks.plain ? marks : { strong, emphasis, struck: struck(n) || marks.struck };
    switch (n.tagName) {
      case "BR":
        if (/page-break|column-break/i.test(style(n))) return;
        return void this.#runs.push({ text: "\n" });
      case "SUP": case "SUB": {
        const text = n.textContent.trim();
        if (n.tagName === "SUP" && !n.querySelector("a, img")) return void this.#runs.push({ ...mine, text: escape(raised(text)) });
        break;
      }
      case "A": {
        const at = n.getAttribute("href") ?? "", from = this.#runs.length;
        this.#inlines(n, { plain: true });
        const text = marked(this.#runs.slice(from));
        if (/^(https?:|mailto:)[^\s<>]+$/i.test(at) && text && !marks.plain) this.#runs.splice(from, this.#runs.length, { ...mine, text: `[${text}](<${at}>)` });
        else if (at && !at.startsWith("#")) this.lose("links");
        return;
      }
      case "INPUT": case "TEXTAREA": case "SELECT": return this.lose("fields");
    }
    if (/^(P|DIV|LI|TR|TD|H[1-6])$/.test(n.tagName)) this.#runs.push({ text: "\n" });
    this.#inlines(n, mine);
  }
}
