#!/usr/bin/env bash
# Finding, seen 2026-11-30: AutoCorrect (npm autocorrect-node 2.14.0), which sets blanks and punctuation in Chinese text,
# treats the YAML front matter of a Markdown file as prose: the colon after a Chinese key becomes a full-width one, with
# which the front matter is no mapping any more; a key in Latin letters is left alone. The same lines given as a .yaml
# file stay as they are. Expected of valid input: front matter is left alone, or treated as YAML. Output seen:
#
#   report.md: 年度：2024 | title: 甲
#   report.yaml: 年度: 2024 | title: 甲
#
# Installs the pinned package in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Node 18 or newer on a system for which the package has a binary, and npm's registry.
set -euo pipefail

seen='report.md: 年度：2024 | title: 甲
report.yaml: 年度: 2024 | title: 甲'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund autocorrect-node@2.14.0 >/dev/null 2>&1
cat >run.js <<'JS'
const { formatFor } = require('autocorrect-node')

const lines = ['年度: 2024', 'title: 甲']
for (const [name, text] of [['report.md', `---\n${lines.join('\n')}\n---\n\n正文。\n`], ['report.yaml', lines.join('\n') + '\n']]) {
  console.log(`${name}: ${formatFor(text, name).split('\n').filter(line => /年度|title/.test(line)).join(' | ')}`)
}
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
