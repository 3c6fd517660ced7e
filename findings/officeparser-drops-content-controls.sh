#!/usr/bin/env bash
# Finding, seen 2026-11-30: officeparser 7.8.0, which gives the text of Word files to programs that search them, leaves
# out what a content control holds (w:sdt, ECMA-376 part 1, 17.5.2): a cell, a row, a paragraph in a cell. Word's forms
# have such a control at each place to fill in. It also leaves out hyphens that are elements, so that a minus typed with
# Ctrl+Shift+Hyphen (w:noBreakHyphen) is lost and -3 becomes 3. Expected of valid input: every figure with its sign.
# Output seen for a table of 1 to 6 in which 2, the second row and the 9 are in controls, and a cell with -3:
#
#   1 3 8 3
#
# Installs the pinned package in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='1 3 8 3'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund officeparser@7.8.0 jszip@3.10.2 >/dev/null 2>&1
cat >run.js <<'JS'
const { writeFileSync } = require('fs')
const JSZip = require('jszip')
const { parseOffice } = require('officeparser')

let controls = 0
const control = inside => `<w:sdt><w:sdtPr><w:id w:val="${++controls}"/></w:sdtPr><w:sdtContent>${inside}</w:sdtContent></w:sdt>`
const run = text => `<w:r><w:t>${text}</w:t></w:r>`
const around = paragraph => `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>${paragraph}</w:tc>`
const cell = inside => around(`<w:p>${inside}</w:p>`)
const row = (...cells) => `<w:tr>${cells.join('')}</w:tr>`
const rows = row(cell(run(1)), control(cell(run(2))), cell(run(3))) + control(row(cell(run(4)), cell(run(5)), cell(run(6)))) +
  row(cell(run(8)), around(control(`<w:p>${run(9)}</w:p>`)), cell('<w:r><w:noBreakHyphen/><w:t>3</w:t></w:r>'))
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const zip = new JSZip()
zip.file('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
zip.file('_rels/.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
zip.file('word/document.xml', head + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>' +
  '<w:gridCol w:w="1000"/>'.repeat(3) + `</w:tblGrid>${rows}</w:tbl><w:p/><w:sectPr/></w:body></w:document>`)

;(async () => {
  writeFileSync('table.docx', await zip.generateAsync({ type: 'nodebuffer' }))
  const parsed = await parseOffice('table.docx')
  console.log((typeof parsed === 'string' ? parsed : parsed.toText()).split(/\s+/).filter(Boolean).join(' '))
})()
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
