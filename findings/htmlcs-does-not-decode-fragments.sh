#!/usr/bin/env bash
# Finding, seen 2026-12-01: HTML_CodeSniffer 2.5.1, the default checker of pa11y, does not percent-decode the fragment of a
# link before it looks for the id (HTML standard, "find a potential indicated element", decodes it where no id is
# the fragment as it is written). A link to a Chinese heading as templates and Markdown write it, "#%E4%B8%80", is an error
# of WCAG 2.4.1, "no anchor exists with that name", though every browser follows it: a table of contents gives an error an
# entry. Expected of valid input: none. Output seen, of two links to the heading with the id 一:
#
#   "#%E4%B8%80": no anchor exists with that name
#   "#一": nothing
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='"#%E4%B8%80": no anchor exists with that name
"#一": nothing'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund html_codesniffer@2.5.1 jsdom@26.1.0 >/dev/null 2>&1
cat >page.html <<'HTML'
<!DOCTYPE html><html lang="zh-CN"><head><title>目录</title></head><body>
<ul><li><a href="#%E4%B8%80">一、总体情况</a></li><li><a href="#一">一、总体情况</a></li></ul><h1 id="一">一、总体情况</h1>
</body></html>
HTML
cat >run.js <<'JS'
const { readFileSync } = require('fs')
const { JSDOM, VirtualConsole } = require('jsdom')
const dom = new JSDOM(readFileSync('page.html', 'utf8'), { runScripts: 'outside-only', virtualConsole: new VirtualConsole() })
const sniffer = readFileSync(require.resolve('html_codesniffer/build/HTMLCS.js'), 'utf8')
dom.window.report = messages => {
  for (const link of dom.window.document.links) {
    const fault = messages.find(m => m.element === link && m.code.endsWith('.NoSuchID'))
    console.log(`"${link.getAttribute('href')}": ${fault ? fault.msg.match(/no anchor exists with that name/)[0] : 'nothing'}`)
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
