package html

import "gongkai/generator/site"

// Home is what the template of the home page sees beside the page.
type Home struct {
	Facts   string // how much there is
	Search  string // address of the page of results, "" where there is none
	Columns []Column
	Groups  []AgencyGroup
	Script  string // address of the script that filters
}

// newest is how many entries are below a column.
const newest = 3

func (v *View) home() {
	s := v.renderer.site
	h := &Home{Script: v.href(filterScript)}
	v.Home = h
	if p := s.At(site.SearchPath); p != nil {
		h.Search = v.href(p.Path)
	}
	for _, c := range site.Columns() {
		list := s.At(site.OverviewPath(c))
		col := Column{Link: v.link(list), About: v.label("about." + string(c))}
		n := len(list.Children)
		if c == site.ReportsColumn {
			if n = 0; len(list.Children) > 0 {
				for _, of := range list.Children {
					n += len(of.Children)
				}
			}
			for _, p := range s.NewestReports(newest) {
				col.Links = append(col.Links, Link{Href: v.href(p.Path), Text: v.label("home.report", v.called(p.Agency, p.Agency.NameIn(p.Year)), p.Year)})
			}
		} else {
			for _, p := range list.Children[:min(newest, n)] {
				l := v.linkOut(p)
				if c == site.GuideColumn {
					l.Text = v.called(p.Agency, p.Agency.Name)
				}
				col.Links = append(col.Links, l)
			}
		}
		col.Note = v.label("home.count."+string(c), n)
		h.Columns = append(h.Columns, col)
	}
	agencies := s.AgencyPages()
	h.Facts = v.label("home.facts.agencies", len(agencies))
	if years := s.YearPages(); len(years) > 0 {
		n := v.reportCount(years)
		first, last := years[len(years)-1].Year, years[0].Year
		if h.Facts = v.label("home.facts", len(agencies), n, first, last); first == last {
			h.Facts = v.label("home.facts.year", len(agencies), n, last)
		}
	}
	h.Groups = v.agencyList(agencies, func(p *site.Page) AgencyEntry { return AgencyEntry{Link: v.link(p)} })
}

// reportCount says how many reports some lists hold, and how many of them add up others: the two are
// told apart wherever figures are summed.
func (v *View) reportCount(lists []*site.Page) string {
	n, areas := 0, 0
	for _, l := range lists {
		for _, p := range l.Children {
			if n++; government(p) {
				areas++
			}
		}
	}
	if areas == 0 {
		return v.label("reports.count", n)
	}
	return v.label("reports.count_areas", n, areas)
}
