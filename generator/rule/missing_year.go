package rule

import (
	"cmp"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var missingYear = &Rule{
	ID: "missing-year", Severity: diag.Warning,
	Title:   diag.Textf("中间缺少年度", "a gap in an agency's years"),
	What:    diag.Textf("机关最早与最近的报告之间，每一年都要有报告；登记的起止年份以外的年度不看。", "Between an agency's first and last report there is one for every year; years outside its since and until are left alone."),
	Why:     diag.Textf("年度报告每年都要公布，旧的不能撤下。", "A report is due every year, and old ones stay online."),
	Example: "reports/2021.md\nreports/2023.md",
	Legal:   "《中华人民共和国政府信息公开条例》第四十九条",
	agency: func(p *pass, a *register.Agency, reports []*report.Report) {
		reports = slices.Clone(reports)
		slices.SortStableFunc(reports, func(x, y *report.Report) int {
			return cmp.Or(cmp.Compare(x.Form.Family, y.Form.Family), cmp.Compare(x.Year, y.Year))
		})
		for i := 1; i < len(reports); i++ {
			if reports[i].Form.Family != reports[i-1].Form.Family {
				continue
			}
			var years []string
			for y := reports[i-1].Year + 1; y < reports[i].Year; y++ {
				if slices.ContainsFunc(reports, func(r *report.Report) bool { return r.FileYear == y }) {
					continue // it is there, with another year in it
				}
				if a.InForce(y) {
					years = append(years, itoa(y))
				}
			}
			if len(years) > 0 {
				p.add(reports[i], reports[i].YearSpan, diag.Finding{
					Message: diag.Textf("缺少 %s 年的报告", "there is no report for %s", diag.Listed(years)),
					Hint:    diag.Textf("请补上，或在机关登记信息里写明起止年份（since、until）", "add it, or give the agency's years, since and until, in its register entry")})
			}
		}
	},
}
