package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// relation reads one declaration and makes its lines.
func (l *loader) relation(n *source.Node) {
	d := l.Fields(n, nil)
	for _, k := range []string{"rule", "kind", "table"} {
		d.Need(k)
	}
	r := &Relation{Rule: d.Text("rule"), Kind: RelationKind(d.Enum("kind", string(Sum), string(Balance), string(Carry), string(Stock)))}
	if id := d.Get("rule"); id != nil {
		r.Span = id.Span
	}
	if p := d.Get("parts_name"); p != nil {
		names := l.Fields(p, nil)
		r.PartsName = diag.Text{ZH: names.Text("zh"), EN: names.Text("en")}
		names.Done()
	}
	t := l.tableOf(d.Get("table"))
	each := d.Enum("each", "row", "column")
	if t == nil || r.Kind == "" {
		return
	}
	switch {
	case r.Kind == Sum && each == "row":
		total, parts := d.Get("total"), d.List("parts")
		for _, row := range l.allRows(t) {
			r.add(l.cell(row, t, total), l.cells(row, t, parts), nil)
		}
	case r.Kind == Sum && each == "column":
		l.columns(t, r, []*source.Node{d.Get("total")}, d.List("parts"), nil, nil)
	case r.Kind == Balance && each == "column":
		out := d.List("out")
		if len(out) == 0 {
			l.fault(n, diag.Textf("balance 需要 out", "balance needs out"))
			return
		}
		l.columns(t, r, out[:1], d.List("in"), out[1:], nil)
	case r.Kind == Carry && each == "column":
		l.columns(t, r, []*source.Node{d.Get("to")}, []*source.Node{d.Get("from")}, nil, d.List("of"))
	case r.Kind == Stock && each == "row":
		stock, plus, minus := d.Get("stock"), d.List("plus"), d.List("minus")
		for _, rn := range d.List("of") {
			for _, row := range l.lookup(t, rn) {
				r.add(l.cell(row, t, stock), l.cells(row, t, plus), l.cells(row, t, minus))
			}
		}
	default:
		l.fault(n, diag.Textf("关系 %s 不能按 %s 声明", "a relation of kind %s cannot be declared for each %q", r.Kind, each))
	}
	d.Done()
	l.f.Relations = append(l.f.Relations, r)
}

// columns makes one line for each column (or each of those named): its total is the
// first row of total, its parts the rows of plus less the rows of minus.
func (l *loader) columns(t *Table, r *Relation, total, plus, minus, of []*source.Node) {
	rows := func(ns []*source.Node) (out []*Row) {
		for _, n := range ns {
			if n == nil {
				l.fault(nil, diag.Textf("关系 %s 缺少操作数", "relation %s lacks an operand", r.Rule))
				continue
			}
			out = append(out, l.lookup(t, n)...)
		}
		return out
	}
	tr, pr, mr := rows(total), rows(plus), rows(minus)
	if len(tr) != 1 || len(pr) == 0 {
		return
	}
	wanted := map[string]bool{}
	for _, n := range of {
		l.cell(tr[0], t, n) // reports an unknown column
		wanted[n.Value] = true
	}
	for i, c := range leafCols(t.Blocks[0].Cols) {
		if len(of) > 0 && !wanted[c.ID] {
			continue
		}
		pick := func(rows []*Row) (out []*Cell) {
			for _, row := range rows {
				out = append(out, row.cells[i])
			}
			return out
		}
		r.add(tr[0].cells[i], pick(pr), pick(mr))
	}
}

func (r *Relation) add(total *Cell, plus, minus []*Cell) {
	if total != nil {
		r.Lines = append(r.Lines, Line{Total: total, Plus: plus, Minus: minus})
	}
}

func (l *loader) tableOf(n *source.Node) *Table {
	if n == nil {
		return nil
	}
	for _, t := range l.f.Tables {
		if t.ID == n.Value {
			return t
		}
	}
	l.fault(n, diag.Textf("没有表“%s”", "no table %q", n.Value))
	return nil
}

func (l *loader) allRows(t *Table) []*Row {
	var out []*Row
	for _, b := range t.Blocks {
		out = append(out, leaves(b.Rows)...)
	}
	return out
}

// cell finds a row's cell by its column's id.
func (l *loader) cell(row *Row, t *Table, n *source.Node) *Cell {
	if n != nil {
		for _, c := range row.cells {
			if c.Path == row.path+"."+n.Value {
				return c
			}
		}
		l.fault(n, diag.Textf("表 %[2]s 没有列“%[1]s”", "table %[2]s has no column %[1]q", n.Value, t.ID))
	}
	return nil
}

func (l *loader) cells(row *Row, t *Table, ns []*source.Node) []*Cell {
	var out []*Cell
	for _, n := range ns {
		if c := l.cell(row, t, n); c != nil {
			out = append(out, c)
		}
	}
	return out
}
