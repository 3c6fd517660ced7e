package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var sameAsLastYear = &Rule{
	ID: "same-as-last-year", Severity: diag.Warning,
	Title:   diag.Textf("整张表与上年相同", "a table equal to last year's"),
	What:    diag.Textf("一张表的数字，现行有效这样的存量除外，不应与上年完全相同；不为 0 的数不到 8 个的不看。", "The figures of a table, stocks aside, are not all equal to last year's, where at least eight of them are not zero."),
	Why:     diag.Textf("两年分毫不差，多半是沿用了上年的文件忘了改。", "Two equal years mostly mean that last year's file was copied and not changed."),
	Example: "2022: 与 2023: 的 applications 全部相同",
	report: func(p *pass, r *report.Report) {
		last := p.last(r)
		if last == nil || last.Form != r.Form {
			return
		}
		const enough = 8
		stocks := map[*form.Cell]bool{}
		for _, rel := range r.Form.Relations {
			if rel.Kind == form.Stock {
				for _, l := range rel.Lines {
					stocks[l.Total] = true
				}
			}
		}
		for _, t := range r.Form.Tables {
			var equal []*form.Cell
			same := true
			for c := range t.Cells() {
				now, before := r.Value(c), last.Value(c)
				if stocks[c] || !c.Kind.Numeric() {
					continue
				}
				if now.State != report.Valid || before.State != report.Valid || now.Cmp(before.Number) != 0 {
					same = false
					break
				}
				if now.Int != 0 {
					equal = append(equal, c)
				}
			}
			if same && len(equal) >= enough {
				p.add(r, r.Value(equal[0]).Span, diag.Finding{Cells: cellPaths(equal[0], equal[1:]),
					Message: diag.Textf("“%s”的 %d 个数与上年完全相同", "the %[2]d figures of %[1]q are all equal to last year's", t.Caption, len(equal)),
					Hint:    diag.Textf("请核对是否填了上年的数", "check that they are not last year's")})
			}
		}
	},
}
