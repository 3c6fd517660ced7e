package prose

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/diag"
)

func TestSplit(t *testing.T) {
	for _, x := range []struct {
		name, body string
		want       []string // heading, the line of its text
	}{
		{"plain", "前言\n\n## 一、总体情况\n文\n## 二、主动公开 ##\n", []string{"一、总体情况 4", "二、主动公开 6"}},
		{"other levels and no space", "# 甲\n### 乙\n##丙\n##\n丁\n", []string{" 5"}},
		{"fenced code", "```\n## 甲\n```\n~~~~ x\n## 乙\n~~~\n## 丙\n~~~~\n## 丁\n", []string{"丁 10"}},
		{"backticks that are not a fence", "``` a`b\n## 甲\n", []string{"甲 3"}},
		{"code that never ends", "## 甲\n```\n## 乙\n", []string{"甲 2"}},
		{"indented code", "\n    ## 甲\n   ## 乙\n", []string{"乙 4"}},
		{"list items", "- 甲\n  ## 乙\n- ## 丙\n> ## 丁\n\n## 戊", []string{"戊 6"}},
		{"code in a list ends with the list", "- ```\n  ## 甲\n\n## 乙\n", []string{"乙 5"}},
		{"comments", "<!--\n## 甲\n-->\n文 <!-- \n## 乙 --> 文\n## 丙 <!-- 提\n示 --> 丁\n文\n", []string{"丙  丁 8"}},
		{"comment sign in code", "`<!--`\n## 甲\n`-->`\n", []string{"甲 3"}},
		{"escaped comment sign", "\\<!--\n## 甲\n-->\n", []string{"甲 3"}},
		{"markup in the heading", "## **一、**总体&amp;`情`[况](x) {{ a }}\n", []string{"一、总体&情况 {{ a }} 2"}},
		{"no code in a paragraph", "文\n    ## 甲\n    ```\n## 乙\n", []string{"乙 5"}},
		{"code below a heading", "## 甲\n    <!--\n## 乙\n", []string{"甲 2", "乙 4"}},
		{"a number that no list begins with", "文\n2. 件\n   ## 甲\n", []string{"甲 4"}},
		{"an item whose paragraph goes on", "- 文\n字\n  ## 甲\n## 乙\n", []string{"乙 5"}},
		{"an item in an item", "- - 文\n字\n   ## 甲\n## 乙\n", []string{"乙 5"}},
		{"an item without a text", "- \n\n  ## 甲\n", []string{"甲 4"}},
		{"a tab after a marker", "-\t文\n  ## 甲\n", []string{"甲 3"}},
		{"a rule that is not an item", "- - -\n  ## 甲\n", []string{"甲 3"}},
		{"setext is not a section", "甲\n---\n", nil},
	} {
		for _, end := range []string{"\n", "\r\n"} {
			b := Parse([]byte(strings.ReplaceAll(x.body, "\n", end)), 1)
			var got []string
			for _, s := range b.Sections() {
				got = append(got, fmt.Sprintf("%s %d", s.Heading, s.Line))
			}
			if fmt.Sprint(got) != fmt.Sprint(x.want) {
				t.Errorf("%s (%q): got %q, want %q", x.name, end, got, x.want)
			}
		}
	}
}

func TestEmpty(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, " \r\n　\t": true, "<!-- 甲 -->\n\n<!---->": true, "<!-- 甲": false, "<!-- 甲 --> 乙": false, "`": false,
	} {
		if got := (Section{Text: []byte(text)}).Empty(); got != want {
			t.Errorf("Empty(%q) = %v", text, got)
		}
	}
}

// at prints a span as line:column-column, with the end's line if it is another.
func at(s diag.Span) string {
	if s.EndLine != s.Line {
		return fmt.Sprintf("%d:%d-%d:%d", s.Line, s.Column, s.EndLine, s.EndColumn)
	}
	return fmt.Sprintf("%d:%d-%d", s.Line, s.Column, s.EndColumn)
}

