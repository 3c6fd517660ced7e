package acceptance

import (
	"context"
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator/form"
)

// separator joins the parts of a cell's label.
const separator = " · "

// formOf returns the form of the report at an address, which its data name.
func formOf(t *testing.T, page string) *form.Form {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(example.dir, path.Dir(page), "report.json"))
	if err != nil {
		t.Fatal(err)
	}
	var report struct{ Form string }
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if findings := forms.AddDir(os.DirFS("../..")); len(findings) > 0 {
		t.Fatalf("got %v, want no finding in the forms", findings)
	}
	f := forms.ByID(report.Form)
	if f == nil {
		t.Fatalf("%s: no form %q", page, report.Form)
	}
	return f
}

// tableCells lists the cells of the form's tables; the others are in sentences.
func tableCells(f *form.Form) []*form.Cell {
	return slices.DeleteFunc(slices.Clone(f.Cells), func(c *form.Cell) bool {
		table, _, _ := strings.Cut(c.Path, ".")
		return !slices.ContainsFunc(f.Tables, func(t *form.Table) bool { return t.ID == table })
	})
}

// headersIn computes the headers of every data cell by the HTML standard's algorithm.
func headersIn(t *testing.T, tab context.Context) map[string][]string {
	t.Helper()
	return eval[map[string][]string](t, tab, "(() => {"+readFile(t, "headers.js")+"\nreturn dataCellHeaders()})()")
}

const dropHeaders = `document.querySelectorAll("[headers]").forEach(e => e.removeAttribute("headers")) ?? true`

func TestHeadersEqualTheForm(t *testing.T) {
	tab := newTab(t)
	for _, page := range example.reports() {
		cells := tableCells(formOf(t, page))
		do(t, tab, chromedp.Navigate(example.url(page)))

		got := headersIn(t, tab)
		if len(got) != len(cells) {
			t.Errorf("%s has %d data cells, the form %d", page, len(got), len(cells))
		}
		for _, c := range cells {
			if label := strings.Join(got[c.Path], separator); label != c.Label {
				t.Errorf("%s: the headers of %s are\n\t%s\nthe form says\n\t%s", page, c.Path, label, c.Label)
			}
		}

		// Scope alone says the same, for readers that do not know headers; in
		// whatever order.
		eval[bool](t, tab, dropHeaders)
		got = headersIn(t, tab)
		for _, c := range cells {
			if !scopeSuffices(c) {
				continue
			}
			if want := strings.Split(c.Label, separator); !sameSet(got[c.Path], want) {
				t.Errorf("%s, by scope alone: the headers of %s are\n\t%q\nthe form says\n\t%q", page, c.Path, got[c.Path], want)
			}
		}
	}
}

// scopeSuffices says whether the cell's table can be told by scope alone.
func scopeSuffices(c *form.Cell) bool {
	return strings.HasPrefix(c.Path, "applications.") || strings.HasPrefix(c.Path, "review.")
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// TestHeaderAlgorithm runs the algorithm over tables whose answer the standard
// itself gives, or that are broken.
func TestHeaderAlgorithm(t *testing.T) {
	tab := newTab(t)
	for _, c := range []struct {
		page string
		want map[string][]string
	}{
		{"testdata/headers.html", map[string][]string{
			"auto":         {"ID", "Name"},
			"rowgroup":     {"Cats", "Legs", "Measurement"},
			"rowgroup.2":   {"Dogs", "Legs", "Measurement"},
			"opaque":       {"second"},
			"above":        {"first"},
			"colgroup":     {"row", "b", "group"},
			"outside":      {"row", "c"},
			"headers":      {"two", "one"},
			"empty":        {"x"},
			"span":         {"left", "p", "q"},
			"to-the-end":   {"all", "v"},
			"to-the-end.2": {"all", "v"},
		}},
		{"testdata/broken.html", map[string][]string{
			"applications.new.natural": {"row"},           // a header that does not exist
			"applications.new.total":   {"row", "column"}, // sound
			"applications.new.other":   nil,               // none at all
		}},
	} {
		do(t, tab, chromedp.Navigate(strings.Replace(broken(t), "testdata/broken.html", c.page, 1)))
		got := headersIn(t, tab)
		for cell, want := range c.want {
			if !sameSet(got[cell], want) {
				t.Errorf("%s: %s: got %q, want %q", c.page, cell, got[cell], want)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %d cells, want %d", c.page, len(got), len(c.want))
		}
	}
}
