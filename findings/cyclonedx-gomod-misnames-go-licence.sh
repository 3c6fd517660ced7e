#!/usr/bin/env bash
# Finding, seen 2026-11-30: cyclonedx-gomod 1.10.0 says of golang.org/x/sys v0.49.0 that its licence is BSD-Source-Code,
# another licence, which asks for a notice in redistributed source. The file is that of Go, which SPDX calls BSD-3-Clause;
# in v0.6.0, where the same clauses name "Google Inc." and not yet "Google LLC", it is named right. So it is with other
# modules under golang.org/x. Expected of valid input: BSD-3-Clause. Output seen:
#
#   golang.org/x/sys v0.6.0: BSD-3-Clause
#   golang.org/x/sys v0.49.0: BSD-Source-Code
#
# Installs the pinned tool and modules in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Go 1.26 or newer, a module proxy and Python 3.
set -euo pipefail

seen='golang.org/x/sys v0.6.0: BSD-3-Clause
golang.org/x/sys v0.49.0: BSD-Source-Code'

folder=$(mktemp -d)
export GOBIN=$folder/bin GOFLAGS=
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/module"
cd "$folder/module"
go install github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 2>/dev/null
cat >main.go <<'GO'
package main

import "golang.org/x/sys/cpu"

func main() { println(cpu.CacheLinePadSize) }
GO
got=$(
  for version in v0.6.0 v0.49.0; do
    printf 'module example.org/pad\n\ngo 1.26\n\nrequire golang.org/x/sys %s\n' "$version" >go.mod
    go mod tidy 2>/dev/null
    "$GOBIN/cyclonedx-gomod" mod -json -licenses -output "$folder/bill.json" . 2>/dev/null
    python3 - "$folder/bill.json" <<'PY'
import json, sys
for c in json.load(open(sys.argv[1]))['components']:
    print(f"{c['name']} {c['version']}:", *[l['license'].get('id') for l in c['evidence']['licenses']])
PY
  done
)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
