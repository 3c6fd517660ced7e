// Markdown for a section's text, out of paragraphs that were copied. As in edit-block.js
// nothing needs a page.
import { names } from "./edit-block.js";

const han = "\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef“”‘’—…·";
const chinese = "[一二三四五六七八九十]{1,3}";
// Lines of Markdown that have a meaning by their beginning, and lines that begin a
// paragraph of a Chinese document.
const markup = /^ {0,3}(?:#{1,6}\s|>|\||```|~~~|\[[^\]]*\]:)/mu;
const item = /^\s*(?:\d{1,3}[.)]|[-*+])\s/;
const begins = new RegExp(`^(?:[\\u3000 \\t]{2,}|[（(]${chinese}[)）]|${chinese}、|\\d{1,2}(?:、|[.．](?!\\d))|[（(]\\d{1,2}[)）]|[①-⑳]|[一二三四五六七八九十]是|第${chinese}[条章节])`, "u");
const ends = /[。！？；：…!?;:.][”’"'）)】]*$/u;

// paragraphs reads plain text in which each line is a paragraph, and puts a blank line
// between two. Lines that only continue the one before stay below it, as they are in a
// text with a fixed width; so does everything in a text that is Markdown already.
export function paragraphs(text) {
  text = text.replace(/\r\n?/g, "\n");
  if (markup.test(text)) return text;
  const lines = text.split("\n").map((l) => l.trimEnd());
  const apart = lines.some((l, i) => i > 0 && i < lines.length - 1 && l === "");
  const indent = lines.some((l) => item.test(l)) ? /^[ \t]*\u3000[\s\u3000]*/ : /^[\s\u3000]+/; // what is inside a list stays there
  const out = [];
  lines.forEach((line, i) => {
    const before = lines[i - 1];
    const joined = i === 0 || line === "" || before === "" || (item.test(line) ? item.test(before) : !begins.test(line) && (apart || !ends.test(before) && before.trim().length >= 20));
    if (!joined) out.push("");
    out.push(line.replace(indent, ""));
  });
  return out.join("\n").replace(/\n{3,}/g, "\n\n");
}

// escape keeps Markdown from reading marks in a text.
export function escape(text) {
  return text.replace(/[\\`*_]|~(?=~)|\[(?=[^\]]*\][(:])|<(?=https?:|mailto:)/g, "\\$&").replace(/<!--/g, "<\\!--");
}

const start = (line) => line.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2").replace(/^(?:#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[-=]{3,}\s*$|\|)/, "\\$&");

// marked writes runs {text, strong, emphasis, struck} with their marks, and spaces as they
// are printed: none where a line of Chinese only ended in the source.
export function marked(runs) {
  const all = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last && ["strong", "emphasis", "struck"].every((k) => !last[k] === !run[k])) last.text += run.text;
    else all.push({ ...run });
  }
  let text = "";
  for (const { text: own, strong, emphasis, struck } of all) {
    const marks = (struck ? "~~" : "") + (strong ? "**" : "") + (emphasis ? "*" : "");
    const [, before, inside, after] = own.match(/^([\s\u3000\u0001]*)([^]*?)([\s\u3000\u0001]*)$/u);
    text += before + (inside && marks ? inside.split("\n").map((l) => marks + l.trim() + [...marks].reverse().join("")).join("\n") : inside) + after;
  }
  const joint = new RegExp(`(?<=[${han}])\\u0001(?=[${han}])`, "gu");
  return text.replace(/[ \t]*\u0001[ \t\u0001]*/g, "\u0001").replace(joint, "").replace(/\u0001/g, " ").replace(/[ \t\u00a0]+/g, " ")
    .split("\n").map((l) => l.replace(/^[\s\u3000]+|[\s\u3000]+$/gu, "")).join("\n").replace(/\n{2,}/g, "\n").trim();
}

// render writes blocks as Markdown: {kind: "p" | "h" | "li" | "quote" | "code" | "table" |
// "rule", text, level, marker, depth, rows}. Headings begin at ###; short paragraphs that
// are numbered as in official documents become headings. own is the heading of the section,
// which is not repeated.
export function render(blocks, own = "") {
  blocks = blocks.map(heading);
  const mine = names(own)[0];
  if (mine && /^[hp]$/.test(blocks[0]?.kind) && names(blocks[0].text)[0] === mine) blocks.shift();
  const levels = [...new Set(blocks.filter((b) => b.kind === "h").map((b) => b.level))].sort((a, b) => a - b);
  let out = "", before = null;
  const open = []; // the widths of the markers of the lists around an item
  for (const block of blocks) {
    if (block.kind !== "li") open.length = 0;
    const text = write(block, levels, open);
    if (before) out += before.kind === "li" && block.kind === "li" && !before.text.includes("\n\n") && (block.depth !== before.depth || numbered(block) === numbered(before)) ? "\n" : "\n\n";
    out += text;
    before = block;
  }
  return out;
}

const numbered = (block) => /^\d/.test(block.marker);

function heading(block) {
  if (block.kind !== "p") return block;
  const text = block.text.replace(/^\*\*([^*]*)\*\*$/, "$1");
  if (text.length > 30 || text.includes("\n") || /[。；：，、！？]$/u.test(text)) return block;
  if (new RegExp(`^${chinese}、`, "u").test(text)) return { kind: "h", level: 1, text };
  if (new RegExp(`^[（(]${chinese}[)）]`, "u").test(text)) return { kind: "h", level: 2, text };
  return block;
}

function write(block, levels, open) {
  const lines = (text) => text.split("\n").map(start);
  switch (block.kind) {
    case "h": return "#".repeat(Math.min(3 + levels.indexOf(block.level), 6)) + " " + block.text.replace(/\n/g, " ");
    case "quote": return block.text.split("\n").map((l) => ("> " + l).trimEnd()).join("\n");
    case "code": return "```\n" + block.text.replace(/\n$/, "") + "\n```";
    case "rule": return "* * *";
    case "table": {
      const width = Math.max(...block.rows.map((r) => r.length));
      const row = (cells) => "| " + Array.from({ length: width }, (_, i) => (cells[i] ?? "").replace(/\n/g, " ").replace(/\|/g, "\\|")).join(" | ") + " |";
      return [row(block.rows[0]), row(Array(width).fill("---")), ...block.rows.slice(1).map(row)].join("\n");
    }
    case "li": {
      open.length = Math.min(open.length, block.depth);
      const indent = " ".repeat(open.reduce((sum, n) => sum + n, 0));
      const marker = block.marker + " ";
      open.push(marker.length);
      const inner = " ".repeat(indent.length + marker.length);
      const text = block.plain ? block.text.split("\n") : lines(block.text).join("\\\n").split("\n");
      return indent + marker + text.map((l, i) => (i && l ? inner + l : l)).join("\n");
    }
  }
  return lines(block.text).join("\\\n");
}
