#!/usr/bin/env bash
# Finding, seen 2026-11-29: in Caddy 2.6.2 (Debian 12's 2.6.2-5) handle_path matches a path with Chinese
# characters and then does not strip it, so that files below it are not found. A path with a space, or one
# written with percent-encoding, is stripped; so is the Chinese one when it is written with percent-encoding in
# uri strip_prefix, while the matcher takes it as it is read. Expected: "/x" in each case. Output seen:
#
#   /公开/* /公开/x
#   /d e/* /x
#   /%E5%88%B6%E5%BA%A6 /x
#
# Unpacks Debian's package in a temporary folder, runs it on a free port of this machine, and fails where the
# behaviour has changed. Needs apt, dpkg, curl and Python 3.
set -euo pipefail

seen='/公开/* /公开/x
/d e/* /x
/%E5%88%B6%E5%BA%A6 /x'

folder=$(mktemp -d)
chmod 755 "$folder"
server=
trap 'if [ -n "$server" ]; then kill "$server"; wait "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq caddy >/dev/null
dpkg -x caddy_*.deb .
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >Caddyfile <<CADDY
{
	admin off
}
http://127.0.0.1:$port {
	handle_path /公开/* {
		respond "{path}"
	}
	handle_path "/d e/*" {
		respond "{path}"
	}
	handle /制度/* {
		uri strip_prefix /%E5%88%B6%E5%BA%A6
		respond "{path}"
	}
}
CADDY
HOME=$folder usr/bin/caddy run --config Caddyfile --adapter caddyfile >log 2>&1 &
server=$!
for _ in $(seq 100); do
  if curl -s -o /dev/null "http://127.0.0.1:$port/"; then break; fi
  sleep 0.1
done
got="/公开/* $(curl -s "http://127.0.0.1:$port/%E5%85%AC%E5%BC%80/x")
/d e/* $(curl -s "http://127.0.0.1:$port/d%20e/x")
/%E5%88%B6%E5%BA%A6 $(curl -s "http://127.0.0.1:$port/%E5%88%B6%E5%BA%A6/x")"
echo "caddy $(usr/bin/caddy version)"
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-29 it was"
  echo "$seen"
  exit 1
fi >&2
