package generator

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

// A filled form: one of the built-in ones with its example, or one of testdata/forms.
type filled struct {
	form    *form.Form
	report  *report.Report
	example string // file
}

// address is where the example is in a site, without its ending.
func (x *filled) address() string {
	return "content/" + x.form.ID + "/" + x.form.Family + "/" + strconv.Itoa(x.report.Year)
}

// examples binds the example beside each definition.
func examples(t testing.TB) []filled {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	dirs := map[string]string{}
	for _, f := range forms.All() {
		dirs[f.ID] = "form/defs/"
	}
	if findings := forms.AddDir(os.DirFS("testdata")); len(findings) > 0 {
		t.Fatalf("testdata/forms: got %+v, want no finding", findings)
	}
	var out []filled
	for _, f := range forms.All() {
		dir := dirs[f.ID]
		if dir == "" {
			dir = "testdata/forms/"
		}
		name := dir + f.ID + ".example.md"
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		year := regexp.MustCompile(`(?m)^year: (\d+)$`).FindStringSubmatch(string(text))
		if year == nil {
			t.Fatalf("%s: got no year, want a line year: in\n%s", name, text)
		}
		r, findings := report.Bind(source.Parse("content/a/reports/"+year[1]+".md", text), forms, f.Family, "a")
		if r == nil || len(findings) > 0 {
			t.Fatalf("%s: got %+v, want a report without findings", name, findings)
		}
		if r.Form.ID != f.ID {
			t.Fatalf("%s is read as %s, want %s", name, r.Form.ID, f.ID)
		}
		out = append(out, filled{r.Form, r, name})
	}
	return out
}

func check(reports ...*report.Report) []diag.Finding {
	return ruletest.Findings(&rule.Input{Agencies: []*register.Agency{{Slug: "a", Name: "示例市某局", ShortName: "某局"}}, Reports: reports})
}

// The example beside each definition is a sound report, and no rule complains of it.
func TestExamplesAreSound(t *testing.T) {
	for _, x := range examples(t) {
		for _, f := range rule.CheckForm(x.form) {
			t.Errorf("%s: got %+v, want no finding", x.form.ID, f)
		}
		for _, f := range check(x.report) {
			t.Errorf("%s: got %s %s, want no finding", x.form.ID, f.Rule, f.Text("zh"))
		}
		blank := 0
		for _, c := range x.form.Cells {
			if v := x.report.Value(c); v.State != report.Valid {
				t.Errorf("%s: %s is %v, want a value", x.form.ID, c.Path, v)
			} else if c.Kind.Numeric() && v.Int == 0 {
				blank++
			}
		}
		if 10*blank > 9*len(x.form.Cells) {
			t.Errorf("%s: %d of %d cells are 0, want a tenth that are not", x.form.ID, blank, len(x.form.Cells))
		}
	}
}

// year returns a report as one of another year, with its own values.
func year(r *report.Report, y int) *report.Report {
	c := *r
	c.Year, c.File = y, strings.Replace(r.File, ".md", "-other.md", 1)
	return &c
}

// plus returns a report with n added to a cell.
func plus(r *report.Report, c *form.Cell, n int64) *report.Report {
	values := r.Values.All()
	v := &values[c.Index]
	v.Number = v.Plus(report.Number{Int: n})
	v.Text = v.Number.String()
	changed := *r
	changed.Values = reporttest.Values(values)
	return &changed
}

func sumOf(r *report.Report, cells []*form.Cell) (n report.Number) {
	for _, c := range cells {
		n = n.Plus(r.Value(c).Number)
	}
	return n
}

