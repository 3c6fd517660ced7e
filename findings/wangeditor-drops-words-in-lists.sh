#!/usr/bin/env bash
# Finding, seen 2026-11-30: @wangeditor/editor 5.1.23, an editor of rich text for content management systems, drops words of HTML that is given to it (createEditor's html, setHtml, and so its source view): a
# paragraph or a list in an item that begins with words, and what is in <del> and <ins>. A caption goes too. Expected
# of valid input: the editor may simplify elements, the words stay. Output seen in Chromium 156:
#
#   <ul><li>甲<p>乙</p></li></ul> => <ul><li>甲</li></ul>
#   <ul><li>甲<ul><li>乙</li></ul></li></ul> => <ul><li>甲</li></ul>
#   <p>甲<del>乙</del><ins>丙</ins>丁</p> => <p>甲丁</p>
#   <p>甲<s>乙</s><u>丙</u>丁</p> => <p>甲<s>乙</s><u>丙</u>丁</p>
#
# Installs the pinned package in a temporary folder, runs it, and fails where the behaviour has changed.
# Needs Node 18 or newer, npm's registry, and Chromium.
set -euo pipefail

seen='<ul><li>甲<p>乙</p></li></ul> => <ul><li>甲</li></ul>
<ul><li>甲<ul><li>乙</li></ul></li></ul> => <ul><li>甲</li></ul>
<p>甲<del>乙</del><ins>丙</ins>丁</p> => <p>甲丁</p>
<p>甲<s>乙</s><u>丙</u>丁</p> => <p>甲<s>乙</s><u>丙</u>丁</p>'

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --ignore-scripts --no-audit --no-fund @wangeditor/editor@5.1.23 >/dev/null 2>&1
cat >index.html <<'HTML'
<!doctype html><meta charset="utf-8"><title>editor</title><body>
<script src="node_modules/@wangeditor/editor/dist/index.js"></script>
<script>
const out = document.createElement('textarea')
for (const html of ['<ul><li>甲<p>乙</p></li></ul>', '<ul><li>甲<ul><li>乙</li></ul></li></ul>', '<p>甲<del>乙</del><ins>丙</ins>丁</p>', '<p>甲<s>乙</s><u>丙</u>丁</p>']) {
  const place = document.body.appendChild(document.createElement('div'))
  out.textContent += html + ' => ' + wangEditor.createEditor({ selector: place, html }).getHtml() + '\n'
}
document.body.replaceChildren(out)
</script>
HTML
got=$(chromium --headless --no-sandbox --disable-gpu --user-data-dir="$folder/profile" --virtual-time-budget=10000 --dump-dom "file://$folder/index.html" 2>/dev/null |
  sed -n '/<textarea>/,/<\/textarea>/p' | sed -e 's/.*<textarea>//' -e 's/<\/textarea>.*//' -e 's/&lt;/</g' -e 's/&gt;/>/g' | sed '/^$/d')
echo "$got"
if [ "$got" != "$seen" ]; then
  echo "changed: on 2026-11-30 it was" >&2
  echo "$seen" >&2
  exit 1
fi
