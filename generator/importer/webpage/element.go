package webpage

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

func span(n *html.Node, name string) int {
	k, err := strconv.Atoi(strings.TrimSpace(htmltree.Value(n, name)))
	if err != nil || k < 0 {
		return 1
	}
	if k == 0 && name == "rowspan" { // to the last row
		return mostSpan
	}
	return min(max(k, 1), mostSpan)
}

// nearest is the table that an element is in.
func nearest(n *html.Node) *html.Node {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.DataAtom == atom.Table {
			return p
		}
	}
	return nil
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for c := range n.Descendants() {
		if c.DataAtom == a {
			return c
		}
	}
	return nil
}

func heading(n *html.Node) int {
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	return 0
}

// breaks reports whether an element begins on a line of its own.
func breaks(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Nav, atom.Aside, atom.Ul, atom.Ol, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Form, atom.Fieldset, atom.Address, atom.Figure, atom.Figcaption, atom.Hr, atom.Center, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return false
}

// hidden reports whether a reader of the page does not see an element.
func hidden(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head, atom.Title, atom.Select, atom.Textarea, atom.Object, atom.Iframe:
		return true
	}
	if _, set := htmltree.Attribute(n, "hidden"); set {
		return true
	}
	style := strings.ToLower(strings.ReplaceAll(htmltree.Value(n, "style"), " ", ""))
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all")
}

// collapse makes every run of white space one blank, as a browser shows it.
func collapse(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' {
			blank = true
			continue
		}
		if blank {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// squeeze is the text of a line without the blanks around it, no-break and ideographic ones too.
func squeeze(s string) string {
	return strings.TrimFunc(collapse(s), func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u3000' || r == '\u200b' || r == '\ufeff' })
}
