package rule

import (
	"slices"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule/localize"
)

// problem writes the evidence in whole numbers: all are scaled to as many digits after
// the point as the longest has. If they do not fit, there is no problem to solve. The lines are those
// of the reports, exact where all of their cells are known.
func (e *evidence) problem(reports []*report.Report, exact bool) *localize.Problem {
	p := &localize.Problem{Relations: e.relations}
	unit := int64(1)
	for range e.scale {
		unit *= 10
	}
	const most = 1e16 // so that a thousand of them can be added up
	for _, f := range e.figures {
		v := f.value()
		n, ok := scaled(v.Number, e.scale)
		if !ok || n > most || n < -most {
			return &localize.Problem{}
		}
		c := localize.Cell{Value: n, Unit: unit, Max: most, Signed: f.c.Kind == form.Signed}
		if f.c.Kind == form.Money {
			c.Unit = 1
		}
		p.Cells = append(p.Cells, c)
	}
	for i, n := range e.rests {
		rest, ok := scaled(n, e.scale)
		if !ok || rest > most || rest < -most {
			return &localize.Problem{}
		}
		p.Relations[i].Rest = rest
	}
	for _, r := range reports {
		p.Lines = append(p.Lines, e.lines(r, exact)...)
	}
	return p
}

// lines are the cells of a report that are beside each other in a table; exactly so where
// one that is in no relation ends a line.
func (e *evidence) lines(r *report.Report, exact bool) (out [][]int) {
	index := e.index[r]
	if index == nil {
		return nil
	}
	for _, t := range r.Form.Tables {
		for _, line := range t.Lines() {
			run := make([]int, 0, len(line))
			for _, c := range line {
				if i := index[c.Index]; i > 0 {
					run = append(run, i-1)
					continue
				}
				if exact {
					out, run = append(out, run), run[len(run):]
				}
			}
			out = append(out, run)
		}
	}
	return out
}

// explained lists the findings whose relations an answer settles, all of them.
func (e *evidence) explained(a localize.Answer) (out []int) {
	for _, i := range a.Relations {
		f := e.relations[i].Finding
		if slices.Contains(out, f) {
			continue
		}
		left := false
		for j, r := range e.relations {
			left = left || r.Finding == f && !slices.Contains(a.Relations, j)
		}
		if !left {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// concerns reports whether a cell is in a relation that a finding is about.
func (e *evidence) concerns(finding, cell int) bool {
	return slices.ContainsFunc(e.relations, func(r localize.Relation) bool {
		return r.Finding == finding && slices.ContainsFunc(r.Terms, func(t localize.Term) bool { return t.Cell == cell })
	})
}

// text writes a value as it is to be written in its cell.
func (e *evidence) text(c localize.Change) string {
	f := e.figures[c.Cell]
	n := report.Number{Int: c.Value, Scale: e.scale}
	least := 0
	if f.c.Kind == form.Money {
		least = f.value().Scale
	}
	for n.Scale > least && n.Int%10 == 0 {
		n.Int, n.Scale = n.Int/10, n.Scale-1
	}
	if f.c.Kind == form.Signed && n.Int > 0 {
		return "+" + n.String()
	}
	return n.String()
}

// scaled is a number in units of the last digit of a scale; ok is false where that is too
// large, or not exact.
func scaled(n report.Number, scale int) (int64, bool) {
	if n.Scale > scale {
		return 0, false
	}
	for ; n.Scale < scale; n.Scale++ {
		if n.Int > 1e17 || n.Int < -1e17 {
			return 0, false
		}
		n.Int *= 10
	}
	return n.Int, true
}
