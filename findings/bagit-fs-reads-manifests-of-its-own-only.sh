#!/usr/bin/env bash
# Finding, seen 2026-12-01: bagit-fs 1.1.1 splits a line of a bag's manifest at each space. So it finds a file only where
# one space follows the digest and the file's name holds none. RFC 8493 (2.1.3) lets any number of spaces and tabs
# follow the digest, and names hold spaces; sha256sum writes two, as most makers of bags do. Expected: all three
# files are read, each with a valid digest. Output seen:
#
#   one space: read
#   two spaces: File not found in manifest.
#   a name with a space: File not found in manifest.
#
# Installs the pinned package in a temporary folder, writes a bag with three files in its payload, and fails where the
# behaviour has changed. Needs Node.js, npm and sha256sum.
set -euo pipefail

seen='one space: read
two spaces: File not found in manifest.
a name with a space: File not found in manifest.'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund bagit-fs@1.1.1 >/dev/null 2>&1
mkdir -p bag/data
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' >bag/bagit.txt
echo 2023 >bag/data/2023.md
echo 2024 >bag/data/2024.md
echo 2025 >'bag/data/annex 1.pdf'
(
  cd bag
  sha256sum data/2023.md | sed 's/  / /'
  sha256sum data/2024.md
  sha256sum 'data/annex 1.pdf' | sed 's/  / /'
) >manifest
mv manifest bag/manifest-sha256.txt
(cd bag && sha256sum --quiet -c <(sed -E 's/^([0-9a-f]+) +/\1  /' manifest-sha256.txt)) # the bag is valid
cat >read.cjs <<'JS'
const bag = require('bagit-fs')('bag', 'sha256')
const files = [['one space', '2023.md'], ['two spaces', '2024.md'], ['a name with a space', 'annex 1.pdf']]
const next = () => {
  if (!files.length) return
  const [what, name] = files.shift()
  bag.readFile(name, (fault) => {
    console.log(`${what}: ${fault ? fault.message : 'read'}`)
    next()
  })
}
next()
JS
got=$(node read.cjs)
echo "bagit-fs $(node -p 'require("bagit-fs/package.json").version')"
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was"
  echo "$seen"
  exit 1
fi >&2
