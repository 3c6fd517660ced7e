package acceptance

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
)

// ownSite builds the repository's own site, with its made-up city.
func ownSite(t *testing.T) site {
	t.Helper()
	out := t.TempDir()
	result, err := generator.Build(t.Context(), generator.Options{Site: "../..", Out: out})
	if err != nil || result.Failed() {
		t.Fatalf("got error %v, %+v, want a site without errors", err, result)
	}
	s, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestCity opens the pages over all bodies of the repository's own site, with its made-up city of 24 bodies, on a phone and on
// a desk: home, a year, the statistics, and the report that adds up all others.
func TestCity(t *testing.T) {
	out := ownSite(t).dir
	bodies, _ := filepath.Glob(filepath.Join(out, city+"*"))
	reports, _ := filepath.Glob(filepath.Join(out, city+"*", "reports", "????", "index.html"))
	if len(bodies) != 24 || len(reports) != 117 {
		t.Errorf("the city has %d bodies and %d reports, want 24 and 117", len(bodies), len(reports))
	}
	tab := newTab(t)
	for _, page := range []string{"index.html", "years/2024/index.html", "statistics/index.html", "reports/index.html", city + "/reports/2024/index.html", city + "-fgw/reports/2023/index.html"} {
		address := "file://" + filepath.ToSlash(filepath.Join(out, page))
		do(t, tab, chromedp.EmulateViewport(1280, 800))
		load(t, tab, address)
		for _, v := range axe(t, tab) {
			t.Errorf("%s: %s: %s: %v", page, v.ID, v.Help, v.Nodes)
		}
		do(t, tab, chromedp.EmulateViewport(1265, 800)) // 1280 without the bar to scroll
		if n := eval[int](t, tab, `[...document.querySelectorAll(".table-scroll:has(.statutory)")].filter(e => e.scrollWidth > e.clientWidth).length`); n > 0 {
			t.Errorf("%s: %d statutory tables are wider than their place on a desk, want none", page, n)
		}
		if page == "index.html" {
			if n := eval[int](t, tab, `document.querySelectorAll("[role=search]").length`); n != 1 {
				t.Errorf("%s has %d fields to search the site, want its own alone", page, n)
			}
			tops := `[...document.querySelectorAll(".group")].map(e => e.getBoundingClientRect().top)`
			if !eval[bool](t, tab, `(tops => new Set(tops).size < tops.length - 1)(`+tops+`)`) {
				t.Errorf("%s: each group of agencies takes a row, want those of few beside each other", page)
			}
		}
		do(t, tab, chromedp.EmulateViewport(320, 640))
		if got := eval[string](t, tab, overflow); got != "" {
			t.Errorf("%s at 320 px is %s", page, got)
		}
	}
	late := readFile(t, filepath.Join(out, city+"-yjj/reports/2024/index.html"))
	if !strings.Contains(late, "2025-02-17") {
		t.Error("got the late report without its date, want 2025-02-17")
	}
}
