package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

var duplicateReport = &Rule{
	ID: "duplicate-report", Severity: diag.Error,
	Title:   diag.Textf("同一机关同一年有两份报告", "two reports of one agency and year"),
	What:    diag.Textf("同一类报告，一个机关一年只能有一份。", "An agency has one report of a family a year."),
	Why:     diag.Textf("两份不同的数字同时在网上，没有人知道以哪一份为准。", "With two sets of figures online nobody knows which is true."),
	Example: "reports/2022.md: year: 2023\nreports/2023.md: year: 2023",
	report: func(p *pass, r *report.Report) {
		if first := p.of(r.Form.Family, r.Agency, r.Year); first != r {
			p.add(r, r.YearSpan, diag.Finding{
				Message: diag.Textf("%d 年的报告已有一份：%s", "there is a report for %d already: %s", r.Year, first.File),
				Hint:    diag.Textf("请只保留一份；年度填错的，请更正年度", "keep one of the two, or correct the year")})
		}
	},
}
