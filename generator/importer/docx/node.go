package docx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/importer/grid"
)

// node is an element of a part. Its name is without the namespace: the transitional and the strict
// one, and whatever prefix stands for them, have the same names.
type node struct {
	name     string
	attrs    []xml.Attr
	children []*node
	text     string // of a text element
}

// mostDepth bounds how deep elements nest.
const mostDepth = 256

// parse reads a part.
func parse(r io.Reader) (*node, error) {
	d := xml.NewDecoder(r)
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the encoding %s is none of a Word file", charset)
	}
	root := &node{}
	stack := []*node{root}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			if len(root.children) == 0 {
				return nil, errors.New("a part is empty")
			}
			return root.children[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			if len(stack) > mostDepth {
				return nil, grid.ErrDeep
			}
			n := &node{name: t.Name.Local, attrs: t.Attr}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			if top.name == "t" || top.name == "title" {
				top.text += string(t)
			}
		}
	}
}

// get is the first child of a name, nil where there is none; of nil it is nil.
func (n *node) get(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		var found *node
		for _, c := range n.children {
			if c.name == name {
				found = c
				break
			}
		}
		n = found
	}
	return n
}

// val is an attribute of a name, whatever its prefix; "" where there is none.
func (n *node) val(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on reports whether a property that is either on or off is on.
func (n *node) on() bool {
	if n == nil {
		return false
	}
	switch strings.ToLower(n.val("val")) {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
