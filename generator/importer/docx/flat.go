package docx

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/xmltree"
)

// What files are that hold a Word document as one part in XML: the archive as elements, and the format of Word 2003,
// which systems fill in from templates and name .doc.
var (
	flatNamespace = []byte("schemas.microsoft.com/office/2006/xmlPackage")
	oldNamespace  = []byte("schemas.microsoft.com/office/word/2003/wordml")
)

// longestHead is how far into a file its namespaces are looked for.
const longestHead = 8192

// IsXML reports whether a file is one of these.
func IsXML(data []byte) bool {
	head := data[:min(len(data), longestHead)]
	return bytes.Contains(head, flatNamespace) || bytes.Contains(head, oldNamespace)
}

// ReadXML reads such a file.
func ReadXML(data []byte) (*grid.Document, error) {
	root, err := xmltree.Parse(grid.Bounded(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))), "t", "title", "instrText", "Title", "binaryData", "binData")
	if err != nil {
		if !grid.Refused(err) {
			err = fmt.Errorf("%w: %w", ErrNotWord, err)
		}
		return nil, err
	}
	if root.Name == "package" {
		p := &parts{flat: map[string]*xmltree.Node{}}
		for _, c := range root.Children {
			if c.Name == "part" {
				p.flat[strings.TrimPrefix(c.Val("name"), "/")] = c
			}
		}
		return read(p)
	}
	body := root.Get("body")
	if body == nil {
		return nil, ErrNotWord
	}
	r := newReader(&parts{flat: map[string]*xmltree.Node{}})
	if t := root.Get("DocumentProperties", "Title"); t != nil {
		r.doc.Title = strings.TrimSpace(t.Text)
	}
	if s := root.Get("styles"); s != nil {
		r.style(s)
	}
	r.blocks(body.Children)
	return r.doc, nil
}

// element is a part in XML.
func (p *parts) element(name string) (*xmltree.Node, error) {
	if x := p.flat[name].Get("xmlData"); x != nil && len(x.Children) > 0 {
		return x.Children[0], nil
	}
	return nil, fmt.Errorf("%w: %s is missing", ErrNotWord, name)
}

// binary is any other part; it is empty where there is none.
func (p *parts) binary(name string) io.ReadCloser {
	text := ""
	if b := p.flat[name].Get("binaryData"); b != nil {
		text = b.Text
	}
	return io.NopCloser(bytes.NewReader(unpacked(text)))
}

// unpacked is what base64 on several lines holds; nil where it is none.
func unpacked(text string) []byte {
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil
	}
	return data
}
