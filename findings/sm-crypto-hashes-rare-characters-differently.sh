#!/usr/bin/env bash
# Finding, seen 2026-11-30: npm sm-crypto 0.5.8, a library of the national algorithms, computes another SM3 (GB/T 32905-2016) than OpenSSL does of a text with a character from U+40000
# on: it writes such characters as other bytes than UTF-8 has. These are the variation selectors that choose the form of
# a character in a name (U+E0100 and following) and the private planes in which registers keep rare characters. Other
# characters beyond U+FFFF, such as U+20BB7, are right, and so is the same text given as an array of bytes. Expected of
# valid input: the SM3 of the text's UTF-8. Output seen:
#
#   通州 as text: same
#   𠮷 as text: same
#   葛 with U+E0100 as text: differs
#   葛 with U+E0100 as bytes: same
#   U+F0000 as text: differs
#   U+F0000 as bytes: same
#
# Installs the pinned package in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Node 18 or newer with OpenSSL 3, and npm's registry.
set -euo pipefail

seen='通州 as text: same
𠮷 as text: same
葛 with U+E0100 as text: differs
葛 with U+E0100 as bytes: same
U+F0000 as text: differs
U+F0000 as bytes: same'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund sm-crypto@0.5.8 >/dev/null 2>&1
cat >run.js <<'JS'
const { createHash } = require('crypto')
const { sm3 } = require('sm-crypto')

const same = (text, input) => sm3(input) === createHash('sm3').update(text, 'utf8').digest('hex') ? 'same' : 'differs'
for (const [name, text] of [['通州', '通州'], ['𠮷', '𠮷']]) console.log(`${name} as text: ${same(text, text)}`)
for (const [name, text] of [['葛 with U+E0100', '葛\u{e0100}'], ['U+F0000', '\u{f0000}']]) {
  console.log(`${name} as text: ${same(text, text)}`)
  console.log(`${name} as bytes: ${same(text, [...Buffer.from(text)])}`)
}
JS
got=$(node run.js)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
