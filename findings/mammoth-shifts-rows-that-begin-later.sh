#!/usr/bin/env bash
# Finding, seen 2026-11-30: mammoth 1.13.0 does not read w:gridBefore (ECMA-376 part 1, 17.4.15), with which Word says
# that a row of a table begins some columns later. The cells of such a row move to the left, each figure below another
# head. pandoc 3.10 (npm pandoc-wasm 1.1.0) reads the same file right. Expected of valid input: an empty cell, or a
# colspan, before the 5. Output seen:
#
#   mammoth: 自然人 | 法人 | 总计 / 5 | 6
#   pandoc: 自然人 | 法人 | 总计 /  | 5 | 6
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='mammoth: 自然人 | 法人 | 总计 / 5 | 6
pandoc: 自然人 | 法人 | 总计 /  | 5 | 6'

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

const cell = text => `<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`
const rows = `<w:tr>${['自然人', '法人', '总计'].map(cell).join('')}</w:tr>` +
  `<w:tr><w:trPr><w:gridBefore w:val="1"/><w:wBefore w:w="1000" w:type="dxa"/></w:trPr>${['5', '6'].map(cell).join('')}</w:tr>`
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const zip = new JSZip()
zip.file('[Content_Types].xml', head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
zip.file('_rels/.rels', head + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')
zip.file('word/document.xml', head + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>' +
  '<w:gridCol w:w="1000"/>'.repeat(3) + `</w:tblGrid>${rows}</w:tbl><w:p/><w:sectPr/></w:body></w:document>`)
writeFileSync('table.docx', await zip.generateAsync({ type: 'nodebuffer' }))

const table = html => [...html.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(tr => [...tr[1].matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(td => td[1].replace(/<[^>]*>/g, '').trim()).join(' | ')).join(' / ')
console.log('mammoth: ' + table((await mammoth.convertToHtml({ path: 'table.docx' })).value))
const { stdout } = await convert({ from: 'docx', to: 'html', 'input-files': ['table.docx'] }, null, { 'table.docx': new Blob([readFileSync('table.docx')]) })
console.log('pandoc: ' + table(stdout))
JS
got=$(node run.mjs)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
