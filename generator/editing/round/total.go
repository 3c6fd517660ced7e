package round

import (
	"errors"
	"path"
	"strconv"

	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/workspace"
)

// Total is what the reports of an area add up to, cell by cell.
type Total struct {
	Agency   *register.Agency
	Year     int
	Form     *form.Form
	File     string         // in the site, where its report is or goes
	Report   *report.Report // the report of the area as it is; nil where there is none
	Parts    []Part
	Excluded []report.Exclusion
	Sums     map[*form.Cell]string // as the table prints them; a cell that is not there cannot be added up
	Open     []*form.Cell          // of those that every report must have, what is not in Sums
	Last     *report.Report        // the area's report of the year before; nil where there is none
}

// Part is an agency whose report belongs to the total.
type Part struct {
	Slug, Name string
	Agency     *register.Agency // nil where the site has none of that name
	Report     *report.Report   // nil where there is none
	Counted    bool             // its figures are in the sums
	Have, Want int              // cells that are filled in, of those that must be
	Errors     int
}

// Lacking counts the parts that are not in the sums.
func (t *Total) Lacking() (n int) {
	for _, p := range t.Parts {
		if !p.Counted {
			n++
		}
	}
	return n
}

// Faulty counts the parts that are in the sums and have errors.
func (t *Total) Faulty() (n int) {
	for _, p := range t.Parts {
		if p.Counted && p.Errors > 0 {
			n++
		}
	}
	return n
}

// What may be wrong with an area total as a whole.
var (
	ErrNoParts = errors.New("nothing to add up")
	ErrScope   = errors.New("the report is the agency's own, not an area total")
	ErrRows    = errors.New("the form's rows are each report's own")
)

// AddUp adds up the reports that belong to the total of an agency's area: those that its report of the year says,
// or, where there is none, those of all agencies whose parent it is. A report with a figure that is missing or
// cannot be read does not count; one with errors does, as its figures are what they are.
func AddUp(s *workspace.State, slug string, f *form.Form, year int) (*Total, error) {
	a := agencyOf(s, slug)
	t := &Total{Agency: a.Entry, Year: year, Form: f, Sums: map[*form.Cell]string{},
		File: path.Join("content", slug, f.Family, strconv.Itoa(year)+".md")}
	if t.Report = reportOf(a, f.Family, year); t.Report != nil {
		t.Form, t.File = t.Report.Form, t.Report.File
		if t.Report.Scope != "government" {
			return t, ErrScope
		}
	}
	if t.Form.ListTable() != nil {
		return t, ErrRows
	}
	t.Last = reportOf(a, f.Family, year-1)
	of := t.Report
	if of == nil {
		of = &report.Report{Agency: slug, Year: year, Form: t.Form, Scope: "government", Children: true}
		if t.Last != nil && t.Last.Scope == "government" {
			of.Excludes = t.Last.Excludes
		}
	}
	t.Excluded = of.Excludes
	for _, c := range registryOf(s).Contributors(of) {
		p := Part{Slug: c.Slug, Agency: c.Agency, Report: c.Report, Name: nameIn(c.Agency, c.Slug, year)}
		if c.Report != nil {
			p.Have, p.Want = filled(c.Report)
			p.Errors = len(errorsIn(s, c.Report.File))
			p.Counted = p.Have == p.Want
		}
		t.Parts = append(t.Parts, p)
	}
	if len(t.Parts) == 0 {
		return t, ErrNoParts
	}
	t.add()
	return t, nil
}

// add adds up the cells that the form says are the sum of the reports'.
func (t *Total) add() {
	adds := map[*form.Cell]bool{}
	for _, rel := range t.Form.Relations {
		if rel.Kind == form.Aggregate {
			for _, l := range rel.Lines {
				adds[l.Total] = true
			}
		}
	}
	for _, c := range t.Form.Cells {
		text, ok := "", false
		if adds[c] {
			text, ok = t.sum(c)
		}
		switch {
		case ok:
			t.Sums[c] = text
		case !c.Optional:
			t.Open = append(t.Open, c)
		}
	}
}

// sum adds up one cell; ok is false where a report that counts has no such figure, or, of one that may be left
// out, where none has.
func (t *Total) sum(c *form.Cell) (text string, ok bool) {
	var n report.Number
	found := false
	for _, p := range t.Parts {
		if !p.Counted {
			continue
		}
		v, there := Figure(p.Report, c, t.Form)
		if !there && !c.Optional {
			return "", false
		}
		if there {
			n, found = n.Plus(v.Number), true
		}
	}
	if !found {
		return "", false
	}
	if c.Kind == form.Signed && n.Int > 0 {
		return "+" + n.String(), true
	}
	return n.String(), true
}

// Figure is what a report has for a cell of a form, which need not be its own; ok is false where it has no number
// there.
func Figure(r *report.Report, c *form.Cell, of *form.Form) (v report.Value, ok bool) {
	own := r.Form.Counterpart(c, of)
	if own == nil || !own.Kind.Numeric() {
		return v, false
	}
	v = r.Value(own)
	return v, v.State == report.Valid
}

// Draft is the file of a new report with the sums.
func (t *Total) Draft(chinese, explicit bool) []byte {
	return scaffold.Report(scaffold.Draft{Form: t.Form, Year: t.Year, Last: t.Last, Chinese: chinese, Explicit: explicit,
		Area: &scaffold.Area{Excludes: t.Excluded, Sums: t.Sums}})
}

// Changes are the cells of the report, as it is, that the sums make another; by path.
func (t *Total) Changes() map[string]string {
	out := map[string]string{}
	for c, text := range t.Sums {
		if v := t.Report.Value(c); v.State != report.Valid || !report.SameFigure(v.Text, text) {
			out[c.Path] = text
		}
	}
	return out
}

// State says of a part what an office wants to know of it.
func (p *Part) State(year int) diag.Text {
	switch {
	case p.Agency == nil:
		return diag.Textf("站点里没有这个机关", "the site has no such agency")
	case p.Report == nil:
		return diag.Textf("没有 %d 年的报告", "no report for %d", year)
	case !p.Counted:
		return diag.Textf("还有 %d 格没有填好（已填 %d/%d）", "%d cells are not filled in (%d of %d are)", p.Want-p.Have, p.Have, p.Want)
	case p.Errors > 0:
		return diag.Textf("已计入，但有错误：%s 个", "counted, but has %s", diag.Count(p.Errors, "error"))
	case p.Report.Draft:
		return diag.Textf("已计入（草稿）", "counted (a draft)")
	}
	return diag.Textf("已计入", "counted")
}

// Title names the total.
func (t *Total) Title() diag.Text {
	name := t.Agency.NameIn(t.Year)
	return diag.Textf("%s %d 年汇总：应有 %s 份报告，计入 %d 份", "area total of %s for %d: made of %s, %d counted",
		name, t.Year, diag.Count(len(t.Parts), "report"), len(t.Parts)-t.Lacking())
}
