package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form/narrative"
	"gongkai/generator/report"
)

var narrativeCount = &Rule{
	ID: "narrative-count", Severity: diag.Warning,
	Title:   diag.Textf("正文与表格的件数不一致", "a count in the prose is not the table's"),
	What:    diag.Textf("正文里说到表中数字的地方，应与表格相同。“收到”可以指新收，也可以指新收加上年结转；结转下年不为 0 时，不能写“全部办结”。说别的机关、别的年份、别的事情的数，以及说法不能确定的，都不看。", "Where the prose speaks of a figure of the tables it gives the same number. “收到” may mean what was new, or that and what was carried in; nothing is carried over where all was done. Numbers of other bodies, years and things, and wordings that are not plain, are left alone."),
	Why:     diag.Textf("同一份报告里两个数，读者不知道信哪一个；这是年报被退回的常见原因。", "Of two numbers in one report a reader knows not which to believe; it is a common reason for returning a report."),
	Example: "全年收到申请12件，均已办结。\nnew:         [11, 0, 0, 0, 0, 0, 11]\ncarried_out: [1, 0, 0, 0, 0, 0, 1]",
	Legal:   "《中华人民共和国政府信息公开条例》第五十条",
	report: func(p *pass, r *report.Report) {
		p.claims(r, func(t passage, c *narrative.Claim) {
			switch {
			case c.Given:
			case c.Kind == narrative.Count:
				p.count(r, t, c)
			case c.Kind == narrative.Done:
				p.done(r, t, c)
			case c.Kind == narrative.Every:
				p.every(r, t, c)
			}
		})
	},
}

var checkText = diag.Textf("请改正文，或核对表格", "correct the text, or check the table")

// count checks a number of the prose.
func (p *pass) count(r *report.Report, t passage, c *narrative.Claim) {
	values, ok := amounts(r, c.Readings)
	if !ok || !fits(r.Form, c) || slices.ContainsFunc(values, func(v report.Number) bool { return agrees(c, v) }) {
		return
	}
	n, _ := written(c)
	if c.Least && !slices.ContainsFunc(values, func(v report.Number) bool { return n.Cmp(v.Plus(v)) < 0 }) {
		return // 累计: perhaps of all years up to this
	}
	if c.Most && slices.ContainsFunc(values, func(v report.Number) bool { return n.Cmp(v) < 0 }) {
		return // for this reason; others may have another
	}
	said := diag.Textf("正文写“%s”", "the text says “%s”", t.quote(c))
	named := 0
	for i, x := range c.Readings {
		if !x.Named {
			continue
		}
		said = diag.Textf("%s，%s为 %s", "%s, %s is %s", said, sumName(r.Form, x), values[i])
		named++
	}
	if named > 1 {
		said = diag.Textf("%s，均不符", "%s: neither agrees", said)
	}
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings...), Expected: values[0].String(), Actual: n.String(), Message: said, Hint: checkText})
}

// done checks that nothing is left where all is said to be done.
func (p *pass) done(r *report.Report, t passage, c *narrative.Claim) {
	values, ok := amounts(r, c.Readings)
	if !ok || values[0].Int == 0 {
		return
	}
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings...), Expected: values[0].String(), Actual: "0",
		Message: diag.Textf("正文写“%s”，%s却为 %s", "the text says “%s”, but %s is %s", t.quote(c), sumName(r.Form, c.Readings[0]), values[0]), Hint: checkText})
}

// every checks that all of something came out one way.
func (p *pass) every(r *report.Report, t passage, c *narrative.Claim) {
	parts, ok := amounts(r, c.Readings)
	wholes, known := amounts(r, c.Whole)
	if !ok || !known || wholes[0].Int == 0 {
		return
	}
	if c.Told {
		if c.Base.Int == 0 {
			return
		}
		if n := told(c); slices.ContainsFunc(wholes, func(b report.Number) bool { return b.Cmp(n) == 0 }) {
			wholes = append(wholes[:0], n) // it is this whole that the text means
		} else {
			wholes = append(wholes, n)
		}
	}
	for _, a := range parts {
		if slices.ContainsFunc(wholes, func(b report.Number) bool { return a.Cmp(b) == 0 }) {
			return
		}
	}
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings[0], c.Whole[0]), Expected: parts[0].String(), Actual: wholes[0].String(),
		Message: diag.Textf("正文写“%s”，%s为 %s，%s却为 %s", "the text says “%s”: %s is %s, but %s is %s",
			t.quote(c), sumName(r.Form, c.Whole[0]), wholes[0], sumName(r.Form, c.Readings[0]), parts[0]), Hint: checkText})
}
