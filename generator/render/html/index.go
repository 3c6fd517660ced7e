package html

import (
	"slices"

	"gongkai/generator/site"
)

// Column is one of the four fixed columns.
type Column struct {
	Link         // Href is empty where the agency has no such column
	About string // what the column is for
	Note  string
	Links []Link // what is newest in it
}

// preview is how many entries are below a column of an agency.
const preview = 4

func (v *View) agency() {
	v.agencyDetails()
	v.request()
	for _, c := range site.Columns() {
		col := Column{Link: Link{Text: v.label("column." + string(c))}, About: v.label("about." + string(c))}
		for _, p := range v.Page.Children {
			if p.Column != c {
				continue
			}
			col.Href = v.href(p.Path)
			if n := len(p.Children); n > 0 {
				col.Note = v.label("count."+string(c), n)
			}
			if c == site.ReportsColumn {
				col.Links = v.preview(p)
			}
		}
		v.Columns = append(v.Columns, col)
	}
	for _, p := range v.Page.Children {
		if p.Column == "" {
			v.Families = append(v.Families, Column{Link: v.link(p), Note: v.label("count.reports", len(p.Children)), Links: v.preview(p)})
		}
	}
}

// preview links to the newest of a list of reports.
func (v *View) preview(list *site.Page) []Link {
	var out []Link
	for _, p := range list.Children[:min(preview, len(list.Children))] {
		out = append(out, v.linkToYear(p))
	}
	return out
}

// index lists what lies below a page.
func (v *View) index() {
	for _, p := range v.Page.Listed() {
		e := Entry{Link: v.link(p)}
		switch {
		case p.Report != nil:
			e.Note = v.published(p.Report.Published)
		case p.Form != nil:
			e.Note = v.formYears(p.Form)
		case p.Item != nil:
			e.Note = join(p.Item.DocNumber, p.Item.Published)
		case p.Kind == site.Year:
			e.Note = v.label("count.reports", len(p.Children))
		}
		v.Entries = append(v.Entries, e)
	}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// published is a publication date for people.
func (v *View) published(date string) string {
	if date == "" {
		return v.label("published.unknown")
	}
	return date
}

// Node is a page in the site map.
type Node struct {
	Link
	Children []*Node
	Years    bool // the pages below it are called by their years
	Below    int  // how many pages are below it, where they wait behind a line on a phone; else 0
}

// siteMap lists all pages. A map of several pages lists agencies with their columns, which
// list the rest. The indexes that belong to no agency are on the first page, beside the
// agencies.
func (v *View) siteMap() {
	depth := 1 << 30
	if v.Page.List().Leaves != nil {
		depth = 1
	}
	for _, c := range v.Page.Listed() {
		n := v.node(c, depth)
		n.Below = n.below()
		v.Tree = append(v.Tree, n)
	}
	if v.Page.Leaf == 0 {
		for _, c := range site.Columns() {
			v.Tree = append(v.Tree, v.node(v.renderer.site.At(site.OverviewPath(c)), 0))
		}
		for _, path := range []string{site.YearsPath, site.StatisticsPath, site.DatasetPath, site.RulesPath, site.FormsPath, site.SearchPath, site.MapPath} {
			if c := v.renderer.site.At(path); c != nil {
				n := v.node(c, depth)
				n.Below = n.below()
				v.Tree = append(v.Tree, n)
			}
		}
	}
}

// below counts the pages below a node.
func (n *Node) below() int {
	count := len(n.Children)
	for _, c := range n.Children {
		count += c.below()
	}
	return count
}

// node is a page with the pages below it, down to a depth, or with the further pages of its
// list.
func (v *View) node(p *site.Page, depth int) *Node {
	n := &Node{Link: v.link(p)}
	if depth == 0 || p.Kind == site.Year || p.Kind == site.Map { // what these list is under the agencies
		return n
	}
	below := p.Children
	if p.Leaves != nil {
		below = slices.Concat(below[:slices.IndexFunc(below, func(c *site.Page) bool { return c.Item != nil })], p.Leaves[1:])
	}
	n.Years = p.Kind == site.Reports || p.Kind == site.Years
	for _, c := range below {
		switch {
		case c.Leaf > 0:
			n.Children = append(n.Children, &Node{Link: Link{Href: v.href(c.Path), Text: v.leafName(c)}})
		case n.Years:
			n.Children = append(n.Children, &Node{Link: v.linkToYear(c)})
		default:
			n.Children = append(n.Children, v.node(c, depth-1))
		}
	}
	return n
}
