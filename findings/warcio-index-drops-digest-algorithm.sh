#!/usr/bin/env bash
# Finding, seen 2026-11-29: npm warcio 2.4.11 leaves the algorithm out of the digest when it indexes a web
# archive as CDXJ, so that a reader of the index has to guess it by the length. WARC 1.1 writes
# WARC-Payload-Digest as algorithm ":" value. Input: a record with WARC-Payload-Digest: sha256:e3b0…b855.
# Expected: the same in the index. Output seen:
#
#   "digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#
# Indexes of @harvard-lil/js-wacz 0.1.6, which uses warcio, are the same. Installs the pinned package in a
# temporary folder, runs it, and fails where the behaviour has changed. Needs Node 20 or newer with npm.
set -euo pipefail

version=2.4.11
seen='"digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund --silent "warcio@$version" >/dev/null
printf '%s\r\n' 'WARC/1.1' 'WARC-Type: response' 'WARC-Record-ID: <urn:uuid:12345678-1234-5123-8123-123456789012>' \
  'WARC-Date: 2025-01-20T04:00:00Z' 'WARC-Target-URI: https://www.example.org/' \
  'WARC-Payload-Digest: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' \
  'Content-Type: application/http;msgtype=response' 'Content-Length: 38' '' \
  'HTTP/1.1 200 OK' 'Content-Length: 0' '' '' '' >empty.warc
got=$(node_modules/.bin/warcio cdx-index empty.warc)
echo "warcio $version: $got"
if [[ $got != *"$seen"* ]]; then
  echo "changed: on 2026-11-29 it had $seen" >&2
  exit 1
fi
