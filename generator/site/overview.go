package site

import (
	"cmp"
	"slices"
)

// overviews adds the four columns over all agencies. The guide's and the reports' list an agency's page of the
// column each, in the order of the agencies; the other two every document, the newest first, over as many pages as it takes.
func (s *Site) overviews() {
	lists := map[Column]*Page{}
	for _, c := range Columns() {
		lists[c] = s.top.add(&Page{Kind: Overview, Path: OverviewPath(c), Column: c, Parent: s.Home})
	}
	for _, a := range s.agencies {
		for _, p := range s.parts[a.Agency.Slug].Pages {
			switch list := lists[p.Column]; {
			case p.Kind == Guide, p.Kind == Policy, p.Kind == Item, p.Kind == Reports && p.Column == ReportsColumn && len(p.Children) > 0:
				list.Children = append(list.Children, p)
			}
		}
	}
	for _, c := range []Column{PoliciesColumn, CatalogColumn} {
		list := lists[c]
		newestFirst(list.Children)
		s.top.paginate(list, len(list.Children))
	}
}

// Navigated lists the overviews that the navigation of every page leads to: of columns that have something.
func (s *Site) Navigated() (out []*Page) {
	for _, c := range Columns() {
		if p := s.At(OverviewPath(c)); p != nil && len(p.Children) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// NewestReports lists the n annual reports that were published last, those of the newest year first where that is not
// known, and drafts not at all.
func (s *Site) NewestReports(n int) []*Page {
	var out []*Page
	for _, list := range s.At(OverviewPath(ReportsColumn)).Children {
		for _, p := range list.Children {
			if !p.Report.Draft {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(b.Report.Published, a.Report.Published), cmp.Compare(b.Year, a.Year))
	})
	return out[:min(n, len(out))]
}
