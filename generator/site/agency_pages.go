package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/source"
)

// AgencyPages is what one agency has of the portal, or, in a Site, what belongs to none. It is
// made from the agency's content alone, except for attachments from other folders.
type AgencyPages struct {
	Pages []*Page // in the order of their paths

	home, annual     *Page    // the agency's page, and its annual reports
	years            []int    // of its reports
	forms            []string // of its reports, by id
	bySource, byPath map[string]*Page
	formats          []string
	size             func(file string) (int64, bool)
	displaced        []rule.Address // pages whose address another has
}

// PagesOf arranges the pages of an agency. asked, where given, is told the slug of every
// agency in whose folder a file is looked for, "" for what is in none.
func (c *Input) PagesOf(a *register.Agency, reports []*report.Report, asked func(slug string)) *AgencyPages {
	s := c.part(asked)
	s.agency(a, reports)
	s.close()
	return s
}

func (c *Input) part(asked func(slug string)) *AgencyPages {
	return &AgencyPages{bySource: map[string]*Page{}, byPath: map[string]*Page{}, formats: c.Formats, size: func(file string) (int64, bool) {
		if asked != nil {
			asked(slugOf(file))
		}
		if c.Files == nil {
			return 0, false
		}
		return c.Files(file)
	}}
}

// slugOf is the agency in whose folder a content file lies, "" for none.
func slugOf(file string) string {
	if local, ok := strings.CutPrefix(file, "content/"); ok {
		if slug, _, deeper := strings.Cut(local, "/"); deeper {
			return slug
		}
	}
	return ""
}

func (s *AgencyPages) add(p *Page) *Page {
	s.Pages = append(s.Pages, p)
	s.byPath[p.Path] = p
	if p.Source != "" && s.bySource[p.Source] == nil {
		s.bySource[p.Source] = p
	}
	return p
}

// close completes the part: what the texts of pages link to is published beside them.
func (s *AgencyPages) close() {
	for _, p := range s.Pages {
		if p.Source != "" && p.Kind != Report && p.Item == nil {
			s.attach(p, nil) // an agency's page after its form of application
		}
		if p.Kind == Report && !slices.Contains(s.years, p.Year) {
			s.years = append(s.years, p.Year)
		}
		if p.Kind == Report && !slices.Contains(s.forms, p.Report.Form.ID) {
			s.forms = append(s.forms, p.Report.Form.ID)
		}
	}
	slices.SortFunc(s.Pages, func(a, b *Page) int { return cmp.Compare(a.Path, b.Path) })
}

// agency adds an agency's page, its four columns, and its reports of other families.
func (s *AgencyPages) agency(a *register.Agency, reports []*report.Report) {
	home := s.add(&Page{Kind: Agency, Path: AgencyPath(a.Slug), Title: a.Name, Source: a.File, Agency: a, Body: a.Body})
	s.home = home
	if a.Request != nil && a.Request.Form != "" {
		s.attach(home, []source.Attachment{{File: a.Request.Form, Span: a.Request.FormSpan}})
	}
	column := func(p *Page) *Page {
		p.Parent, p.Agency = home, a
		home.Children = append(home.Children, p)
		return s.add(p)
	}
	if g := a.Guide; g != nil {
		p := column(&Page{Kind: Guide, Path: ColumnPath(a.Slug, GuideColumn), Title: g.Title, Source: g.File, Column: GuideColumn, Item: g, Body: g.Body})
		s.attach(p, g.Attachments)
	}
	if len(a.Policies) > 0 {
		list := column(&Page{Kind: Policies, Path: ColumnPath(a.Slug, PoliciesColumn), Column: PoliciesColumn})
		for _, x := range a.Policies {
			p := s.add(&Page{Kind: Policy, Path: list.below(x.Slug), Title: x.Title, Source: x.File,
				Column: PoliciesColumn, Parent: list, Agency: a, Item: x, Body: x.Body})
			list.Children = append(list.Children, p)
			s.attach(p, x.Attachments)
		}
		newestFirst(list.Children)
		s.paginate(list, len(list.Children))
	}
	if a.Catalog != nil {
		s.category(column(&Page{Kind: Category, Path: ColumnPath(a.Slug, CatalogColumn), Title: a.Catalog.Title, Source: a.Catalog.File,
			Column: CatalogColumn, Category: a.Catalog, Body: a.Catalog.Body}))
	}
	annual, others := families(reports)
	s.annual = column(&Page{Kind: Reports, Path: ColumnPath(a.Slug, ReportsColumn), Column: ReportsColumn})
	s.reports(s.annual, annual)
	for _, of := range others {
		f := of[0].Form // the newest, which says what they are called today
		s.reports(column(&Page{Kind: Reports, Path: familyPath(a.Slug, f.Family), Title: f.FamilyTitle}), of)
	}
}

// TitleOf is a report's title: its own, or the form's with the name of the time.
func TitleOf(r *report.Report, a *register.Agency) string {
	if r.Title != "" {
		return r.Title
	}
	return strings.NewReplacer("{name}", a.NameIn(r.Year), "{year}", strconv.Itoa(r.Year)).Replace(r.Form.ReportTitle)
}

// category adds what is below a catalog folder's page.
func (s *AgencyPages) category(p *Page) {
	c := p.Category
	for _, sub := range c.Sorted() {
		name := sub.Slug[strings.LastIndexByte(sub.Slug, '/')+1:]
		child := s.add(&Page{Kind: Category, Path: p.below(name), Title: sub.Title, Source: sub.File,
			Column: CatalogColumn, Parent: p, Agency: p.Agency, Category: sub, Body: sub.Body})
		p.Children = append(p.Children, child)
		s.category(child)
	}
	for _, x := range c.Items {
		name := x.Slug[strings.LastIndexByte(x.Slug, '/')+1:]
		at := p.below(name)
		if s.byPath[at] != nil {
			s.displaced = append(s.displaced, rule.Address{Path: at, Source: x.File, Agency: p.Agency.Slug, Page: true})
			continue
		}
		child := s.add(&Page{Kind: Item, Path: at, Title: x.Title, Source: x.File,
			Column: CatalogColumn, Parent: p, Agency: p.Agency, Item: x, Body: x.Body})
		p.Children = append(p.Children, child)
		s.attach(child, x.Attachments)
	}
	items := p.Children[len(c.Children):]
	newestFirst(items)
	s.paginate(p, len(items))
}
