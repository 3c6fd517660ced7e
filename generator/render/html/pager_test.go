package html

import (
	"fmt"
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site/sitetest"
)

// The pages of a list name their number; the site map leads to each of them in place of
// what they list.
func TestPager(t *testing.T) {
	a := &register.Agency{Slug: "a", Name: "示例市甲局", File: "content/a/_index.md"}
	for i := range 151 {
		slug := fmt.Sprintf("p%03d", i)
		a.Policies = append(a.Policies, &register.Page{File: "content/a/policies/" + slug + ".md", Slug: slug, Title: "制度" + slug, Published: fmt.Sprintf("%d-01-01", 1800+i), Body: prose.Parse(nil, 1)})
	}
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: []*register.Agency{a}})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	page := pageOf(t, example(), s, "a/policies/index.html")
	contains(t, page, `<nav class="pager" aria-label="政府信息公开制度的分页">`, `<span aria-current="page">最新</span>`, `<a href="page/2/index.html">第 2 页</a>`, `<a rel="next" href="page/2/index.html">较早的</a>`, "制度p100")
	lacks(t, page, `rel="prev"`, "制度p099")
	page = pageOf(t, example(), s, "a/policies/page/1/index.html")
	contains(t, page, "<title>政府信息公开制度（第 1 页） - 示例市甲局 - 示例站</title>", "<h1>政府信息公开制度（第 1 页）</h1>", `<a href="../../index.html">政府信息公开制度</a>`,
		`<a rel="prev" href="../2/index.html">较新的</a>`, `href="https://www.example.org/zwgk/a/policies/page/1/"`, "制度p049")
	lacks(t, page, `rel="next"`, "制度p050")
	page = pageOf(t, example(), s, "sitemap/index.html")
	contains(t, page, `<a href="../a/policies/page/1/index.html">第 1 页</a>`)
	lacks(t, page, "制度p", `class="pager"`)
}
