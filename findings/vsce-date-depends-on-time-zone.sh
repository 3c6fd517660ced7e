#!/usr/bin/env bash
# Finding, seen 2026-11-30: @vscode/vsce 3.9.2 packs an extension reproducibly where SOURCE_DATE_EPOCH is set (reproducible-builds.org: seconds since
# 1970 in UTC), but writes that moment into the archive as the local time of whoever packs it, so the same source gives other bytes in
# Shanghai than in London. Expected of valid input: the same bytes in every zone. Output seen (the date of package.json in each archive, and whether they are equal):
#
#   UTC: 2024-01-01 00:00
#   Asia/Shanghai: 2024-01-01 08:00
#   equal: no
#
# Installs the pinned package in a temporary folder, runs it, and fails where the behaviour has changed. Needs Node 20 or newer, npm's registry and Python 3.
set -euo pipefail

seen='UTC: 2024-01-01 00:00
Asia/Shanghai: 2024-01-01 08:00
equal: no'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund @vscode/vsce@3.9.2 >/dev/null 2>&1
mkdir extension
cat >extension/package.json <<'JSON'
{"name": "example", "publisher": "example", "version": "1.0.0", "description": "an example", "engines": {"vscode": "^1.82.0"}, "main": "./main.js", "activationEvents": []}
JSON
echo 'exports.activate = () => {}' >extension/main.js
echo 'An example.' >extension/README.md
export SOURCE_DATE_EPOCH=1704067200 # 2024-01-01 00:00 UTC
for zone in UTC Asia/Shanghai; do
  (cd extension && TZ=$zone ../node_modules/.bin/vsce package --skip-license --allow-missing-repository --out "../${zone#*/}.vsix" >/dev/null 2>&1)
done
got=$(python3 - <<'PY'
import zipfile

for zone, name in (('UTC', 'UTC.vsix'), ('Asia/Shanghai', 'Shanghai.vsix')):
    date = zipfile.ZipFile(name).getinfo('extension/package.json').date_time
    print(f'{zone}: %04d-%02d-%02d %02d:%02d' % date[:5])
print('equal:', 'yes' if open('UTC.vsix', 'rb').read() == open('Shanghai.vsix', 'rb').read() else 'no')
PY
)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
