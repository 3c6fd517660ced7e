package form

import (
	"reflect"
	"testing"
)

func TestFormOfOneReport(t *testing.T) {
	forms, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.ByID("cn-legacy")
	before, cells, relations := *f, len(f.Cells), len(f.Relations)
	g := f.With([]Item{
		{Code: "01", Label: "总数", Unit: "件", SumOf: []string{"02", "03"}},
		{Code: "02", Label: "甲", Unit: "件", Indent: 1},
		{Code: "03", Label: "乙", Unit: "万元", Indent: 1, Cumulative: true},
		{Code: "04", Label: "丙", Unit: "件", Indent: 3}, // deeper than any row above it
	})
	if !reflect.DeepEqual(before, *f) || len(f.Cells) != cells || len(f.Relations) != relations || f.Cell("indicators.01") != nil || f.ListTable().Blocks != nil {
		t.Error("the form was changed by a report's rows")
	}
	for path, label := range map[string]string{"indicators.01": "总数 · 数值", "indicators.02": "总数 · 甲 · 数值", "indicators.03": "总数 · 乙 · 数值", "indicators.03.cumulative": "总数 · 乙 · 历年累计", "indicators.04": "总数 · 乙 · 丙 · 数值"} {
		c := g.Cell(path)
		if c == nil || c.Label != label || g.Cells[c.Index] != c || g.Slot(path) == nil || g.Slot(path).Cell != c {
			t.Errorf("%s is %+v, want the label %q", path, c, label)
		}
	}
	if c := g.Cell("indicators.03.cumulative"); c.Kind != Money || c.Unit != "万元" || len(g.Slot("indicators.03").Cells()) != 2 || len(g.ListTable().Layout(1).Head[0]) != 5 || len(f.With([]Item{{Code: "1", Label: "甲"}}).ListTable().Layout(1).Head[0]) != 4 {
		t.Errorf("the sum over all years is %+v", c)
	}
	if c := g.Cell("indicators.03"); c.Kind != Money || g.Cell("indicators.01").Kind != Count {
		t.Error("only units with decimals make an amount")
	}
	if n := len(g.Relations); n != relations+1 || len(g.Relations[n-1].Lines) != 1 || len(g.Relations[n-1].Lines[0].Plus) != 2 {
		t.Errorf("relations: %+v", g.Relations)
	}
	if g.ID != f.ID || g.Sections[0].Table != g.ListTable() || f.Sections[0].Table != f.ListTable() {
		t.Error("the sections' tables are mixed up")
	}
	if f.With(nil) != f {
		t.Error("a report without rows has the form as it is")
	}
}
