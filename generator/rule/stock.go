package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// checkStock checks the relations of the kind stock, for every rule that is bound to such:
// how a stock follows from last year's. Where last year's report is not at hand it is silent.
func checkStock(p *pass, r *report.Report) {
	last := p.last(r)
	if last == nil || last.Scope != r.Scope || p.reformed(r) { // what came along is not known
		return
	}
	p.lines(r, func(rel *form.Relation, l form.Line) {
		now := r.Value(l.Total)
		plus, ok := sum(r, l.Plus)
		minus, ok2 := sum(r, l.Minus)
		before, ok3 := inForm(last, r, l.Total)
		if !ok || !ok2 || !ok3 || now.State != report.Valid {
			return
		}
		expected := before.value().Plus(plus).Minus(minus)
		if now.Cmp(expected) == 0 {
			return
		}
		p.unequal(r, rel, l, expected.String(), append([]figure{before}, figures(r, l.Plus, l.Minus)...),
			diag.Textf("%s填 %s，按上年 %s 加 %s 减 %s 应为 %s，%s",
				"%s is %s, but last year's %s plus %s less %s is %s: %s",
				naming(l.Total), now.Text, before.value().Text, plus, minus, expected, difference(now.Number, expected)),
			diag.Textf("请核对；因文件清理等原因不一致的，用 waive 写明理由", "check the figures; if the difference is right, say why under waive"))
	})
}
