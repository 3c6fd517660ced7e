#!/usr/bin/env bash
# Finding, seen 2026-11-30: github.com/nlnwa/gowarc/v3 v3.1.0 gives no record whose digest is of an algorithm that it
# does not know, with or without validation, and so a reader ends there. WARC 1.1 (ISO 28500:2017, 5.8) leaves the
# algorithm open: labelled-digest = algorithm ":" digest-value. SM3 (GB/T 32905-2016) is the one that archives in China
# would put there. Expected of valid input: the record, its digest not verified. Output seen:
#
#   sha256: hello world
#   sm3: gowarc: unsupported digest algorithm: sm3
#   sm3, no validation: gowarc: unsupported digest algorithm: sm3
#
# Installs the pinned module in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Go 1.25 or newer and its module proxy.
set -euo pipefail

seen='sha256: hello world
sm3: gowarc: unsupported digest algorithm: sm3
sm3, no validation: gowarc: unsupported digest algorithm: sm3'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/nlnwa/gowarc/v3"
)

const (
	sha256 = "sha256:b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
	sm3    = "sm3:44f0061e69fa6fdfc290c494654a05dc0c053da7e5c52b84ef93a9d67d3fff88"
)

// text is what is in a record with a digest, or why there is none.
func text(digest string, o ...gowarc.WarcRecordOption) string {
	file := strings.Join([]string{"WARC/1.1", "WARC-Type: resource", "WARC-Record-ID: <urn:uuid:0ecf2a1c-1f5e-4d3a-9d34-0d1f7d6a9c11>",
		"WARC-Date: 2024-01-31T00:00:00Z", "WARC-Target-URI: https://www.example.org/a", "Content-Type: text/plain",
		"WARC-Block-Digest: " + digest, "Content-Length: 11", "", "hello world", "", ""}, "\r\n")
	reader, err := gowarc.NewWarcFileReaderFromStream(strings.NewReader(file), 0, o...)
	if err != nil {
		return err.Error()
	}
	record, err := reader.Next()
	if err != nil {
		return err.Error()
	}
	block, err := record.WarcRecord.Block().RawBytes()
	if err != nil {
		return err.Error()
	}
	data, err := io.ReadAll(block)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

func main() {
	fmt.Println("sha256:", text(sha256))
	fmt.Println("sm3:", text(sm3))
	fmt.Println("sm3, no validation:", text(sm3, gowarc.WithNoValidation()))
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/nlnwa/gowarc/v3@v3.1.0 >/dev/null 2>&1
got=$(go run .)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
