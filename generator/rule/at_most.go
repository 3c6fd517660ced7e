package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var atMost = &Rule{
	ID: "at-most", Severity: diag.Error, relation: form.AtMost,
	Title:   diag.Textf("一部分多于全部", "a part is greater than the whole"),
	What:    diag.Textf("格式声明为一部分的数，不应大于它所属的全部。", "A figure that the form declares to be part of others is not greater than them."),
	Why:     diag.Textf("办结的不会多于收到的，整改的不会多于发现的。", "No more can be answered than was received."),
	Example: "received: 3\nanswered: 4",
}

// checkLimits checks the relations of the kind at-most, for every rule that is bound to such.
func checkLimits(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
		v := r.Value(l.Total)
		limit, ok := sum(r, l.Plus)
		if !ok || v.State != report.Valid || v.Cmp(limit) <= 0 {
			return
		}
		p.unequal(r, rel, l, "", figures(r, l.Plus),
			diag.Textf("%s填 %s，多于%s的 %s", "%s is %s, more than %s, which is %s", naming(l.Total), v.Text, namings(l.Plus), limit),
			diag.Textf("请核对这几个数", "check these figures"))
	})
}
