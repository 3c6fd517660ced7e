package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

var balance = &Rule{
	ID: "balance", Severity: diag.Error, relation: form.Balance,
	Title:   diag.Textf("第一项加第二项不等于第三项加第四项", "what came in is not what was decided plus what is carried over"),
	What:    diag.Textf("每一列里，当年收到的与上年转来的之和，应等于已经办结的与转到下年的之和。", "In every column new applications and those carried in equal results and those carried out."),
	Why:     diag.Textf("这是表格左上角印明的勾稽关系：收到的申请不是办结，就是结转。", "The form prints this relation in the table's corner: an application is either decided or carried over."),
	Example: "new: [3, …]  carried_in: [0, …]  results.total: [1, …]  carried_out: [1, …]",
	Legal:   "国办公开办函〔2021〕30号",
}

// checkBalance checks the relations of the kind balance, for every rule that is bound to such.
func checkBalance(p *pass, r *report.Report) {
	p.lines(r, func(rel *form.Relation, l form.Line) {
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
		where, across := diag.Textf("%s一列", "column %s", l.Total.Column), l.Total.Row == l.Plus[0].Row
		if across {
			where = diag.Textf("“%s”一行", "row %q", l.Total.RowName)
		}
		them := diag.Textf("这几个数", "them")
		if len(l.Plus)+len(l.Minus) == 3 {
			them = diag.Textf("四个数", "the four")
		}
		p.unequal(r, rel, l, expected.String(), figures(r, l.Plus, l.Minus),
			diag.Textf("%s：%s，合计 %s；%s，合计 %s，%s", "%s: %s make %s, but %s make %s: %s",
				where, named(r, across, l.Plus), in, named(r, across, append([]*form.Cell{l.Total}, l.Minus...)), out, difference(out, in)),
			diag.Textf("%s中至少有一个不对，请对照台账核对", "at least one of %s is wrong; compare them with the ledger", them))
	})
}

// named writes each cell's row, or its column in a relation across a row, and its value,
// joined by a plus.
func named(r *report.Report, across bool, cells []*form.Cell) diag.Text {
	var t diag.Text
	for i, c := range cells {
		if i > 0 {
			t = diag.Text{ZH: t.ZH + "加", EN: t.EN + " + "}
		}
		name, v := c.RowName, r.Value(c).Text
		if across {
			name = c.Column
		}
		t = diag.Text{ZH: t.ZH + "“" + name + "”" + v, EN: t.EN + "“" + name + "” " + v}
	}
	return t
}
