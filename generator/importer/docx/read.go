// Package docx reads Word files (Office Open XML, ISO/IEC 29500), transitional and strict, as a
// reader of the printed document sees them: tracked changes are accepted, hidden text is left out,
// fields give their results, numbers that Word makes are written out.
package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/word"
	"gongkai/generator/importer/xmltree"
)

// ErrNotWord says that a file is not a Word document.
var ErrNotWord = errors.New("the file is not a Word document")

// Read reads a file.
func Read(data []byte) (*grid.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWord, err)
	}
	return read(&parts{zip: z})
}

// read reads the part that holds the text, with what it refers to.
func read(p *parts) (*grid.Document, error) {
	main, err := p.main()
	if err != nil {
		return nil, err
	}
	root, err := p.read(main)
	if err != nil {
		return nil, err
	}
	body := root.Get("body")
	if body == nil {
		return nil, ErrNotWord
	}
	r := newReader(p)
	if err := r.prepare(p, main); err != nil {
		return nil, err
	}
	r.blocks(body.Children)
	return r.doc, nil
}

func newReader(p *parts) *reader {
	return &reader{doc: &grid.Document{Kind: "docx", Meta: map[string]string{}}, styles: map[string]*xmltree.Node{}, looked: map[[2]string]*xmltree.Node{}, parts: p}
}

// parts are the parts of the file, in an archive or, where flat is set, in elements of one file.
type parts struct {
	zip    *zip.Reader
	flat   map[string]*xmltree.Node
	budget grid.Budget
}

func (p *parts) read(name string) (*xmltree.Node, error) {
	if p.flat != nil {
		return p.element(strings.TrimPrefix(name, "/"))
	}
	f, err := p.zip.Open(strings.TrimPrefix(name, "/"))
	if err != nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrNotWord, name)
	}
	defer f.Close()
	n, err := xmltree.Parse(p.budget.Bounded(f), "t", "title", "instrText")
	if err != nil && !grid.Refused(err) {
		err = fmt.Errorf("%w: %s: %w", ErrNotWord, name, err)
	}
	return n, err
}

// related lists the parts that one leads to, by the last word of their kind.
func (p *parts) related(of string) (map[string]string, error) {
	dir, base := path.Split(of)
	rels, err := p.read(dir + "_rels/" + base + ".rels")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, r := range rels.Children {
		target := r.Val("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(dir, target)
		}
		if r.Val("TargetMode") != "External" {
			out[path.Base(r.Val("Type"))] = strings.TrimPrefix(target, "/")
		}
	}
	return out, nil
}

// main is the part that holds the text. Its name is any, what leads to it is not.
func (p *parts) main() (string, error) {
	rels, err := p.related("")
	if err != nil {
		return "", ErrNotWord
	}
	if name := rels["officeDocument"]; name != "" {
		return name, nil
	}
	return "", ErrNotWord
}

// reader collects the blocks of a document.
type reader struct {
	doc    *grid.Document
	styles map[string]*xmltree.Node
	looked map[[2]string]*xmltree.Node // properties of styles, by the style and the property
	lists  word.Lists
	tables int
	fields word.Links // that are open

	parts    *parts
	targets  map[string]target // what the text leads to, by id
	marks    []grid.Mark       // of the paragraph that is being read
	link     string            // that what is being read is part of, by an element
	within   string            // the style of the paragraph that is being read
	inCell   bool
	font     string              // of the run
	look     func(string) string // how the text of the run is written down
	pictures int                 // bytes of all so far
}

// prepare reads what the text refers to: styles, numbering, and the title.
func (r *reader) prepare(p *parts, main string) error {
	rels, err := p.related(main)
	if err != nil {
		return nil // a document may lead to no other part
	}
	r.targets = p.targets(main)
	if name := rels["styles"]; name != "" {
		styles, err := p.read(name)
		if err != nil {
			return err
		}
		r.style(styles)
	}
	if name := rels["numbering"]; name != "" {
		n, err := p.read(name)
		if err != nil {
			return err
		}
		r.lists = readNumbering(n)
	}
	if top, err := p.related(""); err == nil && top["core-properties"] != "" {
		if core, err := p.read(top["core-properties"]); err == nil {
			if t := core.Get("title"); t != nil {
				r.doc.Title = strings.TrimSpace(t.Text)
			}
		}
	}
	return nil
}

// style remembers the styles of a list.
func (r *reader) style(list *xmltree.Node) {
	for _, s := range list.Children {
		if s.Name == "style" {
			r.styles[s.Val("styleId")] = s
		}
	}
}

// blocks reads paragraphs and tables, through what only wraps them.
func (r *reader) blocks(nodes []*xmltree.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "p":
			r.paragraph(n)
		case "tbl":
			r.table(n)
		default:
			if inside := through(n); inside != nil {
				r.blocks(inside)
			}
		}
	}
}

// through lists what a wrapper holds; nil for what holds nothing that is read.
func through(n *xmltree.Node) []*xmltree.Node {
	switch n.Name {
	case "sdt":
		if c := n.Get("sdtContent"); c != nil {
			return c.Children
		}
	case "annotation": // a tracked change of Word 2003
		if c := n.Get("content"); c != nil && n.Val("type") != "Word.Deletion" {
			return c.Children
		}
	case "sect", "sub-section", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "dir", "bdo":
		return n.Children
	case "AlternateContent": // one branch, the first that has something
		for _, branch := range n.Children {
			if (branch.Name == "Choice" || branch.Name == "Fallback") && len(branch.Children) > 0 {
				return branch.Children
			}
		}
	}
	return nil
}

func (r *reader) paragraph(p *xmltree.Node) {
	out := &grid.Paragraph{Text: r.text(p), Level: r.level(p), Marks: r.marks}
	boxes := r.boxes(p)
	if out.Trim(blank); !out.Empty() {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: out})
	}
	for _, b := range boxes {
		r.blocks(b.Children)
	}
}

func blank(c rune) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00a0' || c == '\u3000' || c == '\u200b' || c == '\ufeff'
}

// level is that of a heading, by its own outline level or its style's; 0 for text.
func (r *reader) level(p *xmltree.Node) int {
	outline := p.Get("pPr", "outlineLvl")
	for id, seen := p.Get("pPr", "pStyle").Val("val"), 0; outline == nil && id != "" && seen < 20; seen++ {
		s := r.styles[id]
		if s == nil {
			return 0
		}
		outline, id = s.Get("pPr", "outlineLvl"), s.Get("basedOn").Val("val")
	}
	if v := outline.Val("val"); len(v) == 1 && v[0] >= '0' && v[0] <= '8' {
		return int(v[0]-'0') + 1
	}
	return 0
}
