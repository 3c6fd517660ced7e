// Reads a Data Package as its users do: checks the descriptor against the profiles of the
// specification, the size and digest of each file, and every row of each table against its columns
// and its keys. Prints each table's name and number of rows.
'use strict'
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const { Package } = require(path.resolve('node_modules/datapackage'))

async function main (dir) {
  const descriptor = JSON.parse(fs.readFileSync(path.join(dir, 'datapackage.json')))
  for (const r of descriptor.resources) {
    const bytes = fs.readFileSync(path.join(dir, r.path))
    if (bytes.length !== r.bytes) throw new Error(`${r.path} has ${bytes.length} bytes, not ${r.bytes}`)
    const hash = 'sha256:' + crypto.createHash('sha256').update(bytes).digest('hex')
    if (hash !== r.hash) throw new Error(`${r.path} has the digest ${hash}, not ${r.hash}`)
  }
  const p = await Package.load(descriptor, { basePath: dir, strict: true })
  if (!p.valid) throw new Error(p.errors.join('\n'))
  for (const r of p.resources.filter(r => r.tabular)) {
    const rows = await r.read({ keyed: true, relations: true })
    console.log(`${r.name} ${rows.length}`)
  }
}

main(process.argv[2]).catch(e => {
  console.error((e.errors || [e]).map(String).join('\n'))
  process.exitCode = 1
})
