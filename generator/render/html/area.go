package html

import (
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Area is what an area total adds up, as the template of its report sees it.
type Area struct {
	Figures  *Figures // of each report in it, their sum and the difference; nil where the form declares no figure
	Plain    []Link   // the reports, where there are no figures of them
	Absent   []Entry  // agencies of the area that do not count, and what is lacking
	Excluded []Entry  // agencies that do not count, each with the reason
}

// area fills what the report of an area total says of the reports in it; nothing for any other, and for one that
// names none.
func (v *View) area(out *Report) {
	a := v.renderer.site.AreaOf(v.Page)
	if a == nil || len(a.Parts)+len(a.Absent)+len(a.Excluded) == 0 {
		return
	}
	out.Parts = &Area{}
	at := v.totalled()
	switch {
	case len(a.Parts) == 0:
	case len(at) == 0:
		for _, p := range a.Parts {
			out.Parts.Plain = append(out.Parts.Plain, v.linkToAgency(p, v.Page.Year))
		}
	default:
		out.Parts.Figures = v.reckoning(a.Parts, at)
	}
	for _, m := range a.Absent {
		lack := v.label("area.no_report", v.Page.Year)
		if m.Report != nil {
			lack = v.label("area.left_out")
		}
		out.Parts.Absent = append(out.Parts.Absent, v.member(m, lack))
	}
	for _, m := range a.Excluded {
		out.Parts.Excluded = append(out.Parts.Excluded, v.member(m, m.Reason))
	}
}

// totalled lists which of the form's figures are added up on the page: its key figures, or, where it has none,
// its main ones. A ratio is not a sum.
func (v *View) totalled() []int {
	f := v.Page.Report.Form
	var lead, main []int
	for i := range f.Figures {
		switch x := &f.Figures[i]; {
		case x.Ratio() || len(x.Cells) == 0:
		case x.Lead:
			lead = append(lead, i)
		case x.Group == "":
			main = append(main, i)
		}
	}
	if len(lead) > 0 {
		return lead
	}
	return main
}

// reckoning is a table of the reports in an area total, with their sum, the total, and what is between them.
func (v *View) reckoning(parts []*site.Page, at []int) *Figures {
	base := v.Page.Report.Form
	joint := v.renderer.compare(base)
	t := &Figures{ID: "page.parts.figures", Caption: v.label("area.caption", v.Page.Year), Head: v.label("figures.agency")}
	t.Columns = v.named(t, base, at)
	sums := make([]table.Indicator, len(at))
	for n, p := range parts {
		row := FigureRow{FigureHead: FigureHead{Link: v.linkToAgency(p, v.Page.Year)}}
		for i, k := range at {
			q := joint.Of(p.Report, k)
			if n == 0 {
				sums[i] = q
			} else {
				sums[i] = sums[i].Plus(q)
			}
			row.Cells = append(row.Cells, FigureCell{Text: v.text(q)})
		}
		t.Rows = append(t.Rows, row)
	}
	foot := func(label string) FigureRow { return FigureRow{FigureHead: FigureHead{Link: Link{Text: label}}} }
	sum, own, rest := foot(v.label("figures.total", len(parts))), foot(v.label("area.own")), foot(v.label("area.difference"))
	for i, k := range at {
		q := joint.Of(v.Page.Report, k)
		difference, _, ok := q.Change(sums[i])
		if !ok {
			difference = v.label("figures.none")
		}
		sum.Cells = append(sum.Cells, FigureCell{Text: v.text(sums[i])})
		own.Cells = append(own.Cells, FigureCell{Text: v.text(q)})
		rest.Cells = append(rest.Cells, FigureCell{Text: difference})
	}
	t.Subtotals, t.Total = []FigureRow{sum, own}, &rest
	return t
}

// member is an agency that an area total does not add up: a link to its report, or else to its page.
func (v *View) member(m site.AreaMember, note string) Entry {
	e := Entry{Link: Link{Text: m.Slug}, Note: note}
	if m.Agency == nil {
		return e
	}
	e.Text = v.called(m.Agency, m.Agency.NameIn(v.Page.Year))
	if m.Report != nil {
		e.Href = v.href(m.Report.Path)
	} else if home := v.renderer.site.At(site.AgencyPath(m.Slug)); home != nil {
		e.Href = v.href(home.Path)
	}
	return e
}
