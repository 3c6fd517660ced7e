#!/usr/bin/env bash
# Finding, seen 2026-11-29: @harvard-lil/js-wacz 0.1.6 writes a wrong SHA-256 of every WARC into
# datapackage.json. Its sha256() updates the hash in a "data" handler and pipes the same stream into the hash
# as well (index.js), so that each chunk is hashed twice. datapackage-digest.json agrees with datapackage.json,
# and replay reads no hash of a WARC, so nothing else notices; a reader that holds files against
# datapackage.json (WACZ 1.1.1, section datapackage.json) calls each such WARC changed.
# Expected of valid input: the hash of a file in the package is the file's SHA-256. Seen: that of its chunks, each twice.
#
# Installs the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs Node 18 or newer with npm and its registry, and unzip.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --ignore-scripts --no-audit --no-fund --silent @harvard-lil/js-wacz@0.1.6 warcio@2.4.11 >/dev/null
cat >make.mjs <<'JS'
import {writeFileSync} from "node:fs";
import {WARCRecord, WARCSerializer} from "warcio";
const record = await WARCRecord.create({
  url: "https://www.example.org/", date: "2024-01-31T08:00:00Z", type: "response", warcVersion: "WARC/1.1",
  httpHeaders: {"Content-Type": "text/html"}, statusline: "HTTP/1.1 200 OK",
}, (async function* () { yield Buffer.from("<title>T</title>"); })());
writeFileSync("a.warc.gz", await WARCSerializer.serialize(record, {gzip: true}));
JS
node make.mjs
node_modules/.bin/js-wacz create -f a.warc.gz -o a.wacz --url https://www.example.org/ --title T >/dev/null
unzip -q a.wacz
stated=$(node -p 'JSON.parse(require("fs").readFileSync("datapackage.json")).resources.find((r) => r.name === "a.warc.gz").hash.slice(7)')
once=$(sha256sum <archive/a.warc.gz | cut -d' ' -f1)
twice=$(cat archive/a.warc.gz archive/a.warc.gz | sha256sum | cut -d' ' -f1)
echo "js-wacz 0.1.6 states $stated; the WARC's SHA-256 is $once, of its bytes twice $twice"
if [ "$stated" = "$once" ] || [ "$stated" != "$twice" ]; then
  echo "changed: on 2026-11-29 it was that of the bytes twice" >&2
  exit 1
fi
