package html

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
)

// bodies are a government with departments, and one body of which nothing is told.
func bodies() []*register.Agency {
	of := func(slug, name, kind, parent string, order int) *register.Agency {
		return &register.Agency{Slug: slug, Name: name, ShortName: name, File: "content/" + slug + "/_index.md", Kind: kind, Level: "city", Parent: parent, Order: order, Body: prose.Parse(nil, 1)}
	}
	out := []*register.Agency{of("z", "虚构市人民政府", "government", "", 1), of("a", "虚构市甲局", "department", "z", 2), of("b", "虚构市乙局", "vertical", "z", 3),
		of("c", "虚构市丙局", "department", "z", 4), of("d", "虚构市丁区人民政府", "government", "z", 5), of("e", "戊", "", "", 6), of("f", "虚构市己局", "department", "d", 7)}
	out[4].Level = "county"
	return out
}

func TestHomeGroups(t *testing.T) {
	s, findings := sitetest.Assemble(&sitetest.Content{Agencies: bodies()})
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	page := pageOf(t, example(), s, "index.html")
	at := 0
	for _, want := range []string{"<summary>市级政府", "虚构市人民政府</a>", "<summary>其他机关", "戊</a>", "<summary>虚构市人民政府 · 政府部门", "虚构市甲局</a>", "虚构市丙局</a>",
		"<summary>虚构市人民政府 · 垂直管理部门", "虚构市乙局</a>", "<summary>虚构市人民政府 · 县级政府", "丁区人民政府</a>", "<summary>虚构市丁区人民政府 · 政府部门", "己局</a>"} {
		next := strings.Index(page[at:], want)
		if next < 0 {
			t.Fatalf("%s does not follow in %s", want, page[at:])
		}
		at += next
	}
	contains(t, page, `<a href="guide/index.html">政府信息公开指南</a>`, `7 个机关`, `data-words="f"`, ` open><summary>`)
}

// A column leads to what is in another system, and has every document once; of several pages the script beside it has all.
func TestOverview(t *testing.T) {
	agencies := bodies()
	for i := range 120 {
		slug := fmt.Sprintf("p%03d", i)
		agencies[1].Policies = append(agencies[1].Policies, &register.Page{File: "content/a/policies/" + slug + ".md", Slug: slug, Title: "制度" + slug, Validity: "有效", DocNumber: "虚〔2020〕1号",
			Topic: "财政/预算", Published: fmt.Sprintf("%d-01-01", 1900+i), Body: prose.Parse(nil, 1)})
	}
	agencies[1].Policies[119].URL, agencies[1].Policies[119].Validity = "https://example.com/zc", "废止"
	s, _ := sitetest.Assemble(&sitetest.Content{Agencies: agencies})
	page := pageOf(t, example(), s, "policies/index.html")
	contains(t, page, `data-list="list.js"`, `<a href="https://example.com/zc" rel="external noopener">制度p119<small`, `<span class="badge repealed">废止</span>`, `<option value="2019">2019</option>`,
		`data-kind="department" data-year="2018" data-topic="财政" data-validity="有效"><a href="../a/policies/p118/index.html">制度p118</a> <span class="badge in-force">有效</span> <span class="note"><span>虚构市甲局</span> <span>虚〔2020〕1号</span> <span>2018-01-01</span></span>`, "120 项制度")
	lacks(t, page, "p049", `name="topic"`) // which all have alike
	contains(t, page, `<li><a href="../policies/index.html" aria-current="page">制度</a>`, `<a href="../years/index.html">年度汇总</a>`)
	lacks(t, page, `href="../guide/index.html"`) // nobody has one
	for _, below := range []string{"a/policies/index.html", "a/policies/p118/index.html", "policies/page/1/index.html"} {
		contains(t, pageOf(t, example(), s, below), `policies/index.html" aria-current="true">制度</a>`)
	}
	lacks(t, pageOf(t, example(), s, "a/index.html"), `aria-current="true"`)
	contains(t, pageOf(t, example(), s, "policies/page/1/index.html"), "p049", `rel="prev"`)
	r := renderer(t, example(), s)
	lists, err := r.Lists()
	if err != nil || len(lists) != 1 {
		t.Fatalf("%d scripts, error %v; want one of the policies", len(lists), err)
	}
	list := string(lists["policies/list.js"])
	if n := strings.Count(list, "\n["); n != 120 {
		t.Errorf("the script has %d rows, want 120", n)
	}
	contains(t, list, `["../a/policies/p000/index.html","制度p000",["虚构市甲局","虚〔2020〕1号","1900-01-01"],"有效","in-force","a","department","1900","财政"]`, `["https://example.com/zc"`)
	contains(t, pageOf(t, example(), s, "guide/index.html"), "暂无内容。")
}

