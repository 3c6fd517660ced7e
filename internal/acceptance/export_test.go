package acceptance

import (
	"slices"
	"strings"
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
	// On paper each further sheet says what it is of, as those of the page in the site do; a file that the text leads to is not in this one,
	// so its address is there.
	do(t, tab, emulate("print", "light"))
	all := sheets(t, printPDF(t, tab))
	for i, lines := range all {
		head := "示例市政务服务和公开局2024年政府信息公开工作年度报告示例，非政府网站"
		if got := slices.Contains(lines, head); got != (i > 0) {
			t.Errorf("sheet %d begins with %q, want the running head %s: %v", i+1, lines[0], head, i > 0)
		}
	}
	const file = "（www.example.org/zwgk/shilishi-zwfwj/reports/2024/2024-zhudong-gongkai.csv）"
	if printed := strings.Join(slices.Concat(all...), ""); len(all) < 2 || strings.Count(printed, file) != 2 {
		t.Errorf("got %d sheets with %s %d times, want it in the text and in the list of files", len(all), file, strings.Count(printed, file))
	}
	if n := eval[int](t, tab, `performance.getEntriesByType("resource").length`); n != 0 {
		t.Errorf("the file loads %d others, want none", n)
	}
}
