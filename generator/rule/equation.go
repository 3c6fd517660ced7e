package rule

import (
	"slices"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule/localize"
)

// line takes in one relation of a report, if it can be decided: total − plus + minus.
func (e *evidence) line(r *report.Report, rel *form.Relation, l form.Line, finding int) {
	q := equation{e: e, Relation: localize.Relation{Finding: finding, Terms: e.room(1 + len(l.Plus) + len(l.Minus))}}
	q.add(figure{r, l.Total}, 1)
	switch rel.Kind {
	case form.AtMost:
		q.Kind = localize.AtMost
	case form.PresentIf:
		q.Kind = localize.Present
	case form.Carry:
		from, ok := e.carried(r, l.Plus)
		if !ok {
			return
		}
		for _, f := range from {
			q.add(f, -1)
		}
		q.close()
		return
	case form.Stock:
		before, ok := e.stock(r, l)
		if !ok {
			return
		}
		q.add(before, -1)
	case form.Aggregate:
		parts := e.included(r)
		if len(parts) == 0 {
			return
		}
		for _, part := range parts {
			f, ok := inForm(part, r, l.Total)
			if !ok {
				return
			}
			q.add(f, -1)
		}
	}
	for _, c := range l.Plus {
		q.add(figure{r, c}, -1)
	}
	for _, c := range l.Minus {
		q.add(figure{r, c}, 1)
	}
	q.close()
}

// members are the figures of a relation of a report, without those of other agencies. They
// are there until the next are asked for.
func (e *evidence) members(r *report.Report, rel *form.Relation, l form.Line) []figure {
	out := append(e.found[:0], figure{r, l.Total})
	switch rel.Kind {
	case form.Carry:
		from, _ := e.carried(r, l.Plus)
		e.found = append(out, from...)
		return e.found
	case form.Stock:
		if before, ok := e.stock(r, l); ok {
			out = append(out, before)
		}
	}
	for _, c := range l.Plus {
		out = append(out, figure{r, c})
	}
	for _, c := range l.Minus {
		out = append(out, figure{r, c})
	}
	e.found = out
	return out
}

// room is a place for the terms of one relation: there are hundreds of them.
func (e *evidence) room(n int) []localize.Term {
	if cap(e.terms)-len(e.terms) < n {
		e.terms = make([]localize.Term, 0, 1024+n)
	}
	from := len(e.terms)
	e.terms = e.terms[:from+n]
	return e.terms[from:from:len(e.terms)]
}

// stock is the figure of last year's that a stock follows from, as checkStock has it.
func (e *evidence) stock(r *report.Report, l form.Line) (f figure, ok bool) {
	last := e.last(r)
	if last == nil || last.Scope != r.Scope || e.reformed(r) {
		return f, false
	}
	return inForm(last, r, l.Total)
}

// included are the reports that an area's adds up, as checkArea has it; none where they are
// not known.
func (e *evidence) included(r *report.Report) []*report.Report {
	parts, ok := e.areas[r]
	if !ok && r.Scope == "government" {
		p := *e.pass // the rule reports what is wrong with the list of reports
		if all, sound := p.parts(r); sound {
			parts = all
		}
		e.areas[r] = parts
	}
	return parts
}

// equation is a relation that is being written.
type equation struct {
	e *evidence
	localize.Relation
	rest report.Number
	lost bool // a figure of it could not be read
}

// add adds a figure with its factor. Other agencies' figures are taken as they are.
func (q *equation) add(f figure, factor int64) {
	v := f.value()
	if v.State != report.Valid || !f.c.Kind.Numeric() || f.r.Misaligned(f.c) {
		q.lost = true
	}
	if q.lost {
		return
	}
	if f.r.Agency != q.e.slug {
		q.rest = q.rest.Plus(report.Number{Int: factor * v.Int, Scale: v.Scale})
		return
	}
	x := q.e.cell(f)
	if i := slices.IndexFunc(q.Terms, func(t localize.Term) bool { return t.Cell == x }); i >= 0 {
		q.Terms[i].Factor += factor
	} else {
		q.Terms = append(q.Terms, localize.Term{Cell: x, Factor: factor})
	}
}

// close takes the relation in. One that does not hold and that no finding speaks of, such
// as one that is waived, is left out.
func (q *equation) close() {
	if q.lost || q.holds() == (q.Finding >= 0) {
		return
	}
	q.Terms = slices.DeleteFunc(q.Terms, func(t localize.Term) bool { return t.Factor == 0 })
	if len(q.Terms) > 0 {
		q.e.relations, q.e.rests = append(q.e.relations, q.Relation), append(q.e.rests, q.rest)
	}
}

func (q *equation) holds() bool {
	if q.Kind == localize.Present {
		at := func(t localize.Term) bool { return q.e.figures[t.Cell].value().Int != 0 }
		return at(q.Terms[0]) || !slices.ContainsFunc(q.Terms[1:], at)
	}
	n := q.rest
	for _, t := range q.Terms {
		v := q.e.figures[t.Cell].value()
		n = n.Plus(report.Number{Int: t.Factor * v.Int, Scale: v.Scale})
	}
	sign := n.Cmp(report.Number{})
	return sign == 0 || sign < 0 && q.Kind == localize.AtMost
}

// cell is the number of a figure in the problem.
func (e *evidence) cell(f figure) int {
	index := e.index[f.r]
	if index == nil {
		index = make([]int, len(f.r.Form.Cells))
		e.index[f.r] = index
	}
	if index[f.c.Index] == 0 {
		e.figures = append(e.figures, f)
		index[f.c.Index] = len(e.figures)
		e.scale = max(e.scale, f.value().Scale)
	}
	return index[f.c.Index] - 1
}