// An agency's own entry for applications goes before the site's.
func TestRequest(t *testing.T) {
	agencies := bodies()
	agencies[1].Request = &source.Request{URL: "https://example.com/own"}
	agencies[1].Guide = &register.Page{File: "content/a/guide.md", Slug: "guide", Title: "指南", Body: prose.Parse(nil, 1)}
	s, _ := sitetest.Assemble(&sitetest.Content{Agencies: agencies, Input: site.Input{Static: map[string]int64{"static/表.docx": 1}}})
	c := example()
	c.Request = &source.Request{URL: "https://example.com/all", Form: "static/表.docx", Note: "当面也可以。"}
	own := pageOf(t, c, s, "a/index.html")
	contains(t, own, `href="https://example.com/own"`, `<a href="guide/index.html">怎样申请，见本机关的公开指南</a>`)
	lacks(t, own, "https://example.com/all", "当面也可以。")
	contains(t, pageOf(t, c, s, "a/guide/index.html"), `href="https://example.com/own"`)
	contains(t, pageOf(t, c, s, "b/index.html"), `href="https://example.com/all"`, `<a href="../static/%E8%A1%A8.docx" data-address="www.example.org/zwgk/static/表.docx">下载申请表</a>`, "当面也可以。")
	c.Request = nil
	lacks(t, pageOf(t, c, s, "b/index.html"), "依申请公开")
}

// A document that is no longer in force names the one that replaces it wherever it is listed.
func TestReplacedDocuments(t *testing.T) {
	s := assemble(t, "")
	contains(t, pageOf(t, example(), s, "a/catalog/x/index.html"), `<span class="badge repealed">废止</span> <a href="new/index.html">替代文件：新办法</a>`)
	contains(t, pageOf(t, example(), s, "catalog/index.html"), `替代文件：新办法</span>`)
	contains(t, pageOf(t, example(), s, "a/catalog/x/old/index.html"), `<dt>替代文件</dt><dd><a href="../new/index.html">新办法</a>`)
}

// Forms that are in force for the same years say which of them is the default; a severity is called one.
func TestFormsAndSeverities(t *testing.T) {
	s := assemble(t, "")
	contains(t, pageOf(t, example(), s, "forms/index.html"), "默认用于 2021年及以后<", "2021年及以后 可用，由报告写明", "默认用于 2003–2018；2003–2019 可用，由报告写明")
	contains(t, pageOf(t, example(), s, "rules/index.html"), ">级别：错误</strong>", `<span class="unseen">级别：</span>错误</span>`)
}

// An invented body is called one wherever it is listed with others, and the others are not.
func TestFictitiousBodies(t *testing.T) {
	s := city(t, reportsOfCity)
	s.At("a/index.html").Agency.Fictitious = true
	for path, want := range map[string]string{
		"index.html":            `<a href="a/index.html">示例市甲局（虚构）</a>`,
		"reports/index.html":    `<a href="../a/reports/index.html">示例市甲局（虚构）</a>`,
		"years/2022/index.html": `<a href="../../a/reports/2022/index.html">示例市甲局（虚构）</a>`,
		"sitemap/index.html":    `<a href="../a/index.html">示例市甲局（虚构）</a>`,
		"a/index.html":          `<h1>示例市甲局（虚构）</h1>`,
	} {
		page := pageOf(t, example(), s, path)
		contains(t, page, want)
		lacks(t, page, "乙局（虚构）")
	}
}
