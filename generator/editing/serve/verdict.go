package serve

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/textedit"
)

// editTry tells what the rules would say of changes.
func (s *Server) editTry(r *http.Request, q *editRequest) (any, error) {
	before, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	contents, refused := report.Change(q.changes())
	v, err := s.verdict(r.Context(), q.File, contents, q.Cells, refused, q.Prose)
	if err == nil && q.Diff {
		v.Diff = textedit.Lines(q.File, before, contents)
	}
	return v, err
}

// reading is a copied text and what can be made of it.
type reading struct {
	Cell  string `json:"cell"`
	Text  string `json:"text"`
	Value string `json:"value"`
	None  bool   `json:"none,omitempty"`
	Doubt string `json:"doubt,omitempty"`
}

// editRead tells what copied texts mean in their cells.
func (s *Server) editRead(r *http.Request, q *editRequest) (any, error) {
	_, report, err := s.edited(r, q)
	if err != nil {
		return nil, err
	}
	out := []reading{}
	for _, c := range report.Cells() {
		text, wanted := q.Cells[c.Path]
		if x, ok := report.Read(c.Path, text); ok && wanted {
			out = append(out, reading{c.Path, text, x.Value, x.None, x.Doubt.In(s.lang())})
		}
	}
	return out, nil
}

// verdict is what the rules say of a report.
type verdict struct {
	Findings json.RawMessage `json:"findings"` // on its file, as check prints them
	// Elsewhere are the findings on other files that there are not as the site is now.
	Elsewhere json.RawMessage     `json:"elsewhere"`
	Suggest   map[string][]string `json:"suggest"`  // figures that would settle a finding, by cell
	Waivable  []string            `json:"waivable"` // rules of these findings that can be waived
	Places    []*amend.Place      `json:"places"`   // where each finding is in keys and texts; null for none
	Diff      []textedit.Line     `json:"diff,omitempty"`
	Page      string              `json:"page,omitempty"`
}

// numberRule is the rule whose findings have a cell's text as what is there.
const numberRule = "bad-number"

// maxElsewhere is how many findings on other files a page gets.
const maxElsewhere = 20

// verdict asks the rules about contents of a file. typed are the cells that were just typed
// into; refused are the texts that could not be put into the contents: they are reported in place
// of the placeholders there.
func (s *Server) verdict(ctx context.Context, file string, contents []byte, typed map[string]string, refused []diag.Finding, page bool) (*verdict, error) {
	site, err := s.edits.Try(ctx, file, contents)
	if err != nil {
		return nil, err
	}
	lost := map[string]bool{}
	for _, f := range refused {
		for _, c := range f.Cells {
			lost[c] = true
		}
	}
	mine, others := slices.Clone(refused), []diag.Finding{}
	for _, f := range site.Findings().Of(file) {
		if f.Rule != everyCell || len(f.Cells) == 0 || slices.ContainsFunc(f.Cells, func(c string) bool { return !lost[c] }) {
			mine = append(mine, *f)
		}
	}
	shown, before := (*diag.List)(nil), map[string]bool{}
	if now, _ := s.current(); now != nil && now.site != nil {
		shown = now.all
		for f := range shown.Since(site.Findings()) {
			before[sameness(f)] = true
		}
	}
	for f := range site.Findings().Since(shown) {
		if f.File != file && !f.Waived && !before[sameness(f)] && len(others) < maxElsewhere {
			others = append(others, *f)
		}
	}
	mine, others = believe(mine, others, file, typed)
	v := &verdict{Suggest: map[string][]string{}, Waivable: []string{}, Places: make([]*amend.Place, len(mine))}
	for _, f := range mine {
		if s.edits.Waivable != nil && s.edits.Waivable(f.Rule) && !slices.Contains(v.Waivable, f.Rule) {
			v.Waivable = append(v.Waivable, f.Rule)
		}
	}
	if report := s.edits.Open(file, contents); report != nil {
		v.Suggest = report.Suggestions(mine)
		for i := range mine {
			v.Places[i] = report.Place(mine[i].Span)
		}
		for _, f := range refused {
			for _, c := range f.Cells {
				if x, ok := report.Read(c, f.Actual); ok && x.Value != "" && f.Rule == numberRule {
					v.Suggest[c] = []string{x.Value}
				}
			}
		}
	}
	if v.Findings, err = diag.MarshalFindings(mine, s.lang()); err != nil {
		return nil, err
	}
	if v.Elsewhere, err = diag.MarshalFindings(others, s.lang()); err != nil {
		return nil, err
	}
	if name := site.Page(file); page && name != "" {
		markup, err := site.Render(name)
		if err != nil {
			return nil, err
		}
		v.Page = string(markup)
	}
	return v, nil
}

// believe takes figures that were just typed for what was meant: it is the totals that are
// still to follow, so none of these figures is said to be the cause of what they lack.
func believe(mine, others []diag.Finding, file string, typed map[string]string) (m, o []diag.Finding) {
	doubted := map[diag.Cause]bool{}
	mine = slices.DeleteFunc(mine, func(f diag.Finding) bool {
		if f.Explains == 0 || !slices.ContainsFunc(f.Cells, func(c string) bool { _, ok := typed[c]; return ok }) {
			return false
		}
		doubted[diag.Cause{File: file, Cell: f.Cells[0]}] = true
		return true
	})
	for _, fs := range [][]diag.Finding{mine, others} {
		for i := range fs {
			if doubted[fs[i].Cause] {
				fs[i].Cause = diag.Cause{}
			}
		}
	}
	return mine, others
}

// sameness tells findings apart except for their places, which move.
func sameness(f *diag.Finding) string { return f.File + "\n" + f.Rule + "\n" + f.Message.EN }