const places = `前言 {{ a }} 与 {{b}}
<!-- {{ no }} [no](no) -->
## 一、共{{ c.d }}件 [甲](h.md)

- 共**{{  甲.乙  }}**件 <!-- 注 --> {{ e }}
  > {{ f }}

| 甲 | {{ g }} |
|---|---|
| [文](表.md "题") | ![图](<图 1.png>) |

` + "`{{ no }}` [no`](no)`" + `
[甲][r]、![r]、<https://a.cn>、[空]()、[坏](a&amp;b)、[后][later]

[r]: ../r.md

## 二
[later]: 后.md
{{ last }}
`

func TestPlaces(t *testing.T) {
	want := `a 10:7-8, b 10:16-17, c.d 12:10-13, 甲.乙 14:10-13, e 14:35-36, f 15:8-9, g 17:10-11, last 28:4-8`
	wantLinks := `h.md 12:22-26, 表.md 19:7-11, 图 1.png! 19:25-32, ../r.md 24:6-13, ../r.md! 24:6-13, ` +
		`https://a.cn 22:14-26,  22:28-29, a&b 22:38-45, 后.md 27:10-14`
	for _, end := range []string{"\n", "\r\n"} {
		b := Parse([]byte(strings.ReplaceAll(places, "\n", end)), 10)
		var got, links []string
		for _, p := range b.Placeholders() {
			got = append(got, p.Path+" "+at(p.Span))
		}
		for _, l := range b.Links() {
			mark := ""
			if l.Image {
				mark = "!"
			}
			links = append(links, l.Target+mark+" "+at(l.Span))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("placeholders\n got %s\nwant %s", got, want)
		}
		if links := strings.Join(links, ", "); links != wantLinks {
			t.Errorf("links\n got %s\nwant %s", links, wantLinks)
		}
	}
}

