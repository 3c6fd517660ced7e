package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// filled says how far down the text of each sheet goes, as a part of its height, without the number of the sheet.
func filled(t *testing.T, pdf []byte) (out []float64) {
	t.Helper()
	number := func(s string) float64 {
		n, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	sheet, word := regexp.MustCompile(`<page width="[\d.]+" height="([\d.]+)">`), regexp.MustCompile(`yMax="([\d.]+)"`)
	height := 0.0
	for line := range strings.Lines(pdfText(t, pdf, "-bbox")) {
		if m := sheet.FindStringSubmatch(line); m != nil {
			height, out = number(m[1]), append(out, 0)
		} else if m := word.FindStringSubmatch(line); m != nil && number(m[1]) < height-60 { // the margin has 22 mm
			out[len(out)-1] = max(out[len(out)-1], number(m[1])/height)
		}
	}
	return out
}

// TestPaper prints pages that are not reports. Their sheets are used; what only a screen can do is left out, and what a reader needs
// without one is there: where to apply, and the kind of each cell on a line of its own.
func TestPaper(t *testing.T) {
	s, tab := ownSite(t), newTab(t)
	for _, c := range []struct {
		page      string
		sheets    int
		has, lack string
	}{
		{"shilishi-zwfwj/index.html", 2, "https://www.example.org/zwgk/", "打印"},
		{"shilishi-zwfwj/guide/index.html", 4, "https://www.example.org/zwgk/", "大字版"},
		{"forms/cn-2021/index.html", 14, "整数·件", "左右滑动"},
		{"data/query/index.html", 5, "查询结果", "查找项目"},
		{"statistics/index.html", 7, "个百分点", "左右滑动"},
		{"years/2023/index.html", 4, "政府汇总报告", "查找机关"},
		{"yangli/reports/index.html", 3, "历年对照", "左右滑动"},
	} {
		do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(c.page)), emulate("print", "light"))
		if c.page == "data/query/index.html" {
			await(t, "there is no answer", func() error {
				if n := eval[int](t, tab, `document.querySelectorAll("#query\\.table tbody tr").length`); n < 2 {
					return fmt.Errorf("got %d rows", n)
				}
				return nil
			})
		}
		pdf := printPDF(t, tab)
		all := sheets(t, pdf)
		printed := strings.Join(slices.Concat(all...), "\n")
		if len(all) > c.sheets || !strings.Contains(printed, c.has) || strings.Contains(printed, c.lack) {
			t.Errorf("%s: got %d sheets, with %s: %v, with %s: %v; want %d at most, with the one and without the other", c.page, len(all),
				c.has, strings.Contains(printed, c.has), c.lack, strings.Contains(printed, c.lack), c.sheets)
		}
		parts := filled(t, pdf)
		for i, part := range parts[:len(parts)-1] {
			if part < .55 {
				t.Errorf("%s: sheet %d of %d ends at %.0f %%, want more than half of it used", c.page, i+1, len(parts), part*100)
			}
		}
		if c.page == "forms/cn-2021/index.html" && strings.Count(printed, c.has) < 200 {
			t.Errorf("%s: got %d cells with their kind on one line, want 200", c.page, strings.Count(printed, c.has))
		}
	}
	// A group of rows that goes on over another sheet is named there too.
	const report = "shilishi-zwfwj/reports/2024/index.html"
	do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(report)), emulate("print", "light"))
	group := eval[string](t, tab, `document.querySelector("th[data-long]").dataset.long`)
	named, rows := 0, 0
	for _, lines := range sheets(t, printPDF(t, tab)) {
		text := strings.Join(lines, "")
		if strings.Contains(text, "属于国家秘密") || strings.Contains(text, "重复申请") {
			rows++
			if strings.Contains(text, string([]rune(group)[:3])) {
				named++
			}
		}
	}
	if rows == 0 || named != rows {
		t.Errorf("%s: got the group %s named on %d of the %d sheets with its rows, want all", report, group, named, rows)
	}
}
