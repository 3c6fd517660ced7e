package html

import (
	"cmp"
	"slices"

	"gongkai/generator/form"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Year is what the template of a year sees: the reports of all agencies side by side.
type Year struct {
	Coverage    string
	Agencies    []Figures // one for each group of figures and set of forms that join
	Governments []Figures // area totals, which hold the agencies' figures a second time
	Plain       []Link    // reports of forms without figures
	Absent      []Link    // agencies whose report the site lacks
	Missing     bool      // and the site says so as the supervising body
	Late        []Entry   // reports published after their deadline; only with supervision
	Script      string    // address of the script that sorts, "" where there is nothing to sort
	Filter      string    // address of the script that filters, as Script
}

// sideReports are reports whose forms hold the same figures.
type sideReports struct {
	joint   *table.Comparison
	reports []*site.Page
}

func (v *View) year() {
	y := &Year{Missing: v.Config.Supervision}
	v.Year = y
	expected, has := v.renderer.site.Expected(v.Page)
	y.Coverage = v.label("year.coverage", len(has), len(expected))
	for _, p := range expected {
		if has[p.Agency] == nil {
			y.Absent = append(y.Absent, v.linkToAgency(p, v.Page.Year))
		}
	}
	if v.Config.Supervision {
		for _, p := range v.Page.Children {
			v.late(p)
		}
	}
	years := v.renderer.site.YearPages() // newest first
	others := &Pager{Label: v.label("year.others")}
	at := slices.Index(years, v.Page)
	if at > 0 {
		others.Next = v.link(years[at-1])
	}
	if at+1 < len(years) {
		others.Previous = v.link(years[at+1])
	}
	if len(years) > 1 {
		v.Pager = others
	}
	agencies, governments := byScope(v.Page.Children)
	y.Agencies = v.sideBySide("agencies", agencies, true)
	plain := len(y.Plain)
	y.Governments = v.sideBySide("governments", governments, false)
	if figureless := len(y.Plain); len(governments)+figureless > 0 { // so that the totals are seen to hold all that are held
		y.Coverage += v.label("year.summed", len(agencies)-plain)
		if len(governments) > 0 {
			y.Coverage += v.label("year.areas", len(governments))
		}
		if figureless > 0 {
			y.Coverage += v.label("year.figureless", figureless)
		}
	}
}

// late lists a report that was published after its deadline.
func (v *View) late(p *site.Page) {
	on, by := day(p.Report.Published), p.Report.Deadline(p.Agency.Kind, p.Agency.Level)
	if on != "" && by != "" && on > by {
		v.Year.Late = append(v.Year.Late, Entry{Link: v.linkToAgency(p, p.Year), Note: v.label("year.late_entry", on, by)})
	}
}

// sideBySide makes the tables of reports: one for those whose forms hold the same figures,
// after it one for each group of parts, and then what some of the forms have beyond. Only
// reports of which none holds another's figures have a total.
func (v *View) sideBySide(id string, pages []*site.Page, total bool) []Figures {
	byForm := map[*form.Form][]*site.Page{}
	var forms []*form.Form
	for _, p := range pages {
		f := p.Report.Form
		if len(f.Figures) == 0 {
			v.Year.Plain = append(v.Year.Plain, v.linkToAgency(p, p.Year))
			continue
		}
		if byForm[f] == nil {
			forms = append(forms, f)
		}
		byForm[f] = append(byForm[f], p)
	}
	// The form of most reports says what the others are compared by.
	slices.SortStableFunc(forms, func(a, b *form.Form) int {
		return cmp.Or(cmp.Compare(len(byForm[b]), len(byForm[a])), cmp.Compare(a.ID, b.ID))
	})
	var sets []*sideReports
	setOf := map[*form.Form]*sideReports{}
	for _, f := range forms {
		i := slices.IndexFunc(sets, func(s *sideReports) bool { return s.joint.Covers(f) })
		if i < 0 {
			i, sets = len(sets), append(sets, &sideReports{joint: v.renderer.compare(f)})
		}
		setOf[f] = sets[i]
	}
	for _, p := range pages { // in their order, whatever their form
		if set := setOf[p.Report.Form]; set != nil {
			set.reports = append(set.reports, p)
		}
	}
	var out []Figures
	add := func(base *form.Form, set *sideReports, at []int, named bool) {
		var names []string // what tells the tables' captions apart
		if !total {
			names = append(names, v.label("year.governments"))
		}
		if named {
			names = append(names, base.Title)
		}
		out = append(out, v.setTables(id+"."+itoa(len(out)+1), names, set, at, total)...)
		v.explain(base)
	}
	for _, set := range sets {
		base := set.joint.Base
		add(base, set, every(base), len(sets) > 1)
		for _, f := range forms {
			if beyond := set.joint.Extra(f); setOf[f] == set && len(beyond) > 0 {
				add(f, &sideReports{v.renderer.compare(f), byForm[f]}, beyond, true)
			}
		}
	}
	return out
}

// every lists all of a form's figures.
func every(f *form.Form) []int {
	at := make([]int, len(f.Figures))
	for i := range at {
		at[i] = i
	}
	return at
}

// setTables makes the tables of reports, with some of their figures. Tables of
// parts list only the reports that have any.
func (v *View) setTables(id string, names []string, set *sideReports, of []int, total bool) []Figures {
	base := set.joint.Base
	var sums []table.Indicator
	all := make([][]table.Indicator, len(set.reports))
	for i, p := range set.reports {
		all[i], _ = set.joint.Evaluate(p.Report)
		sums = table.Sum(sums, all[i])
	}
	var out []Figures
	for g, group := range groups(base, of) {
		t := Figures{ID: id + "." + itoa(g+1), Head: v.label("figures.agency")}
		t.Caption = v.label("figures.caption", v.Page.Year)
		if group != "" {
			t.Caption = v.label("figures.caption_group", v.Page.Year, group)
		}
		for _, name := range names {
			t.Caption = v.label("figures.caption_form", t.Caption, name)
		}
		nothing := v.label("figures.nothing", t.Caption)
		at := grouped(base, of, group)
		t.Columns = v.named(&t, base, at)
		for i, p := range set.reports {
			row, none := FigureRow{FigureHead: FigureHead{Link: v.linkToAgency(p, p.Year)}, Words: agencyWords(p.Agency)}, group != ""
			for _, k := range at {
				none = none && all[i][k].Zero()
				row.Cells = append(row.Cells, FigureCell{Text: v.text(all[i][k])})
			}
			if !none {
				t.Rows = append(t.Rows, row)
			}
		}
		switch rest := len(set.reports) - len(t.Rows); {
		case len(t.Rows) == 0:
			t.Note = nothing
		case rest > 0:
			t.Note = v.label("figures.rest", rest)
		}
		if total {
			t.Subtotals = v.subtotals(set.reports, all, at)
		}
		if total && len(set.reports) > 1 {
			t.Total = &FigureRow{FigureHead: FigureHead{Link: Link{Text: v.label("figures.total", len(set.reports))}}}
			for _, k := range at {
				t.Total.Cells = append(t.Total.Cells, FigureCell{Text: v.text(sums[k])})
			}
		}
		if t.Sortable = len(t.Rows) > 1; t.Sortable {
			t.Whole = t.fits()
			v.Year.Script, v.Year.Filter = v.href(sortScript), v.href(filterScript)
		}
		v.offer(&t)
		out = append(out, t)
	}
	return out
}
