package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var inForce = &Rule{
	ID: "in-force", Severity: diag.Warning, relation: true,
	Title:   diag.Textf("现行有效等于上年现行有效加制发减废止", "documents in force follow from last year's"),
	What:    diag.Textf("现行有效的文件数，应等于上一年的件数加本年制发减本年废止。有机关并入的年度不看。", "The number in force equals last year's plus those issued less those repealed. The year of a merger is left alone."),
	Why:     diag.Textf("清理、修改会改变件数，所以这里是警告；没有原因的差额多半是漏填。", "A review of old documents may change the number, so this is a warning; a difference without a reason is mostly an omission."),
	Example: "2022: {issued: 1, repealed: 0, in_force: 5}\n2023: {issued: 2, repealed: 0, in_force: 6}",
	report:  checkStock,
}

func checkStock(p *pass, r *report.Report) {
	last := p.history.last(r)
	if last == nil || p.reformed(r) { // which documents came along is not known
		return
	}
	p.lines(r, func(_ *form.Relation, l form.Line) {
		now := r.Value(l.Total)
		plus, ok := sum(r, l.Plus)
		minus, ok2 := sum(r, l.Minus)
		before, ok3 := inForm(last, r, l.Total)
		if !ok || !ok2 || !ok3 || now.State != report.Valid || l.Total.Concept == "" {
			return
		}
		expected := before.Number.Plus(plus).Minus(minus)
		if now.Cmp(expected) == 0 {
			return
		}
		p.add(r, now.Span, diag.Finding{
			Cells: cellPaths(l.Total, l.Plus, l.Minus), Expected: expected.String(), Actual: now.Text,
			Message: diag.Textf("%s填 %s，按上年 %s 加 %s 减 %s 应为 %s，%s",
				"%s is %s, but last year's %s plus %s less %s is %s: %s",
				naming(l.Total), now.Text, before.Text, plus, minus, expected, difference(now.Number, expected)),
			Hint: diag.Textf("请核对；因文件清理等原因不一致的，用 waive 写明理由", "check the figures; if the difference is right, say why under waive"),
		})
	})
}
