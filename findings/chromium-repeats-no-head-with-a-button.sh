#!/usr/bin/env bash
# Finding, seen 2026-12-01: Chromium 156.0.8078.114 (Debian 12's) prints the head of a table once, not on each sheet,
# where a cell of the head holds a button, as tables that can be sorted have them (WAI-ARIA Authoring Practices, "Sortable
# Table Example"). A link, a checkbox, a list to choose from or <input type="button"> there does not matter, nor does
# the button once it is display: contents in print. Expected: as many heads as sheets, since nothing in the head is
# higher than a quarter of a sheet (CSS Fragmentation leaves it to the browser, and this one repeats heads). Output seen:
#
#   text: 3 heads on 3 sheets
#   input: 3 heads on 3 sheets
#   button: 1 heads on 3 sheets
#   button with display: contents: 3 heads on 3 sheets
#
# Prints four pages with Debian's packages, unpacked in a temporary folder, and fails where the behaviour has changed.
# Needs Debian 12 with the libraries of chromium, apt and dpkg.
set -euo pipefail

seen='text: 3 heads on 3 sheets
input: 3 heads on 3 sheets
button: 1 heads on 3 sheets
button with display: contents: 3 heads on 3 sheets'

folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq chromium=156.0.8078.114-1~deb12u1 chromium-common=156.0.8078.114-1~deb12u1 poppler-utils=22.12.0-2+deb12u3 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done

heads() { # name, style, what the head's cell holds
  {
    echo "<!doctype html><html lang=en><meta charset=utf-8><title>$1</title><style>$2</style>"
    echo "<table><thead><tr><th scope=col>$3</th><th scope=col>2025</th></tr></thead><tbody>"
    for row in $(seq 120); do echo "<tr><th scope=row>row $row</th><td>$row</td></tr>"; done
    echo "</tbody></table></html>"
  } >page.html
  HOME=$folder root/usr/lib/chromium/chromium --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" \
    --no-pdf-header-footer --print-to-pdf=page.pdf "file://$folder/page.html" >/dev/null 2>&1
  echo "$1: $(root/usr/bin/pdftotext page.pdf - | grep -c AGENCY) heads on $(root/usr/bin/pdfinfo page.pdf | sed -n 's/^Pages: *//p') sheets"
}

got=$(
  heads text '' 'AGENCY'
  heads input '' 'AGENCY <input type="button" value="sort">'
  heads button '' '<button>AGENCY</button>'
  heads 'button with display: contents' '@media print { button { display: contents } }' '<button>AGENCY</button>'
)
echo "chromium $(dpkg-deb -f chromium_*.deb Version)"
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was"
  echo "$seen"
  exit 1
fi >&2
