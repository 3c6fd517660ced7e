#!/usr/bin/env bash
# Finding, seen 2026-11-30: Firefox 153.8.0esr prints Chinese from a collection of fonts (Noto Serif CJK, a .ttc whose
# first face is the Japanese one) with the right glyphs, and a /ToUnicode map that names other characters or none: 政府
# and 公开 cannot be searched or copied in the PDF, 一 becomes the radical U+2F00. From a collection of one family
# (WenQuanYi Micro Hei) the text is right. Expected of valid input: the text of the page. pdftotext 22.12.0 puts U+FFFD for a character without a name. Output seen:
#
#   Noto Serif CJK SC: ⼀、政����开⼯作年�报告
#   WenQuanYi Micro Hei: 一、政府信息公开工作年度报告
#
# Downloads the pinned packages of Debian 12 into a temporary folder, runs them, and fails where the behaviour has
# changed. Needs Debian 12 with the libraries of firefox-esr, Python 3 and apt-get.
set -euo pipefail

seen='Noto Serif CJK SC: ⼀、政����开⼯作年�报告
WenQuanYi Micro Hei: 一、政府信息公开工作年度报告'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq firefox-esr=153.8.0esr-1~deb12u1 fonts-noto-cjk=1:20220127+repack1-1 fonts-wqy-microhei=0.2.0-beta-3.1 poppler-utils=22.12.0-2+deb12u3 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
cat >fonts.conf <<XML
<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>$folder/root/usr/share/fonts</dir><cachedir>$folder/cache</cachedir></fontconfig>
XML
cat >print.py <<'PY'
import base64, json, os, socket, subprocess, sys, time

folder = os.getcwd()
os.mkdir('profile')
open('profile/user.js', 'w').write('user_pref("marionette.port", 0);\n')
firefox = subprocess.Popen([folder + '/root/usr/lib/firefox-esr/firefox-esr', '--headless', '--marionette', '--no-remote', '--profile', folder + '/profile'],
                           env={**os.environ, 'HOME': folder, 'FONTCONFIG_FILE': folder + '/fonts.conf'}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    for _ in range(600):
        if os.path.exists('profile/MarionetteActivePort') and open('profile/MarionetteActivePort').read():
            break
        time.sleep(0.1)
    connection = socket.create_connection(('127.0.0.1', int(open('profile/MarionetteActivePort').read())))
    stream = connection.makefile('rwb')

    def answer():
        size = b''
        while not size.endswith(b':'):
            size += stream.read(1)
        return json.loads(stream.read(int(size[:-1])))

    def call(number, command, **parameters):
        message = json.dumps([0, number, command, parameters]).encode()
        stream.write(b'%d:%s' % (len(message), message))
        stream.flush()
        _, _, error, result = answer()
        if error:
            sys.exit(str(error))
        return result

    answer()
    call(1, 'WebDriver:NewSession')
    for number, font in enumerate(['Noto Serif CJK SC', 'WenQuanYi Micro Hei']):
        open('page.html', 'w').write(f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>x</title><p style="font-family: \'{font}\'">一、政府信息公开工作年度报告</p></html>')
        call(10 + number, 'WebDriver:Navigate', url=f'file://{folder}/page.html')
        open('page.pdf', 'wb').write(base64.b64decode(call(20 + number, 'WebDriver:Print')['value']))
        text = subprocess.run([folder + '/root/usr/bin/pdftotext', 'page.pdf', '-'], capture_output=True, text=True, check=True).stdout
        print(font + ': ' + ''.join(text.split()))
finally:
    firefox.kill()
    firefox.wait()
PY
got=$(python3 print.py)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
