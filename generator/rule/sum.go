package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var sumRule = &Rule{
	ID: "sum", Severity: diag.Error, relation: form.Sum,
	Title:   diag.Textf("总数不等于各分项之和", "a total is not the sum of its parts"),
	What:    diag.Textf("格式声明为总数的一格，或报告的统计表里写了分项的一行，应等于它的各分项相加；只有一个分项的，两数应相等。", "A cell that the form declares to be a total, or a row for which the report names its parts, equals the sum of its parts; with one part, the two are equal."),
	Why:     diag.Textf("同一件事在两处填了不同的数，至少有一处填错了。", "Where the same thing is given twice and differs, one of the two is wrong."),
	Example: "total: 3\nparts: [1, 1]",
}

// checkSums checks the relations of the kind sum, for every rule that is bound to such, as row-total is.
func checkSums(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
		total := r.Value(l.Total)
		parts, ok := sum(r, l.Plus)
		if !ok || total.State != report.Valid || total.Cmp(parts) == 0 {
			return
		}
		if len(l.Plus) == 1 {
			p.unequal(r, rel, l, parts.String(), figures(r, l.Plus),
				diag.Textf("%s填 %s，%s却填 %s，%s", "%s is %s, but %s is %s: %s",
					placed(r, l.Total), total.Text, placed(r, l.Plus[0]), parts, difference(total.Number, parts)),
				diag.Textf("两处应相等，请核对", "the two are equal where both are right; check them"))
			return
		}
		p.unequal(r, rel, l, parts.String(), figures(r, l.Plus),
			diag.Textf("%s填 %s，%s相加为 %s（%s），%s",
				"%s is %s, but %s add up to %s (%s): %s",
				naming(l.Total), total.Text, partsName(rel), parts, terms(r, l.Plus), difference(total.Number, parts)),
			diag.Textf("请核对总计或各分项", "check the total or its parts"))
	})
}

func partsName(rel *form.Relation) diag.Text {
	if rel.PartsName.IsZero() {
		return diag.Textf("各分项", "its parts")
	}
	return rel.PartsName
}
