package webpage

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/generator/importer/grid"
	"gongkai/internal/htmltree"
)

// look is how text looks in the line.
type look struct{ raised, lowered, struck bool }

// in is how text looks in an element.
func (l look) in(n *html.Node) look {
	style := styleOf(n)
	switch {
	case n.DataAtom == atom.Sup, strings.Contains(style, "vertical-align:super"):
		l.raised = true
	case n.DataAtom == atom.Sub, strings.Contains(style, "vertical-align:sub"):
		l.lowered = true
	}
	if n.DataAtom == atom.S || n.DataAtom == atom.Strike || n.DataAtom == atom.Del || strings.Contains(style, "line-through") {
		l.struck = true
	}
	return l
}

// shown is a text with what tells digits above or below the line from others.
func shown(text string, l look) string {
	switch {
	case l.raised:
		return grid.Raised(text)
	case l.lowered:
		return grid.Lowered(text)
	}
	return text
}

// cellText is the text of a cell, its lines apart.
func cellText(n *html.Node) string {
	var b strings.Builder
	picture := false
	var walk func(*html.Node, look)
	walk = func(n *html.Node, l look) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				text := shown(collapse(c.Data), l)
				if l.struck {
					text = grid.Struck(text)
				}
				b.WriteString(text)
			case c.Type != html.ElementNode:
			case c.DataAtom == atom.Input, c.DataAtom == atom.Textarea, c.DataAtom == atom.Select:
				b.WriteString(entered(c))
			case hidden(c):
			case c.DataAtom == atom.Br:
				b.WriteByte('\n')
			case c.DataAtom == atom.Img:
				picture = picture || !spacer(c)
			default:
				if breaks(c) && b.Len() > 0 {
					b.WriteByte('\n')
				}
				walk(c, l.in(c))
			}
		}
	}
	walk(n, look{}.in(n))
	var lines []string
	for line := range strings.Lines(b.String()) {
		if line = squeeze(line); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 && picture {
		return grid.Shown
	}
	return strings.Join(lines, "\n")
}

// entered is what a control of a form shows when the page is opened.
func entered(n *html.Node) string {
	style := styleOf(n)
	if _, set := htmltree.Attribute(n, "hidden"); set || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") {
		return ""
	}
	switch n.DataAtom {
	case atom.Input:
		if kind := strings.ToLower(htmltree.Value(n, "type")); slices.Contains([]string{"", "text", "number", "tel", "search"}, kind) {
			return htmltree.Value(n, "value")
		}
		return ""
	case atom.Textarea:
		return htmltree.Text(n)
	}
	var first, chosen *html.Node
	for o := range n.Descendants() {
		if o.DataAtom != atom.Option {
			continue
		}
		if first == nil {
			first = o
		}
		if _, set := htmltree.Attribute(o, "selected"); set && chosen == nil {
			chosen = o
		}
	}
	if chosen == nil {
		chosen = first
	}
	if chosen == nil {
		return ""
	}
	return htmltree.Text(chosen)
}

// spacer reports whether a picture only takes room.
func spacer(n *html.Node) bool {
	for _, side := range []string{"width", "height"} {
		if v := htmltree.Value(n, side); v == "0" || v == "1" {
			return true
		}
	}
	return false
}
