package acceptance

import (
	"os"
	"path"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator/form"
	"gongkai/generator/importer"
)

// A report that a reader prints from the site, or saves as a page, is read back with all its figures.
func TestImportOfOurOwnPages(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	for _, p := range example.reports() {
		f := formOf(t, p)
		want := map[string]string{}
		do(t, tab, chromedp.Navigate(example.url(p)), emulate("print", "light"))
		for _, c := range eval[[]domCell](t, tab, printedCells) {
			if c.Path != "" {
				want[c.Path] = c.Text
			}
		}
		if len(want) < 180 {
			t.Fatalf("%s has %d figures, want 180 at least", p, len(want))
		}
		page, err := os.ReadFile(path.Join(example.dir, p))
		if err != nil {
			t.Fatal(err)
		}
		for kind, data := range map[string][]byte{"pdf": printPDF(t, tab), "html": page} {
			r, err := importer.Read(p, data, importer.Options{Forms: forms, Agency: "a"})
			if err != nil {
				t.Errorf("%s as %s: %v", p, kind, err)
				continue
			}
			if r.Form.ID != f.ID || r.Kind != kind {
				t.Errorf("%s as %s is read as %s in %s, want %s", p, kind, r.Kind, r.Form.ID, f.ID)
				continue
			}
			for cell, text := range want {
				if got := r.Cells.Readings[r.Form.Cell(cell)].Text; got != strings.TrimSpace(text) {
					t.Errorf("%s as %s: %s is %q, want %q", p, kind, cell, got, text)
				}
			}
		}
	}
}
