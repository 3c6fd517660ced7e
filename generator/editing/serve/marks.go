package serve

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// everyCell is the rule whose findings are about all the cells they list, as are those that
// explain others; the rest are about the first, which the others do not agree with.
const everyCell = "missing-cell"

// ofText reports whether a rule's findings are about the text that speaks of a cell, and
// not about the cell.
func ofText(rule string) bool { return strings.HasPrefix(rule, "narrative-") }

// entry is a finding as the preview shows it.
type entry struct {
	Severity, Label          string
	Rule, Message, Hint      string
	Expected, Actual, Reason string
	File, Place              string
	Line, Column             int
	Link                     template.URL // opens the place in an editor; "": ask the server to
	Page                     string       // address of the page it is about, "" for this one or none
	Mark                     string       // id of the mark in this page
	Cells                    string       // paths, with spaces between
	Token                    string
	Under                    []entry // what it explains, each a place and a message
}

// entry makes one of a finding.
func (s *Server) entry(f *diag.Finding) entry {
	lang := s.lang()
	e := entry{Severity: f.Severity.String(), Rule: f.Rule, Message: f.Message.In(lang), Hint: f.Hint.In(lang), Expected: f.Expected, Actual: f.Actual,
		File: f.File, Place: f.File, Line: max(f.Span.Line, 1), Column: max(f.Span.Column, 1), Cells: strings.Join(f.Cells, " "), Token: s.token}
	if f.Waived {
		e.Severity, e.Reason = "waived", f.Reason
	}
	if f.Span.Line > 0 {
		e.Place = fmt.Sprintf("%s:%d:%d", f.File, f.Span.Line, f.Span.Column)
	}
	e.Label = words[e.Severity].In(lang)
	e.Link = s.link(e.File, e.Line, e.Column)
	if f.Explains == 0 {
		return e
	}
	for _, r := range f.Related {
		if r.Rule != "" {
			u := entry{Rule: r.Rule, Message: r.Message.In(lang), File: r.File, Line: max(r.Span.Line, 1), Column: max(r.Span.Column, 1), Token: s.token}
			u.Place = fmt.Sprintf("%s:%d:%d", u.File, u.Line, u.Column)
			u.Link = s.link(u.File, u.Line, u.Column)
			e.Under = append(e.Under, u)
		}
	}
	return e
}

// explained reports whether a finding has its cause in a cell that another one names.
func explained(f *diag.Finding) bool { return f.Cause != (diag.Cause{}) }

// mark is one wrong cell of a page.
type mark struct {
	ID       string
	Severity string // the gravest
	Label    string // the messages, for who cannot see the mark
	Entries  []entry
	placed   bool // the page has the cell
}

// Note is the id of what the mark opens.
func (m *mark) Note() string { return m.ID + "-note" }

// marks are the wrong cells of a page.
type marks struct {
	cells map[string]*mark
	list  []*mark
}

// at is the mark of a cell that is in the page, nil for none.
func (m *marks) at(cell string) *mark {
	found := m.cells[cell]
	if cell == "" || found == nil || found.placed {
		return nil
	}
	found.placed = true
	return found
}

// marks finds the cells of a page in which something is wrong.
func (s *Server) marks(page *response) *marks {
	m := &marks{cells: map[string]*mark{}}
	for _, f := range page.findings {
		if f.Waived || explained(f) || len(f.Cells) == 0 || ofText(f.Rule) || page.unread != nil {
			continue
		}
		cells := f.Cells[:1]
		if f.Rule == everyCell || f.Explains > 0 {
			cells = f.Cells
		}
		e := s.entry(f)
		for _, cell := range cells {
			at := m.cells[cell]
			if at == nil {
				at = &mark{ID: "gongkai-" + cell}
				m.cells[cell] = at
				m.list = append(m.list, at)
			}
			at.Entries = append(at.Entries, e)
			if at.Severity != diag.Error.String() {
				at.Severity = e.Severity
			}
			at.Label = strings.TrimSpace(at.Label + " " + e.Label + s.word("colon") + f.Text(s.lang()))
		}
	}
	return m
}

// panel is what is below a page.
type panel struct {
	*Server
	State            string
	Here, There      []entry // of this page, of others
	More             int     // of others that are not listed
	Errors, Warnings int     // of the site
	HereErrors       int
	HereWarnings     int
	Marks            []*mark
	Overlay          *overlay
	Edit             string // address at which the page can be changed, "" for none
}

// maxListed is how many findings of other pages the panel lists; there is a page of all.
const maxListed = 50

func (s *Server) panel(v *view, page *response, m *marks) *panel {
	p := &panel{Server: s, State: s.state(v), Overlay: s.overlay(v, page), Edit: s.editable(v, page.name)}
	for _, at := range m.list {
		if at.placed {
			p.Marks = append(p.Marks, at)
		}
	}
	for _, f := range page.findings {
		if explained(f) && f.Cause.File == f.File {
			continue // it is listed with its cause
		}
		e := s.entry(f)
		if explained(f) { // by a cell of another page, where it counts
			p.Here = append(p.Here, e)
			continue
		}
		if len(f.Cells) > 0 && !ofText(f.Rule) && m.cells[f.Cells[0]] != nil && m.cells[f.Cells[0]].placed {
			e.Mark = m.cells[f.Cells[0]].ID
		}
		switch e.Severity {
		case "error":
			p.HereErrors++
		case "warning":
			p.HereWarnings++
		}
		p.Here = append(p.Here, e)
	}
	if v.site == nil {
		return p
	}
	sum := v.site.Summary()
	p.Errors, p.Warnings = sum.Errors, sum.Warnings
	p.There = s.others(v, page.findings, maxListed)
	p.More = p.Errors + p.Warnings - p.HereErrors - p.HereWarnings - len(p.There)
	return p
}

// others lists the findings of a site but those of a page, the gravest first.
func (s *Server) others(v *view, here []*diag.Finding, limit int) (list []entry) {
	for f := range v.all.Unresolved() {
		if slices.Contains(here, f) {
			continue
		}
		if len(list) == limit {
			break
		}
		e := s.entry(f)
		if at := v.site.Page(f.File); at != "" {
			e.Page = "/" + strings.TrimSuffix(at, "index.html")
		}
		list = append(list, e)
	}
	return list
}
