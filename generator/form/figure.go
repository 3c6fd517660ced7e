package form

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Figure is a number that pages over many reports show side by side: the sum of its
// cells or, with Of, the share of that sum in another, in per cent.
type Figure struct {
	Label     string
	About     string // what it is made of, in a sentence; every ratio has one
	Unit      string // of a sum; "" for none
	Group     string // figures of one group are parts of a whole, in a table of their own; "" for the main one
	Chart     string // figures of one chart are drawn together; "" for none
	Lead      bool   // is at the head of a report
	Share     string // of a leading figure: the label of the ratio that is told beside it; "" for none
	Cells     []*Cell
	Minus     []*Cell // taken off Cells
	Of        []*Cell // of a ratio
	OfMinus   []*Cell // taken off Of
	Signature string  // the same for figures of the same quantities, of whichever form
}

// Ratio reports whether the figure is a share, and no sum.
func (x *Figure) Ratio() bool { return len(x.Of) > 0 }

// In is the same figure over the cells of another form that hold the same quantities;
// ok is false where it lacks one of them.
func (x *Figure) In(f, of *Form) (y Figure, ok bool) {
	if f == of {
		return *x, true
	}
	y = *x
	for _, list := range []*[]*Cell{&y.Cells, &y.Minus, &y.Of, &y.OfMinus} {
		cells := make([]*Cell, len(*list))
		for i, c := range *list {
			if cells[i] = f.Counterpart(c, of); cells[i] == nil {
				return Figure{}, false
			}
		}
		*list = cells
	}
	return y, true
}

func (l *loader) figure(n *source.Node) {
	d := l.Named(n, nil)
	d.Need("label")
	d.Need("cells")
	x := Figure{Label: d.Text("label"), About: d.Text("about"), Group: d.Text("group"), Chart: d.Text("chart"),
		Lead: d.Bool("lead", false), Share: d.Text("share"),
		Cells: l.numbers(d.List("cells")), Minus: l.numbers(d.List("minus")), Of: l.numbers(d.List("of")), OfMinus: l.numbers(d.List("of_minus"))}
	switch {
	case d.Get("of") != nil && d.Get("about") == nil:
		l.fault(n, diag.Textf("比率要用 about 写明怎样算", "a ratio says in about what it is"))
	case d.Get("of") != nil && d.Get("unit") != nil:
		l.fault(d.Get("unit"), diag.Textf("比率的单位总是百分之一，不写 unit", "a ratio is in per cent and has no unit"))
	case d.Get("of") == nil && d.Get("of_minus") != nil:
		l.fault(d.Get("of_minus"), diag.Textf("of_minus 从 of 里减去，而这里没有 of", "of_minus is taken off of, which is not given"))
	}
	switch {
	case x.Lead && d.Get("of") != nil:
		l.fault(d.Get("lead"), diag.Textf("比率不能写 lead，写在 share 里", "a ratio does not lead; name it in the share of a figure that does"))
	case x.Share != "" && !x.Lead:
		l.fault(d.Get("share"), diag.Textf("写了 lead: true 的才能写 share", "only a figure with lead: true has a share"))
	}
	if x.Share != "" {
		l.shares = append(l.shares, d.Get("share"))
	}
	if u := d.Get("unit"); u != nil {
		x.Unit = u.Value
	} else if len(x.Cells) > 0 && d.Get("of") == nil {
		x.Unit = x.Cells[0].Unit
	}
	x.sign(l.f)
	d.Done()
	l.f.Figures = append(l.f.Figures, x)
}

// told reports each share that names no ratio of the form.
func (l *loader) told() {
	for _, n := range l.shares {
		if x := l.f.Figure(n.Value); x == nil || !x.Ratio() {
			l.fault(n, diag.Textf("没有名为“%s”的比率", "no ratio %q among the figures", n.Value))
		}
	}
}

// Figure returns the figure of a label, nil where there is none.
func (f *Form) Figure(label string) *Figure {
	for i := range f.Figures {
		if f.Figures[i].Label == label {
			return &f.Figures[i]
		}
	}
	return nil
}

// numbers reads cells that can be added up, which have one unit.
func (l *loader) numbers(ns []*source.Node) []*Cell {
	cells := l.paths(ns)
	if len(cells) < len(ns) {
		return cells // said already
	}
	for i, c := range cells {
		switch {
		case !c.Kind.Numeric():
			l.fault(ns[i], diag.Textf("“%s”不是数，不能相加", "%q is not a number and cannot be added up", c.Path))
		case c.Unit != cells[0].Unit:
			l.fault(ns[i], diag.Textf("“%s”的单位是“%s”，与“%s”的不同", "%q is in %q, another unit than that of %q", c.Path, c.Unit, cells[0].Path))
		}
	}
	return cells
}

// sign makes the figure's signature, of concepts where its cells have them.
func (x *Figure) sign(f *Form) {
	s := []byte(x.Label)
	for i, list := range [][]*Cell{x.Cells, x.Minus, x.Of, x.OfMinus} {
		for _, c := range list {
			s = append(s, "+-*/"[i])
			if c.Concept != "" {
				s = append(s, c.Concept...)
			} else {
				s = append(append(append(s, f.ID...), ':'), c.Path...)
			}
		}
	}
	x.Signature = string(s)
}
