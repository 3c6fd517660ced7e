package html

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
)

// filed is a report of a small city: what differs between reports.
type filed struct {
	agency                 string
	form                   string // its example, in place of all that follows but the year
	year                   int
	front                  string
	new, granted, partial  int // applications; the rest of new is refused as repeated
	corrected, other, pend int // reviews
}

func (f filed) text() string {
	total := f.granted + f.partial
	s := figures()
	row := func(n int) string { return fmt.Sprintf("[%d, 0, 0, 0, 0, 0, %d]", n, n) }
	for key, n := range map[string]int{"new": f.new, "granted": f.granted, "partial": f.partial, "total": total, "state_secret": f.new - total} {
		s = regexp.MustCompile(`(?m)^( +`+key+`): \[.*$`).ReplaceAllString(s, "${1}: "+row(n))
	}
	s = regexp.MustCompile(`(?m)^( +reconsideration): \[.*$`).ReplaceAllString(s, fmt.Sprintf("${1}: [0, %d, %d, %d, %d]", f.corrected, f.other, f.pend, f.corrected+f.other+f.pend))
	s = regexp.MustCompile(`(?m)^( +litigation_after_reconsideration): \[.*$`).ReplaceAllString(s, "${1}: [0, 0, 0, 0, 0]")
	return fmt.Sprintf("---\nyear: %d\n%s%s---\n%s", f.year, f.front, s, text)
}

// city is a site of three agencies and a government.
func city(t testing.TB, reports []filed) *site.Site {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	c := &sitetest.Content{}
	for slug, front := range map[string]string{
		"a": "name: 示例市甲局\norder: 1\nlevel: city\nkind: department\n", "b": "name: 示例市乙局\norder: 2\nlevel: city\nkind: department\n",
		"c": "name: 示例市丙局\norder: 3\nsince: 2022\nuntil: 2023\n", "g": "name: 示例市人民政府\norder: 4\nlevel: city\nkind: government\n"} {
		a, fs := register.Bind(source.Parse("content/"+slug+"/_index.md", []byte("---\n"+front+"---\n")), slug)
		if len(fs) > 0 {
			t.Fatal(fs)
		}
		c.Agencies = append(c.Agencies, a)
	}
	for _, f := range reports {
		if strings.HasPrefix(f.agency, "x") {
			c.Agencies = append(c.Agencies, &register.Agency{Slug: f.agency, Name: "示例市" + f.agency + "局", Level: "city", Kind: "department"})
		}
		text := []byte(f.text())
		if f.form != "" {
			if text, err = os.ReadFile("../../form/defs/" + f.form + ".example.md"); err != nil {
				t.Fatal(err)
			}
		}
		r, fs := report.Bind(source.Parse(fmt.Sprintf("content/%s/reports/%d.md", f.agency, f.year), text), forms, "reports", f.agency)
		if len(fs) > 0 {
			t.Fatal(fs)
		}
		c.Reports = append(c.Reports, r)
	}
	s, fs := sitetest.Assemble(c)
	for _, f := range fs {
		if !strings.Contains(f.Message.EN, "guide.md") {
			t.Fatal(f)
		}
	}
	return s
}

var reportsOfCity = []filed{
	{agency: "a", year: 2021, new: 10, granted: 5, partial: 1},
	{agency: "a", year: 2022, new: 12, granted: 8, partial: 2, corrected: 1, other: 2, pend: 1},
	{agency: "b", year: 2022, new: 3, granted: 1, partial: 1, front: "published: 2023-02-01\n"},
	{agency: "c", year: 2022},
	{agency: "g", year: 2022, new: 15, granted: 9, partial: 3, front: "scope: government\nincludes: [a, b, c]\n"},
	{agency: "a", year: 2023, new: 9, granted: 9, partial: 0},
}

func pageOf(t *testing.T, cfg *config.Config, s *site.Site, path string) string {
	t.Helper()
	out, err := renderer(t, cfg, s).Page(s.At(path), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(out), "\n", "")
}

// cells are the texts of a row's cells, the head first, with the change after a |.
func cells(t *testing.T, page, head string) []string {
	t.Helper()
	for _, row := range regexp.MustCompile(`<tr[ >].*?</tr>`).FindAllString(page, -1) {
		plain := strings.ReplaceAll(row, `<span class="change">`, "|")
		var out []string
		for _, m := range regexp.MustCompile(`<t[hd][^>]*>(.*?)</t[hd]>`).FindAllStringSubmatch(plain, -1) {
			out = append(out, regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], ""))
		}
		if out[0] == head {
			return out
		}
	}
	t.Fatalf("no row %s in %s", head, page)
	return nil
}

