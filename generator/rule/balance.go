package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var balance = &Rule{
	ID: "balance", Severity: diag.Error, relation: true,
	Title:   diag.Textf("第一项加第二项等于第三项加第四项", "what came in equals what was decided and what is carried over"),
	What:    diag.Textf("每一列里，当年收到的与上年转来的之和，应等于已经办结的与转到下年的之和。", "In every column new applications and those carried in equal results and those carried out."),
	Why:     diag.Textf("这是表格左上角印明的勾稽关系：收到的申请不是办结，就是结转。", "The form prints this relation in the table's corner: an application is either decided or carried over."),
	Example: "new: [3, …]  carried_in: [0, …]  results.total: [1, …]  carried_out: [1, …]",
	Legal:   "国办公开办函〔2021〕30号",
	report:  checkBalance,
}

func checkBalance(p *pass, r *report.Report) {
	p.lines(r, func(_ *form.Relation, l form.Line) {
		total := r.Value(l.Total)
		in, ok := sum(r, l.Plus)
		rest, ok2 := sum(r, l.Minus)
		if !ok || !ok2 || total.State != report.Valid {
			return
		}
		expected, out := in.Minus(rest), total.Number.Plus(rest)
		if total.Cmp(expected) == 0 {
			return
		}
		p.add(r, total.Span, diag.Finding{
			Cells: cellPaths(l.Total, l.Plus, l.Minus), Expected: expected.String(), Actual: total.Text,
			Message: diag.Textf("%[1]s一列：%[2]s，合计 %[3]s；%[4]s，合计 %[5]s，%[6]s",
				"column %[1]s: %[2]s make %[3]s, but %[4]s make %[5]s: %[6]s",
				l.Total.Column, named(r, l.Plus), in, named(r, append([]*form.Cell{l.Total}, l.Minus...)), out, difference(out, in)),
			Hint: diag.Textf("四个数中至少有一个不对，请对照台账核对", "at least one of the four is wrong; compare them with the ledger"),
		})
	})
}

// named writes each cell's row and value, joined by a plus.
func named(r *report.Report, cells []*form.Cell) diag.Text {
	var t diag.Text
	for i, c := range cells {
		if i > 0 {
			t = diag.Text{ZH: t.ZH + "加", EN: t.EN + " + "}
		}
		v := r.Value(c).Text
		t = diag.Text{ZH: t.ZH + "“" + c.RowName + "”" + v, EN: t.EN + "“" + c.RowName + "” " + v}
	}
	return t
}