// What is not a placeholder but was meant as one is found at its braces.
func TestMalformedPlaceholders(t *testing.T) {
	for text, want := range map[string]string{
		"共{{ a.b 件":                          "{{ a.b|a.b|true 3:2-8",
		"共{{ a.b }件":                         "{{ a.b }|a.b|true 3:2-10",
		"共{ a.b }}件":                         "{ a.b }}|a.b|true 3:2-10",
		"共a.b }}件":                           "a.b }}|a.b|true 3:2-8",
		"｛｛甲.乙｝｝":                            "｛｛甲.乙｝｝|甲.乙|true 3:1-8",
		"{｛ a }｝ {{ b }} {c}":                "{｛ a }｝|a|true 3:1-8, {c}|c|false 3:17-20",
		"{{ a {{ b }}":                       "{{ a|a|true 3:1-5",
		"{{{ a }}} \\{{{ b }}":               "{||false 3:1-2, {{{ a }}}|a|true 3:1-10",
		"文 甲.乙 }}":                           "甲.乙 }}|甲.乙|true 3:3-9",
		"{{\na }}":                           "{{||true 3:1-3",
		"`{{ a` \\{\\{ b \\}\\}":             "",
		"![](x \"{{ a\") ![](y \"{{ a }}\")": "{{ a|a|true 3:8-12",
		"## 一、{{ a":                          "{{ a|a|true 3:6-10",
		"| {{ a |\n|---|\n| {{ b }} |":       "{{ a|a|true 3:3-7",
	} {
		var got []string
		for _, s := range Parse([]byte(text+"\n"), 3).MalformedPlaceholders() {
			got = append(got, fmt.Sprintf("%s|%s|%v %s", s.Written, s.Path, s.Double, at(s.Span)))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestHeadingSpan(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		b := Parse([]byte(strings.ReplaceAll("前\n\n ##  一、**总**体 ##\n文\n", "\n", end)), 5)
		if got := at(b.Sections()[0].HeadingSpan); got != "7:6-14" {
			t.Errorf("heading at %s", got)
		}
	}
}

// The definition of a link may be in another section than its use.
func TestDefinitionsOfOtherSections(t *testing.T) {
	b := Parse([]byte("[甲][r]\n\n## 一\n\n[r]: /x\n\n## 二\n\n[r]: /y\n\n[乙][r]\n"), 1)
	html, _ := page(t, b, Options{})
	if strings.Count(html, `<a href="/x">`) != 2 {
		t.Error(html)
	}
	for _, l := range b.Links() {
		if l.Target != "/x" || at(l.Span) != "5:6-8" {
			t.Errorf("%s at %s", l.Target, at(l.Span))
		}
	}
}

func TestHeadingShift(t *testing.T) {
	const body = "# 甲\n\n## 乙\n\n### 丙\n\n#### 丁"
	for shift, want := range map[int]string{-1: "h2 h2 h3 h4", 0: "h3 h3 h3 h4", 1: "h4 h4 h4 h5", 4: "h6 h6 h6 h6"} {
		var tags []string
		for _, line := range strings.Split(toHTML(t, body, Options{HeadingShift: shift}), "\n") {
			tags = append(tags, line[1:3])
		}
		if got := strings.Join(tags, " "); got != want {
			t.Errorf("shift %d: got %s, want %s", shift, got, want)
		}
	}
}

func TestIDsAcrossSections(t *testing.T) {
	b := Parse([]byte("### 乙\n## 甲\n### 乙\n#### 甲\n## 甲\n### 乙\n"), 1)
	want := "[乙 甲 乙-2 甲-3 甲-2 乙-3]"
	if got := fmt.Sprint(b.Anchors()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, ids := page(t, b, Options{IDPrefix: "p-"}); fmt.Sprint(ids) != "[p-乙 p-甲 p-乙-2 p-甲-3 p-甲-2 p-乙-3]" {
		t.Errorf("on the page: %s", ids)
	}
}

func TestNilBody(t *testing.T) {
	var b *Body
	if len(b.Placeholders())+len(b.Links())+len(b.Anchors()) > 0 {
		t.Error("a nil body has contents")
	}
}

func TestConcurrent(t *testing.T) {
	b, c := Parse([]byte(places), 1), NewConverter()
	want := toHTML(t, places, testOptions)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var out strings.Builder
			for range 20 {
				out.Reset()
				out.WriteString(convert(c, places))
				if out.String() != want+"\n" || len(b.Placeholders()) != 8 || len(b.Links()) == 0 {
					t.Error("differs when concurrent")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestLinksToOtherSites(t *testing.T) {
	opts := Options{External: func(to string) string {
		if strings.HasPrefix(to, "https://own.cn/") {
			return ""
		}
		return "（外 & 部）"
	}}
	const mark = `<small class="external" data-search="off">（外 &amp; 部）</small></a>`
	for markdown, want := range map[string]string{
		"[甲](https://a.cn)":           `<p><a href="https://a.cn" rel="external noopener">甲` + mark + `</p>`,
		"<https://a.cn>":              `<p><a href="https://a.cn" rel="external noopener">https://a.cn` + mark + `</p>`,
		"[甲](https://own.cn/x)":       `<p><a href="https://own.cn/x">甲</a></p>`,
		"[坏](javascript:x)":           `<p>坏</p>`,
		"**[Go](https://a.cn)**\nis":  `<p><strong><a href="https://a.cn" rel="external noopener">Go` + mark + "</strong>\nis</p>",
		"见[甲](https://a.cn)\n乙":       `<p>见<a href="https://a.cn" rel="external noopener">甲` + mark + `乙</p>`,
		"[![图](x.png)](https://a.cn)": `<p><a href="https://a.cn" rel="external noopener"><img src="x.png" alt="图" loading="lazy" decoding="async">` + mark + `</p>`,
	} {
		if got := toHTML(t, markdown, opts); got != want {
			t.Errorf("%s\ngot:  %s\nwant: %s", markdown, got, want)
		}
	}
}
