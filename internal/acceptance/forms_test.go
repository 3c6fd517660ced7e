package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// filledSite builds a site in which an agency has the example of every built-in form as
// a report, with the pages on forms and rules. It returns each form, as that report has
// it, by the address of its page.
func filledSite(t *testing.T) (site, map[string]*form.Form) {
	t.Helper()
	root, out := t.TempDir(), t.TempDir()
	write := func(name string, data []byte) {
		at := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("gongkai.yaml", []byte("site: {name: 各种格式, url: https://www.example.org/}\nrules_page: true\nforms_page: true\n"))
	write("content/a/_index.md", []byte("---\nname: 示例市某局\n---\n"))
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]*form.Form{}
	for _, f := range forms.All() {
		data := []byte(readFile(t, "../../generator/form/defs/"+f.ID+".example.md"))
		year := regexp.MustCompile(`(?m)^year: (\d{4})$`).FindSubmatch(data)
		if year == nil {
			t.Fatalf("the example of %s: got no year, want a line year: in\n%s", f.ID, data)
		}
		name := "a/" + f.Family + "/" + string(year[1])
		r, findings := report.Bind(source.Parse("content/"+name+".md", data), forms, f.Family, "a")
		if r == nil || len(findings) > 0 {
			t.Fatalf("the example of %s: %+v", f.ID, findings)
		}
		write("content/"+name+".md", data)
		pages[name+"/index.html"] = r.Form
	}
	result, err := generator.Build(context.Background(), generator.Options{Site: root, Out: out})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Findings {
		if f.Severity == diag.Error {
			t.Fatalf("%s:%d: %s", f.File, f.Span.Line, f.Message.EN)
		}
	}
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	return s, pages
}

// TestEveryForm holds the page of every built-in form's example, and the pages that
// document the forms, to what the example site is held to; TestNuHTMLChecker reads them too.
func TestEveryForm(t *testing.T) {
	s, pages := filledSite(t)
	for page, f := range pages {
		t.Run("headers/"+f.ID, func(t *testing.T) {
			tab := newTab(t)
			do(t, tab, chromedp.Navigate(s.url(page)))
			same(t, f, headersIn(t, tab))
			if f.ListTable() != nil {
				return // the form's own page has no rows
			}
			do(t, tab, chromedp.Navigate(s.url("forms/"+f.ID+"/index.html")))
			same(t, f, headersIn(t, tab))
		})
	}
	for _, page := range s.pages {
		if pages[page] == nil && (!strings.HasPrefix(page, "forms/") || page == "forms/index.html") {
			continue
		}
		t.Run("axe/"+page, func(t *testing.T) {
			tab := newTab(t)
			do(t, tab, chromedp.EmulateViewport(1280, 800))
			load(t, tab, s.url(page))
			for _, v := range axe(t, tab) {
				t.Errorf("%s: %s: %+v", v.ID, v.Help, v.Nodes)
			}
			do(t, tab, chromedp.EmulateViewport(320, 640))
			if got := eval[string](t, tab, overflow); got != "" {
				t.Errorf("at 320 px: got a page that is %s, want it no wider", got)
			}
		})
	}
}

// same compares the headers that a browser finds for the cells of a form's tables with
// what the form says.
func same(t *testing.T, f *form.Form, got map[string][]string) {
	t.Helper()
	cells := tableCells(f)
	if len(got) != len(cells) || len(cells) == 0 {
		t.Errorf("got %d data cells, want %d as in the form", len(got), len(cells))
	}
	for _, c := range cells {
		if label := strings.Join(got[c.Path], separator); label != c.Label {
			t.Errorf("the headers of %s are\n\t%s\nthe form says\n\t%s", c.Path, label, c.Label)
		}
	}
}
