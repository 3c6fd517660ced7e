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

// bareRow is a row of a table over agencies, as a sheet has it at its top when the head is missing.
var bareRow = regexp.MustCompile(`^(样例市|示例市|合计|.{2,8}小计).*[\d%—]$`)

// unfitForPaper lists what the page in the tab shows in print that paper should not have.
const unfitForPaper = `(() => {
	const seen = (css) => [...document.querySelectorAll(css)].filter((e) => e.checkVisibility());
	const name = (e) => e.tagName + " " + e.textContent.trim().slice(0, 12);
	const style = (e) => getComputedStyle(e);
	return [...seen("main :is(th, td, caption, code, .change, text)").filter((e) => parseFloat(style(e).fontSize) < 10.6).map((e) => "small " + name(e)),
		...seen("td.zero").filter((e) => style(e).color !== "rgb(0, 0, 0)").map((e) => "grey " + name(e)),
		...seen("button:not(.sort)").map(name),
		...seen(".sort").filter((e) => style(e).display !== "contents").map((e) => "a box of " + name(e)),
		...seen(".figures:not(#query\\.table) thead th").filter((e) => style(e).wordBreak !== "keep-all").map((e) => "breakable " + name(e)),
		...seen(".page-form [data-long]").filter((e) => getComputedStyle(e, "::after").content !== "none").map((e) => "twice " + name(e)),
	].slice(0, 5).join("; ");
})()`

// TestPaper prints pages that are not reports. Their sheets are used; what only a screen can do is left out, and what a reader needs
// without one is there: where to apply, and the kind of each cell on a line of its own.
func TestPaper(t *testing.T) {
	s, tab := ownSite(t), newTab(t)
	for _, c := range []struct {
		page      string
		sheets    int
		has, lack string
	}{
		{"index.html", 2, "数字怎样核对", "查找机关"},
		{"shilishi-zwfwj/index.html", 1, "（www.example.org/zwgk/shilishi-zwfwj/shenqingbiao.docx）", "打印"},
		{"data/index.html", 5, "（www.example.org/zwgk/data/reports.sqlite）", "打印"},
		{"rules/index.html", 2, "一行的总计不等于各列之和", "打印"},
		{"shilishi-zwfwj/policies/index.html", 1, "示例市政务服务和公开局", "打印"},
		{"shilishi-zwfwj/guide/index.html", 4, "https://www.example.org/zwgk/", "大字版"},
		{"forms/cn-2021/index.html", 14, "整数·件", "左右滑动"},
		{"data/query/index.html", 5, "机关类别全部", "查找项目"},
		{"statistics/index.html", 7, "个百分点", "左右滑动"},
		{"years/2023/index.html", 3, "政府汇总报告", "查找机关"},
		{"years/2024/index.html", 3, "本库未收录", "查找机关"},
		{"sitemap/index.html", 5, "示例市企业开办“一件事”实施细则", "33页"},
		{"yangli/reports/index.html", 3, "历年对照", "左右滑动"},
		{"hongze/reports/2023/index.html", 4, "核1", "标有圆点"},
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
		for i, lines := range all {
			if i > 0 && len(lines) > 1 && bareRow.MatchString(lines[1]) {
				t.Errorf("%s: sheet %d begins with the row %s, want the head of its table before it", c.page, i+1, lines[1])
			}
			if end := lines[len(lines)-1]; strings.HasPrefix(end, "表上的名称") || strings.HasPrefix(end, "机关年度") {
				t.Errorf("%s: sheet %d ends with the head %s, want a row after it", c.page, i+1, end)
			}
			if len(lines) > 2 && strings.HasPrefix(lines[1], "机关年度") && strings.HasPrefix(lines[2], "合计") {
				t.Errorf("%s: sheet %d has totals alone, want a row before them", c.page, i+1)
			}
		}
		if got := eval[string](t, tab, unfitForPaper); got != "" {
			t.Errorf("%s: got %s, want letters of 8 pt in black, no buttons, no word of a head broken", c.page, got)
		}
		parts := filled(t, pdf)
		for i, part := range parts[:len(parts)-1] {
			if part < .55 {
				t.Errorf("%s: sheet %d of %d ends at %.0f %%, want more than half of it used", c.page, i+1, len(parts), part*100)
			}
		}
		if last := parts[len(parts)-1]; strings.HasPrefix(c.page, "years/") && last < .3 {
			t.Errorf("%s: the last sheet ends at %.0f %%, want more than a few lines on it", c.page, last*100)
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
	// A figure that something is said about has the number of what is said.
	const remarked = "shanghai-bgt/reports/2019/index.html"
	do(t, tab, chromedp.Navigate("about:blank"), chromedp.Navigate(s.url(remarked)), emulate("print", "light"))
	lines := slices.Concat(sheets(t, printPDF(t, tab))...)
	note := slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "注3") })
	if n := strings.Count(strings.Join(lines, "\n"), "注3"); n < 3 || !note {
		t.Errorf("%s: got the mark of note 3 %d times, before the note itself: %v; want it at its cells and there", remarked, n, note)
	}
	if rows == 0 || named != rows {
		t.Errorf("%s: got the group %s named on %d of the %d sheets with its rows, want all", report, group, named, rows)
	}
}
