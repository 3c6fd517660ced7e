#!/usr/bin/env bash
# Finding, seen 2026-12-01: HTML_CodeSniffer 2.5.1, the default checker of pa11y, calls the headers of a table of blocks
# wrong, each of which has heads of its own, as the table on 主动公开 in the annual report of Chinese agencies is: it
# wants every cell to name all heads of its column, those of later blocks too (error H43.IncorrectAttr). The HTML
# standard, "forming relationships between cells and header cells", lets no head speak for a cell above it, and none of
# an earlier block where a later one covers the same columns; so do accessibility trees of browsers. Expected of valid
# input: no error. Output seen:
#
#   1: Expected "a c" but found "a"
#   2: Expected "b d" but found "b"
#   3: Expected "a c" but found "c"
#   4: Expected "b d" but found "d"
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='1: Expected "a c" but found "a"
2: Expected "b d" but found "b"
3: Expected "a c" but found "c"
4: Expected "b d" but found "d"'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund html_codesniffer@2.5.1 jsdom@26.1.0 >/dev/null 2>&1
cat >table.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><head><title>主动公开</title></head><body>
<table><caption>主动公开政府信息情况</caption>
<tr><th id="a" scope="col">本年制发件数</th><th id="b" scope="col">本年废止件数</th></tr><tr><td headers="a">1</td><td headers="b">2</td></tr>
<tr><th id="c" scope="col">本年处理决定数量</th><th id="d" scope="col">本年收费金额</th></tr><tr><td headers="c">3</td><td headers="d">4</td></tr>
</table></body></html>
HTML
cat >run.js <<'JS'
const { readFileSync } = require('fs')
const { JSDOM, VirtualConsole } = require('jsdom')
const dom = new JSDOM(readFileSync('table.html', 'utf8'), { runScripts: 'outside-only', virtualConsole: new VirtualConsole() })
const sniffer = readFileSync(require.resolve('html_codesniffer/build/HTMLCS.js'), 'utf8')
dom.window.report = messages => {
  for (const m of messages) {
    if (m.type === 1 && m.code.endsWith('H43.IncorrectAttr')) console.log(`${m.element.textContent}: ${m.msg.replace(/^.*?(?=Expected)/, '')}`)
  }
}
dom.window.eval(sniffer + "; HTMLCS.process('WCAG2A', document, () => report(HTMLCS.getMessages()), () => { throw new Error('not checked') })")
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was" >&2
  echo "$seen" >&2
  exit 1
fi
