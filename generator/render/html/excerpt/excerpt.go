// Package excerpt makes of a finished page what a content management system takes: its main
// part, without scripts and style sheets, in elements that editors of rich text keep, with the
// borders of tables beside them and all addresses complete.
package excerpt

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// Of returns the main part of a page. address is the page's public one, from which its links
// are completed.
func Of(page []byte, address string) ([]byte, error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("the address of the page: %w", err)
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, fmt.Errorf("the page: %w", err)
	}
	var main *html.Node
	for n := range root.Descendants() {
		if n.DataAtom == atom.Main {
			main = n
			break
		}
	}
	if main == nil {
		return nil, fmt.Errorf("the page has no main part")
	}
	c := &cutter{base: base}
	c.children(main)
	return append(bytes.TrimSpace(c.out.Bytes()), '\n'), nil
}

// cutter writes the nodes of a page that stay.
type cutter struct {
	base *url.URL
	out  bytes.Buffer
}

// What an element becomes: dropped with what is in it, left out around it, or another one.
var (
	dropped = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Svg: true, atom.Nav: true, atom.Form: true, atom.Button: true, atom.Details: true,
		atom.Colgroup: true, atom.Template: true, atom.Noscript: true, atom.Input: true, atom.Select: true}
	kept = map[atom.Atom]bool{atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.P: true, atom.Pre: true, atom.Code: true, atom.Strong: true, atom.Em: true, atom.B: true, atom.Sup: true, atom.Sub: true,
		atom.Br: true, atom.Hr: true, atom.A: true, atom.Img: true,
		atom.Table: true, atom.Caption: true, atom.Thead: true, atom.Tbody: true, atom.Tfoot: true, atom.Tr: true, atom.Th: true, atom.Td: true}
	attributes = map[string]bool{"lang": true, "rowspan": true, "colspan": true, "scope": true, "alt": true, "width": true, "height": true, "start": true, "datetime": true, "data-cell": true}
)

// only are the classes of what the style sheet shows to some readers only, and of what is beside a drawing.
var only = []string{"skip", "swipe", "unseen", "narrow", "external", "print", "trend"}

func (c *cutter) children(n *html.Node) {
	for child := range n.ChildNodes() {
		c.node(child)
	}
}

func (c *cutter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		c.out.WriteString(html.EscapeString(n.Data))
	case n.Type != html.ElementNode || dropped[n.DataAtom] || hidden(n):
	case n.DataAtom == atom.Dt:
		c.definition(n)
	case n.DataAtom == atom.Dd:
		if first := previous(n); first == nil || first.DataAtom != atom.Dt { // the first is in the paragraph of its term
			c.around("p", nil, n)
		}
	case n.DataAtom == atom.A:
		if href := c.complete(htmltree.Value(n, "href")); href != "" {
			c.around("a", []html.Attribute{{Key: "href", Val: href}}, n)
		} else {
			c.children(n)
		}
	case n.DataAtom == atom.Del:
		c.around("s", nil, n)
	case n.DataAtom == atom.Ins:
		c.around("u", nil, n)
	case n.DataAtom == atom.Ul, n.DataAtom == atom.Ol:
		c.list(n)
	case n.DataAtom == atom.Blockquote:
		c.wrap("blockquote", nil, func() { c.lines(n) })
	case kept[n.DataAtom]:
		c.around(n.Data, c.attributes(n), n)
	default:
		c.children(n) // also around an item of what is not a list any more
	}
}

// hidden reports whether an element has one of the classes of only.
func hidden(n *html.Node) bool {
	for class := range strings.FieldsSeq(htmltree.Value(n, "class")) {
		if slices.Contains(only, class) {
			return true
		}
	}
	return false
}

// definition writes a term with the first thing said of it. Few editors know lists of
// definitions.
func (c *cutter) definition(term *html.Node) {
	c.out.WriteString("<p><strong>")
	c.children(term)
	c.out.WriteString("</strong> ")
	if next := following(term); next != nil && next.DataAtom == atom.Dd {
		c.children(next)
	}
	c.out.WriteString("</p>\n")
}

func previous(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil && n.Type != html.ElementNode; n = n.PrevSibling {
	}
	return n
}

func following(n *html.Node) *html.Node {
	for n = n.NextSibling; n != nil && n.Type != html.ElementNode; n = n.NextSibling {
	}
	return n
}

func (c *cutter) around(name string, attrs []html.Attribute, n *html.Node) {
	switch n.DataAtom {
	case atom.Br, atom.Hr, atom.Img:
		c.begin(name, attrs)
	case atom.A, atom.Strong, atom.Em, atom.B, atom.Code, atom.Sup, atom.Sub, atom.Del, atom.Ins:
		c.begin(name, attrs)
		c.children(n)
		c.out.WriteString("</" + name + ">")
	default:
		c.wrap(name, attrs, func() { c.children(n) })
	}
}

// wrap writes a block with what inside writes; nothing where that is nothing.
func (c *cutter) wrap(name string, attrs []html.Attribute, inside func()) {
	start := c.out.Len()
	c.begin(name, attrs)
	before := c.out.Len()
	inside()
	if empties[name] && len(bytes.TrimSpace(c.out.Bytes()[before:])) == 0 {
		c.out.Truncate(start)
		return
	}
	c.out.WriteString("</" + name + ">\n")
}

// empties are the blocks that are left out where nothing is left in them, their drawings or buttons being dropped.
var empties = map[string]bool{"p": true, "ul": true, "ol": true, "li": true, "blockquote": true}

func (c *cutter) begin(name string, attrs []html.Attribute) {
	c.out.WriteString("<" + name)
	for _, a := range attrs {
		c.out.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	c.out.WriteString(">")
}

// attributes are an element's that stay, and the look of tables.
func (c *cutter) attributes(n *html.Node) (out []html.Attribute) {
	add := func(key, value string) { out = append(out, html.Attribute{Key: key, Val: value}) }
	for _, a := range n.Attr {
		if a.Namespace == "" && attributes[a.Key] {
			out = append(out, a)
		}
	}
	switch n.DataAtom {
	case atom.Img:
		add("src", c.complete(htmltree.Value(n, "src")))
	case atom.Table:
		add("border", "1")
		add("cellspacing", "0")
		add("style", "border-collapse: collapse; width: 100%;")
	case atom.Th, atom.Td:
		look := "border: 1px solid #666666; padding: 4px;"
		if _, figure := htmltree.Attribute(n, "data-cell"); figure && htmltree.Value(n, "data-kind") != "text" {
			look += " text-align: center;"
		}
		add("style", look)
	}
	return out
}

// complete is a full address; "" for a place on the page itself, whose ids do not stay.
func (c *cutter) complete(href string) string {
	if href == "" || strings.HasPrefix(href, "#") {
		return ""
	}
	u, err := c.base.Parse(href)
	if err != nil {
		return ""
	}
	u.Path = strings.TrimSuffix(u.Path, "index.html")
	u.RawPath = strings.TrimSuffix(u.RawPath, "index.html")
	return u.String()
}
