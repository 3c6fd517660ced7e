#!/usr/bin/env bash
# Finding, seen 2026-12-01: exceljs 4.4.0 reads a formula whose stored result is 0 as one without a result: cell.value has
# no result, cell.text is empty, and only cell.result has the 0. In the tables of an annual disclosure report most totals
# are 0, so who reads them by value or text finds most totals empty. Expected, as for any other figure: a result of 0
# and the text "0" (ECMA-376 part 1, 18.3.1.96: v holds the last value of the formula). Output seen:
#
#   C1 value {"formula":"A1+B1"} text "" result 0
#   C2 value {"formula":"A2+B2","result":1} text "1" result 1
#
# Installs the pinned packages in a temporary folder, writes a workbook with the one (xlsx 0.18.5), reads it with the
# other, and fails where the behaviour has changed. Needs Node.js and npm.
set -euo pipefail

seen='C1 value {"formula":"A1+B1"} text "" result 0
C2 value {"formula":"A2+B2","result":1} text "1" result 1'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund exceljs@4.4.0 xlsx@0.18.5 >/dev/null 2>&1
cat >totals.cjs <<'JS'
const XLSX = require('xlsx')
const { Workbook } = require('exceljs')

const sheet = { '!ref': 'A1:C2' }
for (const [row, figures] of [[1, [0, 0]], [2, [1, 0]]]) {
  sheet[`A${row}`] = { t: 'n', v: figures[0] }
  sheet[`B${row}`] = { t: 'n', v: figures[1] }
  sheet[`C${row}`] = { t: 'n', v: figures[0] + figures[1], f: `A${row}+B${row}` }
}
XLSX.writeFile({ SheetNames: ['totals'], Sheets: { totals: sheet } }, 'totals.xlsx')

const book = new Workbook()
book.xlsx.readFile('totals.xlsx').then(() => {
  for (const at of ['C1', 'C2']) {
    const cell = book.getWorksheet('totals').getCell(at)
    console.log(at, 'value', JSON.stringify(cell.value), 'text', JSON.stringify(cell.text), 'result', cell.result)
  }
})
JS
got=$(node totals.cjs)
echo "exceljs $(node -p 'require("exceljs/package.json").version')"
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was"
  echo "$seen"
  exit 1
fi >&2
