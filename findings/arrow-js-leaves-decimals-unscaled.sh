#!/usr/bin/env bash
# Finding, seen 2026-11-30: npm apache-arrow 21.2.0 (Arrow's own library for JavaScript) gives a DECIMAL column without
# its scale: 12.5 in a DECIMAL(21,6) column of a Parquet file, read with parquet-wasm 0.8.0, becomes 12500000, as a
# number, as text, and in the JSON of its row. A sum of such a column is a million times too large, and nothing says so;
# the scale is in the type (DuckDB, which wrote the file, reads 12.500000). Expected of valid input: 12.5, or an object
# that knows its scale. Output seen:
#
#   DuckDB: 12.500000
#   type: Decimal[21e+6], scale 6
#   as a number: 12500000
#   as text: 12500000
#   the row: {"value":"\"12500000\""}
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='DuckDB: 12.500000
type: Decimal[21e+6], scale 6
as a number: 12500000
as text: 12500000
the row: {"value":"\"12500000\""}'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund apache-arrow@21.2.0 parquet-wasm@0.8.0 @duckdb/node-api@1.5.6-r.1 >/dev/null 2>&1
cat >run.js <<'JS'
const { readFileSync } = require('fs')
const arrow = require('apache-arrow')
const parquet = require('parquet-wasm')
const { DuckDBInstance } = require('@duckdb/node-api')

;(async () => {
  const db = await (await DuckDBInstance.create()).connect()
  await db.run("copy (select 12.5::decimal(21,6) as value) to 'figures.parquet' (format parquet)")
  const rows = await db.runAndReadAll("select value from 'figures.parquet'")
  console.log(`DuckDB: ${rows.getRows()[0][0]}`)
  const table = arrow.tableFromIPC(parquet.readParquet(readFileSync('figures.parquet')).intoIPCStream())
  const type = table.schema.fields[0].type
  console.log(`type: ${type}, scale ${type.scale}`)
  const value = table.getChild('value').get(0)
  console.log(`as a number: ${Number(value)}`)
  console.log(`as text: ${value}`)
  console.log(`the row: ${JSON.stringify(table.get(0))}`)
})()
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
