package html

import (
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
)

// area is the corpus with a government above it: c and d are below a, c with a report of five applications, d without one,
// and e is run from elsewhere. front is what the government's report of 2023 says beside its year.
func area(t *testing.T, front string) *site.Site {
	t.Helper()
	c := corpus(t, front)
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range []string{"c", "d", "e"} {
		a, _ := register.Bind(source.Parse("content/"+slug+"/_index.md", []byte("---\nname: 示例市"+slug+"局\nparent: a\n---\n")), slug)
		c.Agencies = append(c.Agencies, a)
	}
	for slug, count := range map[string]string{"b": "[2, 0, 0, 0, 0, 0, 2]", "c": "[5, 0, 0, 0, 0, 0, 5]", "e": "[9, 0, 0, 0, 0, 0, 9]"} {
		data := strings.Replace(figures(), "new: [1, 0, 0, 0, 0, 0, 1]", "new: "+count, 1)
		r, _ := report.Bind(source.Parse("content/"+slug+"/reports/2023.md", []byte("---\nyear: 2023\n"+data+"---\n")), forms, "reports", slug)
		c.Reports = append(c.Reports, r)
	}
	s, _ := sitetest.Assemble(c)
	return s
}

// The page of an area total shows the reports in it, their sum and the difference, who is lacking and who is left out.
func TestAreaTotalShowsItsReports(t *testing.T) {
	row := func(label, fresh string) string {
		return `<tr><th scope="row">` + label + `</th><td>` + fresh + `</td>`
	}
	link := func(slug, name string) string {
		return `<a href="../../../` + slug + `/reports/2023/index.html">` + name + `</a>`
	}
	const excluded = "excludes: [{agency: e, reason: 由省直接管理}]\n"
	for _, tc := range []struct {
		name, front string
		has, lacks  []string
	}{
		{"all children", "scope: government\nincludes: children\n" + excluded, []string{`<a href="#page.parts">所含报告</a>`, `<caption id="page.parts.figures">2023年所含报告的主要数字（单位：件）</caption>`,
			row(link("b", "示例市丙局"), "2"), row(link("c", "示例市c局"), "5"), `<th scope="row">合计（2份）</th><td>7</td>`,
			`<th scope="row">本报告</th><td>1</td>`, `<th scope="row">差额（本报告减合计）</th><td>−6</td>`,
			`<li><a href="../../../d/index.html">示例市d局</a> <span class="note">本站没有收录其 2023 年的报告</span></li>`,
			`<li>` + link("e", "示例市e局") + ` <span class="note">由省直接管理</span></li>`},
			[]string{"有报告，没有列入", row(link("e", "示例市e局"), "9")}},
		{"a list", "scope: government\nincludes: [c]\n" + excluded, []string{row(link("c", "示例市c局"), "5"), `合计（1份）</th><td>5</td>`, `−4</td>`,
			`<li>` + link("b", "示例市丙局") + ` <span class="note">有报告，没有列入</span></li>`}, []string{row(link("b", "示例市丙局"), "2")}},
		{"the agency's own", "", nil, []string{"page.parts", "所含报告"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			page := pageOf(t, example(), area(t, tc.front), reportPath)
			contains(t, page, tc.has...)
			lacks(t, page, tc.lacks...)
		})
	}
}

// The database lists who is in the total of all children.
func TestIncludedOfChildren(t *testing.T) {
	for front, want := range map[string]string{"scope: government\nincludes: children\nexcludes: [{agency: e, reason: 另报}]\n": "b c",
		"scope: government\nincludes: [c, d]\n": "c d", "": ""} {
		s := area(t, front)
		if got := strings.Join(s.Included(s.At(reportPath)), " "); got != want {
			t.Errorf("%q includes %q, want %q", front, got, want)
		}
	}
}
