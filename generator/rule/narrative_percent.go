package rule

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form/narrative"
	"gongkai/generator/report"
)

var narrativePercent = &Rule{
	ID: "narrative-percent", Severity: diag.Warning,
	Title:   diag.Textf("正文的百分比或同比与数据不符", "a percentage or a comparison with last year that the data does not give"),
	What:    diag.Textf("“占 32.0%”“同比增长 3.2%”“较上年减少 5 件”“与上年持平”“同比翻番”这类说法，以及正文给出的上年数（“上年为 10 件”“由上年 10 件增至 12 件”），应能由本年和上年报告的表格算出，末位的舍入不计。没有上年报告、上年为 0、有机关并入的年度不比；说法不能确定的不看。", "A share, a comparison with last year, and a figure that the prose gives for last year, follow from the tables of this and last year's report, within the rounding of the last digit. Without last year's report, where last year's figure is 0, and in the year of a merger nothing is compared; wordings that are not plain are left alone."),
	Why:     diag.Textf("百分比最容易沿用旧稿，或按改过之前的数计算。", "Percentages are what is left over from a draft, or from figures before they were corrected."),
	Example: "# 2023 年新收 3607 件\n2024年收到申请3646件，同比增长1.05%。",
	Legal:   "《中华人民共和国政府信息公开条例》第五十条",
	report: func(p *pass, r *report.Report) {
		p.claims(r, func(t passage, c *narrative.Claim) {
			switch c.Kind {
			case narrative.Part:
				p.part(r, t, c)
			case narrative.Growth, narrative.Factor:
				p.growth(r, t, c)
			case narrative.Before:
				p.before(r, t, c)
			}
		})
	},
}

// part checks a percentage of a whole. The part may be the table's figure or the one
// that the text gives, which is another rule's business.
func (p *pass) part(r *report.Report, t passage, c *narrative.Claim) {
	parts, ok := amounts(r, c.Readings)
	wholes, known := amounts(r, c.Whole)
	if !ok || !known || wholes[0].Int == 0 {
		return
	}
	if c.Told && c.Sole && told(c).Cmp(parts[0]) == 0 {
		parts = parts[:1]
	}
	n := len(parts)
	if c.Told {
		parts = append(parts, told(c))
	}
	for _, a := range parts {
		for i, b := range wholes {
			if c.Rough != 0 && i > 0 && a.Cmp(b) >= 0 {
				continue // all of itself, or more, is not a share
			}
			if near, ok := ratio(a, b, 100, c); !ok || near {
				return
			}
		}
	}
	expected := rounded(parts[0], wholes[0], 100, c.Number.Scale) + "%"
	message := diag.Textf("正文写“%s”，%s为 %s，%s为 %s，应占 %s", "the text says “%s”, but %s is %s and %s is %s, which makes %s",
		t.quote(c), sumName(r.Form, c.Readings[0]), parts[0], sumName(r.Form, c.Whole[0]), wholes[0], expected)
	if n < len(parts) && parts[n].Cmp(parts[0]) != 0 {
		message = diag.Textf("%s（按正文的 %s 算为 %s）", "%s (the text's %s would make %s)", message, parts[n], rounded(parts[n], wholes[0], 100, c.Number.Scale)+"%")
	}
	w, _ := written(c)
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings[0], c.Whole[0]), Expected: expected, Actual: w.String() + "%", Message: message, Hint: checkText})
}

// growth checks a comparison with last year.
func (p *pass) growth(r *report.Report, t passage, c *narrative.Claim) {
	last := p.last(r)
	if last == nil || last.Scope != r.Scope || p.reformed(r) {
		return
	}
	type pair struct{ now, before report.Number }
	var main *pair
	at := 0
	for i, x := range c.Readings {
		now, ok := amount(r, x)
		before, also := lastAmount(last, r, x)
		if !ok || !also || before.Int == 0 {
			if x.Named {
				return
			}
			continue
		}
		q := &pair{now, before}
		if near, ok := compared(c, now, before); !ok || near {
			return
		}
		said := false
		if c.Told {
			base := told(c)
			if near, ok := compared(c, base, before); !ok || near {
				return
			}
			said = base.Cmp(now) == 0
		}
		if main == nil || said && x.Named && i > 0 && at == 0 && !p.says(r, c) {
			main, at = q, i
		}
	}
	if main == nil {
		return
	}
	expected, actual := growthText(c, main.now, main.before)
	right := diag.Text{ZH: "应为 " + expected, EN: "which makes " + expected}
	switch d := main.now.Minus(main.before); {
	case c.Kind == narrative.Factor:
		right.ZH = "是上年的 " + expected + " 倍"
	case d.Int == 0:
		right.ZH = "与上年持平"
	case d.Int < 0:
		right.ZH = "应为减少 " + strings.TrimPrefix(expected, "-")
	default:
		right.ZH = "应为增加 " + expected
	}
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings[at]), Expected: expected, Actual: actual,
		Message: diag.Textf("正文写“%s”，%s本年为 %s，上年为 %s，%s", "the text says “%s”: %s is %s, last year's %s, %s",
			t.quote(c), sumName(r.Form, c.Readings[at]), main.now, main.before, right), Hint: checkText})
}

