package site

import (
	"cmp"
	"slices"

	"gongkai/generator/rule"
)

// A list of more than PageSize entries is spread over several pages. Lists that grow at their
// head, the newest first, are cut from their tail: the oldest entries fill
// page/1/, page/2/ …, each with the same number for ever, and the list's own address has the
// newest, never fewer than the others. So the address of a page, and what is on it, does
// not depend on how much is added later; adding touches the list's own page, and now and
// then begins another. The agencies of the site map have no such order and are counted from
// the first.
const (
	PageSize      = 100 // entries that a list has on one page
	olderPageSize = 50  // entries of an older page
)

// newestFirst sorts documents by their day of publication, or of writing where that is not
// known; those without a day come last. Documents of one day keep their order.
func newestFirst(items []*Page) {
	day := func(p *Page) string { return cmp.Or(p.Item.Published, p.Item.Written) }
	slices.SortStableFunc(items, func(a, b *Page) int { return cmp.Compare(day(b), day(a)) })
}

// paginate moves the oldest entries of a list to pages of their own. The last of the list's
// children are its documents, newest first.
func (s *AgencyPages) paginate(list *Page, documents int) {
	if documents <= PageSize {
		return
	}
	pages := (documents - PageSize + olderPageSize - 1) / olderPageSize
	list.Older = pages * olderPageSize
	list.Leaves = []*Page{list}
	for n := pages; n > 0; n-- {
		end := len(list.Children) - (n-1)*olderPageSize
		leaf := s.leaf(list, n, list.Children[end-olderPageSize:end])
		leaf.Column, leaf.Agency, leaf.Category = list.Column, list.Agency, list.Category
	}
}

// leaf adds a page of a list.
func (s *AgencyPages) leaf(list *Page, n int, children []*Page) *Page {
	p := &Page{Kind: list.Kind, Path: list.further(n), Title: list.Title, Parent: list, Leaf: n, Children: children}
	if s.byPath[p.Path] != nil {
		s.displaced = append(s.displaced, rule.Address{Path: p.Path, Agency: agencyOf(list), Page: true})
		return p
	}
	list.Leaves = append(list.Leaves, p)
	return s.add(p)
}

// siteMap adds the map: all agencies, and the indexes that belong to none of them.
func (s *Site) siteMap() {
	list := s.top.add(&Page{Kind: Map, Path: MapPath, Parent: s.Home, Children: s.agencies})
	if len(list.Children) <= PageSize {
		return
	}
	list.Older = len(list.Children) - PageSize
	list.Leaves = []*Page{list}
	n := 2
	for agencies := range slices.Chunk(s.agencies[PageSize:], PageSize) {
		s.top.leaf(list, n, agencies)
		n++
	}
}

// Listed is what the page lists of its children: all, or those that are on no further
// page of the list.
func (p *Page) Listed() []*Page { return p.Children[:len(p.Children)-p.Older] }

// List is the list that the page is of, the page itself where it is not a further one.
func (p *Page) List() *Page {
	if p.Leaf > 0 {
		return p.Parent
	}
	return p
}
