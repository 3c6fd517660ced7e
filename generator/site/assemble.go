package site

import (
	"cmp"
	"slices"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
)

// Join arranges the agencies' parts and the pages that belong to none of them.
func (c *Input) Join(parts []*AgencyPages) *Site {
	s := &Site{top: c.part(nil), parts: make(map[string]*AgencyPages, len(parts)), hidden: c.HideDrafts, images: c.Images}
	for _, p := range parts {
		s.parts[p.home.Agency.Slug] = p
		s.agencies = append(s.agencies, p.home)
	}
	slices.SortStableFunc(s.agencies, inOrder)
	s.move()
	s.Home = s.top.add(&Page{Kind: Home, Path: HomePath, Source: "content/_index.md", Body: c.Home, Children: s.agencies})
	if c.Home == nil {
		s.Home.Source = ""
	}
	s.overviews()
	s.years()
	s.top.add(&Page{Kind: Numbers, Path: StatisticsPath, Parent: s.Home})
	s.dataset(c)
	s.rules(c.Rules)
	s.forms(c.Forms)
	if c.Search {
		s.top.add(&Page{Kind: Search, Path: SearchPath, Parent: s.Home})
	}
	s.siteMap()
	s.top.add(&Page{Kind: NotFound, Path: NotFoundPath, Parent: s.Home})
	for name, size := range c.Static {
		s.Static = append(s.Static, File{Path: name, Source: name, Size: size})
	}
	slices.SortFunc(s.Static, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	s.top.close()
	s.related = sync.OnceValue(s.relate)
	s.registry = sync.OnceValue(s.register)
	s.outline = sync.OnceValue(s.sumOutline)
	s.pages = sync.OnceValue(func() []*Page {
		out := slices.Clone(s.top.Pages)
		for _, p := range s.parts {
			out = append(out, p.Pages...)
		}
		slices.SortFunc(out, func(a, b *Page) int { return cmp.Compare(a.Path, b.Path) })
		return out
	})
	return s
}

// inOrder compares pages by their agencies, in the order in which a site lists these.
func inOrder(a, b *Page) int {
	return cmp.Or(cmp.Compare(orderOf(a.Agency), orderOf(b.Agency)), cmp.Compare(a.Agency.Slug, b.Agency.Slug))
}

// orderOf sorts agencies without an order after those with one.
func orderOf(a *register.Agency) int {
	if a.Order == 0 {
		return 1 << 30
	}
	return a.Order
}

// rules adds a page for each rule, and their index.
func (s *Site) rules(rules []diag.Description) {
	if len(rules) == 0 {
		return
	}
	list := s.top.add(&Page{Kind: Rules, Path: RulesPath, Parent: s.Home, Rules: rules})
	for i, r := range rules {
		p := s.top.add(&Page{Kind: Rule, Path: RulePath(r.ID), Parent: list, Rules: rules[i : i+1]})
		list.Children = append(list.Children, p)
	}
}

// forms adds a page for each form, and their index.
func (s *Site) forms(forms []*form.Form) {
	if len(forms) == 0 {
		return
	}
	list := s.top.add(&Page{Kind: Forms, Path: FormsPath, Parent: s.Home})
	for _, f := range forms {
		p := s.top.add(&Page{Kind: Form, Path: FormPath(f.ID), Title: f.Title, Parent: list, Form: f})
		list.Children = append(list.Children, p)
	}
}

// years adds the pages that show all agencies of one year.
func (s *Site) years() {
	list := s.top.add(&Page{Kind: Years, Path: YearsPath, Parent: s.Home})
	for _, a := range s.agencies {
		for _, p := range s.parts[a.Agency.Slug].annual.Children {
			i := slices.IndexFunc(list.Children, func(y *Page) bool { return y.Year == p.Year })
			if i < 0 {
				i = len(list.Children)
				list.Children = append(list.Children, s.top.add(&Page{Kind: Year, Path: YearPath(p.Year),
					Parent: list, Year: p.Year, Children: make([]*Page, 0, len(s.agencies))}))
			}
			list.Children[i].Children = append(list.Children[i].Children, p)
		}
	}
	slices.SortFunc(list.Children, func(a, b *Page) int { return cmp.Compare(b.Year, a.Year) })
}