func same(t *testing.T, got []string, want string) {
	t.Helper()
	if s := strings.Join(got, " "); s != want {
		t.Errorf("the row is\n%s, want\n%s", s, want)
	}
}

func TestYearPage(t *testing.T) {
	s := city(t, reportsOfCity)
	page := pageOf(t, example(), s, "years/2022/index.html")
	same(t, cells(t, page, "机关"), "机关 本年新收 上年结转 本年办结 予以公开 部分公开 结转下年 予以公开率 部分公开率 行政复议 行政诉讼 纠错率")
	same(t, cells(t, page, "示例市甲局"), "示例市甲局 12 0 10 8 2 0 80.0% 20.0% 4 0 33.3%")
	same(t, cells(t, page, "示例市乙局"), "示例市乙局 3 0 2 1 1 0 50.0% 50.0% 0 0 —")
	same(t, cells(t, page, "示例市丙局"), "示例市丙局 0 0 0 0 0 0 — — 0 0 —")
	same(t, cells(t, page, "政府部门小计（2份）"), "政府部门小计（2份） 15 0 12 9 3 0 75.0% 25.0% 4 0 33.3%")
	contains(t, page, `<td>12</td>`, `<td>3</td>`, `data-filter="page.tables"`, `<a href="agencies.1.1.csv" download>`)
	same(t, cells(t, page, "合计（3份）"), "合计（3份） 15 0 12 9 3 0 75.0% 25.0% 4 0 33.3%")
	same(t, cells(t, page, "示例市人民政府"), "示例市人民政府 15 0 12 9 3 0 75.0% 25.0% 0 0 —")
	contains(t, page, "2022年主要数字（单位：件）", `<a rel="prev" href="../2021/index.html">`, `<a rel="next" href="../2023/index.html">`, "已收录 4 份，应有 4 份。其中 3 份相加成下面的合计。政府汇总报告 1 份另列。", "其余 1 份报告的各项均为 0", "三（七）", `<script src="../../assets/js/sort.js" defer></script>`, "data-sortable")
	lacks(t, page, "本库未收录", "期限", "data-cell")
	if strings.Count(page, "<tfoot>") != 3 { // figures and reasons of the agencies, none of governments
		t.Errorf("%d totals", strings.Count(page, "<tfoot>"))
	}
}

// What is absent is missing, and what is late is said, on the site of a supervising body
// only.
func TestAbsentReports(t *testing.T) {
	s := city(t, reportsOfCity)
	page := pageOf(t, example(), s, "years/2023/index.html")
	contains(t, page, "已收录 1 份，应有 4 份。", "本库未收录", `<a href="../../b/index.html">示例市乙局</a>`, `<a href="../../c/index.html">示例市丙局</a>`)
	lacks(t, page, "缺少报告", "data-sortable", "sort.js")
	page = pageOf(t, example(), s, "years/2021/index.html") // before one of them was there
	contains(t, page, "已收录 1 份，应有 3 份。")
	lacks(t, page, "示例市丙局")

	cfg := example()
	cfg.Supervision = true
	contains(t, pageOf(t, cfg, s, "years/2023/index.html"), "缺少报告")
	contains(t, pageOf(t, cfg, s, "years/2022/index.html"), "晚于规定期限公布", "2023-02-01 公布，期限 2023-01-31")
}

