package webpage

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/generator/importer/grid"
	"gongkai/internal/htmltree"
)

// position is the place of what is in a block, by the elements alone: classes are every portal's own. Pages of ours say
// with data-search what is not text of the page itself.
func position(n *html.Node) grid.Position {
	switch {
	case n.DataAtom == atom.Nav, n.DataAtom == atom.Footer && !within(n, atom.Article, atom.Main, atom.Blockquote):
		return grid.Around
	case htmltree.Value(n, "data-search") == "off":
		return grid.Around
	case n.DataAtom == atom.Dl, (n.DataAtom == atom.Ul || n.DataAtom == atom.Ol) && offers(n):
		return grid.Listed
	}
	return grid.Text
}

// within reports whether an element is in one of some kinds.
func within(n *html.Node, kinds ...atom.Atom) bool {
	for p := range n.Ancestors() {
		for _, k := range kinds {
			if p.DataAtom == k {
				return true
			}
		}
	}
	return false
}

// offers reports whether each item of a list that is seen has a link or a control.
func offers(list *html.Node) bool {
	items := 0
	for c := range list.ChildNodes() {
		if c.DataAtom != atom.Li || hidden(c) {
			continue
		}
		items++
		if !offer(c) {
			return false
		}
	}
	return items > 0
}

func offer(item *html.Node) bool {
	for n := range item.Descendants() {
		if n.DataAtom == atom.Button || n.DataAtom == atom.A && htmltree.Value(n, "href") != "" {
			return true
		}
	}
	return false
}
