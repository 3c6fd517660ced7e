package html

import (
	"strings"
	"testing"

	"gongkai/generator/config"
)

// What the page says of kinds and of the spread of ratios, on figures that one can add up by hand; each table is a file too.
func TestKindsAndSpread(t *testing.T) {
	var reports []filed
	for i, slug := range []string{"a", "b", "c", "g"} { // 予以公开率 of 2022: 20, 40, 60 and 80 per cent
		reports = append(reports, filed{agency: slug, year: 2022, new: 5, granted: i + 1, partial: 4 - i})
	}
	reports = append(reports, filed{agency: "a", year: 2021, new: 5, granted: 1, partial: 4}, filed{agency: "b", year: 2021, new: 7, granted: 2, partial: 3})
	s := city(t, reports)
	page := pageOf(t, example(), s, "statistics/index.html")
	same(t, cells(t, page[strings.Index(page, "各机关比率的分布"):], "予以公开率"), "予以公开率 4 20.0% 20.0% 40.0% 60.0% 80.0%")
	by := page[strings.Index(page, "各类机关和各层级"):]
	same(t, cells(t, by, "政府部门"), "政府部门 2 10 0 10 3 7 0 30.0% 70.0% 0 0 —")
	same(t, cells(t, by, "一级政府"), "一级政府 1 5 0 5 4 1 0 80.0% 20.0% 0 0 —")
	same(t, cells(t, by, "未注明"), "未注明 1 5 0 5 3 2 0 60.0% 40.0% 0 0 —")
	kept := page[strings.Index(page, "同一批机关"):]
	contains(t, kept, "只计 2 个机关：2021年至2022年每年都有报告的。")
	same(t, cells(t, kept, "本年新收"), "本年新收 10|−2（−16.7%） 12")
	_, files, err := renderer(t, example(), s).Append(nil, s.At("statistics/index.html"), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range files {
		if found[f.Path] != "" {
			t.Errorf("%s is there twice", f.Path)
		}
		found[f.Path] = string(f.Data)
		contains(t, page, `href="`+strings.TrimPrefix(f.Path, "statistics/")+`" download`)
	}
	contains(t, found["statistics/statistics.spread.csv"], "\ufeff比率,机关数,最低,下四分位数,中位数,上四分位数,最高\r\n予以公开率,4,20.0%,20.0%,40.0%,60.0%,80.0%\r\n")
	contains(t, found["statistics/statistics.by.1.csv"], "政府部门,2,10,0,10,3,7,0,30.0%,70.0%,0,0,\r\n")
}

// A supervising body says first which reports are missing; others at the end.
func TestMissingFirst(t *testing.T) {
	s := city(t, []filed{{agency: "a", year: 2021, new: 4}, {agency: "a", year: 2022, new: 4}, {agency: "b", year: 2022, new: 4}})
	for supervised, want := range map[bool]string{true: "缺少报告</h2>", false: "本库未收录</h2>"} {
		page := pageOf(t, &config.Config{Name: "示例站", URL: "https://www.example.org/zwgk/", Language: "zh-CN", Supervision: supervised}, s, "years/2021/index.html")
		at, tables := strings.Index(page, want), strings.Index(page, "<table")
		if at < 0 || tables < 0 || (at < tables) != supervised {
			t.Errorf("supervision %v: what is missing is at %d, the tables at %d", supervised, at, tables)
		}
		contains(t, page, `href="#page.absent"`)
	}
}
