#!/usr/bin/env bash
# Finding, seen 2026-12-01: LibreOffice 7.4.7 (Debian 12) reads a table that Word 2003 saved as XML (w:wordDocument, which
# an old .doc may be inside) without its vertical merges: cells of w:vmerge become cells of their own, the later ones
# empty, so that 三、办理结果 is the head of the first of its rows alone. Merges across columns (w:gridSpan) are kept, and in
# a .docx both (w:vMerge). Nothing warns of it. The import is a style sheet, wordml2ooo.xsl, in which vmerge does not occur;
# here xsltproc 1.1.35 applies it, and what `soffice --convert-to html` makes of the file is the same. Expected of valid
# input: a cell of two rows. Output seen, cells with the rows and columns they span:
#
#   本年度 1×3
#   三、办理结果 1×1, 予以公开 1×1, 5 1×1
#   – 1×1, 部分公开 1×1, 6 1×1
#
# Downloads the pinned packages of Debian 12 into a temporary folder, runs them, and fails where the behaviour has
# changed. Needs Debian 12 with libxslt1.1, Python 3 and apt-get.
set -euo pipefail

seen='本年度 1×3
三、办理结果 1×1, 予以公开 1×1, 5 1×1
– 1×1, 部分公开 1×1, 6 1×1'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq libreoffice-common=4:7.4.7-1+deb12u14 xsltproc=1.1.35-1+deb12u4 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done

cat >write.py <<'PY'
cell = lambda text, more='': f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
rows = [cell('本年度', '<w:gridSpan w:val="3"/>'),
        cell('三、办理结果', '<w:vmerge w:val="restart"/>') + cell('予以公开') + cell('5'),
        cell('', '<w:vmerge/>') + cell('部分公开') + cell('6')]
print('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
      '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:tbl>'
      '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>' + '<w:gridCol w:w="1000"/>' * 3 + '</w:tblGrid>' +
      ''.join(f'<w:tr>{row}</w:tr>' for row in rows) + '</w:tbl><w:p/><w:sectPr/></w:body></w:wordDocument>')
PY
cat >read.py <<'PY'
import sys
import xml.etree.ElementTree as tree

table = '{urn:oasis:names:tc:opendocument:xmlns:table:1.0}'
for row in tree.parse(sys.stdin.buffer).iter(table + 'table-row'):
    print(', '.join(f"{''.join(cell.itertext()) or '–'} {cell.get(table + 'number-rows-spanned', 1)}×{cell.get(table + 'number-columns-spanned', 1)}"
                    for cell in row.iter(table + 'table-cell')))
PY
python3 write.py >table.xml
got=$(root/usr/bin/xsltproc root/usr/lib/libreoffice/share/xslt/import/wordml/wordml2ooo.xsl table.xml | python3 read.py)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-12-01 it was" >&2
  echo "$seen" >&2
  exit 1
fi
