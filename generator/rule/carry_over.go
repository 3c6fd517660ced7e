package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var carryOver = &Rule{
	ID: "carry-over", Severity: diag.Error, relation: true,
	Title:   diag.Textf("上年结转等于上年报告的结转下年", "what is carried in is what last year carried out"),
	What:    diag.Textf("上年结转的总计应等于本机关上一年报告中结转下年的总计；有机关并入的年度，加上并入机关的结转。", "The total carried in equals the total carried out in last year's report; in the year of a merger the merged agencies' figures are added."),
	Why:     diag.Textf("没有办结的申请不会在年底消失。", "An open application does not vanish at the end of the year."),
	Example: "2022: carried_out: [2, 0, 0, 0, 0, 0, 2]\n2023: carried_in:  [1, 0, 0, 0, 0, 0, 1]",
	Legal:   "国办公开办函〔2021〕30号",
	report:  checkCarry,
}

// checkCarry compares a figure with last year's of the same agency and of those
// merged into it this year. Where a report is not at hand the rule is silent.
func checkCarry(p *pass, r *report.Report) {
	p.lines(r, func(_ *form.Relation, l form.Line) {
		now := r.Value(l.Total)
		if now.State != report.Valid {
			return
		}
		before, sources, ok := p.carried(r, l.Plus[0])
		if !ok || now.Cmp(before) == 0 {
			return
		}
		p.add(r, now.Span, diag.Finding{
			Cells: cellPaths(l.Total, l.Plus), Expected: before.String(), Actual: now.Text,
			Message: diag.Textf("%s填 %s，上年报告的%s为 %s（%s），%s",
				"%s is %s, but last year's %s is %s (%s): %s",
				naming(l.Total), now.Text, naming(l.Plus[0]), before, sources, difference(now.Number, before)),
			Hint: diag.Textf("请核对两年的报告；因机构改革等原因不一致的，用 waive 写明理由", "check both reports; if the difference is right, say why under waive"),
		})
	})
}

// carried returns what last year's reports carried over to r, and where from.
func (p *pass) carried(r *report.Report, c *form.Cell) (n report.Number, sources string, ok bool) {
	var from []*report.Report
	agency := p.history.agencies[r.Agency]
	last := p.history.last(r)
	if last != nil {
		from = append(from, last)
	}
	founded := agency != nil && agency.Since == r.Year
	if last == nil && !founded {
		return n, "", false
	}
	if agency != nil {
		for _, m := range agency.Predecessors {
			if m.Year != r.Year {
				continue
			}
			old := p.history.of(r, m.Agency)
			if old == nil {
				return n, "", false
			}
			from = append(from, old)
		}
	}
	if len(from) == 0 {
		return n, "", false
	}
	for _, old := range from {
		v, ok := inForm(old, r, c)
		if !ok {
			return n, "", false
		}
		n = n.Plus(v.Number)
		if sources != "" {
			sources += ", "
		}
		sources += old.File + " " + v.Text
	}
	return n, sources, true
}
