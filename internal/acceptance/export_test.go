package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
)

// A report as one file without a site is as sound and accessible as its page, and shows its tables.
func TestExportedPage(t *testing.T) {
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: "../.."})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	data, err := p.Snapshot().Export("content/shilishi-zwfwj/reports/2024.md", "html")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, m := range vnu(t, file) {
		if strings.Contains(m.Message, "container") { // the checker does not know container queries yet (CSS Conditional 5)
			continue
		}
		t.Errorf("line %d: %s %s", m.Line, m.Message, m.Extract)
	}
	tab := newTab(t)
	load(t, tab, "file://"+filepath.ToSlash(file))
	for _, width := range viewports {
		do(t, tab, chromedp.EmulateViewport(width, 800))
		for _, v := range axe(t, tab) {
			t.Errorf("%d px: %s: %s: %.600s", width, v.ID, v.Help, v.Nodes)
		}
		if wide := eval[string](t, tab, overflow); wide != "" {
			t.Errorf("%d px: %s", width, wide)
		}
	}
	if n := eval[int](t, tab, `[...document.querySelectorAll("td[data-cell]")].filter(e => getComputedStyle(e).borderBottomStyle === "solid").length`); n != 200 {
		t.Errorf("%d cells have a border by the style in the file, want 200", n)
	}
	if n := eval[int](t, tab, `performance.getEntriesByType("resource").length`); n != 0 {
		t.Errorf("the file loads %d others, want none", n)
	}
}
