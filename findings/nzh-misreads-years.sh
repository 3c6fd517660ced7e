#!/usr/bin/env bash
# Finding, seen 2026-12-01: npm nzh 1.0.14, which turns Chinese numbers into figures, takes a year as official documents
# write it for a number whose units are left out: 二〇二四 becomes 224, 二〇二〇 becomes 22, with no error. 两百 becomes 0, for 两
# is no digit to it. chinese-parseint 1.2.1 reads all three right. GB/T 15835-2011 writes years so, digit by digit, and
# dates of official documents were written so until GB/T 9704-2012. Expected of valid input: 2024, 2020 and 200, or an error.
# Output seen:
#
#   二千零二十四: nzh 2024, chinese-parseint 2024
#   二〇二四: nzh 224, chinese-parseint 2024
#   二〇二〇: nzh 22, chinese-parseint 2020
#   两百: nzh 0, chinese-parseint 200
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 20 or newer and npm's registry.
set -euo pipefail

seen='二千零二十四: nzh 2024, chinese-parseint 2024
二〇二四: nzh 224, chinese-parseint 2024
二〇二〇: nzh 22, chinese-parseint 2020
两百: nzh 0, chinese-parseint 200'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund nzh@1.0.14 chinese-parseint@1.2.1 >/dev/null 2>&1
cat >run.js <<'JS'
const nzh = require('nzh').cn
const parse = require('chinese-parseint')
for (const text of ['二千零二十四', '二〇二四', '二〇二〇', '两百']) {
  console.log(`${text}: nzh ${nzh.decodeS(text)}, chinese-parseint ${parse(text)}`)
}
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was" >&2
  echo "$seen" >&2
  exit 1
fi
