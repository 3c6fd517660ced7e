package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var handlingFees = &Rule{
	ID: "handling-fees", Severity: diag.Warning,
	Title:   diag.Textf("处理费的数字不合理", "implausible handling fees"),
	What:    diag.Textf("没有发出通知就没有应收；应收是 10 元的倍数；实收不超过应收加以前年度的欠费。", "Without notices nothing is charged; charges are multiples of 10 yuan; no more is collected than was charged and left unpaid in earlier years."),
	Why:     diag.Textf("各档标准都是 10 元的倍数；不是倍数的，常常是把万元写成了元。", "Every tariff is a multiple of 10 yuan; another amount is often one in units of ten thousand."),
	Example: "handling_fees: {notices: 0, charged: 25, collected: 40}",
	Legal:   "国办函〔2020〕109号",
	report: func(p *pass, r *report.Report) {
		fees := r.Form.Checks.Fees
		if fees == nil {
			return
		}
		notices, charged, collected := r.Value(fees.Notices), r.Value(fees.Charged), r.Value(fees.Collected)
		add := func(c *form.Cell, expected string, message diag.Text, others ...*form.Cell) {
			v := r.Value(c)
			p.add(r, v.Span, diag.Finding{Cells: cellPaths(c, others), Expected: expected, Actual: v.Text, Message: message,
				Hint: diag.Textf("请核对件数、金额和单位", "check the number of notices, the amounts and their unit")})
		}
		if charged.State != report.Valid {
			return
		}
		switch {
		case notices.State == report.Valid && notices.Int == 0 && charged.Int != 0:
			add(fees.Charged, "0", diag.Textf("%s为 0，%s却填 %s", "%s is 0, yet %s is %s", naming(fees.Notices), naming(fees.Charged), charged.Text), fees.Notices)
		case !multiple(charged.Number, fees.Step):
			add(fees.Charged, "", diag.Textf("%s填 %s，不是 %d 元的倍数", "%s is %s, which is not a multiple of %d yuan", naming(fees.Charged), charged.Text, fees.Step))
		}
		if collected.State != report.Valid {
			return
		}
		left, known := p.unpaid(r)
		if limit := charged.Plus(left); known && collected.Cmp(limit) > 0 {
			add(fees.Collected, "", diag.Textf("%s填 %s，多于应收的 %s", "%s is %s, more than the %s due", naming(fees.Collected), collected.Text, limit), fees.Charged)
		}
	},
}

// unpaid is what the agency's reports of the years before, one after the other, say
// was charged and not collected. It is known where last year's says anything of fees, and
// where there was none to say it.
func (p *pass) unpaid(r *report.Report) (left report.Number, known bool) {
	last := p.last(r)
	if last == nil || last == r {
		a := p.agency(r.Agency)
		return left, r.Year == r.Form.Years.From || a != nil && a.Since == r.Year
	}
	fees := last.Form.Checks.Fees
	if fees == nil {
		return left, true
	}
	charged, collected := last.Value(fees.Charged), last.Value(fees.Collected)
	if charged.State != report.Valid || collected.State != report.Valid {
		return left, false
	}
	before, _ := p.unpaid(last)
	if left = before.Plus(charged.Number).Minus(collected.Number); left.Int < 0 {
		left = report.Number{}
	}
	return left, true
}

// multiple reports whether a number is a multiple of a whole step.
func multiple(n report.Number, step int) bool {
	unit := int64(step)
	for range n.Scale {
		unit *= 10
	}
	return n.Int%unit == 0
}
