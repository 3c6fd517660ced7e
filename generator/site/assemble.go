package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// Assemble lists every page of the portal with its address. Findings are links
// that lead nowhere and pages that want one address.
func Assemble(c *Corpus) (*Site, []diag.Finding) {
	s := &Site{bySource: map[string]*Page{}, byPath: map[string]*Page{}, files: c.Files, formats: c.Formats, hidden: c.HideDrafts}
	s.Home = s.add(&Page{Kind: Home, Path: "index.html", Source: "content/_index.md", Body: c.Home})
	if c.Home == nil {
		s.Home.Source = ""
	}
	byAgency := map[string][]*report.Report{}
	for _, r := range c.Reports {
		byAgency[r.Agency] = append(byAgency[r.Agency], r)
	}
	agencies := slices.Clone(c.Agencies)
	slices.SortStableFunc(agencies, func(a, b *register.Agency) int {
		return cmp.Or(cmp.Compare(orderOf(a), orderOf(b)), cmp.Compare(a.Slug, b.Slug))
	})
	for _, a := range agencies {
		s.agency(a, byAgency[a.Slug])
	}
	s.years()
	s.add(&Page{Kind: Numbers, Path: StatisticsPath, Parent: s.Home})
	s.dataset(c)
	if c.Rules != nil {
		s.add(&Page{Kind: Rules, Path: "rules/index.html", Parent: s.Home, Rules: c.Rules})
	}
	s.forms(c.Forms)
	if c.Search {
		s.add(&Page{Kind: Search, Path: "search/index.html", Parent: s.Home})
	}
	s.add(&Page{Kind: Map, Path: "sitemap/index.html", Parent: s.Home})
	s.add(&Page{Kind: NotFound, Path: "404.html", Parent: s.Home})
	for name, size := range c.Files {
		if strings.HasPrefix(name, "static/") {
			s.Static = append(s.Static, File{Path: name, Source: name, Size: size})
		}
	}
	slices.SortFunc(s.Static, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	slices.SortFunc(s.Pages, func(a, b *Page) int { return cmp.Compare(a.Path, b.Path) })
	return s, slices.Concat(s.clashes, s.check(), s.overlaps())
}

// orderOf sorts agencies without an order behind those with one.
func orderOf(a *register.Agency) int {
	if a.Order == 0 {
		return 1 << 30
	}
	return a.Order
}

func (s *Site) add(p *Page) *Page {
	s.Pages = append(s.Pages, p)
	s.byPath[p.Path] = p
	if p.Source != "" && s.bySource[p.Source] == nil {
		s.bySource[p.Source] = p
	}
	return p
}

// agency adds an agency's page, its four columns, and its reports of other families.
func (s *Site) agency(a *register.Agency, reports []*report.Report) {
	base := a.Slug + "/"
	home := s.add(&Page{Kind: Agency, Path: base + "index.html", Title: a.Name, Source: a.File, Parent: s.Home, Agency: a, Body: a.Body})
	s.Home.Children = append(s.Home.Children, home)
	column := func(p *Page) *Page {
		p.Parent, p.Agency = home, a
		home.Children = append(home.Children, p)
		return s.add(p)
	}
	if g := a.Guide; g != nil {
		p := column(&Page{Kind: Guide, Path: base + "guide/index.html", Title: g.Title, Source: g.File, Column: GuideColumn, Item: g, Body: g.Body})
		s.attach(p, g.Attachments)
	}
	if len(a.Policies) > 0 {
		list := column(&Page{Kind: Policies, Path: base + "policies/index.html", Column: PoliciesColumn})
		for _, x := range a.Policies {
			p := s.add(&Page{Kind: Policy, Path: base + "policies/" + x.Slug + "/index.html", Title: x.Title, Source: x.File,
				Column: PoliciesColumn, Parent: list, Agency: a, Item: x, Body: x.Body})
			list.Children = append(list.Children, p)
			s.attach(p, x.Attachments)
		}
	}
	if a.Catalog != nil {
		s.category(column(&Page{Kind: Category, Path: base + "catalog/index.html", Title: a.Catalog.Title, Source: a.Catalog.File,
			Column: CatalogColumn, Category: a.Catalog, Body: a.Catalog.Body}))
	}
	annual, others := families(reports)
	s.reports(column(&Page{Kind: Reports, Path: base + "reports/index.html", Column: ReportsColumn}), annual)
	for _, of := range others {
		f := of[0].Form // the newest, which says what they are called today
		s.reports(column(&Page{Kind: Reports, Path: base + f.Family + "/index.html", Title: f.FamilyTitle}), of)
	}
}

// TitleOf is a report's title: its own, or the form's with the name of the time.
func TitleOf(r *report.Report, a *register.Agency) string {
	if r.Title != "" {
		return r.Title
	}
	return strings.NewReplacer("{name}", a.NameIn(r.Year), "{year}", strconv.Itoa(r.Year)).Replace(r.Form.ReportTitle)
}

// category adds what stands below a catalog folder's page.
func (s *Site) category(p *Page) {
	c, base := p.Category, p.Path[:len(p.Path)-len("index.html")]
	for _, sub := range c.Children {
		name := sub.Slug[strings.LastIndexByte(sub.Slug, '/')+1:]
		child := s.add(&Page{Kind: Category, Path: base + name + "/index.html", Title: sub.Title, Source: sub.File,
			Column: CatalogColumn, Parent: p, Agency: p.Agency, Category: sub, Body: sub.Body})
		p.Children = append(p.Children, child)
		s.category(child)
	}
	for _, x := range c.Items {
		name := x.Slug[strings.LastIndexByte(x.Slug, '/')+1:]
		at := base + name + "/index.html"
		if q := s.byPath[at]; q != nil {
			s.clash(x, p.Agency, q)
			continue
		}
		child := s.add(&Page{Kind: Item, Path: at, Title: x.Title, Source: x.File,
			Column: CatalogColumn, Parent: p, Agency: p.Agency, Item: x, Body: x.Body})
		p.Children = append(p.Children, child)
		s.attach(child, x.Attachments)
	}
}

// clash reports a page whose address a folder of the same name has.
func (s *Site) clash(x *register.Page, a *register.Agency, q *Page) {
	s.clashes = append(s.clashes, diag.Finding{Rule: "unknown-key", File: x.File, Agency: a.Slug,
		Message: diag.Textf("网页地址 %s 已被同名文件夹占用", "a folder of the same name has the address %s", q.Address()),
		Hint:    diag.Textf("请改名，或把内容并入文件夹的 _index.md", "rename it, or move its text into the folder's _index.md")})
}

// forms adds a page for each form, and their index.
func (s *Site) forms(forms []*report.Form) {
	if len(forms) == 0 {
		return
	}
	list := s.add(&Page{Kind: Forms, Path: "forms/index.html", Parent: s.Home})
	for _, f := range forms {
		p := s.add(&Page{Kind: Form, Path: "forms/" + f.ID + "/index.html", Title: f.Title, Parent: list, Form: f})
		list.Children = append(list.Children, p)
	}
}

// years adds the pages that show all agencies of one year.
func (s *Site) years() {
	list := s.add(&Page{Kind: Years, Path: "years/index.html", Parent: s.Home})
	byYear := map[int]*Page{}
	for _, a := range s.Home.Children {
		for _, p := range s.byPath[a.Agency.Slug+"/reports/index.html"].Children {
			y := byYear[p.Year]
			if y == nil {
				y = s.add(&Page{Kind: Year, Path: "years/" + strconv.Itoa(p.Year) + "/index.html", Parent: list, Year: p.Year})
				byYear[p.Year] = y
				list.Children = append(list.Children, y)
			}
			y.Children = append(y.Children, p)
		}
	}
	slices.SortFunc(list.Children, func(a, b *Page) int { return cmp.Compare(b.Year, a.Year) })
}
