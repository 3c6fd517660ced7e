// Random blocks that are pasted into tables. The browser runs this over the tables of a
// page, Node over tables of its own.

const noises = ["-", "", "无", "12件", "１２", "1,000", "3 4", "约12", "24*", "十二件", "待填", "12.5", "#REF!5", "2024年", "（3）", "1.属于5件", (label) => label + "5", (label) => label + "：5"];

// A word alone may also be a heading or a note: then nothing is pasted at all, or all but
// the word, which is told.
const words = ["若干", "未统计", "详见附件", "N/A"];

const random = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

// check lays blocks and reports those that go elsewhere than they should. place(table, at,
// block) answers as lay does; tables are lists of rows {labels, cells: [{path, from, to,
// label}]}, labels being the ways to write a row's label.
export function check(place, tables, seed, rounds) {
  const next = random(seed), upTo = (n) => Math.floor(next() * n), pick = (list) => list[upTo(list.length)];
  const wrong = [], done = { rounds: 0, labelled: 0, shuffled: 0, headed: 0, unknown: 0, noisy: 0 };
  for (; done.rounds < rounds && wrong.length < 5; done.rounds++) {
    const table = pick(tables);
    const first = upTo(table.length), height = 1 + upTo(Math.min(6, table.length - first));
    let rows = table.slice(first, first + height);
    const index = upTo(Math.min(...rows.map((r) => r.cells.length)));
    const start = rows[0].cells[index].from;
    const labelled = index === 0 && rows.every((r) => r.labels.length) && next() < 0.6;
    if (!labelled && rows.some((r) => r.cells[index].from !== start)) continue;
    const unknown = !labelled && height > 1 && !rows.some((r) => r.cells.some((c) => c.words)) && next() < 0.3; // rows with labels of one's own
    if (unknown) done.unknown++;
    if (labelled && next() < 0.4) {
      rows = rows.map((r) => [next(), r]).sort((a, b) => a[0] - b[0]).map(([, r]) => r);
      done.shuffled++;
    }
    const width = 1 + upTo(Math.max(...rows.map((r) => r.cells.at(-1).to)) - start);
    const columns = rows.find((r) => r.cells.at(-1).to - r.cells[0].from === r.cells.length)?.cells.slice(index, index + width) ?? [];
    const headed = labelled && next() < 0.3 && columns.length === width && rows.every((r) => r.cells.length > 1) && new Set(columns.map((c) => c.label)).size === width;
    const want = new Map(), spots = [];
    const block = rows.map((row, r) => {
      const line = labelled ? [pick(row.labels)] : unknown ? ["甲乙丙丁戊己"[r] + "类"] : [];
      const before = line.length;
      for (let c = 0; c < width; c++) {
        const cell = row.cells.find((x) => x.from === start + c);
        if (cell) {
          const text = cell.words ? pick(["是", "万元", "某某网站"]) : String(100 * r + c + 1);
          want.set(cell.path, text);
          spots.push({ r, c: line.length, cell });
          line.push(text);
        } else {
          line.push(next() < 0.5 && row.cells.some((x) => x.from < start + c && start + c < x.to) && line.length > before ? 1 : "");
        }
      }
      return line;
    });
    if (headed) {
      block.unshift(["", ...columns.map((c) => c.label)]);
      for (const s of spots) s.r++;
      done.headed++;
    }
    if (labelled) done.labelled++;
    // A labelled block goes to its rows from wherever it is pasted.
    const at = { row: labelled ? upTo(table.length) : first, index };
    if (table[at.row].cells[index]?.from !== start) at.row = first;
    compare(at, block, want, false, "as it is");
    for (let i = 0; i < 4; i++) {
      const spot = pick(spots), noise = pick(next() < 0.2 ? words : noises);
      const text = typeof noise === "string" ? noise : noise(rowLabel(table, spot.cell.path));
      const noisy = block.map((line) => [...line]);
      noisy[spot.r][spot.c] = text;
      compare(at, noisy, new Map(want).set(spot.cell.path, text), words.includes(text), `with ${JSON.stringify(text)} at ${spot.cell.path}`);
      done.noisy++;
    }

    function compare(at, block, want, refusable, how) {
      const got = place(table, at, block);
      if (refusable && got.problem) return;
      const cells = new Map((got.lines ?? []).flatMap((l) => l.cells));
      const off = [...new Set([...want.keys(), ...cells.keys()])].filter((p) => (cells.get(p) ?? "") !== (want.get(p) ?? ""));
      if (refusable && off.length === 1 && !cells.has(off[0]) && got.headings.flat().includes(want.get(off[0]))) return;
      const told = got.left?.length ? `, left out ${JSON.stringify(got.left)}` : "";
      if (got.problem || off.length || told) {
        wrong.push(`${how}: ${got.problem ?? off.map((p) => `${p} gets ${cells.get(p)}, want ${want.get(p)}`)}${told}; pasted at row ${at.row}, column ${at.index}: ${JSON.stringify(block)}`);
      }
    }
  }
  return { wrong, done };
}

function rowLabel(table, path) {
  return table.find((r) => r.cells.some((c) => c.path === path)).labels[0] ?? "自然人";
}

// spellings are ways in which people write a label.
export function spellings(label, key) {
  const rest = label.replace(/^(?:[一二三四五六七八九十]、|（[一二三四五六七八九十]）|\d\.)/, "");
  return [label, rest, rest.replace(/（.*）$/, ""), " " + label + "：", "(1) " + rest, label.replace(/[（）]/g, (c) => (c === "（" ? "(" : ")")), label.replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt() + 0xfee0)), ...(key ? [key] : [])];
}
