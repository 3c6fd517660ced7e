#!/usr/bin/env bash
# Finding, seen 2026-12-01: ALE 3.3.0 (Debian 12's 3.3.0-1 with Vim 9.0.1378) takes the places that a language server
# gives for bytes. The protocol counts UTF-16 code units (LSP 3.17, "Text Documents"), and ALE offers no other
# encoding (no general.positionEncodings in its initialize), so a server must have an option for it. A figure after Chinese words
# is marked at a word before it, and ALEFirst leads there: each character before it moves the mark by two columns.
# Expected: the cursor on 7 in both files. Output seen:
#
#   sheets: 7 pieces -> 7
#   本年收到申请 7 件 -> 收
#
# Unpacks Debian's package in a temporary folder, runs Vim with a language server of a few lines that marks the 7
# of a file, and fails where the behaviour has changed. Needs apt, dpkg, vim and Python 3.
set -euo pipefail

seen='sheets: 7 pieces -> 7
本年收到申请 7 件 -> 收'

folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq vim-ale=3.3.0-1 >/dev/null
dpkg -x vim-ale_*.deb .

cat >server.py <<'PYTHON'
import json, sys

def send(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    sys.stdout.buffer.flush()

while header := sys.stdin.buffer.readline():
    length = int(header.split(b":")[1])
    sys.stdin.buffer.readline()
    message = json.loads(sys.stdin.buffer.read(length))
    if message["method"] == "initialize":
        send({"id": message["id"], "result": {"capabilities": {"textDocumentSync": 1}}})
    elif message["method"] == "textDocument/didOpen":
        document = message["params"]["textDocument"]
        place = document["text"].index("7")  # no character before it needs two code units
        mark = {"start": {"line": 0, "character": place}, "end": {"line": 0, "character": place + 1}}
        send({"method": "textDocument/publishDiagnostics", "params": {"uri": document["uri"],
              "diagnostics": [{"range": mark, "severity": 1, "message": "figure"}]}})
    elif message["method"] == "shutdown":
        send({"id": message["id"], "result": None})
    elif message["method"] == "exit":
        sys.exit()
PYTHON

cat >look.vim <<VIM
call ale#linter#Define('text', {'name': 'figures', 'lsp': 'stdio', 'executable': 'python3', 'command': 'python3 $folder/server.py', 'project_root': {buffer -> '$folder'}, 'language': 'text'})
ALELint
for i in range(100)
  sleep 100m
  if len(ale#engine#GetLoclist(bufnr(''))) | break | endif
endfor
ALEFirst
call writefile([getline(1) . ' -> ' . strcharpart(strpart(getline(1), col('.') - 1), 0, 1)], '$folder/seen', 'a')
qa!
VIM
echo "let g:ale_linters = {'text': ['figures']} | set encoding=utf-8 | filetype plugin on" >vimrc

echo 'sheets: 7 pieces' >ascii.txt
echo '本年收到申请 7 件' >chinese.txt
for file in ascii.txt chinese.txt; do
  HOME=$folder timeout 60 vim -N -u vimrc -i NONE --cmd "set runtimepath^=$folder/usr/share/vim-ale" -es -S look.vim "$file" </dev/null || true
done
got=$(cat seen)
echo "ale $(dpkg-deb -f vim-ale_*.deb Version), $(vim --version | head -n 1)"
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was"
  echo "$seen"
  exit 1
fi >&2
