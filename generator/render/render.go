// Package render makes the files of a site: pages, the data beside them, the data over all reports,
// the search's index, assets, and the lists for machines.
//
// All makes every file, for a build; One makes one, for the preview, with the same bytes. Both go
// through the same functions: page and data make what belongs to a page (render.go), datasets.go the
// files that cover all reports, sitemap.go sitemap.xml and robots.txt, feed.go the Atom feed. The
// formats are in the packages below this one.
package render

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"gongkai/generator/config"
	"gongkai/generator/output"
	"gongkai/generator/render/html"
	"gongkai/generator/render/search"
	"gongkai/generator/render/xlsx"
	"gongkai/generator/site"
	"gongkai/internal/parallel"
)

// Input is what the files of a site are made from.
type Input struct {
	Config   *config.Config
	Site     *site.Site
	Theme    *html.Theme
	Books    *sync.Map                      // of workbooks, as long as the theme lives
	Files    fs.FS                          // of the site's folder, for what is copied
	Waived   func(*site.Page) []site.Waived // the findings that the report of a page waives
	Version  string                         // of the tool
	Jobs     int                            // how many pages are made at a time; 0 is one a processor
	Progress func(done, total int)          // called now and then; may be nil
	// Part, where given, says which of some things to make: all is made by many, and joined.
	Part func(i, of int) bool
	// Made, where given, has what they made.
	Made Made
	// Kept, where given, has pages that are published already as they would be made now, and hears of those that are made.
	Kept Kept
}

// Made is files that were made before.
type Made interface {
	Read(path string) ([]byte, error)
	Open(path string) (io.ReadCloser, error)
	Entry(path string) (output.Entry, error)
	Left() []output.Entry // which nobody asked for yet
}

// Files makes the files of a site: all of them for a build, or one when it is asked
// for. It is safe for concurrent use.
type Files struct {
	Input
	pages  *html.Renderer
	enc    *encoder
	others func() ([]output.File, error) // what listOthers lists, made once
	// The files of the search's index, by path, made when one is first asked for.
	index    sync.Once
	indexed  map[string][]byte
	indexErr error
}

// New compiles what all pages share.
func New(in Input) (*Files, error) {
	r, err := in.Theme.Renderer(in.Config, in.Site, in.Version)
	if err != nil {
		return nil, err
	}
	words := xlsx.Words{Label: in.Theme.Label, Language: in.Config.Language, Official: in.Config.Official}
	x := &Files{Input: in, pages: r, enc: &encoder{words, in.Books}}
	x.others = sync.OnceValues(x.listOthers)
	return x, nil
}

// All makes every file of the site and gives each to emit, from many goroutines.
// A file whose contents are not in memory is read by emit; those that are in memory are valid until it returns.
func (x *Files) All(ctx context.Context, emitted func(output.File) error) error {
	emit := func(f output.File) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return emitted(f)
	}
	if x.Part != nil {
		return x.part(ctx, emit)
	}
	pages := x.Site.Pages()
	order := pages
	var terms *search.Index
	if x.Config.Publishes("search") {
		terms = search.New(x.Site, emit)
		order = terms.Order(pages)
	}
	kept := x.kept(pages)
	var keeping atomic.Int64 // how many of them were given to emit
	// What a page is made in is used again when it is emitted: a third of what a build allocated.
	made := sync.Pool{New: func() any { return new(making) }}
	err := parallel.Try(ctx, x.Jobs, len(order), func(i int) error {
		page := order[i]
		if page.Kind == site.Dataset {
			return nil
		}
		if beside, ok := kept[page]; ok {
			keeping.Add(1)
			return x.keep(page, beside, emit, terms)
		}
		m := made.Get().(*making)
		defer made.Put(m)
		if err := x.pageOnce(m, page); err != nil {
			return err
		}
		if x.Kept != nil {
			x.Kept.Rendered(page, m.beside)
		}
		for _, f := range append(m.beside, output.File{Path: page.Path, Data: m.markup, Source: page.Source}) {
			if err := emit(f); err != nil {
				return err
			}
		}
		if terms != nil {
			return terms.Add(page, m.markup)
		}
		return nil
	}, func(done int) {
		if x.Progress != nil {
			x.Progress(max(0, done-int(keeping.Load())), len(pages)-len(kept))
		}
	})
	if err == nil && terms != nil {
		err = terms.Close()
	}
	if err == nil {
		err = x.datasets(ctx, emit)
	}
	if err == nil {
		err = x.besidePages(ctx, emit)
	}
	if err != nil {
		return err
	}
	rest, err := x.others()
	if err != nil {
		return err
	}
	for _, f := range rest {
		if err := emit(f); err != nil {
			return err
		}
	}
	moved := x.Site.MovedPages()
	return parallel.Try(ctx, x.Jobs, len(moved), func(i int) error {
		var m making
		if err := x.page(&m, moved[i]); err != nil {
			return err
		}
		return emit(output.File{Path: moved[i].Path, Data: m.markup})
	}, nil)
}

