#!/usr/bin/env bash
# Finding, seen 2026-11-30: the editor Quill 2.0.3, with its table module on, takes only td for a cell. Pasted head cells (th) that stand side by side
# become the text of one cell, so the heads of a table end up in its first column and every figure below none; with td in their place each cell is kept,
# and what spans columns or rows is a single cell. Expected of valid input: 项目 | 自然人 | 总计 above the figures. Output seen, "/" between rows:
#
#   th: 项目自然人总计 / 本年新收 | 20 | 21
#   td: 项目 | 自然人 | 总计 / 本年新收 | 20 | 21
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed. Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='th: 项目自然人总计 / 本年新收 | 20 | 21
td: 项目 | 自然人 | 总计 / 本年新收 | 20 | 21'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund quill@2.0.3 jsdom@26.1.0 >/dev/null 2>&1
cat >paste.mjs <<'JS'
import { readFileSync } from 'node:fs'
import { JSDOM } from 'jsdom'

const { window } = new JSDOM('<div id="editor"></div>', { runScripts: 'outside-only' })
window.eval(readFileSync('node_modules/quill/dist/quill.js', 'utf8'))
const editor = new window.Quill('#editor', { modules: { table: true } })
for (const head of ['th', 'td']) {
  const cells = ['项目', '自然人', '总计'].map(text => `<${head}>${text}</${head}>`).join('')
  editor.setText('')
  editor.clipboard.dangerouslyPasteHTML(`<table><tr>${cells}</tr><tr><${head}>本年新收</${head}><td>20</td><td>21</td></tr></table>`)
  const copy = window.document.createElement('div')
  copy.innerHTML = editor.getSemanticHTML()
  const rows = [...copy.querySelectorAll('tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()).join(' | '))
  console.log(`${head}: ${rows.join(' / ')}`)
}
JS
got=$(node paste.mjs)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
