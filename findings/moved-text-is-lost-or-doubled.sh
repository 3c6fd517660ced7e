#!/usr/bin/env bash
# Finding, seen 2026-12-01: text that was moved in Word while changes were tracked is in the file twice, as w:moveFrom where
# it was and as w:moveTo where it is (ECMA-376 part 1, 17.13.5.22 and 17.13.5.25). docx-preview 0.4.1, which many document
# systems show .docx files with, shows neither, though it shows what was inserted (w:ins): a sentence with a figure is gone
# from the page. word-extractor 1.0.4 and officeparser 7.8.0 give both: the figure is there twice, once where it no longer
# is. mammoth 1.13.0 reads it as Word does where all changes are accepted. Expected of valid input: the sentence once,
# after 乙. Output seen:
#
#   mammoth: 甲。/乙。全年收到申请12件。/丙。
#   docx-preview: 甲。/乙。/丙。
#   word-extractor: 全年收到申请12件。甲。/乙。全年收到申请12件。/丙。
#   officeparser: 全年收到申请12件。甲。/乙。全年收到申请12件。/丙。
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='mammoth: 甲。/乙。全年收到申请12件。/丙。
docx-preview: 甲。/乙。/丙。
word-extractor: 全年收到申请12件。甲。/乙。全年收到申请12件。/丙。
officeparser: 全年收到申请12件。甲。/乙。全年收到申请12件。/丙。'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund mammoth@1.13.0 docx-preview@0.4.1 word-extractor@1.0.4 officeparser@7.8.0 jszip@3.10.2 jsdom@26.1.0 >/dev/null 2>&1
cat >run.mjs <<'JS'
import { readFileSync, writeFileSync } from 'node:fs'
import { JSDOM } from 'jsdom'
import JSZip from 'jszip'
import mammoth from 'mammoth'
import * as officeparser from 'officeparser'
import WordExtractor from 'word-extractor'

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006'
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const run = text => `<w:r><w:t>${text}</w:t></w:r>`
const by = 'w:author="a" w:date="2025-01-02T03:04:05Z"'
const moved = run('全年收到申请12件。')
const zip = new JSZip()
zip.file('[Content_Types].xml', `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`)
zip.file('_rels/.rels', `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/relationships/officeDocument" Target="word/document.xml"/></Relationships>`)
zip.file('word/document.xml', `${head}<w:document xmlns:w="${word}"><w:body>` +
  `<w:p><w:moveFromRangeStart w:id="1" w:name="m" ${by}/><w:moveFrom w:id="2" ${by}>${moved}</w:moveFrom><w:moveFromRangeEnd w:id="1"/>${run('甲。')}</w:p>` +
  `<w:p>${run('乙。')}<w:moveToRangeStart w:id="3" w:name="m" ${by}/><w:moveTo w:id="4" ${by}>${moved}</w:moveTo><w:moveToRangeEnd w:id="3"/></w:p>` +
  `<w:p><w:ins w:id="5" ${by}>${run('丙。')}</w:ins></w:p><w:sectPr/></w:body></w:document>`)
writeFileSync('moved.docx', await zip.generateAsync({ type: 'nodebuffer' }))

const lines = text => text.trim().split(/\n+/).join('/')
console.log('mammoth: ' + lines((await mammoth.extractRawText({ path: 'moved.docx' })).value))

const { window } = new JSDOM('<!DOCTYPE html><body></body>')
Object.assign(globalThis, { window, document: window.document, Node: window.Node, DOMParser: window.DOMParser, XMLSerializer: window.XMLSerializer })
globalThis.CSS = {}
const { renderAsync } = await import('docx-preview')
const page = document.createElement('div')
await renderAsync(readFileSync('moved.docx'), page, document.createElement('div'))
console.log('docx-preview: ' + [...page.querySelectorAll('p')].map(p => p.textContent).join('/'))

console.log('word-extractor: ' + lines((await new WordExtractor().extract('moved.docx')).getBody()))
console.log('officeparser: ' + lines((await officeparser.OfficeParser.parseOffice('moved.docx')).toText()))
JS
got=$(node run.mjs)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was" >&2
  echo "$seen" >&2
  exit 1
fi
