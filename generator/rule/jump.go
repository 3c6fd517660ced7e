package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var jump = &Rule{
	ID: "jump", Severity: diag.Warning,
	Title:   diag.Textf("总数与上年相差悬殊", "a total is far from last year's"),
	What:    diag.Textf("新收、办结、结转的总数，上年在 20 件以上的，本年应在上年的五分之一至 5 倍之间。有机关并入的年度不看。", "Where last year's total of new, decided or carried-over applications is at least 20, this year's is neither more than five times nor less than a fifth of it. The year of a merger is left alone."),
	Why:     diag.Textf("这样的变化不是没有，但更常见的是多打、少打了一位。", "Such a change may be real; a digit too many or too few is commoner."),
	Example: "2022: new: […, 31]\n2023: new: […, 310]",
	report: func(p *pass, r *report.Report) {
		last := p.last(r)
		if last == nil || last.Form != r.Form || last.Scope != r.Scope || p.reformed(r) {
			return
		}
		for _, c := range r.Form.Checks.Jump {
			now, before := r.Value(c), last.Value(c)
			if now.State != report.Valid || before.State != report.Valid || before.Scale+now.Scale > 0 || before.Int < 20 {
				continue
			}
			if now.Int <= 5*before.Int && 5*now.Int >= before.Int {
				continue
			}
			p.add(r, now.Span, diag.Finding{Cells: []string{c.Path}, Actual: now.Text,
				Message: diag.Textf("%s填 %s，上年为 %s，相差悬殊", "%s is %s, last year's is %s", naming(c), now.Text, before.Text),
				Hint:    diag.Textf("请核对是否多打或少打了一位；确实如此的，用 waive 写明原因", "check for a digit too many or too few; if it is right, say why under waive")})
		}
	},
}

// reformed reports whether another agency was merged into the report's this year.
func (p *pass) reformed(r *report.Report) bool {
	a := p.agency(r.Agency)
	return a != nil && slices.ContainsFunc(a.Predecessors, func(m register.Predecessor) bool { return m.Year == r.Year })
}
