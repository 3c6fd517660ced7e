package webpage

import (
	"encoding/base64"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/generator/importer/grid"
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
		atom.Blockquote, atom.Pre, atom.Form, atom.Fieldset, atom.Address, atom.Figure, atom.Figcaption, atom.Hr, atom.Center, atom.Details, atom.Summary, atom.Tr, atom.Td, atom.Th:
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
	style := styleOf(n)
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all") || vanishing.MatchString(style)
}

// vanishing are declarations that leave nothing to see.
var vanishing = regexp.MustCompile(`(?:^|;)(?:font-size:0(?:px|pt|em|rem|%)?|opacity:0(?:\.0*)?|(?:left|top|text-indent):-[0-9]{3,}(?:\.[0-9]+)?(?:px|pt|em|rem)?)(?:!important)?(?:;|$)`)

// styleOf are the declarations of an element itself, without blanks.
func styleOf(n *html.Node) string {
	return strings.ToLower(strings.Join(strings.Fields(htmltree.Value(n, "style")), ""))
}

// collapse makes every run of white space one blank, as a browser shows it.
func collapse(s string) string {
	out, _ := collapseAt(s, nil)
	return out
}

// collapseAt also says where places of the text, in their order, come to be.
func collapseAt(s string, places []int) (string, []int) {
	var b strings.Builder
	var at []int
	blank := false
	for i, r := range s {
		for len(at) < len(places) && places[len(at)] <= i {
			at = append(at, b.Len())
		}
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
	for len(at) < len(places) {
		at = append(at, b.Len())
	}
	return b.String(), at
}

// What a paragraph, and the cells of a page together, may have of marks.
const (
	mostMarks      = 2000
	mostMarksCells = 20_000
)

func (r *reader) mark(m grid.Mark) {
	if len(r.marks) < mostMarks {
		r.marks = append(r.marks, m)
	}
}

// room counts one more mark in the cells.
func (r *reader) room() bool {
	r.inCells++
	return r.inCells <= mostMarksCells
}

// isBold reports whether an element is one for bold text, and no block.
func isBold(n *html.Node) bool {
	if n.DataAtom == atom.B || n.DataAtom == atom.Strong {
		return true
	}
	style := styleOf(n)
	return n.DataAtom == atom.Span && (strings.Contains(style, "font-weight:bold") || strings.Contains(style, "font-weight:700"))
}

// pictureOf is the picture that an element shows.
func pictureOf(n *html.Node) *grid.Picture {
	p := &grid.Picture{Alt: squeeze(htmltree.Value(n, "alt")), Address: strings.TrimSpace(htmltree.Value(n, "src"))}
	if kind, data, ok := strings.Cut(p.Address, ","); ok && strings.HasPrefix(strings.ToLower(kind), "data:") {
		p.Address = ""
		if strings.HasSuffix(kind, ";base64") {
			p.Data, _ = base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
		}
	}
	return p
}

// concealed reports whether something that is hidden is around an element inside another.
func concealed(n, outer *html.Node) bool {
	for ; n != nil && n != outer; n = n.Parent {
		if hidden(n) {
			return true
		}
	}
	return false
}

// squeeze is the text of a line without the blanks around it, no-break and ideographic ones too.
func squeeze(s string) string {
	return strings.TrimFunc(collapse(s), blank)
}

func blank(r rune) bool {
	return r == ' ' || r == '\u00a0' || r == '\u3000' || r == '\u200b' || r == '\ufeff'
}