// making is a page and the files beside it, with the memory that they are made in.
type making struct {
	markup []byte
	beside []output.File
	data   []site.Data // those of the page, with their sizes
	memory [][]byte    // of beside
}

// page makes a page and the data beside it. That of the datasets is not made here: it
// tells the sizes of files that are made last.
func (x *Files) page(m *making, page *site.Page) error {
	m.data = append(m.data[:0], page.Data...)
	m.beside = m.beside[:0]
	for i, d := range m.data {
		if i == len(m.memory) {
			m.memory = append(m.memory, nil)
		}
		f, err := x.data(m.memory[i][:0], page, d)
		if err != nil {
			return err
		}
		m.memory[i], m.data[i].Size = f.Data, int64(len(f.Data))
		m.beside = append(m.beside, f)
	}
	markup, tables, err := x.pages.Append(m.markup[:0], page, x.Waived(page), m.data)
	if err != nil {
		return fmt.Errorf("render %s: %w", page.Path, err)
	}
	m.markup = markup
	for _, t := range tables {
		m.beside = append(m.beside, output.File{Path: t.Path, Data: t.Data})
	}
	cut, err := x.fragment(page, m.markup)
	m.beside = append(m.beside, cut...)
	return err
}

// fragment is a page's main part alone, where that is wanted.
func (x *Files) fragment(page *site.Page, markup []byte) ([]output.File, error) {
	data, err := x.pages.Fragment(page, markup)
	if err != nil || data == nil {
		return nil, err
	}
	return []output.File{{Path: path.Join(path.Dir(page.Path), output.Fragment), Data: data, Source: page.Source}}, nil
}

// Components makes the page that shows the parts of the theme, and the theme's assets by path.
func (x *Files) Components() (page []byte, assets map[string][]byte, err error) {
	if page, err = x.pages.Components(); err != nil {
		return nil, nil, err
	}
	assets, err = x.pages.Assets()
	return page, assets, err
}

// data makes a report's figures in one of the formats for machines, in the memory of dst.
func (x *Files) data(dst []byte, page *site.Page, d site.Data) (output.File, error) {
	content, err := x.enc.append(dst, d.Format, page, x.Waived(page))
	return output.File{Path: d.Path, Data: content, Source: page.Source}, err
}

// listOthers lists the files that are not pages: assets, attachments, static files, and
// the lists for machines.
func (x *Files) listOthers() ([]output.File, error) {
	assets, err := x.pages.Assets()
	if err != nil {
		return nil, err
	}
	var out []output.File
	for name, content := range assets {
		out = append(out, output.File{Path: name, Data: content})
	}
	columns, err := x.pages.Lists()
	if err != nil {
		return nil, err
	}
	for name, content := range columns {
		out = append(out, output.File{Path: name, Data: content})
	}
	if q := x.Site.At(site.QueryPath); q != nil {
		for _, f := range x.dataset().Query() {
			out = append(out, output.File{Path: q.Address() + f.Name, Data: f.Data})
		}
	}
	copied := slices.Clone(x.Site.Static)
	for _, page := range x.Site.Pages() {
		copied = append(copied, page.Files...)
	}
	for _, f := range copied {
		out = append(out, output.File{Path: f.Path, Source: f.Source, Open: func() (io.ReadCloser, error) { return x.Files.Open(f.Source) }})
	}
	lists, err := x.lists()
	return append(out, lists...), err
}
