package form

import "testing"

func TestFormulas(t *testing.T) {
	cell := func(row, column string) *Cell {
		return &Cell{Path: row + "." + column, Row: row, RowName: row, Column: column}
	}
	a, b, sum := cell("甲", "一"), cell("甲", "二"), cell("甲", "计")
	c, d, total := cell("乙", "一"), cell("乙", "二"), cell("乙", "计")
	for _, x := range []struct {
		relation Relation
		zh, en   string
		lines    int
	}{
		{Relation{Kind: Sum, Lines: []Line{{Total: sum, Plus: []*Cell{a, b}}, {Total: total, Plus: []*Cell{c, d}}}}, "计 = 一 + 二", "计 = 一 + 二", 2},
		{Relation{Kind: Sum, Lines: []Line{{Total: sum, Plus: []*Cell{a, b}}}}, "甲：计 = 一 + 二", "甲: 计 = 一 + 二", 1},
		{Relation{Kind: Balance, Lines: []Line{{Total: c, Plus: []*Cell{a}, Minus: []*Cell{cell("丙", "一")}}, {Total: d, Plus: []*Cell{b}, Minus: []*Cell{cell("丙", "二")}}}}, "甲 = 乙 + 丙", "甲 = 乙 + 丙", 2},
		{Relation{Kind: Carry, Lines: []Line{{Total: c, Plus: []*Cell{a}}}}, "一：乙 = 上年的 甲", "一: 乙 = last year's 甲", 1},
		{Relation{Kind: Stock, Lines: []Line{{Total: sum, Plus: []*Cell{a}, Minus: []*Cell{b}}, {Total: total, Plus: []*Cell{c}, Minus: []*Cell{d}}}}, "计 = 上年的 计 + 一 − 二", "计 = last year's 计 + 一 − 二", 2},
		{Relation{Kind: AtMost, Lines: []Line{{Total: a, Plus: []*Cell{d}}}}, "甲 一 ≤ 乙 二", "甲 一 ≤ 乙 二", 1},
		{Relation{Kind: PresentIf, Lines: []Line{{Total: a, Plus: []*Cell{b, d}}}}, "填有 甲 二 / 乙 二 的，要填 甲 一", "甲 一 is given where 甲 二 / 乙 二 is", 1},
		{Relation{Kind: Aggregate, Lines: []Line{{Total: a}, {Total: b}, {Total: c}}}, "汇总报告的每个数 = 所含报告的该数之和", "each figure of an area total = the sum of the reports in it", 3},
	} {
		got := x.relation.Formulas()
		if len(got) != 1 || got[0].Text.ZH != x.zh || got[0].Text.EN != x.en || got[0].Lines != x.lines {
			t.Errorf("%s: %+v, want %d of %s (%s)", x.relation.Kind, got, x.lines, x.zh, x.en)
		}
	}
}
