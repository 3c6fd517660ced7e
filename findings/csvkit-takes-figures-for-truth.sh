#!/usr/bin/env bash
# Finding, seen 2026-11-30: csvkit 1.0.7 (with agate 1.6.3, both of Debian 12) takes a column of CSV in which there is
# nothing but 0 and 1 for true and false: csvjson writes false where the file has 0, csvsql makes the column BOOLEAN, and
# csvstat gives no sum. Most columns of a year's figures on disclosure are of this kind, so one file comes out with
# figures and truth values side by side. --no-inference gives texts, of which csvjson has no way back to numbers.
# Expected of valid input: numbers, as every other column has them. Output seen:
#
#   [{"cell": "a", "few": false, "many": 0.0}, {"cell": "b", "few": true, "many": 2.0}]
#
# Unpacks the pinned packages in a temporary folder, runs them, and fails where the behaviour has changed.
# Needs apt's sources of Debian 12, dpkg-deb and its python3.
set -euo pipefail

seen='[{"cell": "a", "few": false, "many": 0.0}, {"cell": "b", "few": true, "many": 2.0}]'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
apt-get download csvkit=1.0.7-1 python3-csvkit=1.0.7-1 python3-agate=1.6.3-2 python3-babel python-babel-localedata python3-isodate python3-leather \
  python3-parsedatetime python3-pytimeparse python3-six python3-slugify python3-text-unidecode python3-tz >/dev/null 2>&1
for package in *.deb; do dpkg-deb -x "$package" root; done
printf 'cell,few,many\na,0,0\nb,1,2\n' >figures.csv
got=$(PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 root/usr/bin/csvjson figures.csv)
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
