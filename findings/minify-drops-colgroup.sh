#!/usr/bin/env bash
# Finding, seen 2026-11-29: github.com/tdewolff/minify/v2 v2.24.25 leaves out <colgroup> and </colgroup>
# even with KeepEndTags, whose text says "Preserve all end tags". HTML allows that (the tags are optional), so
# a browser shows the same table; a reader that does not imply optional tags takes the rows for part of
# the columns. Expected of valid input: </colgroup> is kept. Output seen:
#
#   <table><col><col><tbody><tr><td>1</td><td>2</td></tr></tbody></table>
#
# Installs the pinned module in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Go 1.25 or newer and its module proxy.
set -euo pipefail

version=v2.24.25
seen='<table><col><col><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/html"
)

func main() {
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepEndTags: true})
	out, err := m.String("text/html", "<table><colgroup><col><col></colgroup><tbody><tr><td>1</td><td>2</td></tr></tbody></table>")
	if err != nil {
		panic(err)
	}
	fmt.Println(out)
}
GO
go mod init finding >/dev/null 2>&1
go get "github.com/tdewolff/minify/v2@$version" >/dev/null 2>&1
got=$(go run .)
echo "minify $version with KeepEndTags: $got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-29 it was $seen" >&2
  exit 1
fi
