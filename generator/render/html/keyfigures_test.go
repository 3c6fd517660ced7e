package html

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/config"
	"gongkai/generator/site"
)

// A report begins with the figures that its form declares, each with its change and its
// years, and leads to their cells.
func TestKeyFigures(t *testing.T) {
	page := render(t, example(), reportPath, "")
	contains(t, page,
		`<a href="#cell.applications.new.total"><span>本年新收</span> <strong>1</strong> <span class="unit">件</span></a>`,
		`<p><span class="unit">比上年</span> 持平</p>`, `<p>予以公开率 100.0%</p>`, `<span>上年结转</span> <strong>0</strong>`,
		`<title id="page.key.1.title">本年新收</title><desc id="page.key.1.about">2022年 1；2023年 1</desc>`, `<span>2022年 1</span><span>2023年</span>`,
		` id="cell.applications.new.total" class="total">1</td>`)
	if n := strings.Count(page, `viewBox="0 0 120 28"`); n != 5 {
		t.Errorf("%d drawings, want 5", n)
	}
	first := render(t, example(), "a/reports/2022/index.html", "")
	contains(t, first, `<strong>1</strong>`)
	lacks(t, first, "比上年", "viewBox", "2023年 1") // a later year does not change the page
}

// A heading is cut after the agency, after the year, and around a title in book marks.
func TestJoints(t *testing.T) {
	s := assemble(t, "")
	p := s.At(reportPath)
	for title, want := range map[string][]string{
		"示例市甲局2023年政府信息公开工作年度报告": {"示例市甲局", "2023年", "政府信息公开工作年度报告"},
		"2023年度报告":      {"2023年度", "报告"},
		"示例市甲局":         {"示例市甲局"},
		"关于印发《示例办法》的通知": {"关于印发", "《示例办法》", "的通知"},
		"示例：《甲》《乙》":     {"示例：", "《甲》", "《乙》"},
		"没有完的《书名":       {"没有完的《书名"},
		"12345年":        {"12345年"},
		"":              nil,
	} {
		v := &View{Page: &site.Page{Agency: p.Agency, Year: 2023}, Config: &config.Config{}, Title: title}
		if got := v.joints(); !slices.Equal(got, want) {
			t.Errorf("%s: cut to %q, want %q", title, got, want)
		}
	}
}
