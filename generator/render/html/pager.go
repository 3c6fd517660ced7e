package html

import (
	"slices"

	"gongkai/generator/site"
)

// Pager leads through the pages of a long list, or from a year to those beside it.
type Pager struct {
	Label          string
	Previous, Next Link   // Href is empty at the ends
	Pages          []Link // of a list; Text is empty for pages that are passed over
}

// near is how many pages before and after the current one the pager names; it names the
// first and the last too.
const near = 2

// pager is nil for a list of one page.
func (v *View) pager() *Pager {
	list := v.Page.List()
	leaves := list.Leaves
	if leaves == nil {
		return nil
	}
	at := slices.Index(leaves, v.Page)
	// The site map's pages are counted from its first, others from the oldest.
	previous, next := "pager.newer", "pager.older"
	if list.Kind == site.Map {
		previous, next = "pager.previous", "pager.next"
	}
	p := &Pager{Label: v.label("pager.label", v.title(list))}
	if at > 0 {
		p.Previous = Link{Href: v.href(leaves[at-1].Path), Text: v.label(previous)}
	}
	if at+1 < len(leaves) {
		p.Next = Link{Href: v.href(leaves[at+1].Path), Text: v.label(next)}
	}
	for i, leaf := range leaves {
		if i > 0 && i < len(leaves)-1 && (i < at-near || i > at+near) {
			if p.Pages[len(p.Pages)-1].Text != "" {
				p.Pages = append(p.Pages, Link{})
			}
			continue
		}
		p.Pages = append(p.Pages, Link{Href: v.href(leaf.Path), Text: v.leafName(leaf), Current: i == at})
	}
	return p
}

// leafName is what the pager calls a page of a list.
func (v *View) leafName(p *site.Page) string {
	switch {
	case p.Leaf > 0:
		return v.label("pager.page", p.Leaf)
	case p.Kind == site.Map:
		return v.label("pager.page", 1)
	}
	return v.label("pager.newest")
}
