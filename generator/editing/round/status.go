package round

import (
	"bytes"
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/output/edition"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/workspace"
)

// State is how far a body is with its report of a year.
type State string

// The states, what blocks first.
const (
	Faulty    State = "errors"    // handed in, and not to be published as it is
	None      State = "none"      // nothing is there
	Draft     State = "draft"     // being filled in
	Ready     State = "ready"     // nothing keeps it from being published
	Changed   State = "changed"   // published, and changed since
	Published State = "published" // published as it is
)

// states lists the states in their order.
var states = []State{Faulty, None, Draft, Ready, Changed, Published}

// States lists the states in their order.
func States() []State { return slices.Clone(states) }

// Status is how far the reports of a family and a year are.
type Status struct {
	Family string
	Year   int
	Day    string // that the deadlines are counted from, YYYY-MM-DD
	Bodies []Body // what blocks first
	Built  bool   // the site was published before
}

// Body is one agency in a Status.
type Body struct {
	Agency     *register.Agency
	Name       string // in that year
	File       string // of its report, also where there is none yet
	State      State
	Report     *report.Report  // nil where there is none that can be read
	Have, Want int             // cells that are filled in, of those that must be
	Errors     []*diag.Finding // that nothing waives
	Warnings   int
	Deadline   string // YYYY-MM-DD; "" where the form asks for none
	Days       int    // from Status.Day to the deadline; below 0 when it is over
	Late       bool   // it was, or still is not, published by then
	Stays      bool   // a version of it is published that is not this one
	WaitsFor   []string
	Blocks     []string // the area totals that wait for it
}

// Done reports whether the body has nothing left to do but, at most, to publish.
func (b *Body) Done() bool { return b.State == Ready || b.State == Changed || b.State == Published }

// Wrong counts the errors that more filling in does not mend.
func (b *Body) Wrong() (n int) {
	for _, f := range b.Errors {
		if f.Rule != "missing-cell" && f.Rule != "missing-section" {
			n++
		}
	}
	return n
}

// last is what was published last, as far as it is there.
type last struct {
	edition *edition.Edition // nil for none
	sources edition.Sources  // nil where they were not kept
}

// Look tells how far each agency is that reports on a year. day is the date of today, out the output folder; e, which may
// be nil, is what is published there.
func Look(s *workspace.State, family string, year int, day time.Time, e *edition.Edition, sources edition.Sources) *Status {
	st := &Status{Family: family, Year: year, Day: day.Format(time.DateOnly), Built: e != nil}
	was := &last{e, sources}
	registry := registryOf(s)
	at := map[string]int{}
	for _, a := range s.Agencies {
		r := reportOf(a, family, year)
		file := path.Join("content", a.Entry.Slug, family, strconv.Itoa(year)+".md")
		if r == nil && !a.Entry.InForce(year) && len(s.Findings.Of(file)) == 0 {
			continue
		}
		at[a.Entry.Slug] = len(st.Bodies)
		st.Bodies = append(st.Bodies, was.body(s, a, r, file, st))
	}
	for i := range st.Bodies {
		st.wait(i, registry, at)
	}
	slices.SortStableFunc(st.Bodies, func(a, b Body) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), -cmp.Compare(len(a.Blocks), len(b.Blocks)), lateFirst(a, b),
			cmp.Compare(a.Agency.Order, b.Agency.Order), cmp.Compare(a.Agency.Slug, b.Agency.Slug))
	})
	return st
}

// rank is the place of a body's state; one that only waits for others has nothing to do yet.
func (b *Body) rank() int {
	if n := slices.Index(states, b.State); !b.Done() && len(b.WaitsFor) > 0 {
		return n + len(states)/2
	} else if b.Done() {
		return n + len(states)
	} else {
		return n
	}
}

func lateFirst(a, b Body) int {
	switch {
	case a.Late == b.Late:
		return 0
	case a.Late:
		return -1
	}
	return 1
}

