package site

import "gongkai/generator/rule"

// topAddresses lists the addresses of what belongs to no agency, static files among them.
func (s *Site) topAddresses() []rule.Address {
	out := s.top.addresses()
	for _, f := range s.Static {
		out = append(out, rule.Address{Path: f.Path, Source: f.Source})
	}
	return out
}

// addresses lists the addresses of a part's pages, and of the files beside them. A page whose address
// another has comes last.
func (s *AgencyPages) addresses() []rule.Address {
	out := make([]rule.Address, 0, 2*len(s.Pages)+len(s.displaced))
	for _, p := range s.Pages {
		a := rule.Address{Path: p.Path, Source: p.Source, Agency: agencyOf(p), Year: p.Year, Page: true}
		if c := p.Category; c != nil && a.Source == "" && p.Leaf == 0 {
			a.Source = "content/" + a.Agency + "/catalog"
			if c.Slug != "" {
				a.Source += "/" + c.Slug
			}
		}
		out = append(out, a)
		for _, d := range p.Data {
			out = append(out, rule.Address{Path: d.Path, Agency: a.Agency, Year: a.Year})
		}
		for _, f := range p.Files {
			out = append(out, rule.Address{Path: f.Path, Source: f.Source, Agency: a.Agency, Year: a.Year})
		}
	}
	return append(out, s.displaced...)
}

// agencyOf is the slug of a page's agency, "" for none.
func agencyOf(p *Page) string {
	if p.Agency == nil {
		return ""
	}
	return p.Agency.Slug
}
