package acceptance

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// pdfCell is a table cell as the structure tree of a tagged PDF has it.
type pdfCell struct {
	Tag     string // TH or TD
	ID      string
	Scope   string
	Headers []string // IDs
}

// domCell is the same cell in the page that was printed.
type domCell struct {
	Tag   string `json:"tag"`
	Scope string `json:"scope"`
	Path  string `json:"path"`
	Text  string `json:"text"`
}

const printedCells = `[...document.querySelectorAll("th, td")].filter(c => c.checkVisibility()).map(c => ({
	tag: c.tagName, scope: c.getAttribute("scope") ?? "", path: c.dataset.cell ?? "",
	text: c.textContent.replace(/\s+/g, " ").trim()}))`

// printPDF prints the page in the tab as a reader's Chromium does.
func printPDF(t *testing.T, tab context.Context) []byte {
	t.Helper()
	tagged := true
	pdf, err := chromedp.Run(tab, chromedp.PrintToPDF(func(p *page.PrintToPDFParams) {
		p.GenerateTaggedPDF = &tagged
		p.PreferCSSPageSize = &tagged
	}))
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// structure reads the table cells in a PDF's structure tree, as poppler prints it:
//
//	Table (block)
//	  TR
//	    TH <node00000019>:
//	       /Scope /Column
//	    TD:
//	       /Headers [(node00000019) (node00000023)]
func structure(t *testing.T, pdf []byte) []pdfCell {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool(t, "pdfinfo"), "-struct", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	return parseStructure(string(out))
}

func parseStructure(text string) []pdfCell {
	element := regexp.MustCompile(`^ *(TH|TD)\b(?: <([^>]*)>)?`)
	id := regexp.MustCompile(`\(([^)]*)\)`)
	var cells []pdfCell
	for line := range strings.Lines(text) {
		if m := element.FindStringSubmatch(line); m != nil {
			cells = append(cells, pdfCell{Tag: m[1], ID: m[2]})
			continue
		}
		if len(cells) == 0 {
			continue
		}
		cell, attribute := &cells[len(cells)-1], strings.TrimSpace(line)
		if scope, ok := strings.CutPrefix(attribute, "/Scope /"); ok {
			cell.Scope = scope
		} else if list, ok := strings.CutPrefix(attribute, "/Headers "); ok {
			for _, m := range id.FindAllStringSubmatch(list, -1) {
				cell.Headers = append(cell.Headers, m[1])
			}
		}
	}
	return cells
}

// TestTaggedPDF holds the PDF that Chromium prints to the form: what a screen
// reader says of each figure. Chromium works the headers out for itself, from
// scope and place, and does not look at the headers attribute; so this also
// shows what its accessibility tree holds.
//
// Cells are told by their order, which print and page share: the text in a PDF
// is not always the page's (some fonts map to look-alike radicals).
func TestTaggedPDF(t *testing.T) {
	report := example.samples(t)["report"]
	f := formOf(t, report)
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(example.url(report)), emulate("print", "light"))
	dom := eval[[]domCell](t, tab, printedCells)
	cells := structure(t, printPDF(t, tab))
	if len(cells) != len(dom) {
		t.Fatalf("%s has %d cells, its PDF %d", report, len(dom), len(cells))
	}
	text := map[string]string{}
	for i, c := range cells {
		d := dom[i]
		if want := pdfScope(d.Scope); c.Tag != d.Tag || c.Scope != want {
			t.Errorf("%s: %q is a %s with scope %q in the PDF, want %s with %q", report, d.Text, c.Tag, c.Scope, d.Tag, want)
		}
		if c.ID != "" {
			text[c.ID] = d.Text
		}
	}
	checked := 0
	for i, c := range cells {
		path := dom[i].Path
		if path == "" {
			continue
		}
		checked++
		var got []string
		for _, h := range c.Headers {
			got = append(got, text[h])
		}
		if want := strings.Split(f.Cell(path).Label, separator); !sameSet(got, want) {
			t.Errorf("%s: in the PDF the headers of %s are\n\t%q\nthe form says\n\t%q", report, path, got, want)
		}
	}
	if want := len(tableCells(f)); checked != want {
		t.Errorf("%s: %d data cells in the PDF, want %d", report, checked, want)
	}
}

// pdfScope is the scope a PDF can tell, which knows no groups.
func pdfScope(scope string) string {
	switch scope {
	case "row", "rowgroup":
		return "Row"
	case "col", "colgroup":
		return "Column"
	}
	return ""
}

func TestTaggedPDFSeesBrokenPage(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(broken(t)))
	short := 0
	for _, c := range structure(t, printPDF(t, tab)) {
		if c.Tag == "TD" && len(c.Headers) < 2 {
			short++
		}
	}
	if short == 0 {
		t.Error("the spoilt page: got headers at every cell, want a cell without them")
	}
}
