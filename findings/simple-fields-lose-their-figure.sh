#!/usr/bin/env bash
# Finding, seen 2026-11-30: mammoth 1.13.0 and pandoc 3.10 (npm pandoc-wasm 1.1.0) leave the result of a simple field
# of Word out, w:fldSimple (ECMA-376 part 1, 17.16.19), so that a cell whose figure Word summed up comes out empty. The
# same formula as a complex field, w:fldChar, keeps its result in both. Expected of valid input: the result, which is in
# the file as an ordinary run and which Word shows. Output seen:
#
#   mammoth: <td>12</td><td>26</td><td></td>
#   pandoc: <td>12</td><td>26</td><td></td>
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='mammoth: <td>12</td><td>26</td><td></td>
pandoc: <td>12</td><td>26</td><td></td>'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund mammoth@1.13.0 jszip@3.10.2 pandoc-wasm@1.1.0 >/dev/null 2>&1
cat >run.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import JSZip from 'jszip'
import mammoth from 'mammoth'
import { convert } from 'pandoc-wasm'

const cell = inside => `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr><w:p>${inside}</w:p></w:tc>`
const run = text => `<w:r><w:t>${text}</w:t></w:r>`
const mark = kind => `<w:r><w:fldChar w:fldCharType="${kind}"/></w:r>`
const cells = [
  run('12'),
  mark('begin') + '<w:r><w:instrText xml:space="preserve"> =SUM(LEFT) </w:instrText></w:r>' + mark('separate') + run('26') + mark('end'),
  `<w:fldSimple w:instr=" =SUM(LEFT) ">${run('27')}</w:fldSimple>`
]
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const zip = new JSZip()
zip.file('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
zip.file('_rels/.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
zip.file('word/document.xml', head + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>' +
  '<w:gridCol w:w="1000"/>'.repeat(3) + `</w:tblGrid><w:tr>${cells.map(cell).join('')}</w:tr></w:tbl><w:p/><w:sectPr/></w:body></w:document>`)
writeFileSync('table.docx', await zip.generateAsync({ type: 'nodebuffer' }))

const row = html => html.replace(/<\/?p>|\s+(?=<)/g, '').match(/<tr[^>]*>(.*?)<\/tr>/s)[1]
console.log('mammoth: ' + row((await mammoth.convertToHtml({ path: 'table.docx' })).value))
const { stdout } = await convert({ from: 'docx', to: 'html', 'input-files': ['table.docx'] }, null, { 'table.docx': new Blob([readFileSync('table.docx')]) })
console.log('pandoc: ' + row(stdout))
JS
got=$(node run.mjs)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
