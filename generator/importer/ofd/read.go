// Package ofd reads reports out of OFD files (GB/T 33190-2016): what their pages draw, characters and lines, of which
// ruling makes tables. Joining the text codes of a file would lose which cell a figure is in.
package ofd

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/ruling"
	"gongkai/generator/importer/xmltree"
)

// What a file may be that is not read.
var (
	ErrNotOFD  = errors.New("the file is not an OFD, or is damaged")
	ErrPicture = errors.New("the OFD has only pictures of pages")
)

// root is the part that every file has.
const root = "OFD.xml"

// mostPages bounds how long a file may be.
const mostPages = 500

// Read reads a file.
func Read(data []byte) (*grid.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOFD, err)
	}
	p := &parts{zip: z}
	top, err := p.read(root)
	if err != nil {
		return nil, err
	}
	title := ""
	if t := top.Get("DocBody", "DocInfo", "Title"); t != nil {
		title = strings.TrimSpace(t.Text)
	}
	out := ruling.New("ofd", title)
	n := 0
	for _, b := range top.Children {
		if r := b.Get("DocRoot"); b.Name == "DocBody" && r != nil {
			if err := p.document(out, resolved("", r.Text), &n); err != nil {
				return nil, err
			}
		}
	}
	doc := out.Document()
	seen := false
	for _, b := range doc.Blocks {
		seen = seen || b.Table != nil || b.Paragraph.Text != ""
	}
	switch {
	case seen:
		return doc, nil
	case len(doc.Pictured) > 0:
		return nil, ErrPicture
	}
	return nil, ErrNotOFD
}

// parts are the parts of a file.
type parts struct {
	zip    *zip.Reader
	budget grid.Budget
}

func (p *parts) read(name string) (*xmltree.Node, error) {
	f, err := p.zip.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %s is missing", ErrNotOFD, name)
	}
	defer f.Close()
	n, err := xmltree.Parse(p.budget.Bounded(f), "Title", "DocRoot", "TextCode", "AbbreviatedData", "PublicRes", "DocumentRes", "MediaFile")
	if err != nil && !grid.Refused(err) {
		err = fmt.Errorf("%w: %s: %w", ErrNotOFD, name, err)
	}
	return n, err
}

// resolved is the part that a location names, from the folder of the part that names it.
func resolved(dir, location string) string {
	location = strings.TrimSpace(location)
	if strings.HasPrefix(location, "/") {
		return strings.TrimPrefix(path.Clean(location), "/")
	}
	return path.Join(dir, location)
}

// document reads the pages of one document, with what they refer to.
func (p *parts) document(out *ruling.Collector, name string, n *int) error {
	doc, err := p.read(name)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	res := &resources{parts: p, params: map[string]*xmltree.Node{}, media: map[string]string{}, units: map[string]*xmltree.Node{}}
	templates := map[string]string{}
	if common := doc.Get("CommonData"); common != nil {
		for _, c := range common.Children {
			switch c.Name {
			case "PublicRes", "DocumentRes":
				if err := res.add(resolved(dir, c.Text)); err != nil {
					return err
				}
			case "TemplatePage":
				templates[c.Val("ID")] = resolved(dir, c.Val("BaseLoc"))
			}
		}
	}
	pages := doc.Get("Pages")
	if pages == nil {
		return fmt.Errorf("%w: no pages", ErrNotOFD)
	}
	for _, c := range pages.Children {
		if c.Name != "Page" {
			continue
		}
		if *n++; *n > mostPages {
			return grid.ErrTooMuch
		}
		s, err := p.page(resolved(dir, c.Val("BaseLoc")), templates, res)
		if err != nil {
			return err
		}
		out.Page(*n, s)
	}
	return nil
}

// page draws a page: templates below it, the page, templates above it.
func (p *parts) page(name string, templates map[string]string, res *resources) (*ruling.Sheet, error) {
	page, err := p.read(name)
	if err != nil {
		return nil, err
	}
	s := &ruling.Sheet{}
	d := &drawing{res: res, out: s}
	template := func(above bool) error {
		for _, c := range page.Children {
			if c.Name != "Template" || (c.Val("ZOrder") == "Foreground") != above {
				continue
			}
			t, err := p.read(templates[c.Val("TemplateID")])
			if err != nil {
				return err
			}
			d.content(t)
		}
		return nil
	}
	if err := template(false); err != nil {
		return nil, err
	}
	d.content(page)
	if err := template(true); err != nil {
		return nil, err
	}
	if d.tooMuch {
		return nil, grid.ErrTooMuch
	}
	s.Covered = s.Covered || d.unseen > 0 && len(s.Pictures) > 0
	return s, nil
}

// resources are what pages refer to.
type resources struct {
	parts    *parts
	params   map[string]*xmltree.Node // how to draw, by id
	media    map[string]string        // parts of pictures, by id
	units    map[string]*xmltree.Node // drawings that pages show, by id
	pictures int                      // bytes so far
}

func (r *resources) add(name string) error {
	n, err := r.parts.read(name)
	if err != nil {
		if grid.Refused(err) {
			return err
		}
		return nil // fonts and colours need not be there
	}
	base := resolved(path.Dir(name), n.Val("BaseLoc"))
	for _, list := range n.Children {
		for _, c := range list.Children {
			switch c.Name {
			case "DrawParam":
				r.params[c.Val("ID")] = c
			case "MultiMedia":
				if f := c.Get("MediaFile"); f != nil {
					r.media[c.Val("ID")] = resolved(base, f.Text)
				}
			case "CompositeGraphicUnit":
				r.units[c.Val("ID")] = c
			}
		}
	}
	return nil
}

// mostPictures is how many bytes the pictures of a file may have together.
const mostPictures = 64 << 20

// picture are the bytes of one; nil where it is not there or too large.
func (r *resources) picture(id string) []byte {
	f, err := r.parts.zip.Open(r.media[id])
	if err != nil {
		return nil
	}
	defer f.Close()
	room := int64(mostPictures - r.pictures)
	data, err := io.ReadAll(io.LimitReader(f, room+1))
	if err != nil || int64(len(data)) > room {
		return nil
	}
	r.pictures += len(data)
	return data
}
