#!/usr/bin/env bash
# Finding, seen 2026-11-29: npm datapackage 1.1.10 (with tableschema 1.12.6, the JavaScript reference reader of
# Frictionless Data) finds a violation in a table with two foreign keys that share a column, although every row
# obeys both. It puts the row that the first key names into the column, and compares that object with the second
# table's values. Expected of valid input: both keys hold, as each of them does alone. Output seen:
#
#   agency: 1 row
#   agency,year: 1 row
#   both: Foreign key "agency,year" violation in row 2
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 18 or newer and npm's registry.
set -euo pipefail

seen='agency: 1 row
agency,year: 1 row
both: Foreign key "agency,year" violation in row 2'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund datapackage@1.1.10 tableschema@1.12.6 >/dev/null 2>&1
printf 'agency,name\na,A\n' >agencies.csv
printf 'agency,year\na,2024\n' >reports.csv
printf 'agency,year,value\na,2024,7\n' >figures.csv
cat >run.js <<'JS'
const { Package } = require('datapackage')

const text = name => ({ name, type: 'string' })
const year = { name: 'year', type: 'integer' }
const keys = {
  agency: { fields: 'agency', reference: { resource: 'agencies', fields: 'agency' } },
  'agency,year': { fields: ['agency', 'year'], reference: { resource: 'reports', fields: ['agency', 'year'] } }
}

async function read (foreignKeys) {
  const table = (name, fields, more) => ({ name, path: name + '.csv', profile: 'tabular-data-resource', schema: { fields, ...more } })
  const p = await Package.load({
    name: 'p',
    resources: [table('agencies', [text('agency'), text('name')]), table('reports', [text('agency'), year]),
      table('figures', [text('agency'), year, { name: 'value', type: 'integer' }], { foreignKeys })]
  }, { basePath: '.', strict: true })
  try {
    const rows = await p.getResource('figures').read({ relations: true })
    return `${rows.length} row`
  } catch (e) {
    return e.message
  }
}

(async () => {
  for (const [name, key] of Object.entries(keys)) console.log(`${name}: ${await read([key])}`)
  console.log(`both: ${await read(Object.values(keys))}`)
})()
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-29 it was" >&2
  echo "$seen" >&2
  exit 1
fi