// body looks at one agency.
func (l *last) body(s *workspace.State, a *content.Agency, r *report.Report, file string, st *Status) Body {
	b := Body{Agency: a.Entry, Name: a.Entry.NameIn(st.Year), File: file, Report: r, State: None}
	var published *report.Publication
	if l.edition != nil {
		published = l.edition.Report(edition.Key{Agency: a.Entry.Slug, Family: st.Family, Year: st.Year})
	}
	if r != nil {
		b.File = r.File
		b.Have, b.Want = filled(r)
	}
	b.Errors = errorsIn(s, b.File)
	for _, f := range s.Findings.Of(b.File) {
		if f.Severity == diag.Warning && !f.Waived {
			b.Warnings++
		}
	}
	switch {
	case r == nil && len(b.Errors) > 0:
		b.State = Faulty
	case r == nil:
	case r.Draft && (b.Have < b.Want || len(b.Errors) > 0):
		b.State = Draft
	case len(b.Errors) > 0:
		b.State = Faulty
	case published == nil || r.Draft:
		b.State = Ready
	case l.same(s, r, published):
		b.State = Published
	default:
		b.State = Changed
	}
	b.Stays = published != nil && b.State != Published && b.State != Changed
	b.due(s, st)
	return b
}

// due looks at the deadline.
func (b *Body) due(s *workspace.State, st *Status) {
	of := b.Report
	if of == nil {
		f := s.Forms.DefaultFor(st.Family, st.Year)
		if f == nil {
			return
		}
		of = &report.Report{Form: f, Year: st.Year}
	}
	b.Deadline = of.Deadline(b.Agency.Kind, b.Agency.Level)
	by, err := time.Parse(time.DateOnly, b.Deadline)
	if err != nil {
		return
	}
	day, _ := time.Parse(time.DateOnly, st.Day) // it was formatted above
	b.Days = int(by.Sub(day).Hours() / 24)
	switch b.State {
	case Published, Changed:
		b.Late = len(of.Published) >= len(time.DateOnly) && of.Published[:len(time.DateOnly)] > b.Deadline
	default:
		b.Late = b.Days < 0
	}
}

// same reports whether a report was published as its file is now. Where its source was not kept, figures, title, date
// and corrections decide.
func (l *last) same(s *workspace.State, r *report.Report, p *report.Publication) bool {
	if was, ok := l.sources[r.File]; ok {
		now, err := s.Root.ReadFile(filepath.FromSlash(r.File))
		return err == nil && bytes.Equal(was, now)
	}
	if p.Published != r.Published && p.Form != "" || !slices.EqualFunc(p.Revisions, r.Corrections(), func(a, b report.Correction) bool {
		return a.Date == b.Date && a.Note == b.Note && slices.Equal(a.Cells, b.Cells)
	}) {
		return false
	}
	was := map[string]string{}
	for _, f := range p.Figures {
		was[f.Cell] = f.Text
	}
	for _, c := range r.Form.Cells {
		text, ok := was[c.Path]
		if v := r.Value(c); ok != (v.State == report.Valid) || ok && c.Kind.Numeric() && !report.SameFigure(text, v.Text) {
			return false
		}
	}
	return true
}

// wait notes whom an area total waits for: those of its parts that are not done.
func (st *Status) wait(i int, registry *rule.Registry, at map[string]int) {
	b := &st.Bodies[i]
	r := b.Report
	if r == nil {
		if b.Agency.Kind != "government" {
			return
		}
		r = &report.Report{Agency: b.Agency.Slug, Year: st.Year, Form: &form.Form{Family: st.Family}, Scope: "government", Children: true}
	}
	if r.Scope != "government" {
		return
	}
	for _, c := range registry.Contributors(r) {
		n, ok := at[c.Slug]
		if ok && !st.Bodies[n].Done() {
			st.Bodies[n].Blocks = append(st.Bodies[n].Blocks, b.Agency.Slug)
		}
		if !ok || !st.Bodies[n].Done() {
			b.WaitsFor = append(b.WaitsFor, c.Slug)
		}
	}
}

// Count counts the bodies in a state.
func (st *Status) Count(of State) (n int) {
	for i := range st.Bodies {
		if st.Bodies[i].State == of {
			n++
		}
	}
	return n
}

// Late counts the bodies that are late.
func (st *Status) Late() (n int) {
	for i := range st.Bodies {
		if st.Bodies[i].Late {
			n++
		}
	}
	return n
}

// Done reports whether every body is.
func (st *Status) Done() bool {
	return !slices.ContainsFunc(st.Bodies, func(b Body) bool { return !b.Done() })
}