func TestTrend(t *testing.T) {
	s := city(t, reportsOfCity)
	page := pageOf(t, example(), s, "a/reports/index.html")
	same(t, cells(t, page, "项目"), "项目 2023年 2022年 2021年")
	for _, want := range []string{"本年新收 9|−3（−25.0%） 12|+2（+20.0%） 10", "上年结转 0|持平 0|持平 0", "本年办结 9|−1（−10.0%） 10|+4（+66.7%） 6",
		"予以公开率 100.0%|+20.0 个百分点 80.0%|−3.3 个百分点 83.3%", "行政复议 0|−4（−100.0%） 4|+4 0", "纠错率 — 33.3% —",
		"国家秘密 0|−2（−100.0%） 2|−2（−50.0%） 4"} {
		same(t, cells(t, page, strings.Fields(want)[0]), want)
	}
	contains(t, page, "历年对照", `role="img"`, `<title id="trend.own.chart.1.title">申请的收到与办结</title>`, "本年新收：由 10 到 9。")
	lacks(t, pageOf(t, example(), s, "b/reports/index.html"), "历年对照")

	// A gap has no last year.
	page = pageOf(t, example(), city(t, []filed{{agency: "a", year: 2021, new: 4}, {agency: "a", year: 2023, new: 8}}), "a/reports/index.html")
	same(t, cells(t, page, "本年新收"), "本年新收 8 4")
	const joined = `stroke-width="2"`
	contains(t, pageOf(t, example(), s, "a/reports/index.html"), joined)
	if strings.Contains(page, joined) || !strings.Contains(page, ">2022</text>") {
		t.Error("the drawing joins years that are two apart")
	}
	// An area total is not the next year of an agency's own report.
	lacks(t, pageOf(t, example(), city(t, []filed{{agency: "g", year: 2021}, {agency: "g", year: 2022, front: "scope: government\n"}}), "g/reports/index.html"), "<table")
}

func TestStatistics(t *testing.T) {
	s := city(t, reportsOfCity)
	page := pageOf(t, example(), s, "statistics/index.html")
	contains(t, page, "合计 5 份报告，2021年至2023年。", "本站收录 6 份。政府汇总报告 1 份", "各年度收录的报告份数不同")
	all := page[strings.Index(page, "各年度合计"):]
	same(t, cells(t, all, "计入的报告"), "计入的报告 1 3 1")
	same(t, cells(t, all, "本年新收"), "本年新收 9|−6（−40.0%） 15|+5（+50.0%） 10")
	same(t, cells(t, all, "予以公开"), "予以公开 9|持平 9|+4（+80.0%） 5")
	same(t, cells(t, page, "2023年"), "2023年 9|−6（−40.0%） 9|−3（−25.0%） 1")
	same(t, cells(t, page, "国家秘密"), "国家秘密 0|−3（−100.0%） 3|−1（−25.0%） 4")
	drawings := strings.Count(page, `<div class="chart"><svg `)
	if drawings != 5 {
		t.Errorf("%d drawings", drawings)
	}
	if n := strings.Count(page, "<table "); n < drawings {
		t.Errorf("%d tables", n)
	}
	lacks(t, page, " style=", "%!")
	empty := pageOf(t, example(), city(t, nil), "statistics/index.html")
	contains(t, empty, "还没有可以统计的报告")
	lacks(t, empty, "<svg", "<table")
}

// A year with few reports is named in a note and not drawn among the others, nor is its change from the next.
func TestSparseYears(t *testing.T) {
	reports := []filed{{agency: "a", form: "cn-2019", year: 2020}, {agency: "a", year: 2022, new: 4}, {agency: "b", year: 2022, new: 4}}
	for i := range 11 {
		reports = append(reports, filed{agency: "x" + itoa(i), year: 2021, new: 4})
	}
	s := city(t, reports)
	page := pageOf(t, example(), s, "statistics/index.html")
	contains(t, page, "图里不画：2020年（1 份报告）。", "折线图，2021年至2022年。", "报告份数")
	lacks(t, page, ">2020</text>")
	for year, want := range map[string]string{"2022年": "2022年 8|−36（−81.8%） 2", "2021年": "2021年 44 11", "2020年": "2020年 8 1"} {
		row := cells(t, page, year)
		same(t, append(row[:2:2], row[len(row)-1]), want)
	}
}

// The pages that count reports say which of them add up others, so that the numbers can be compared.
func TestCountsOfReports(t *testing.T) {
	s := city(t, reportsOfCity)
	contains(t, pageOf(t, example(), s, "index.html"), "6 份年报（其中政府汇总报告 1 份）")
	contains(t, pageOf(t, example(), s, "reports/index.html"), "4 个机关的 6 份年报（其中政府汇总报告 1 份）")
}

