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
	findings []diag.Finding // all of the agency; those that are no evidence are not in known
	known    map[operand][]int
	reports  map[string]*report.Report           // by file
	broken   []*report.Report                    // those with findings that are evidence
	areas    map[*report.Report][]*report.Report // what area totals are the sums of

	figures   []figure                 // the cells of the problem
	index     map[*report.Report][]int // by form.Cell.Index: 1 and more, the number of the cell
	relations []localize.Relation
	terms     []localize.Term
	rests     []report.Number // of the relations, not yet scaled
	scale     int
}

// operand is what findings about relations that do not hold are looked up by.
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
	e := &evidence{pass: p, set: set, findings: findings, known: map[operand][]int{}, reports: map[string]*report.Report{},
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
		e.gather(r, true)
	}
	answer, shift := e.problem(e.broken, false).Plausible()
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
			e.gather(r, false)
		}
	}
	if !shift {
		near = nil // whose lines nobody asks for
	}
	return e.problem(near, true).Answers()
}

// gather collects the relations of a report, all or those with a finding.
func (e *evidence) gather(r *report.Report, broken bool) {
	for _, rel := range r.Form.Relations {
		if rule := ByID(rel.Rule); rule == nil || severity(diag.Finding{Rule: rel.Rule, Severity: rel.Severity}, e.set) == diag.Off {
			continue
		}
		for _, l := range rel.Lines {
			if f := e.finding(r, rel, l); f >= 0 || !broken {
				e.line(r, rel, l, f)
			}
		}
	}
}

// finding is the finding about a relation; -1 for none.
func (e *evidence) finding(r *report.Report, rel *form.Relation, l form.Line) int {
	for _, i := range e.known[operand{r, rel.Rule, l.Total.Path}] {
		if rel.Kind == form.Aggregate || slices.Equal(e.findings[i].Cells, cellPaths(l.Total, l.Plus, l.Minus)) {
			return i
		}
	}
	return -1
}
