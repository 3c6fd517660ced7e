package importer

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/form"
)

const asideTable = `<table><caption>主动公开政府信息情况</caption><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>7</table>`

// What is around the text of a page is not part of the report and is listed; what is in a chapter is.
func TestAside(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	const title = `<meta charset="utf-8"><h1>甲局2023年政府信息公开工作年度报告</h1>`
	const end = `<h2>二、主动公开政府信息情况</h2>` + asideTable
	for name, c := range map[string]struct {
		page, body string
		aside      []string
	}{
		"facts and downloads": {
			title + `<dl><dt>索引号<dd>000014349/2024-1</dl><ul><li><a href="a.doc">下载</a><li><button>打印</button></ul><p>前言。</p><h2>一、总体情况</h2><p>正文。</p>` + end,
			"前言。\n\n## 一、总体情况\n\n正文。\n\n## 二、主动公开政府信息情况\n",
			[]string{"索引号", "000014349/2024-1", "下载", "打印", "主动公开政府信息情况"},
		},
		"lists of the text": {
			title + `<ul><li>前言有两条<li><a href="http://127.0.0.1/">见此</a></ul><h2>一、总体情况</h2><dl><dt>收到<dd>3件</dl><ul><li><a href="http://127.0.0.1/">附件</a></ul>` + end,
			"- 前言有两条\n\n- [见此](http://127.0.0.1/)\n\n## 一、总体情况\n\n收到\n\n3件\n\n- [附件](http://127.0.0.1/)\n\n## 二、主动公开政府信息情况\n",
			[]string{"主动公开政府信息情况"},
		},
		"navigation and footer, anywhere": {
			title + `<nav><p>一、总体情况</p></nav><h2>一、总体情况</h2><article><p>正文。</p><footer>甲局</footer></article>` + end + `<nav><ul><li>上一篇</ul></nav><footer><p>主办</p><img src="d.png" alt="标识"></footer>`,
			"## 一、总体情况\n\n正文。\n\n甲局\n\n## 二、主动公开政府信息情况\n",
			[]string{"一、总体情况", "主动公开政府信息情况", "上一篇", "主办", "标识"},
		},
		"what the page marks": {
			title + `<h2>一、总体情况</h2><p>正文<small data-search="off">（外部网站）</small>。</p><details data-search="off"><summary>逐行列出</summary><dl><dt>甲<dd>1</dl></details>` + end,
			"## 一、总体情况\n\n正文（外部网站）。\n\n## 二、主动公开政府信息情况\n",
			[]string{"逐行列出", "甲", "1", "主动公开政府信息情况"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Read("x.html", []byte(c.page), Options{Forms: forms, Agency: "a", Form: "cn-2021"})
			if err != nil {
				t.Fatal(err)
			}
			if r.Body != c.body {
				t.Errorf("got the text\n%s\nwant\n%s", r.Body, c.body)
			}
			if !slices.Equal(r.SetAside, c.aside) {
				t.Errorf("set aside %q, want %q", r.SetAside, c.aside)
			}
			all := strings.Join(r.OmittedTexts("zh"), "\n")
			for _, text := range c.aside {
				if !strings.Contains(all, text) {
					t.Errorf("%q is not listed as left out: %q", text, all)
				}
			}
			if len(r.Attachments) > 0 || len(r.NotTaken) > 0 {
				t.Errorf("taken over %v and not %v, want none", r.Attachments, r.NotTaken)
			}
		})
	}
}

// A page whose report has no chapters keeps its lists.
func TestAsideWithoutChapters(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Read("x.html", []byte(`<meta charset="utf-8"><h1>甲局2015年政府信息公开年度报告</h1><dl><dt>收到<dd>3件</dl>`), Options{Forms: forms, Agency: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if want := "收到\n\n3件\n"; r.Body != want || len(r.SetAside) > 0 {
		t.Errorf("got %q and set aside %q, want %q and nothing", r.Body, r.SetAside, want)
	}
}
