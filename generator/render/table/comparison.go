package table

import (
	"slices"
	"sync"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Comparison reads the figures of one form from reports of this and other forms, as far as
// they hold the same quantities. It remembers what it found, and is safe for concurrent use.
type Comparison struct {
	Base  *form.Form
	known sync.Map // *form.Form → []*form.Figure
}

// Compare makes a Comparison for the figures of a form.
func Compare(base *form.Form) *Comparison { return &Comparison{Base: base} }

// in lists the figures over the cells of another form, nil for one that it lacks.
func (j *Comparison) in(f *form.Form) []*form.Figure {
	if got, ok := j.known.Load(f); ok {
		return got.([]*form.Figure)
	}
	out := make([]*form.Figure, len(j.Base.Figures))
	for i := range out {
		if x, ok := j.Base.Figures[i].In(f, j.Base); ok {
			out[i] = &x
		}
	}
	j.known.Store(f, out)
	return out
}

// Covers reports whether reports of a form have all the figures.
func (j *Comparison) Covers(f *form.Form) bool {
	return !slices.Contains(j.in(f), nil)
}

// Extra lists which figures of a form the comparison does not have.
func (j *Comparison) Extra(f *form.Form) (at []int) {
	for i := range f.Figures {
		if !slices.ContainsFunc(j.Base.Figures, func(x form.Figure) bool { return x.Signature == f.Figures[i].Signature }) {
			at = append(at, i)
		}
	}
	return at
}

// Evaluate reads all figures from a report. ok is false where its form has none of them.
func (j *Comparison) Evaluate(r *report.Report) (out []Indicator, ok bool) {
	figures := j.in(r.Form)
	out = make([]Indicator, 0, len(figures))
	for i, x := range figures {
		q := Indicator{Ratio: j.Base.Figures[i].Ratio()}
		if x != nil {
			q, ok = Evaluate(x, r.Values), true
		}
		out = append(out, q)
	}
	return out, ok
}

// Of reads one of the figures from a report; what its form lacks is not known.
func (j *Comparison) Of(r *report.Report, at int) Indicator {
	if x := j.in(r.Form)[at]; x != nil {
		return Evaluate(x, r.Values)
	}
	return Indicator{Ratio: j.Base.Figures[at].Ratio()}
}

// Sum adds the figures of a report to those of others, which are nil before the first.
func Sum(total, more []Indicator) []Indicator {
	if total == nil {
		return append(total, more...)
	}
	for i := range total {
		total[i] = total[i].Plus(more[i])
	}
	return total
}
