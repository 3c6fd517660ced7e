package html

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
	"gongkai/themes"
)

// figures is a sound front matter's data, with one application.
func figures() string {
	row := func(n int) string { return fmt.Sprintf("[%d, 0, 0, 0, 0, 0, %d]", n, n) }
	var b strings.Builder
	b.WriteString(`data:
  proactive:
    regulations: {issued: 0, repealed: 0, in_force: 0}
    normative_documents: {issued: 8, repealed: 0, in_force: 18}
    licensing: 3
    penalties: 0
    coercion: 0
    fees: 1.50
  applications:
`)
	fmt.Fprintf(&b, "    new: %s\n    carried_in: %s\n    carried_out: %s\n    results:\n      granted: %s\n      partial: %s\n      total: %s\n",
		row(1), row(0), row(0), row(1), row(0), row(1))
	for _, g := range []string{
		"refused state_secret prohibited_by_law security_stability third_party internal_affairs process_information enforcement_file administrative_inquiry",
		"unavailable not_held requires_creation still_unclear", "not_processed petition repeated published_material mass_repeated reconfirmation", "other uncorrected fee_unpaid other"} {
		words := strings.Fields(g)
		b.WriteString("      " + words[0] + ":\n")
		for _, w := range words[1:] {
			b.WriteString("        " + w + ": " + row(0) + "\n")
		}
	}
	b.WriteString(`  review:
    reconsideration: [0, 0, 0, 1, 1]
    direct_litigation: [0, 0, 0, 0, 0]
    litigation_after_reconsideration: [0, 0, 0, 2, 2]
  handling_fees: {notices: 0, charged: 0, collected: 0}
`)
	return b.String()
}

const text = `
本报告的数字自2023年1月1日起算，到12月31日止。

## 总体情况

全年新收申请{{ applications.new.total }}件，**依据《条例》**办结。办法见[指南](../guide.md)。

### （一）主动公开

制发文件8件。

## 存在的主要问题及改进情况

对业务科室的指导还不够经常，今年每季度集中讲解一次。

## 附加的部分

格式里没有的部分也不能丢。
`

// corpus is a small site in memory: front is added to the report of 2023.
func corpus(t testing.TB, front string) *sitetest.Content {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c := &sitetest.Content{Input: site.Input{Formats: []string{"xlsx", "csv", "json"}, SQLite: true, Search: true, Home: prose.Parse([]byte("首页的话。\n"), 1),
		Files: func(name string) (int64, bool) {
			n, ok := map[string]int64{"content/a/reports/r.docx": 2048, "content/a/catalog/x/f.csv": 10}[name]
			return n, ok
		},
		Rules: []diag.Description{{ID: "row-total", Severity: diag.Error, Title: diag.Textf("甲", "a"), What: diag.Textf("乙", "b"), Why: diag.Textf("丙", "c"), Example: "[1, <2>]"}},
		Forms: forms.All()}}
	doc := func(file, text string) *source.Document { return source.Parse(file, []byte(text)) }
	a, fs := register.Bind(doc("content/a/_index.md", "---\nname: 示例市甲局\nlevel: city\nkind: department\nemail: a@example.org\nformer_names: [{name: 示例市乙局, until: 2022}]\naliases: [old]\n---\n甲局。\n"), "a")
	page := func(file, address, text string) *register.Page {
		p, f := register.BindPage(doc(file, text), "a", address)
		fs = append(fs, f...)
		return p
	}
	a.Guide = page("content/a/guide.md", "guide", "---\ntitle: 甲局政府信息公开指南\nupdated: 2024-01-02\n---\n## 范围\n")
	a.Policies = []*register.Page{page("content/a/policies/p.md", "p", "---\ntitle: 办法\ndoc_number: 甲发〔2023〕1号\n---\n正文\n")}
	old := page("content/a/catalog/x/old.md", "x/old", "---\ntitle: 旧办法\nindex_number: A1\nvalidity: 废止\nsuperseded_by: new.md\nattachments: [{file: f.csv, title: 表}]\n---\n旧\n")
	now := page("content/a/catalog/x/new.md", "x/new", "---\ntitle: 新办法\nindex_number: A2\npublished: 2023-05-06 09:30\nsummary: 新办法的概述\n---\n新\n")
	a.Catalog = &register.Category{Slug: "", Children: []*register.Category{
		{Slug: "x", Title: "规范性文件", File: "content/a/catalog/x/_index.md", Items: []*register.Page{now, old}},
		{Slug: "y", Title: "行政处罚", File: "content/a/catalog/y/_index.md", None: true},
	}}
	b, f := register.Bind(doc("content/b/_index.md", "---\nname: 示例市丙局\nparent: a\n---\n"), "b")
	c.Agencies, fs = []*register.Agency{a, b}, append(fs, f...)
	for _, year := range []string{"2022", "2023"} {
		head := "---\nyear: " + year + "\n"
		if year == "2023" {
			head += front
		}
		r, f := report.Bind(doc("content/a/reports/"+year+".md", head+figures()+"---\n"+text), forms, "reports", "a")
		fs = append(fs, f...)
		c.Reports = append(c.Reports, r)
	}
	for _, f := range fs {
		t.Fatalf("%s:%d: %s", f.File, f.Span.Line, f.Message.ZH)
	}
	return c
}

func assemble(t testing.TB, front string) *site.Site {
	t.Helper()
	s, findings := sitetest.Assemble(corpus(t, front))
	for _, f := range findings {
		t.Fatalf("%s:%d: %s", f.File, f.Span.Line, f.Message.ZH)
	}
	return s
}

func example() *config.Config {
	return &config.Config{Name: "示例站", URL: "https://www.example.org/zwgk/", Language: "zh-CN"}
}

func renderer(t testing.TB, cfg *config.Config, s *site.Site) *Renderer {
	t.Helper()
	r, err := newRenderer(themes.Default(), cfg, s, "gongkai test")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// render renders one page of the small site.
func render(t testing.TB, cfg *config.Config, path, front string, waived ...site.Waived) string {
	t.Helper()
	s := assemble(t, front)
	p := s.At(path)
	if p == nil {
		t.Fatalf("no page %s", path)
	}
	out, err := renderer(t, cfg, s).Page(p, waived, p.Data)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func contains(t *testing.T, page string, want ...string) {
	t.Helper()
	for _, w := range want {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %s", w)
		}
	}
}

func lacks(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, w := range unwanted {
		if strings.Contains(page, w) {
			t.Errorf("the page has %s", w)
		}
	}
}

func newRenderer(theme fs.FS, cfg *config.Config, s *site.Site, generator string) (*Renderer, error) {
	t, err := ReadTheme(theme, cfg.Language, cfg.Domain())
	if err != nil {
		return nil, err
	}
	return t.Renderer(cfg, s, generator)
}