// For every relation that is an equation, in every form, a change of any one of its
// cells by one is found, at the cell that the relation blames. Relations that are
// conditions are broken outright.
func TestEveryChangeIsFound(t *testing.T) {
	for _, x := range examples(t) {
		last, now := year(x.report, x.report.Year-1), x.report
		for _, rel := range x.form.Relations { // what follows from last year
			for _, l := range rel.Lines {
				v := now.Value(l.Total).Number
				switch rel.Kind {
				case form.Carry:
					now = plus(now, l.Total, sumOf(last, l.Plus).Minus(v).Int)
				case form.Stock:
					now = plus(now, l.Total, last.Value(l.Total).Plus(sumOf(now, l.Plus)).Minus(sumOf(now, l.Minus)).Minus(v).Int)
				}
			}
		}
		changes, missed := 0, 0
		for _, rel := range x.form.Relations {
			// What carries over may have disturbed the sums of the same year.
			now, last := now, last
			if rel.Kind != form.Carry && rel.Kind != form.Stock {
				now, last = x.report, nil
			}
			found := func(l form.Line, reports ...*report.Report) bool {
				for _, f := range check(reports...) {
					if f.Rule != rel.Rule || f.Cells[0] != l.Total.Path || f.File != x.report.File {
						continue
					}
					if rel.Severity != diag.Off && f.Severity != rel.Severity {
						t.Errorf("%s: %s of %s is %s, want %s", x.form.ID, f.Rule, l.Total.Path, f.Severity, rel.Severity)
					}
					return f.Span == x.report.Value(l.Total).Span
				}
				return false
			}
			expect := func(l form.Line, c *form.Cell, reports ...*report.Report) {
				if changes++; !found(l, reports...) {
					missed++
					t.Errorf("%s: %s of %s: a change of %s is not found", x.form.ID, rel.Rule, l.Total.Path, c.Path)
				}
			}
			for _, l := range rel.Lines {
				both := []*report.Report{now}
				if last != nil {
					both = append(both, last)
				}
				if rel.Kind != form.Aggregate && found(l, both...) {
					t.Fatalf("%s: %s of %s is broken to begin with", x.form.ID, rel.Rule, l.Total.Path)
				}
				switch rel.Kind {
				case form.Sum, form.Balance:
					for _, c := range append(append([]*form.Cell{l.Total}, l.Plus...), l.Minus...) {
						expect(l, c, plus(now, c, 1))
					}
				case form.Carry:
					expect(l, l.Total, plus(now, l.Total, 1), last)
					for _, c := range l.Plus {
						expect(l, c, now, plus(last, c, 1))
					}
				case form.Stock:
					expect(l, l.Total, now, plus(last, l.Total, 1))
					for _, c := range append(append([]*form.Cell{l.Total}, l.Plus...), l.Minus...) {
						expect(l, c, plus(now, c, 1), last)
					}
				case form.AtMost:
					expect(l, l.Total, plus(now, l.Total, sumOf(now, l.Plus).Minus(now.Value(l.Total).Number).Int+1))
				case form.PresentIf:
					emptied := emptied(now, l.Total)
					for _, c := range l.Plus {
						expect(l, c, plus(emptied, c, 1))
					}
				}
			}
		}
		t.Logf("%s: %d changes, %d missed", x.form.ID, changes, missed)
		if changes == 0 {
			t.Errorf("%s: got no change to try, want a relation", x.form.ID)
		}
	}
}

// emptied returns a report without what a cell says.
func emptied(r *report.Report, c *form.Cell) *report.Report {
	values := r.Values.All()
	values[c.Index].Number, values[c.Index].Text = report.Number{}, c.Default
	changed := *r
	changed.Values = reporttest.Values(values)
	return &changed
}

// A site that holds the example of every form is built, and each page prints each cell
// of its form once, with the example's value.
func TestExamplesArePublished(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("gongkai.yaml", []byte("site: {name: 示例市政府信息公开专栏, url: https://www.example.gov.cn/zwgk/}\n"))
	definitions, err := filepath.Glob("testdata/forms/*.yaml")
	if err != nil || len(definitions) == 0 {
		t.Fatalf("got definitions %v, %v, want one at least", definitions, err)
	}
	for _, name := range definitions {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		put("forms/"+filepath.Base(name), data)
	}
	all := examples(t)
	for _, x := range all {
		put("content/"+x.form.ID+"/_index.md", []byte("---\nname: 示例市"+x.form.ID+"局\n---\n"))
		data, err := os.ReadFile(x.example)
		if err != nil {
			t.Fatal(err)
		}
		put(x.address()+".md", data)
	}
	res, err := Build(t.Context(), Options{Site: dir, Out: filepath.Join(dir, "public")})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings {
		if f.Rule != "title" || f.Severity == diag.Error { // the agency of the foreign forms has a Chinese name
			t.Errorf("got %s:%d %s %s, want no finding but titles", f.File, f.Span.Line, f.Rule, f.Text("zh"))
		}
	}
	cell := regexp.MustCompile(`<(?:td|span) [^>]*?data-cell="([^"]+)"[^>]*>([^<]*)</`)
	for _, x := range all {
		page, err := os.ReadFile(filepath.Join(dir, "public", strings.TrimPrefix(x.address(), "content/"), "index.html"))
		if err != nil {
			t.Error(err)
			continue
		}
		printed := map[string]string{}
		for _, m := range cell.FindAllStringSubmatch(string(page), -1) {
			if _, twice := printed[m[1]]; twice && strings.Contains(m[0], "<td") {
				t.Errorf("%s: %s is printed twice", x.form.ID, m[1])
			}
			printed[m[1]] = m[2]
		}
		for _, c := range x.form.Cells {
			if got, ok := printed[c.Path]; !ok || got != x.report.Value(c).Text {
				t.Errorf("%s: %s is printed as %q, want %q", x.form.ID, c.Path, got, x.report.Value(c).Text)
			}
		}
	}
}
