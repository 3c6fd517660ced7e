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
	"slices"
	"sync"

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
// A file whose contents are not in memory is read by emit.
func (x *Files) All(ctx context.Context, emit func(output.File) error) error {
	pages := x.Site.Pages()
	order := pages
	var terms *search.Index
	if x.Config.Publishes("search") {
		terms = search.New(x.Site, emit)
		order = terms.Order(pages)
	}
	err := parallel.Try(ctx, x.Jobs, len(order), func(i int) error {
		page := order[i]
		if page.Kind == site.Dataset {
			return nil
		}
		markup, beside, err := x.page(page)
		if err != nil {
			return err
		}
		for _, f := range append(beside, output.File{Path: page.Path, Data: markup, Source: page.Source}) {
			if err := emit(f); err != nil {
				return err
			}
		}
		if terms != nil {
			return terms.Add(page, markup)
		}
		return nil
	}, func(done int) {
		if x.Progress != nil {
			x.Progress(done, len(pages))
		}
	})
	if err == nil && terms != nil {
		err = terms.Close()
	}
	if err == nil {
		err = x.datasets(ctx, emit)
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
		markup, _, err := x.page(moved[i])
		if err != nil {
			return err
		}
		return emit(output.File{Path: moved[i].Path, Data: markup})
	}, nil)
}

// page makes a page and the data beside it. That of the datasets is not made here: it
// tells the sizes of files that are made last.
func (x *Files) page(page *site.Page) (markup []byte, beside []output.File, err error) {
	data := slices.Clone(page.Data)
	for i, d := range data {
		f, err := x.data(page, d)
		if err != nil {
			return nil, nil, err
		}
		data[i].Size = int64(len(f.Data))
		beside = append(beside, f)
	}
	if markup, err = x.pages.Page(page, x.Waived(page), data); err != nil {
		return nil, nil, fmt.Errorf("render %s: %w", page.Path, err)
	}
	return markup, beside, nil
}

// Components makes the page that shows the parts of the theme, and the theme's assets by path.
func (x *Files) Components() (page []byte, assets map[string][]byte, err error) {
	if page, err = x.pages.Components(); err != nil {
		return nil, nil, err
	}
	assets, err = x.pages.Assets()
	return page, assets, err
}

// data makes a report's figures in one of the formats for machines.
func (x *Files) data(page *site.Page, d site.Data) (output.File, error) {
	content, err := x.enc.append(nil, d.Format, page, x.Waived(page))
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
