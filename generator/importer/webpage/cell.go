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

// cell is the text of a cell, its lines apart, with what is bold in it or leads somewhere.
func (r *reader) cell(n *html.Node) (string, []grid.Mark) {
	var b strings.Builder
	var marks []grid.Mark
	picture := false
	var walk func(*html.Node, look, grid.Mark)
	walk = func(n *html.Node, l look, of grid.Mark) {
		for c := range n.ChildNodes() {
			switch {
			case c.Type == html.TextNode:
				text := shown(collapse(c.Data), l)
				if l.struck {
					text = grid.Struck(text)
				}
				m := of
				m.From, m.To = b.Len(), b.Len()+len(text)
				if b.WriteString(text); (m.Bold || m.Link != "") && r.room() {
					marks = append(marks, m)
				}
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
				inner := of
				inner.Bold = of.Bold || isBold(c)
				if to := strings.TrimSpace(htmltree.Value(c, "href")); c.DataAtom == atom.A && to != "" {
					inner.Link = to
				}
				walk(c, l.in(c), inner)
			}
		}
	}
	walk(n, look{}.in(n), grid.Mark{})
	var lines grid.Lines
	from := 0
	for line := range strings.Lines(b.String()) {
		p := &grid.Paragraph{}
		var places []int
		for ; len(marks) > 0 && marks[0].From < from+len(line); marks = marks[1:] {
			p.Marks = append(p.Marks, marks[0])
			places = append(places, marks[0].From-from, marks[0].To-from)
		}
		var at []int
		p.Text, at = collapseAt(line, places)
		for i := range p.Marks {
			p.Marks[i].From, p.Marks[i].To = at[2*i], at[2*i+1]
		}
		p.Trim(blank)
		lines.Add(p)
		from += len(line)
	}
	text, out := lines.Text()
	if text == "" && picture {
		text = grid.Shown
	}
	return text, out
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
