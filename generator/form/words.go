package form

import (
	"cmp"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// String is the range in figures: 2021–, 2003–2018, 2019; "" for none.
func (y Years) String() string {
	switch {
	case y == Years{}:
		return ""
	case y.From == y.To:
		return strconv.Itoa(y.From)
	case y.To == 0:
		return strconv.Itoa(y.From) + "–"
	}
	return strconv.Itoa(y.From) + "–" + strconv.Itoa(y.To)
}

// Entry is a cell with the two paths that lead to it in front matter.
type Entry struct {
	*Cell
	Chinese string // the path in Chinese keys; where there is none, the id's part
}

// Entries lists the cells at and below a slot in form order.
func (s *Slot) Entries() []Entry { return s.entries("") }

func (s *Slot) entries(above string) []Entry {
	path := above
	if s.Path != "" { // the root has no name
		path = join(above, cmp.Or(s.Key, s.ID))
	}
	var out []Entry
	if s.Cell != nil {
		out = append(out, Entry{s.Cell, path})
	}
	for _, c := range s.Slots {
		out = append(out, c.entries(path)...)
	}
	return out
}

// Formula is an equation that a relation makes for one or more rows or columns.
type Formula struct {
	Text  diag.Text
	Lines int // how many lines of the relation it stands for
}

// Formulas puts a relation into words. Lines that differ only by their row, or only by
// their column, are one formula.
func (r *Relation) Formulas() []Formula {
	var out []Formula
	at := map[string]int{}
	name, place := r.naming()
	for _, l := range r.Lines {
		text := r.formula(l, name)
		if place != "" {
			text = diag.Textf("%s：%s", "%s: %s", place, text)
		}
		if i, ok := at[text.ZH]; ok {
			out[i].Lines++
			continue
		}
		at[text.ZH] = len(out)
		out = append(out, Formula{text, 1})
	}
	return out
}

// naming is how the cells of the relation's lines are told apart: by their columns
// where each line stays in a row, by their rows where each stays in a column. What all
// of a single line have in common is its place.
func (r *Relation) naming() (name func(*Cell) string, place string) {
	rows, columns := true, true
	for _, l := range r.Lines {
		for _, c := range append(append([]*Cell{}, l.Plus...), l.Minus...) {
			rows = rows && c.Row == l.Total.Row
			columns = columns && c.Column == l.Total.Column && c.Row != l.Total.Row
		}
	}
	one := len(r.Lines) == 1 && r.Kind != Aggregate
	switch {
	case rows && !columns:
		if one {
			place = r.Lines[0].Total.RowName
		}
		return func(c *Cell) string { return c.Column }, place
	case columns:
		if one && r.Lines[0].Total.Path != r.Lines[0].Total.Row { // not the row's only value
			place = r.Lines[0].Total.Column
		}
		return func(c *Cell) string { return c.RowName }, place
	}
	return func(c *Cell) string {
		if c.RowName == c.Column || c.Path == c.Row {
			return c.RowName
		}
		return c.RowName + " " + c.Column
	}, ""
}

// formula puts a line into words.
func (r *Relation) formula(l Line, name func(*Cell) string) diag.Text {
	sum := func(cells []*Cell, join string) string {
		names := make([]string, len(cells))
		for i, c := range cells {
			names[i] = name(c)
		}
		return strings.Join(names, join)
	}
	total, plus := name(l.Total), sum(l.Plus, " + ")
	switch r.Kind {
	case Balance:
		right := total
		if len(l.Minus) > 0 {
			right += " + " + sum(l.Minus, " + ")
		}
		return diag.Text{ZH: plus + " = " + right, EN: plus + " = " + right}
	case AtMost:
		return diag.Text{ZH: total + " ≤ " + plus, EN: total + " ≤ " + plus}
	case PresentIf:
		return diag.Textf("填有 %[2]s 的，要填 %[1]s", "%[1]s is given where %[2]s is", total, sum(l.Plus, " / "))
	case Aggregate:
		return diag.Textf("汇总报告的每个数 = 所含报告的该数之和", "each figure of an area total = the sum of the reports in it")
	case Carry:
		return diag.Textf("%s = 上年的 %s", "%s = last year's %s", total, plus)
	case Stock:
		change := ""
		if plus != "" {
			change += " + " + plus
		}
		if len(l.Minus) > 0 {
			change += " − " + sum(l.Minus, " − ")
		}
		return diag.Textf("%s = 上年的 %[1]s%[2]s", "%s = last year's %[1]s%[2]s", total, change)
	}
	return diag.Text{ZH: total + " = " + plus, EN: total + " = " + plus}
}
