// Blocks of cells that were copied, and what their texts look like. Nothing here needs a
// page: the browser and the tests load the same functions.

// A place that a merged cell covers: from its left, or from above.
export const LEFT = 1, ABOVE = 2;

// separated reads lines of values with tabs between them, as spreadsheets copy them. A
// value in quotation marks may have both inside.
export function separated(text) {
  const rows = [[]];
  let value = "", quoted = false;
  text = text.replace(/\r\n?/g, "\n");
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
  if (!rows.at(-1).length) rows.pop(); // after the last line's end
  return square(rows);
}

// square gives all rows the same length. A row or column that merged cells cover from one
// end to the other has nothing of its own and is dropped.
export function square(rows) {
  const width = Math.max(0, ...rows.map((r) => r.length));
  rows = rows.map((r) => Array.from({ length: width }, (_, i) => r[i] ?? "")).filter((r) => !r.length || r.some((c) => c !== ABOVE));
  const columns = Array.from({ length: width }, (_, i) => i).filter((i) => rows.some((r) => r[i] !== LEFT));
  return rows.map((r) => columns.map((i) => r[i]));
}

// 一、 （一） ① 1. (1)
const numbering = /^(?:[①-⑳]|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[(（][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}(?:[、:：)）]|[.．](?![0-9０-９])))\s*/u;
const spaced = /^[0-9０-９]{1,2}\s+(?=\p{L}{4})/u; // 1 属于国家秘密
const unnumbered = (s) => s.trim().replace(numbering, "");
const bare = (s) => s.normalize("NFKC").toLowerCase().replace(/[\p{P}\p{S}\p{Z}\s]/gu, "");

// names lists how a label may be written, without numbering, marks and widths, and also
// without what it has in brackets. A name has letters: a code is none, it looks like a figure.
export function names(...labels) {
  const out = new Set();
  for (const label of labels) {
    const rest = unnumbered(label).replace(spaced, "");
    for (const name of [bare(rest), bare(rest.replace(/[(（][^()（）]*[)）]/g, ""))]) if (/\p{L}/u.test(name)) out.add(name);
  }
  return [...out];
}

// kind says what a copied text looks like: "covered", "blank", "mark" for nothing, "figure",
// "label", or "mixed" for words with a digit among them.
export function kind(text) {
  if (typeof text === "number") return "covered";
  const t = text.normalize("NFKC").trim();
  if (t === "") return "blank";
  if (!/[\p{L}\p{N}]/u.test(t) || /^(无|没有|暂无|空|待填|不适用)$/.test(t)) return "mark";
  if (/^[〇零一二三四五六七八九十百千万两]+[件个项次条宗份人起]?$/u.test(t)) return "figure";
  const rest = unnumbered(text);
  if (rest !== text.trim() && /^\p{L}{2}/u.test(rest)) return /\p{Nd}/u.test(rest.normalize("NFKC")) ? "mixed" : "label";
  if (/^(?:约|近|共|计|[^\p{L}\p{N}])*\p{N}/u.test(t) && !spaced.test(t)) return "figure";
  return /\p{Nd}/u.test(t) ? "mixed" : "label";
}
