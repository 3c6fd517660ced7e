package excerpt

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// An editor of rich text may keep nothing but words and line breaks in an item of a list or in a quotation:
// wangEditor 5.1.23 drops the paragraphs and lists in an item that begins with words, and joins paragraphs.
// So paragraphs become lines, and so do the items of a list in a list.

// list writes a list. One whose items have headings is not a list any more: what is in them follows as it is.
func (c *cutter) list(n *html.Node) {
	for inside := range n.Descendants() {
		if headings[inside.DataAtom] {
			c.children(n)
			return
		}
	}
	c.wrap(n.Data, c.attributes(n), func() {
		for item := range n.ChildNodes() {
			if item.DataAtom == atom.Li {
				c.wrap("li", c.attributes(item), func() { c.lines(item) })
			}
		}
	})
}

var headings = map[atom.Atom]bool{atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true}

// lines writes what is in an item or a quotation, with a line break between its blocks.
func (c *cutter) lines(n *html.Node) {
	l := &lines{cutter: c, start: c.out.Len()}
	for child := range n.ChildNodes() {
		switch {
		case hidden(child):
		case child.DataAtom == atom.P:
			l.block("", child)
		case child.DataAtom == atom.Ul:
			for item := range child.ChildNodes() {
				if item.DataAtom == atom.Li {
					l.block("– ", item)
				}
			}
		case child.DataAtom == atom.Ol:
			number, err := strconv.Atoi(htmltree.Value(child, "start"))
			if err != nil {
				number = 1
			}
			for item := range child.ChildNodes() {
				if item.DataAtom == atom.Li {
					l.block(strconv.Itoa(number)+". ", item)
					number++
				}
			}
		case l.ended && child.Type == html.TextNode && strings.TrimSpace(child.Data) == "":
		default:
			if l.ended {
				c.out.WriteString("<br>")
				l.ended = false
			}
			c.node(child)
		}
	}
	l.trim()
}

// lines are written from start on.
type lines struct {
	*cutter
	start int
	ended bool // the last thing written was a block
}

// block writes a block on a line of its own, after a mark; nothing where nothing is in it.
func (l *lines) block(mark string, n *html.Node) {
	l.trim()
	before := l.out.Len()
	if before > l.start {
		l.out.WriteString("<br>")
	}
	l.out.WriteString(mark)
	inside := l.out.Len()
	l.lines(n)
	if l.out.Len() == inside {
		l.out.Truncate(before)
		return
	}
	l.ended = true
}

// trim takes the white space away that ends what was written.
func (l *lines) trim() {
	l.out.Truncate(l.start + len(bytes.TrimRight(l.out.Bytes()[l.start:], " \n\t")))
}
