package render

import (
	"context"
	"encoding/hex"
	"io"
	"sync"

	"gongkai/generator/output"
	"gongkai/generator/site"
	"gongkai/internal/parallel"
)

// part makes the files of one part of the site: a share of the pages, with what is beside them, and of the data over all
// reports. All makes the rest, which depends on every page.
func (x *Files) part(ctx context.Context, emit func(output.File) error) error {
	all := x.Site.Pages()
	var pages []*site.Page
	for i, page := range all {
		if x.Part(i, len(all)) && page.Kind != site.Dataset {
			pages = append(pages, page)
		}
	}
	made := sync.Pool{New: func() any { return new(making) }}
	err := parallel.Try(ctx, x.Jobs, len(pages), func(i int) error {
		m := made.Get().(*making)
		defer made.Put(m)
		if err := x.page(m, pages[i]); err != nil {
			return err
		}
		for _, f := range append(m.beside, output.File{Path: pages[i].Path, Data: m.markup, Source: pages[i].Source}) {
			if err := emit(f); err != nil {
				return err
			}
		}
		return nil
	}, func(done int) {
		if x.Progress != nil {
			x.Progress(done, len(pages))
		}
	})
	page := x.Site.At(site.DatasetPath)
	if err != nil || page == nil {
		return err
	}
	d, order := x.dataset(), streamed(page.Data)
	return parallel.Try(ctx, x.Jobs, len(order), func(i int) error {
		if !x.Part(i, len(order)) {
			return nil
		}
		f, digest := page.Data[order[i]], ""
		return d.publish(&f, &digest, emit)
	}, nil)
}

// pageOnce makes a page and the data beside it, unless they were made before: then only the page is taken, and the rest when all
// pages are.
func (x *Files) pageOnce(m *making, page *site.Page) (err error) {
	if x.Made == nil {
		return x.page(m, page)
	}
	m.beside = m.beside[:0]
	m.markup, err = x.Made.Read(page.Path)
	return err
}

// besidePages gives what was made beside the pages, and not asked for yet, to emit.
func (x *Files) besidePages(ctx context.Context, emit func(output.File) error) error {
	if x.Made == nil {
		return nil
	}
	left := x.Made.Left()
	return parallel.Try(ctx, x.Jobs, len(left), func(i int) error {
		content, err := x.Made.Read(left[i].Path)
		if err != nil {
			return err
		}
		return emit(output.File{Path: left[i].Path, Data: content, Source: left[i].Source})
	}, nil)
}

// publishOnce publishes a file over all reports, with its size and digest, unless it was made before.
func (x *Files) publishOnce(d *dataset, f *site.Data, digest *string, emit func(output.File) error) error {
	if x.Kept != nil && f.Format == site.Zip { // half of what a build with one changed report spent on data over all
		if size, sum, ok := x.Kept.Shared(f.Path, d.of(f.Year)); ok {
			f.Size, *digest = size, hex.EncodeToString(sum[:])
			return emit(output.File{Path: f.Path, Kept: true})
		}
	}
	if x.Made == nil {
		return d.publish(f, digest, emit)
	}
	e, err := x.Made.Entry(f.Path)
	if err != nil {
		return err
	}
	f.Size, *digest = e.Size, e.SHA256
	return emit(output.File{Path: f.Path, Open: func() (io.ReadCloser, error) { return x.Made.Open(f.Path) }})
}