// Years of several forms join where the quantities are the same, and those that have none are named.
func TestTrendOverForms(t *testing.T) {
	reports := []filed{{agency: "a", form: "cn-legacy", year: 2016}, {agency: "a", form: "cn-2019", year: 2020}, {agency: "b", form: "cn-2019", year: 2020},
		{agency: "a", year: 2021, new: 10, granted: 5, partial: 1}}
	s := city(t, reports)
	page := pageOf(t, example(), s, "a/reports/index.html")
	same(t, cells(t, page, "项目"), "项目 2021年 2020年")
	same(t, cells(t, page, "本年新收"), "本年新收 10|+2（+25.0%） 8")
	contains(t, page, "2016年的报告格式不同，没有可比的数字，不列入。")
	page = pageOf(t, example(), s, "statistics/index.html")
	same(t, cells(t, page[strings.Index(page, "各年度合计"):], "计入的报告"), "计入的报告 1 2")
	same(t, cells(t, page[strings.Index(page, "各年度合计"):], "本年新收"), "本年新收 10|−6（−37.5%） 16")
	contains(t, page, "另有 1 份报告的格式不同，没有可比的数字，没有计入。")
	page = pageOf(t, example(), s, "years/2020/index.html")
	same(t, cells(t, page, "合计（2份）")[:2], "合计（2份） 16")
	page = pageOf(t, example(), s, "years/2016/index.html")
	contains(t, page, "没有主要数字可以并列的报告", "其中 0 份相加成下面的合计。没有主要数字的报告 1 份另列。", `<a href="../../a/reports/2016/index.html">`)
	lacks(t, page, "<table", "比率的算法")
}

// Trends of forms that make their ratios differently both say how.
func TestRatiosOfTrends(t *testing.T) {
	s := city(t, []filed{{agency: "g", year: 2021}, {agency: "g", year: 2022},
		{agency: "g", year: 2023, front: "scope: government\n"}, {agency: "g", year: 2024, front: "scope: government\n"}})
	of := *s.At("g/reports/2023/index.html").Report.Form
	of.Figures = slices.Clone(of.Figures)
	last := len(of.Figures) - 1
	for of.Figures[last].About == "" {
		last--
	}
	of.Figures[last].About = "政府另有的算法。"
	for _, year := range []string{"2023", "2024"} {
		s.At("g/reports/" + year + "/index.html").Report.Form = &of
	}
	page := pageOf(t, example(), s, "g/reports/index.html")
	contains(t, page, "三（七）", "政府另有的算法。")
	if n := strings.Count(page, ">予以公开率</dt>"); n != 1 {
		t.Errorf("a ratio that both have is explained %d times", n)
	}
}

// Eight years are side by side; those before them in a table of their own.
func TestTrendOfManyYears(t *testing.T) {
	var reports []filed
	for y := 2021; y <= 2030; y++ {
		reports = append(reports, filed{agency: "a", year: y, new: y - 2020})
	}
	page := pageOf(t, example(), city(t, reports), "a/reports/index.html")
	newer, older, ok := strings.Cut(page[strings.Index(page, "主要数字，2023年至2030年（单位：件）"):], "主要数字，2021年至2022年（单位：件）")
	if !ok {
		t.Fatal("the first years have no table")
	}
	same(t, cells(t, newer, "本年新收")[7:], "4|+1（+33.3%） 3|+1（+50.0%）") // the change from a year that is in the other table
	same(t, cells(t, older, "本年新收"), "本年新收 2|+1（+100.0%） 1")
	if ids := regexp.MustCompile(`id="own\.[^"]*"`).FindAllString(page, -1); len(ids) != 4 || len(slices.Compact(ids)) != 4 {
		t.Errorf("the tables have the ids %q", ids)
	}
}

// A year of many agencies takes no longer for each than one of few.
func BenchmarkYearPage(b *testing.B) {
	for _, n := range []int{200, 2000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			var reports []filed
			for i := range n {
				reports = append(reports, filed{agency: "x" + strconv.Itoa(i), year: 2022, new: 10 + i%50, granted: i % 7})
			}
			s := city(b, reports)
			r := renderer(b, example(), s)
			for b.Loop() {
				if _, err := r.Page(s.At("years/2022/index.html"), nil, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/report")
		})
	}
}

// TestWhole: a table whose labels fit the width of a desk keeps its head in view; one with more of them, or with longer words,
// is scrolled.
func TestWhole(t *testing.T) {
	heads := func(n int, label string) []FigureHead {
		return slices.Repeat([]FigureHead{{Link: Link{Text: label}}}, n)
	}
	for _, c := range []struct {
		n     int
		label string
		want  bool
	}{{11, "本年新收", true}, {12, "本年新收", false}, {5, "法律行政法规禁止的", true}, {6, "法律行政法规禁止的", false}, {9, "Received in it", true}, {10, "Reconsideration", false}} {
		if got := (&Figures{Columns: heads(c.n, c.label)}).fits(); got != c.want {
			t.Errorf("%d columns of %s: got %v, want %v", c.n, c.label, got, c.want)
		}
	}
}
