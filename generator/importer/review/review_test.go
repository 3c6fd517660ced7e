package review

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer"
)

const page2023 = `<!doctype html><meta charset="utf-8"><div>导航</div><table><tr><td>链接</table><h1>甲局2023年政府信息公开工作年度报告</h1>
<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr><tr><td>规章</td><td>1,036</td><td></td><td>1 2</td></tr><tr><td>其他文件</td><td>7</td><td>8</td><td>9</td></tr></table>
<p>六、其他需要报告的事项</p><p>发出收费通知的件数2件，通知总金额20元，实际收取的总金额20元。<script>x</script>&lt;b&gt;</p>`

// Every figure that is not simply what is printed has a word on it in both tables, and a remark.
func TestWrite(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	r, err := importer.Read("a.html", []byte(page2023), importer.Options{Forms: forms, Agency: "a"})
	if err != nil {
		t.Fatal(err)
	}
	items := []Item{{Name: "<a>.html", Report: r, Written: "out/a.md"}, {Name: "b.doc", Error: diag.Textf("坏了", "it is damaged")}}
	for lang, want := range map[string][]string{
		"zh": {`<td class="figure marked">1,036 <span class="mark"><a href="#f1.n2">改 2</a></span></td>`, `>1036 <span class="mark"><a href="#f1.n2">改 2</a></span></td>`,
			`<td class="figure marked">1 2 <span class="mark"><a href="#f1.n1">未读 1</a></span></td>`, `> <span class="mark"><a href="#f1.n1">未读 1</a></span></td>`,
			`<td class="marked">9 <span class="mark"><a href="#f1.n5">无栏 5</a></span></td>`, `<span class="mark">空</span>`, `<span class="mark">缺</span>`, `原文有千分位`, `&lt;a&gt;.html`, `错误：坏了`, `<li>导航</li>`,
			`<td>发出收费通知的件数2件</td><td class="figure">2</td>`, `<html lang="zh-CN">`},
		"en": {`changed 2</a>`, `not read 1</a>`, `no place 3</a>`, `<span class="mark">blank</span>`, `<span class="mark">not there</span>`, `has thousands separators`, `Error: it is damaged`, `<html lang="en">`},
	} {
		var b, again bytes.Buffer
		if err := Write(&b, items, lang); err != nil {
			t.Fatal(err)
		}
		text := b.String()
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: the page lacks %s\n%s", lang, w, text)
			}
		}
		for _, no := range []string{"<script", "<link", "http://", "https://", "src=", "<b>"} {
			if strings.Contains(text, no) {
				t.Errorf("%s: the page has %s, want nothing that loads or runs", lang, no)
			}
		}
		for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(text, -1) {
			if strings.Count(text, `id="`+m[1]+`"`) != 1 {
				t.Errorf("%s: the link to %s leads to no one place", lang, m[1])
			}
		}
		if err := Write(&again, items, lang); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
			t.Errorf("%s: written twice the page is not the same (%v)", lang, err)
		}
	}
}
