// Package xmltree reads the parts of files in XML as trees of elements, within bounds.
package xmltree

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"gongkai/generator/importer/grid"
)

// Node is an element of a part. Its name is without the namespace: the transitional and the strict
// one of Word, and whatever their prefix, have the same names.
type Node struct {
	Name     string
	Attrs    []xml.Attr
	Children []*Node
	Text     string // of an element whose text is kept
}

// MostDepth bounds how deep elements nest.
const MostDepth = 256

// Parse reads a part, bounded by what its file may hold. The text of elements of the names is kept.
func Parse(r io.Reader, names ...string) (*Node, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %s is none of such a file", charset)
	}
	root := &Node{}
	stack := []*Node{root}
	text := [][]byte{nil} // of each that is open: joined once, since comments may cut it into a million pieces
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(root.Children) == 0 {
				return nil, errors.New("a part is empty")
			}
			return root.Children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) > MostDepth {
				return nil, grid.ErrDeep
			}
			n := &Node{Name: t.Name.Local, Attrs: t.Attr}
			top.Children = append(top.Children, n)
			stack, text = append(stack, n), append(text, nil)
		case xml.EndElement:
			n := len(stack) - 1
			top.Text = string(text[n])
			stack, text = stack[:n], text[:n]
		case xml.CharData:
			if slices.Contains(names, top.Name) {
				text[len(text)-1] = append(text[len(text)-1], t...)
			}
		}
	}
}

// Get is the first child of a name, nil where there is none; of nil it is nil.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		var found *Node
		for _, c := range n.Children {
			if c.Name == name {
				found = c
				break
			}
		}
		n = found
	}
	return n
}

// Val is an attribute of a name, whatever its prefix; "" where there is none.
func (n *Node) Val(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// On reports whether a property that is either on or off is on.
func (n *Node) On() bool {
	if n == nil {
		return false
	}
	switch strings.ToLower(n.Val("val")) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
