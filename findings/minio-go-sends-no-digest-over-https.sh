#!/usr/bin/env bash
# Finding, seen 2026-11-30: github.com/minio/minio-go/v7 v7.4.1 sends an object over https without any digest of it:
# x-amz-content-sha256 is UNSIGNED-PAYLOAD, and there is no checksum and no Content-MD5, so that the store cannot notice
# what changed between the program and its disks. Over http the same call signs the body in chunks. Expected of
# PutObject with no options: a digest in both. Output seen:
#
#   http: STREAMING-AWS4-HMAC-SHA256-PAYLOAD, algorithm "", checksum "", MD5 ""
#   https: UNSIGNED-PAYLOAD, algorithm "", checksum "", MD5 ""
#   https, SendContentMd5: UNSIGNED-PAYLOAD, algorithm "", checksum "", MD5 "XrY7u+Ae7tCTyyK7j1rNww=="
#
# Installs the pinned module in a temporary folder, runs it against a server of its own, and fails where the behaviour
# has changed. Needs Go 1.25 or newer and its module proxy.
set -euo pipefail

seen='http: STREAMING-AWS4-HMAC-SHA256-PAYLOAD, algorithm "", checksum "", MD5 ""
https: UNSIGNED-PAYLOAD, algorithm "", checksum "", MD5 ""
https, SendContentMd5: UNSIGNED-PAYLOAD, algorithm "", checksum "", MD5 "XrY7u+Ae7tCTyyK7j1rNww=="'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >main.go <<'GO'
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

func main() {
	var name string
	store := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			io.Copy(io.Discard, r.Body)
			checksum := ""
			for key := range r.Header {
				if k := strings.ToLower(key); strings.HasPrefix(k, "x-amz-checksum-") && k != "x-amz-checksum-algorithm" {
					checksum = k
				}
			}
			fmt.Printf("%s: %s, algorithm %q, checksum %q, MD5 %q\n", name, r.Header.Get("x-amz-content-sha256"), r.Header.Get("x-amz-checksum-algorithm"), checksum, r.Header.Get("Content-Md5"))
		}
		w.Header().Set("ETag", `"x"`)
	})
	plain, secure := httptest.NewServer(store), httptest.NewTLSServer(store)
	for _, c := range []struct {
		name   string
		server *httptest.Server
		put    minio.PutObjectOptions
	}{
		{"http", plain, minio.PutObjectOptions{}}, {"https", secure, minio.PutObjectOptions{}},
		{"https, SendContentMd5", secure, minio.PutObjectOptions{SendContentMd5: true}},
	} {
		name = c.name
		u, _ := url.Parse(c.server.URL)
		client, err := minio.New(u.Host, &minio.Options{Creds: credentials.NewStaticV4("key", "password", ""), Secure: u.Scheme == "https", Region: "us-east-1", Transport: c.server.Client().Transport})
		if err == nil {
			_, err = client.PutObject(context.Background(), "bucket", "report.json", strings.NewReader("hello world"), 11, c.put)
		}
		if err != nil {
			panic(err)
		}
	}
}
GO
go mod init finding >/dev/null 2>&1
go get github.com/minio/minio-go/v7@v7.4.1 >/dev/null 2>&1
got=$(go run .)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
