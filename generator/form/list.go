package form

import (
	"maps"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// List declares a table whose rows each report gives itself, as the reports of a time
// without a national form do. A form has one such table at most; a report has a form of
// its own, With its rows, in which they are cells like any others.
type List struct {
	Code, Label, Unit, Value, Indent, SumOf ListKey
	Cumulative                              ListKey // the sum over all years, which a row may have; no key for a list without

	Decimals []string // units whose values may have decimals
	Rule     string   // that holds a row to the rows in its sum_of
}

// ListKey is how a part of a row is called in Chinese front matter, and above its
// column; Label is "" for what has none, Aliases are other names of it in published tables.
type ListKey struct {
	Key, Label string
	Aliases    []string
}

// Keys are the Chinese names of a row's keys, with their ids.
func (l *List) Keys() map[string]string {
	out := map[string]string{}
	for id, k := range map[string]ListKey{"code": l.Code, "label": l.Label, "unit": l.Unit, "value": l.Value, "cumulative": l.Cumulative, "indent": l.Indent, "sum_of": l.SumOf} {
		if k.Key != "" {
			out[k.Key] = id
		}
	}
	return out
}

// Item is a row of such a table, as a report gives it.
type Item struct {
	Code, Label, Unit string
	Indent            int      // how deep the label is below the one above
	SumOf             []string // codes of the rows that it sums
	Cumulative        bool     // it has the sum over all years too
}

// list reads the declaration of a table's list.
func (l *loader) list(n *source.Node) *List {
	d := l.Named(n, nil)
	x := &List{Decimals: l.words(d, "decimals"), Rule: d.Text("rule")}
	parts := []struct {
		name    string
		into    *ListKey
		printed bool
	}{{"code", &x.Code, true}, {"label", &x.Label, true}, {"unit", &x.Unit, true}, {"value", &x.Value, true}, {"indent", &x.Indent, false}, {"sum_of", &x.SumOf, false}}
	if d.Get("cumulative") != nil {
		parts = append(parts, parts[3])
		parts[6].name, parts[6].into = "cumulative", &x.Cumulative
	}
	for _, k := range parts {
		d.Need(k.name)
		kd := l.Named(d.Get(k.name), nil)
		k.into.Key = kd.Text("key")
		if k.printed {
			kd.Need("label")
			k.into.Label, k.into.Aliases = kd.Text("label"), l.words(kd, "aliases")
		}
		kd.Done()
	}
	d.Need("rule")
	d.Done()
	return x
}

// ListTable is the table whose rows a report gives, nil for a form without one.
func (f *Form) ListTable() *Table {
	for _, t := range f.Tables {
		if t.List != nil {
			return t
		}
	}
	return nil
}

// With returns the form of one report: f with the rows of its list. Neither is changed
// by the other's use; cells that both have are the same.
func (f *Form) With(items []Item) *Form {
	list := f.ListTable()
	if list == nil || len(items) == 0 {
		return f
	}
	g, t := *f, *list
	slot := &Slot{ID: t.ID, Key: t.Key, Path: t.ID, Label: t.Caption, Optional: true, List: t.List}
	g.Cells, g.byPath = slices.Clone(f.Cells), maps.Clone(f.byPath)
	b := &Block{Cols: []*Column{{Label: t.List.Value.Label}}}
	if slices.ContainsFunc(items, func(it Item) bool { return it.Cumulative }) {
		b.Cols = append(b.Cols, &Column{Label: t.List.Cumulative.Label})
	}
	var chain []string // the labels that the next row may be below
	for i := range items {
		it := &items[i]
		chain = append(chain[:min(it.Indent, len(chain))], it.Label)
		c := &Cell{Index: len(g.Cells), Path: t.ID + "." + it.Code, Label: strings.Join(append(slices.Clone(chain), t.List.Value.Label), " · "),
			RowName: it.Label, Column: t.List.Value.Label, Kind: Count, Unit: it.Unit}
		c.Row = c.Path
		if slices.Contains(t.List.Decimals, it.Unit) {
			c.Kind = Money
		}
		cells, s := []*Cell{c}, &Slot{ID: it.Code, Path: c.Path, Label: it.Label, Cell: c, Item: it}
		if it.Cumulative {
			sum := *c
			sum.Index, sum.Path, sum.Column = c.Index+1, c.Path+".cumulative", t.List.Cumulative.Label
			sum.Label = strings.Join(append(slices.Clone(chain), sum.Column), " · ")
			cells = append(cells, &sum)
			s.Slots = []*Slot{{ID: "cumulative", Key: t.List.Cumulative.Key, Path: sum.Path, Label: sum.Label, Cell: &sum}}
		}
		for _, c := range cells {
			g.Cells, g.byPath[c.Path] = append(g.Cells, c), c
		}
		b.Rows = append(b.Rows, &Row{ID: it.Code, Label: it.Label, Short: it.Label, Item: it, path: c.Path, cells: cells})
		slot.Slots = append(slot.Slots, s)
	}
	t.Blocks = []*Block{b}
	g.Tables = replaced(f.Tables, list, &t)
	data := *f.Data
	data.Slots = replaced(f.Data.Slots, f.Data.Child(list.ID), slot)
	g.Data = &data
	g.Sections = slices.Clone(f.Sections)
	for i, s := range g.Sections {
		if s.Table == list {
			own := *s
			own.Table = &t
			g.Sections[i] = &own
		}
	}
	g.Relations = append(slices.Clone(f.Relations), g.sums(&t, items))
	return &g
}

// sums is the relation of the rows that say which rows they sum.
func (f *Form) sums(t *Table, items []Item) *Relation {
	r := &Relation{Rule: t.List.Rule, Kind: Sum, PartsName: diag.Textf("所列各项", "the rows it names")}
	for _, it := range items {
		var parts []*Cell
		for _, code := range it.SumOf {
			if c := f.Cell(t.ID + "." + code); c != nil {
				parts = append(parts, c)
			}
		}
		if len(parts) == len(it.SumOf) && len(parts) > 0 {
			r.Lines = append(r.Lines, Line{Total: f.Cell(t.ID + "." + it.Code), Plus: parts})
		}
	}
	return r
}

func replaced[T comparable](list []T, old, new T) []T {
	out := slices.Clone(list)
	if i := slices.Index(out, old); i >= 0 {
		out[i] = new
	}
	return out
}

// listed lays out the rows of a report's list: code, label, unit, value, and the sum over all years
// where a row has one. A row is
// below the nearest above it that is indented less, and its value is under the headers of both.
func (l *layouter) listed(t *Table) {
	x := t.List
	head := []*GridCell{l.header(x.Code.Label, "col", 1, 1), l.header(x.Label.Label, "col", 1, 1), l.header(x.Unit.Label, "col", 1, 1), l.header(x.Value.Label, "col", 1, 1)}
	if len(t.Blocks) > 0 && len(t.Blocks[0].Cols) > 1 {
		head = append(head, l.header(x.Cumulative.Label, "col", 1, 1))
	}
	l.grid.Head = [][]*GridCell{head}
	l.grid.ColGroups = slices.Repeat([]int{1}, len(head))
	var chain []string
	var body [][]*GridCell
	for _, b := range t.Blocks {
		for _, r := range b.Rows {
			h := l.header(r.Label, "row", 1, 1)
			h.Indent = r.Item.Indent
			chain = append(chain[:min(r.Item.Indent, len(chain))], h.ID)
			plain := func(text string) *GridCell { return &GridCell{Text: text, Rowspan: 1, Colspan: 1} }
			row := []*GridCell{plain(r.Item.Code), h, plain(r.Item.Unit)}
			for i := 3; i < len(head); i++ {
				if i-3 == len(r.cells) {
					row = append(row, plain(""))
					break
				}
				row = append(row, &GridCell{Cell: r.cells[i-3], Rowspan: 1, Colspan: 1, Headers: strings.Join(with(chain, head[i].ID), " ")})
			}
			body = append(body, row)
		}
	}
	l.grid.Bodies = [][][]*GridCell{body}
}
