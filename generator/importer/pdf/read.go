// Package pdf reads reports out of PDF files: what their pages draw, characters and lines, of which ruling makes tables.
// Where characters cannot be told, the text says so with U+FFFD; a file of pictures is an error.
package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/ruling"
)

// What a file may lack.
var (
	ErrNotPDF    = errors.New("the file is not a PDF, or is damaged")
	ErrEncrypted = errors.New("the PDF is encrypted")
	ErrPicture   = errors.New("the PDF has only pictures of pages")
)

// mostPages bounds how long a file may be.
const mostPages = 500

// longest is how long a file may take: the library does not come back from some damaged files. Reports
// take a second; what is bounded by other limits takes ten at most, and the rest is for a machine that is busy.
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
	if !bounded(data) {
		return nil, grid.ErrTooMuch
	}
	until := time.Now().Add(longest)
	r, err := pdf.NewReader(timed{bytes.NewReader(data), until}, int64(len(data)))
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return nil, ErrEncrypted
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotPDF, err)
	}
	d := ruling.New("pdf", strings.TrimSpace(r.Trailer().Key("Info").Key("Title").Text()))
	fonts := map[string]map[string]*font{}
	used := &spent{until: until}
	pages := &pages{}
	pages.below(r.Trailer().Key("Root").Key("Pages"), page{}, 0)
	for i, p := range pages.list {
		s := &ruling.Sheet{}
		in := &interpreter{spent: used, data: data, out: s, state: state{ctm: p.matrix(), scale: 1}, text: ruling.Identity, line: ruling.Identity}
		in.fontNamed = func(name string, resources pdf.Value) *font {
			all := resources.Key("Font")
			if in.fontKey == "" {
				in.fontKey = all.String() // it names the objects that the fonts are
			}
			known := fonts[in.fontKey]
			if known == nil {
				known = map[string]*font{}
				fonts[in.fontKey] = known
			}
			if known[name] == nil {
				known[name] = newFont(all.Key(name), used)
			}
			return known[name]
		}
		in.run(p.node.Key("Contents"), p.resources)
		in.annotations(p)
		s.Covered = s.Covered || in.unseen > 0 && len(s.Pictures) > 0
		d.Page(i+1, s)
	}
	doc = d.Document()
	if len(doc.Blocks) == 0 && len(doc.Pictured) == 0 {
		return nil, ErrNotPDF
	}
	if len(doc.Pictured) > 0 && !slices.ContainsFunc(doc.Blocks, func(b grid.Block) bool { return b.Table != nil || b.Paragraph.Text != "" }) {
		return nil, ErrPicture
	}
	return doc, nil
}

// pages collects the pages of a file. The library looks for each from the top, and
// does not always come back.
type pages struct {
	list    []page
	visited int
}

// page is a page, with what it has from the nodes above it.
type page struct {
	node, resources pdf.Value
	rotate          int // degrees to the right
}

// matrix turns a page as it is shown.
func (p page) matrix() ruling.Matrix {
	switch (p.rotate%360 + 360) % 360 {
	case 90:
		return ruling.Matrix{0, -1, 1, 0, 0, 0}
	case 180:
		return ruling.Matrix{-1, 0, 0, -1, 0, 0}
	case 270:
		return ruling.Matrix{0, 1, -1, 0, 0, 0}
	}
	return ruling.Identity
}

// What the tree of pages may be.
const (
	mostNodes = 5000
	mostDepth = 32
)

func (p *pages) below(node pdf.Value, above page, depth int) {
	if p.visited++; p.visited > mostNodes || depth > mostDepth || len(p.list) == mostPages {
		return
	}
	if own := node.Key("Resources"); !own.IsNull() {
		above.resources = own // else those of the node above
	}
	if own := node.Key("Rotate"); !own.IsNull() {
		above.rotate = int(own.Int64())
	}
	kids := node.Key("Kids")
	if kids.Kind() != pdf.Array {
		if node.Kind() == pdf.Dict {
			above.node = node
			p.list = append(p.list, above)
		}
		return
	}
	for i := range min(kids.Len(), mostNodes) {
		p.below(kids.Index(i), above, depth+1)
	}
}
