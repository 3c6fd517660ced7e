package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Impute gives the findings of empty cells a fix where the figure follows from others:
// from a form's sums, never from a cell's name. Only two conclusions are drawn:
// if the parts already make up the total, those that are empty are 0; if all
// parts are there, an empty total is their sum. Neither is drawn if another relation
// over the cell says otherwise. A figure that is there is never changed.
//
// The findings are those of one agency; asked is called as by Check.
func (h *Registry) Impute(slug string, findings []diag.Finding, asked func(Dependency)) {
	m := h.members[slug]
	if m == nil {
		return
	}
	gaps := map[place]*report.Gap{}
	p := &pass{slug: slug, registry: h, track: asked}
	imputations := map[*report.Gap]*imputation{}
	for _, r := range m.reports {
		if len(r.EmptyCells) == 0 {
			continue
		}
		pr := newImputation(p, r)
		pr.run()
		for _, g := range r.EmptyCells {
			gaps[place{r.File, g.Span, g.Cells[0].Path}], imputations[g] = g, pr
		}
	}
	if len(gaps) == 0 {
		return
	}
	for i := range findings {
		f := &findings[i]
		if len(f.Cells) == 0 || f.Fix != nil {
			continue
		}
		if g := gaps[place{f.File, f.Span, f.Cells[0]}]; g != nil && len(g.Cells) == len(f.Cells) {
			f.Fix = imputations[g].fix(g)
		}
	}
}

// place is where a finding about a cell is.
type place struct {
	file string
	span diag.Span
	cell string
}

// imputation is what follows for the gaps of one report.
type imputation struct {
	*pass
	r            *report.Report
	open         map[*form.Cell]*report.Gap
	imputed      map[*form.Cell]report.Number
	contradicted map[*form.Cell]bool // a conclusion that something contradicts
}

func newImputation(p *pass, r *report.Report) *imputation {
	pr := &imputation{p, r, map[*form.Cell]*report.Gap{}, map[*form.Cell]report.Number{}, map[*form.Cell]bool{}}
	for _, g := range r.EmptyCells {
		for _, c := range g.Cells {
			pr.open[c] = g
		}
	}
	return pr
}

// run draws conclusions until nothing new follows. A sum that is only a warning proves
// nothing. A contradiction withdraws the
// conclusions that it is about; those drawn with them are then drawn again without them.
func (p *imputation) run() {
	for more := true; more; {
		more = false
		for _, rel := range p.r.Form.Relations {
			for _, l := range rel.Lines {
				more = rel.Kind == form.Sum && rel.Severity == diag.Off && p.conclude(l) || more
			}
		}
		if c := p.contradiction(); len(c) > 0 {
			for _, cell := range c {
				p.contradicted[cell] = true
			}
			clear(p.imputed)
			more = true
		}
	}
}

// value is a cell's figure, given or concluded.
func (p *imputation) value(c *form.Cell) (report.Number, bool) {
	if v := p.r.Value(c); v.State == report.Valid && !p.r.Misaligned(c) {
		return v.Number, true
	}
	n, ok := p.imputed[c]
	return n, ok
}

// conclude draws what follows from one sum; false where nothing new does.
func (p *imputation) conclude(l form.Line) bool {
	var known report.Number
	var empty []*form.Cell
	for _, c := range l.Plus {
		n, ok := p.value(c)
		switch {
		case ok:
			known = known.Plus(n)
		case p.open[c] == nil || p.contradicted[c] || c.Kind == form.Signed: // which may be below 0
			return false
		default:
			empty = append(empty, c)
		}
	}
	total, given := p.value(l.Total)
	switch {
	case !given && len(empty) == 0 && p.open[l.Total] != nil && !p.contradicted[l.Total] && l.Total.Kind != form.Signed:
		if p.open[l.Total].None && known.Int != 0 {
			return false // a mark for none where there was something
		}
		p.imputed[l.Total] = known
		return true
	case given && len(empty) > 0 && known.Cmp(total) == 0 && p.trusted(l):
		for _, c := range empty {
			p.imputed[c] = report.Number{}
		}
		return true
	}
	return false
}

