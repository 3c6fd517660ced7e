// Package pdf reads reports out of PDF files by their ruling lines: a cell is what four lines
// surround, and text belongs where its baseline is. Where characters cannot be told, the text says
// so with U+FFFD; a page that is only a picture is an error.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/importer/grid"
)

// What a file may lack.
var (
	ErrNotPDF    = errors.New("the file is no PDF, or a damaged one")
	ErrEncrypted = errors.New("the PDF is encrypted")
	ErrPicture   = errors.New("the PDF has only pictures of pages")
)

// mostPages bounds how long a file may be.
const mostPages = 500

// longest is how long a file may take: the library does not come back from some damaged files. Reports
// take a second.
const longest = 30 * time.Second

// Read reads a file.
func Read(data []byte) (*grid.Document, error) {
	type result struct {
		doc *grid.Document
		err error
	}
	done := make(chan result, 1)
	go func() {
		doc, err := read(data)
		done <- result{doc, err}
	}()
	select {
	case r := <-done:
		return r.doc, r.err
	case <-time.After(longest):
		return nil, grid.ErrTooMuch
	}
}

func read(data []byte) (doc *grid.Document, err error) {
	defer func() { // the library panics at what it cannot read
		x := recover()
		if x == error(grid.ErrTooMuch) {
			doc, err = nil, grid.ErrTooMuch
		} else if x != nil {
			doc, err = nil, fmt.Errorf("%w: %v", ErrNotPDF, x)
		}
	}()
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return nil, ErrEncrypted
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPDF, err)
	}
	d := &document{edges: edges{math.Inf(1), math.Inf(-1)}, out: &grid.Document{Kind: "pdf", Title: strings.TrimSpace(r.Trailer().Key("Info").Key("Title").Text())}}
	fonts := map[string]*font{}
	used := &interpreter{}
	pages := &pages{}
	pages.below(r.Trailer().Key("Root").Key("Pages"), pdf.Value{}, 0)
	for i, p := range pages.list {
		n := i + 1
		s := &sheet{}
		in := &interpreter{content: used.content, operators: used.operators, forms: used.forms, out: s, state: state{ctm: identity, scale: 1}, text: identity, line: identity}
		in.fontNamed = func(name string, resources pdf.Value) *font {
			all := resources.Key("Font")
			key := all.String() + name // it names the objects that the fonts are
			if fonts[key] == nil {
				fonts[key] = newFont(all.Key(name))
			}
			return fonts[key]
		}
		in.run(p.content, p.resources)
		used = in
		d.page(n, s)
	}
	d.endTable()
	if len(d.out.Blocks) == 0 {
		if d.pictures {
			return nil, ErrPicture
		}
		return nil, ErrNotPDF
	}
	return d.out, nil
}

// pages collects the pages of a file. The library looks for each from the top, and
// does not always come back.
type pages struct {
	list    []page
	visited int
}

type page struct{ content, resources pdf.Value }

// What the tree of pages may be.
const (
	mostNodes = 5000
	mostDepth = 32
)

func (p *pages) below(node, resources pdf.Value, depth int) {
	if p.visited++; p.visited > mostNodes || depth > mostDepth || len(p.list) == mostPages {
		return
	}
	if own := node.Key("Resources"); !own.IsNull() {
		resources = own // else those of the node above
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() == pdf.Dict {
			p.list = append(p.list, page{node.Key("Contents"), resources})
		}
		return
	}
	for i := range min(kids.Len(), mostNodes) {
		p.below(kids.Index(i), resources, depth+1)
	}
}

// document collects the pages.
type document struct {
	out      *grid.Document
	tables   int
	last     *box // the last table, where a page ended with it
	parts    []part
	pictures bool
	edges    edges
	open     *grid.Paragraph // that may go on; nil where the last one ended
}

// part is a piece of a table on one page.
type part struct {
	box   *box
	chars []char
	page  int
}

// pageNumber is what stands alone at the foot or the head of a page.
var pageNumber = regexp.MustCompile(`^[-—–－\s]*(?:第\s*)?[0-9]{1,3}(?:\s*页)?[-—–－\s]*$`)

// page adds a page: text and tables from the top down.
func (d *document) page(n int, s *sheet) {
	d.pictures = d.pictures || s.pictures && len(s.chars) == 0
	across, down := rules(s.lines)
	tables := boxes(across, down)
	rest := slices.Clone(s.chars)
	in := make([][]char, len(tables))
	for i, b := range tables {
		rest = slices.DeleteFunc(rest, func(c char) bool {
			if b.holds(c.x+c.width/2, c.y+c.size*0.2) {
				in[i] = append(in[i], c)
				return true
			}
			return false
		})
	}
	rest = withoutNumber(rest)
	above := 1e9
	for i, b := range tables {
		between := text(rest, b.top, above)
		if len(between) > 0 {
			d.endTable()
			d.paragraphs(between, n)
		}
		if d.last != nil && !(i == 0 && len(between) == 0 && d.parts[len(d.parts)-1].page == n-1 && sameWidth(d.last, b)) {
			d.endTable()
		}
		d.last = b
		d.parts = append(d.parts, part{b, in[i], n})
		above = b.bottom
	}
	if below := text(rest, -1e9, above); len(below) > 0 {
		d.endTable()
		d.paragraphs(below, n)
	}
}

// text is what stands between two heights.
func text(chars []char, bottom, top float64) (out []char) {
	for _, c := range chars {
		if c.y > bottom && c.y <= top {
			out = append(out, c)
		}
	}
	return out
}

// withoutNumber leaves out the number of the page.
func withoutNumber(chars []char) []char {
	rows := rowsOf(chars)
	if len(rows) == 0 {
		return chars
	}
	for _, r := range []row{rows[len(rows)-1], rows[0]} {
		if pageNumber.MatchString(r.text) {
			return slices.DeleteFunc(chars, func(c char) bool { return c.y <= r.y && c.y >= r.y-r.size*0.4 })
		}
	}
	return chars
}

// sameWidth reports whether a table at the top of a page goes on one that ended the page before.
func sameWidth(a, b *box) bool {
	return abs(a.left-b.left) <= 3*near && abs(a.right-b.right) <= 3*near
}

func abs(x float64) float64 { return max(x, -x) }

// endTable writes the table that is being read, all its parts with the same columns.
func (d *document) endTable() {
	if len(d.parts) == 0 {
		return
	}
	var down []rule
	for _, p := range d.parts {
		down = append(down, p.box.down...)
	}
	xs := places(down)
	d.tables++
	var t *grid.Table
	for _, p := range d.parts {
		next := p.box.table(xs, p.chars, grid.Place{Page: p.page, Table: d.tables})
		if t == nil {
			t = next
			continue
		}
		if torn(t, next) {
			mend(t, next)
		}
		for _, c := range next.Cells {
			c.Row += t.Rows
			t.Cells = append(t.Cells, c)
		}
		t.Rows += next.Rows
	}
	d.out.Blocks = append(d.out.Blocks, grid.Block{Table: t})
	d.open = nil
	d.parts, d.last = nil, nil
}
