// Package htmltree reads attributes and text of the trees that golang.org/x/net/html parses.
package htmltree

import (
	"strings"

	"golang.org/x/net/html"
)

// Attribute is the value of an element's attribute, and whether it has one. Those of a namespace,
// such as xlink:href, are others.
func Attribute(n *html.Node, name string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == name && a.Namespace == "" {
			return a.Val, true
		}
	}
	return "", false
}

// Value is the value of an element's attribute; "" where it has none.
func Value(n *html.Node, name string) string {
	v, _ := Attribute(n, name)
	return v
}

// Text is all text below a node, as it is written.
func Text(n *html.Node) string {
	if n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode {
		return n.FirstChild.Data
	}
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
