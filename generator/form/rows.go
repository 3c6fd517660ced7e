package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// rowSets reads the sets of rows that several tables share, such as the parts of a
// body that each have a line in every table.
func (l *loader) rowSets(n *source.Node) {
	if n.IsNull() {
		return
	}
	d := l.Named(n, nil)
	for _, k := range n.Keys {
		l.sets[k.Value] = append([]*source.Node{}, d.List(k.Value)...)
	}
}

// rows reads the rows of a block or a group. {rows_of: set} stands for the set's rows.
func (l *loader) rows(ns []*source.Node, parent *Row) []*Row {
	var out []*Row
	var extra *source.Node
	for _, n := range ns {
		of := n.Get("rows_of")
		if of == nil {
			r := l.row(n, parent)
			if !r.Extra && extra != nil {
				l.fault(extra, diag.Textf("extra: true 的行应排在格式原有的行之后", "an extra row comes after the form's own"))
			}
			if extra = nil; r.Extra && !parent.Extra {
				extra = n
			}
			out = append(out, r)
			continue
		}
		d := l.Named(n, nil)
		set, ok := l.sets[d.Text("rows_of")]
		if !ok {
			l.fault(of, diag.Textf("没有行的集合“%s”", "no row set %q", of.Value))
		}
		d.Done()
		for _, rn := range set {
			r := l.row(rn, parent)
			r.set = of.Value
			out = append(out, r)
		}
	}
	return out
}

func (l *loader) row(n *source.Node, parent *Row) *Row {
	d := l.Named(n, nil)
	d.Need("label")
	r := &Row{at: n, ID: l.id(d), Key: d.Text("key"), Label: d.Text("label"), Short: d.Text("short"), Draft: d.Text("draft"),
		Extra: d.Bool("extra", parent.Extra)}
	if r.Short == "" {
		r.Short = r.Label
	}
	if r.Draft == "" {
		r.Draft = parent.Draft
	}
	r.kind, r.unit = parent.kind, parent.unit
	if d.Get("kind") != nil || d.Get("unit") != nil {
		r.kind, r.unit = l.kind(d, Count, l.unit)
	}
	r.optional, r.byDefault = l.optional(d, r.kind)
	r.Rows = l.rows(d.List("rows"), r)
	if len(r.Rows) == 0 {
		d.Need("id")
	}
	d.Done()
	return r
}
