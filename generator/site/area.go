package site

import (
	"slices"

	"gongkai/generator/register"
	"gongkai/generator/rule"
)

// Area is what an area total adds up, and what it does not.
type Area struct {
	Parts    []*Page      // the reports in it, in the order of its list; of all children, in that of the agencies
	Absent   []AreaMember // agencies of the area whose report does not count, without a reason
	Excluded []AreaMember
}

// AreaMember is an agency whose report an area total does not add up.
type AreaMember struct {
	Slug   string
	Agency *register.Agency // nil where the site has none of that name
	Report *Page            // nil where there is none
	Reason string           // of one that is excluded
}

// AreaOf says what the report of a page adds up; nil for any but an area total. rule.Registry decides which
// reports these are, for the page and for the rule area-total alike.
func (s *Site) AreaOf(p *Page) *Area {
	if p.Report == nil || p.Report.Scope != "government" {
		return nil
	}
	out, registry := &Area{}, s.registry()
	for _, c := range registry.Contributors(p.Report) {
		if page := s.reportPage(c); page != nil {
			out.Parts = append(out.Parts, page)
		} else {
			out.Absent = append(out.Absent, AreaMember{Slug: c.Slug, Agency: c.Agency})
		}
	}
	if p.Report.Children {
		slices.SortStableFunc(out.Parts, inOrder)
	}
	for _, c := range registry.LeftOut(p.Report) {
		out.Absent = append(out.Absent, AreaMember{Slug: c.Slug, Agency: c.Agency, Report: s.reportPage(c)})
	}
	for _, c := range registry.Excluded(p.Report) {
		i := slices.IndexFunc(out.Excluded, func(m AreaMember) bool { return m.Slug == c.Slug })
		if i < 0 {
			out.Excluded = append(out.Excluded, AreaMember{Slug: c.Slug, Agency: c.Agency, Report: s.reportPage(c.Contributor), Reason: c.Reason})
		}
	}
	return out
}

// Included lists the slugs of the agencies whose reports the report of a page adds up: those that it names, or, of all
// children, those that have a report, in their order.
func (s *Site) Included(p *Page) []string {
	if !p.Report.Children {
		return p.Report.Includes
	}
	var out []string
	if a := s.AreaOf(p); a != nil {
		for _, q := range a.Parts {
			out = append(out, q.Agency.Slug)
		}
	}
	slices.Sort(out)
	return out
}

func (s *Site) reportPage(c rule.Contributor) *Page {
	if c.Report == nil {
		return nil
	}
	return s.PageOf(c.Report.File)
}

// register enters all agencies and reports of the site where the rules look them up.
func (s *Site) register() *rule.Registry {
	in := &rule.Input{}
	for _, home := range s.agencies {
		in.Agencies = append(in.Agencies, home.Agency)
		for _, p := range s.parts[home.Agency.Slug].Pages {
			if p.Kind == Report {
				in.Reports = append(in.Reports, p.Report)
			}
		}
	}
	return rule.NewRegistry(in)
}
