// Reads a Data Package as its users do: checks the descriptor against the profiles of the
// specification and every row of the CSV file against its columns. Prints the number of
// rows. The library does not know a byte order mark, so it reads a copy without it.
'use strict'
const fs = require('fs')
const os = require('os')
const path = require('path')
const { Package } = require(path.resolve('node_modules/datapackage'))

async function main (dir) {
  const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'datapackage-'))
  try {
    const descriptor = JSON.parse(fs.readFileSync(path.join(dir, 'datapackage.json')))
    for (const r of descriptor.resources) {
      const bytes = fs.readFileSync(path.join(dir, r.path))
      if (bytes.length !== r.bytes) throw new Error(`${r.path} has ${bytes.length} bytes, not ${r.bytes}`)
    }
    const csv = fs.readFileSync(path.join(dir, 'reports.csv'), 'utf8')
    if (csv.charCodeAt(0) !== 0xfeff) throw new Error('reports.csv has no byte order mark')
    fs.writeFileSync(path.join(copy, 'reports.csv'), csv.slice(1))
    const p = await Package.load(descriptor, { basePath: copy, strict: true })
    if (!p.valid) throw new Error(p.errors.join('\n'))
    const rows = await p.getResource('reports.csv').read({ keyed: true })
    console.log(rows.length)
  } finally {
    fs.rmSync(copy, { recursive: true })
  }
}

main(process.argv[2]).catch(e => {
  console.error((e.errors || [e]).map(String).join('\n'))
  process.exitCode = 1
})
