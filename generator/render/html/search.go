package html

import "gongkai/generator/site"

// Search is what the template of the page of results sees beside the page.
type Search struct {
	Script    string   // address of the script that searches
	Columns   []Choice // of the filter
	Elsewhere []Link   // indexes that lead to everything without a search
}

// Choice is one option of a filter.
type Choice struct{ Value, Text string }

// search lists what the filter by column offers: agencies, the four columns, and
// families of reports in the order in which agencies have them.
func (v *View) search() {
	s := &Search{Script: v.href(searchScript), Columns: []Choice{{string(site.Agency), v.label("search.about.agency")}}}
	for _, c := range site.Columns() {
		s.Columns = append(s.Columns, Choice{string(c), v.label("column." + string(c))})
	}
	known := map[string]bool{}
	for _, a := range v.renderer.site.AgencyPages() {
		for _, p := range a.Children {
			if p.Column != "" || len(p.Children) == 0 || p.Children[0].Report == nil {
				continue
			}
			if f := p.Children[0].Report.Form.Family; !known[f] {
				known[f] = true
				s.Columns = append(s.Columns, Choice{f, p.Title})
			}
		}
	}
	for _, to := range []struct{ path, label string }{
		{site.HomePath, "search.instead.home"}, {site.YearsPath, "search.instead.years"}, {site.MapPath, "search.instead.sitemap"},
	} {
		s.Elsewhere = append(s.Elsewhere, Link{Href: v.href(to.path), Text: v.label(to.label)})
	}
	v.Search = s
}
