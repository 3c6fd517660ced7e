package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule/localize"
)

// evidence is what the relations of an agency's reports say of its figures: those that do
// not hold, each with its finding, and those that do.
type evidence struct {
	*pass
	set      Settings
	findings []diag.Finding // all of the agency; those that are not evidence are not in known
	known    map[operand][]int
	rules    map[operand]bool                    // those with findings, without cells
	reports  map[string]*report.Report           // by file
	broken   []*report.Report                    // those with findings that are evidence
	areas    map[*report.Report][]*report.Report // what area totals are the sums of

	figures   []figure                 // the cells of the problem
	index     map[*report.Report][]int // by form.Cell.Index: 1 and more, the number of the cell
	relations []localize.Relation
	terms     []localize.Term
	found     []figure
	rests     []report.Number // of the relations, not yet scaled
	scale     int
}

// operand is the key by which findings about relations that do not hold are looked up.
type operand struct {
	r    *report.Report
	rule string
	cell string // the first, of an area total any
}

// reach is how many years away a relation may be that two changes have to satisfy.
const reach = 2

// newEvidence looks for findings about relations; nil where there are fewer than two, of
// which nothing follows.
func newEvidence(p *pass, reports []*report.Report, findings []diag.Finding, set Settings) *evidence {
	var about []int
	for i := range findings {
		if r := ByID(findings[i].Rule); r != nil && r.Relational() && len(findings[i].Cells) > 0 {
			about = append(about, i)
		}
	}
	if len(about) < 2 {
		return nil
	}
	e := &evidence{pass: p, set: set, findings: findings, known: map[operand][]int{}, rules: map[operand]bool{}, reports: map[string]*report.Report{},
		areas: map[*report.Report][]*report.Report{}, index: map[*report.Report][]int{}}
	for _, r := range reports {
		e.reports[r.File] = r
	}
	n := 0
	for _, i := range about {
		f := &findings[i]
		r := e.reports[f.File]
		if r == nil || severity(*f, set) == diag.Off || slices.ContainsFunc(r.Waivers, func(w report.Waiver) bool { return waives(w, f) }) {
			continue
		}
		if n++; !slices.Contains(e.broken, r) {
			e.broken = append(e.broken, r)
		}
		e.rules[operand{r: r, rule: f.Rule}] = true
		cells := f.Cells[:1]
		if ByID(f.Rule).relation == form.Aggregate {
			cells = f.Cells
		}
		for _, c := range cells {
			at := operand{r, f.Rule, c}
			e.known[at] = append(e.known[at], i)
		}
	}
	if n < 2 {
		return nil
	}
	return e
}

// answers says what the evidence is of. What does not hold is looked at first, and only
// where that leaves something to be found, what does.
func (e *evidence) answers() []localize.Answer {
	for _, r := range e.broken {
		e.gather(r, func(rel *form.Relation, l form.Line) (int, bool) {
			f := e.finding(r, rel, l)
			return f, f >= 0
		})
	}
	answer, shift := e.problem(e.crowded(), false).Plausible()
	if !answer {
		return nil
	}
	e.relations, e.rests = nil, nil
	var near []*report.Report
	for _, r := range e.registry.members[e.slug].reports {
		if slices.ContainsFunc(e.broken, func(b *report.Report) bool {
			return r.Form.Family == b.Form.Family && r.Year >= b.Year-reach && r.Year <= b.Year+reach
		}) {
			near = append(near, r)
		}
	}
	wanted := func(*report.Report, *form.Relation, form.Line) bool { return true }
	lines := near
	if !shift {
		wanted, lines = e.around(near), nil // nobody asks for lines
	}
	for _, r := range near {
		e.gather(r, func(rel *form.Relation, l form.Line) (int, bool) { return e.finding(r, rel, l), wanted(r, rel, l) })
	}
	return e.problem(lines, true).Answers()
}

// around tells which relations matter to the change of one or two cells: those of the cells
// of what does not hold, and those of the cells that are in a relation with these.
func (e *evidence) around(near []*report.Report) func(*report.Report, *form.Relation, form.Line) bool {
	first, second := map[*report.Report][]bool{}, map[*report.Report][]bool{}
	for _, r := range near {
		cells := make([]bool, 2*len(r.Form.Cells))
		first[r], second[r] = cells[:len(r.Form.Cells)], cells[len(r.Form.Cells):]
		for c, i := range e.index[r] {
			first[r][c] = i > 0
		}
	}
	for _, r := range near {
		for _, rel := range r.Form.Relations {
			for _, l := range rel.Lines {
				if !e.touches(first, r, rel, l) {
					continue
				}
				for _, f := range e.members(r, rel, l) {
					if second[f.r] != nil {
						second[f.r][f.c.Index] = true
					}
				}
			}
		}
	}
	return func(r *report.Report, rel *form.Relation, l form.Line) bool { return e.touches(second, r, rel, l) }
}

// touches reports whether one of some cells is in a relation of a report.
func (e *evidence) touches(cells map[*report.Report][]bool, r *report.Report, rel *form.Relation, l form.Line) bool {
	own := cells[r]
	in := func(c *form.Cell) bool { return own[c.Index] }
	switch {
	case own[l.Total.Index]:
		return true
	case rel.Kind == form.Carry || rel.Kind == form.Stock:
		return slices.ContainsFunc(e.members(r, rel, l), func(f figure) bool { return cells[f.r] != nil && cells[f.r][f.c.Index] })
	}
	return slices.ContainsFunc(l.Plus, in) || slices.ContainsFunc(l.Minus, in)
}

// crowded lists the reports whose cells three findings or more speak of: only there may a run
// of figures be one place off.
func (e *evidence) crowded() (out []*report.Report) {
	for _, r := range e.broken {
		var seen []int
		for _, rel := range e.relations {
			if !slices.Contains(seen, rel.Finding) && slices.ContainsFunc(rel.Terms, func(t localize.Term) bool { return e.figures[t.Cell].r == r }) {
				seen = append(seen, rel.Finding)
			}
		}
		if len(seen) > 2 {
			out = append(out, r)
		}
	}
	return out
}

// gather collects relations of a report; those that wanted says, with their finding or -1.
func (e *evidence) gather(r *report.Report, wanted func(*form.Relation, form.Line) (finding int, ok bool)) {
	for _, rel := range r.Form.Relations {
		if rule := ByID(rel.Rule); rule == nil || severity(diag.Finding{Rule: rel.Rule, Severity: rel.Severity}, e.set) == diag.Off {
			continue
		}
		for _, l := range rel.Lines {
			if f, ok := wanted(rel, l); ok {
				e.line(r, rel, l, f)
			}
		}
	}
}

// finding is the finding about a relation; -1 for none.
func (e *evidence) finding(r *report.Report, rel *form.Relation, l form.Line) int {
	if !e.rules[operand{r: r, rule: rel.Rule}] {
		return -1
	}
	for _, i := range e.known[operand{r, rel.Rule, l.Total.Path}] {
		if rel.Kind == form.Aggregate || slices.Equal(e.findings[i].Cells, cellPaths(l.Total, l.Plus, l.Minus)) {
			return i
		}
	}
	return -1
}