// before checks what the text gives for last year.
func (p *pass) before(r *report.Report, t passage, c *narrative.Claim) {
	last := p.last(r)
	if last == nil || last.Scope != r.Scope || p.reformed(r) {
		return
	}
	var main *report.Number
	at := 0
	for i, x := range c.Readings {
		before, ok := lastAmount(last, r, x)
		if !ok && x.Named || ok && agrees(c, before) {
			return
		}
		if ok && main == nil {
			main, at = &before, i
		}
	}
	if main == nil || c.Stale && !isNow(r, c) {
		return
	}
	n, _ := written(c)
	p.add(r, t.span(c.At, c.To), diag.Finding{Cells: spokenOf(r.Form, c.Readings[at]), Expected: main.String(), Actual: n.String(),
		Message: diag.Textf("正文写上年为“%s”，上年报告的%s为 %s", "the text gives “%s” for last year; %s of last year's report is %s", t.quote(c), sumName(r.Form, c.Readings[at]), main), Hint: checkText})
}

// isNow reports whether a number that the text gives for last year is this year's.
func isNow(r *report.Report, c *narrative.Claim) bool {
	for _, x := range c.Readings {
		if now, ok := amount(r, x); ok && agrees(c, now) && now.Int != 0 {
			return true
		}
	}
	return false
}

// says reports whether the text's number is that of the first reading.
func (p *pass) says(r *report.Report, c *narrative.Claim) bool {
	now, ok := amount(r, c.Readings[0])
	return ok && c.Told && told(c).Cmp(now) == 0
}

// lastAmount is last year's value of a reading.
func lastAmount(last, r *report.Report, x narrative.Reading) (n report.Number, ok bool) {
	there := func(cells []int) (out []int, ok bool) {
		for _, i := range cells {
			c := last.Form.Counterpart(r.Form.Cells[i], r.Form)
			if c == nil {
				return nil, false
			}
			out = append(out, c.Index)
		}
		return out, true
	}
	if last.Form == r.Form {
		return amount(last, x)
	}
	plus, ok := there(x.Plus)
	minus, also := there(x.Minus)
	if !ok || !also {
		return n, false
	}
	return amount(last, narrative.Reading{Plus: plus, Minus: minus})
}

// compared reports whether a comparison holds between two values; ok is false where
// that cannot be told.
func compared(c *narrative.Claim, now, before report.Number) (near, ok bool) {
	switch {
	case c.Kind == narrative.Factor && c.Over: // 翻番: twice, or less than four times
		n, _ := written(c)
		a, b := ints(now, before)
		return a*20 >= b*n.Int*19 && a < 2*b*n.Int, a < limit && b < limit
	case c.Kind == narrative.Factor:
		return ratio(now, before, 1, c)
	case c.Bare:
		d := now.Minus(before)
		return d.Int*int64(c.Sign) > 0, true
	case !c.Percent:
		d := now.Minus(before)
		if c.Sign == 0 {
			return d.Int == 0, true
		}
		d.Int *= int64(c.Sign)
		return agrees(c, d), true
	}
	d := now.Minus(before)
	d.Int *= int64(c.Sign)
	return ratio(d, before, 100, c)
}

// growthText says what a comparison should have said, and what it said.
func growthText(c *narrative.Claim, now, before report.Number) (expected, actual string) {
	w, _ := written(c)
	switch d := now.Minus(before); {
	case c.Kind == narrative.Factor:
		return rounded(now, before, 1, max(c.Number.Scale, 1)), w.String()
	case c.Bare:
		actual = "> 0"
		if c.Sign < 0 {
			actual = "< 0"
		}
		return d.String(), actual
	case !c.Percent:
		if c.Sign < 0 {
			w.Int = -w.Int
		}
		return d.String(), w.String()
	default:
		if c.Sign < 0 {
			w.Int = -w.Int
		}
		return rounded(d, before, 100, c.Number.Scale) + "%", w.String() + "%"
	}
}

// limit keeps the products below exact in int64.
const limit = 10_000_000_000

// ratio reports whether a/b, times a hundred or one, is the claim's number within the
// worth of its last digit; ok is false where the numbers are too large to tell.
func ratio(a, b report.Number, times int64, c *narrative.Claim) (near, ok bool) {
	n, d := ints(a, b)
	w, last := written(c)
	power := int64(1)
	for range w.Scale {
		power *= 10
	}
	if n > limit || -n > limit || d > limit || w.Scale > 4 || w.Int > 100_000_000 {
		return false, false
	}
	if d == 0 {
		return false, true
	}
	diff := n*times*power - w.Int*d
	switch {
	case c.Rough&narrative.AtLeast != 0 && diff > 0, c.Rough&narrative.AtMost != 0 && diff < 0:
		return true, true
	case c.Rough&narrative.Nearly != 0 && diff > d*max(last.Int, power)/5:
		return false, true // 近七成
	case c.Rough != 0:
		if last.Int = max(last.Int, 5*power); c.Number.Exp > 0 { // 约70%, 近四成
			last.Int *= 2
		}
	}
	if diff < 0 {
		diff = -diff
	}
	return diff == 0 || diff < d*last.Int, true
}

// rounded is a/b, times a hundred or one, with some digits after the point.
func rounded(a, b report.Number, times int64, scale int) string {
	n, d := ints(a, b)
	for range scale {
		times *= 10
	}
	x := 2*n*times + d
	if n < 0 {
		x = 2*n*times - d
	}
	return report.Number{Int: x / (2 * d), Scale: scale}.String()
}

// ints are two numbers as whole numbers of one unit.
func ints(a, b report.Number) (int64, int64) {
	for a.Scale < b.Scale {
		a.Int, a.Scale = a.Int*10, a.Scale+1
	}
	for b.Scale < a.Scale {
		b.Int, b.Scale = b.Int*10, b.Scale+1
	}
	return a.Int, b.Int
}
