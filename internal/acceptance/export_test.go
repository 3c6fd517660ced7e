package acceptance

import (
	"testing"

	"gongkai/generator"
)

// A report as one file without a site is as sound and accessible as its page, and shows its tables.
func TestExportedPage(t *testing.T) {
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: exampleSite})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	data, err := p.Snapshot().Export("content/shilishi-zwfwj/reports/2024.md", "html")
	if err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	singlePage(t, tab, "the report", data)
	if n := eval[int](t, tab, `[...document.querySelectorAll("td[data-cell]")].filter(e => getComputedStyle(e).borderBottomStyle === "solid").length`); n != 200 {
		t.Errorf("%d cells have a border by the style in the file, want 200", n)
	}
	if n := eval[int](t, tab, `performance.getEntriesByType("resource").length`); n != 0 {
		t.Errorf("the file loads %d others, want none", n)
	}
}
