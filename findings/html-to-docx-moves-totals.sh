#!/usr/bin/env bash
# Finding, seen 2026-11-30: html-to-docx 1.8.0 and its fork @turbodocx/html-to-docx 1.23.1 put a cell that spans rows a row too low where a cell
# before it spans columns and rows at once, as the corner of the statutory table 3 does. The head 总计 ends after its first row; the row of
# figures gets a cell that goes on from it before its last figure, so the total 21 stands in a column of its own beyond the table. The corner's cell that
# goes on has a w:gridSpan of 2, the other one of 0, which is no number of columns. Expected of valid input: "+ 企业 其他 +" and "本年新收[2] 1 20 21". The
# cells of each row as written, "+" one that goes on from the row above:
#
#   html-to-docx: 办理情况[2] 申请人[2] 总计 | + 企业 其他 | 本年新收[2] 1 20 + 21 | w:gridSpan 0: 1
#   @turbodocx/html-to-docx: the same
#
# Downloads the pinned packages into a temporary folder, runs them, and fails where the behaviour has changed. Needs Node 18, npm and Python 3.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent html-to-docx@1.8.0 @turbodocx/html-to-docx@1.23.1
cat >write.js <<'JS'
const { writeFileSync } = require('fs')
const table = `<table><tr><th colspan="2" rowspan="2">办理情况</th><th colspan="2">申请人</th><th rowspan="2">总计</th></tr>
<tr><th>企业</th><th>其他</th></tr>
<tr><th colspan="2">本年新收</th><td>1</td><td>20</td><td>21</td></tr></table>`
async function main() {
  for (const [i, name] of ['html-to-docx', '@turbodocx/html-to-docx'].entries()) {
    const library = require(name)
    writeFileSync(`${i}.docx`, Buffer.from(await (library.default ?? library)(table)))
  }
}
main()
JS
node write.js
cat >rows.py <<'PY'
import sys, zipfile
from xml.etree import ElementTree

W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
for i, name in enumerate(['html-to-docx', '@turbodocx/html-to-docx']):
    root = ElementTree.fromstring(zipfile.ZipFile(f'{i}.docx').read('word/document.xml'))
    rows = []
    for row in root.iter(W + 'tr'):
        cells = []
        for cell in row.iter(W + 'tc'):
            merge, span = cell.find(f'{W}tcPr/{W}vMerge'), cell.find(f'{W}tcPr/{W}gridSpan')
            if merge is not None and merge.get(W + 'val') != 'restart':
                cells.append('+')
                continue
            text = ''.join(t.text or '' for t in cell.iter(W + 't')).strip()
            n = int(span.get(W + 'val')) if span is not None else 1
            cells.append(text + (f'[{n}]' if n > 1 else ''))
        rows.append(' '.join(cells))
    zeros = sum(1 for s in root.iter(W + 'gridSpan') if s.get(W + 'val') == '0')
    print(f'{name}: {" | ".join(rows)} | w:gridSpan 0: {zeros}')
PY
got=$(python3 rows.py)
echo "$got"
row='办理情况[2] 申请人[2] 总计 | + 企业 其他 | 本年新收[2] 1 20 + 21 | w:gridSpan 0: 1'
seen="html-to-docx: $row
@turbodocx/html-to-docx: $row"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
