// Reads pages with pandoc and prints the tables that it finds, a page a line: the texts
// of the cells, by row, below the id of each table that has one.
import fs from 'node:fs'
import { convert } from 'pandoc-wasm'

const text = x => Array.isArray(x)
  ? x.map(text).join('')
  : x.t === 'Str' ? x.c : x.t === 'Space' || x.t === 'SoftBreak' ? ' ' : Array.isArray(x.c) ? text(x.c.filter(c => typeof c === 'object')) : ''

function tables (x, found) {
  if (Array.isArray(x)) x.forEach(y => tables(y, found))
  else if (x?.t === 'Table') {
    const [[id], , , [, head], bodies] = x.c
    const rows = [...head, ...bodies.flatMap(([, , intermediate, rows]) => [...intermediate, ...rows])]
    if (id) found[id] = rows.map(([, cells]) => cells.map(cell => text(cell[4])))
  } else if (x && typeof x === 'object') tables(Object.values(x), found)
  return found
}

for (const page of process.argv.slice(2)) {
  const { stdout } = await convert({ from: 'html', to: 'json' }, fs.readFileSync(page, 'utf8'), {})
  console.log(JSON.stringify(tables(JSON.parse(stdout).blocks, {})))
}