// trusted reports whether a sum may say that its empty parts are 0. In a draft, a total of 0 may
// just be what a new report starts with.
func (p *imputation) trusted(l form.Line) bool { return !p.r.Draft || l.Plus[0].Row == l.Total.Row }

// contradiction lists the conclusions of the first relation that does not hold.
func (p *imputation) contradiction() []*form.Cell {
	for _, rel := range p.r.Form.Relations {
		for _, l := range rel.Lines {
			var drawn []*form.Cell
			for _, c := range append(append([]*form.Cell{l.Total}, p.own(rel, l.Plus)...), l.Minus...) {
				if _, ok := p.imputed[c]; ok {
					drawn = append(drawn, c)
				}
			}
			if len(drawn) > 0 && !p.holds(rel, l) {
				return drawn
			}
		}
	}
	for _, c := range p.r.Form.Cells {
		if n, ok := p.imputed[c]; ok && !p.agrees(c, n) {
			return []*form.Cell{c}
		}
	}
	return nil
}

// own are the cells of a line that belong to the report itself.
func (p *imputation) own(rel *form.Relation, plus []*form.Cell) []*form.Cell {
	if rel.Kind == form.Carry {
		return nil
	}
	return plus
}

// holds reports whether a relation is true, or cannot be decided.
func (p *imputation) holds(rel *form.Relation, l form.Line) bool {
	given, ok := p.value(l.Total)
	if !ok {
		return true
	}
	switch rel.Kind {
	case form.Aggregate, form.PresentIf: // say nothing of what a figure is
		return true
	case form.Carry:
		from, ok := p.carried(p.r, l.Plus)
		return !ok || given.Cmp(total(from)) == 0
	}
	var n report.Number
	if rel.Kind == form.Stock {
		last := p.last(p.r)
		if last == nil {
			return true
		}
		f, ok := inForm(last, p.r, l.Total)
		if !ok {
			return true
		}
		n = f.value().Number
	}
	for _, c := range l.Plus {
		v, ok := p.value(c)
		if !ok {
			return true
		}
		n = n.Plus(v)
	}
	for _, c := range l.Minus {
		v, ok := p.value(c)
		if !ok {
			return true
		}
		n = n.Minus(v)
	}
	if rel.Kind == form.AtMost {
		return given.Cmp(n) <= 0
	}
	return given.Cmp(n) == 0
}

// agrees reports whether next year's report took over the figure that was concluded.
func (p *imputation) agrees(c *form.Cell, n report.Number) bool {
	next := p.next(p.r)
	if next == nil {
		return true
	}
	if a := p.agency(p.r.Agency); a != nil {
		for _, m := range a.Predecessors {
			if m.Year == next.Year {
				return true // others' figures are in it too
			}
		}
	}
	for _, rel := range next.Form.Relations {
		for _, l := range rel.Lines {
			if rel.Kind != form.Carry || len(l.Plus) != 1 || p.r.Form.Counterpart(l.Plus[0], next.Form) != c {
				continue
			}
			if v := next.Value(l.Total); v.State == report.Valid && v.Cmp(n) != 0 {
				return false
			}
		}
	}
	return true
}

// fix is the fix of a gap all of whose cells are concluded; nil where one is not.
func (p *imputation) fix(g *report.Gap) *diag.Fix {
	values, zero := make([]string, len(g.Cells)), true
	for i, c := range g.Cells {
		n, ok := p.imputed[c]
		if !ok {
			return nil
		}
		values[i] = n.String()
		zero = zero && n.Int == 0
	}
	f := &diag.Fix{Title: diag.Textf("填 0：其余各数相加已等于总计", "write 0: the other figures already make the total"), Edits: g.Edits(values)}
	switch {
	case len(g.Cells) > 1:
		f.Title = diag.Textf("按其余各数填这一行", "fill in the row from the other figures")
	case !zero:
		f.Title = diag.Textf("填 %s：各分项之和", "write %s, the sum of its parts", values[0])
	}
	return f
}
