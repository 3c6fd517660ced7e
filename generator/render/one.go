package render

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/output"
	"gongkai/generator/render/html"
	"gongkai/generator/render/search"
	"gongkai/generator/render/word"
	"gongkai/generator/site"
	"gongkai/internal/parallel"
)

// One makes the file at an output path, the manifest excepted, byte for byte as all makes it.
// It is fs.ErrNotExist where there is none.
func (x *Files) One(ctx context.Context, name string) ([]byte, error) {
	dir := path.Dir(name)
	switch {
	case strings.HasPrefix(name, "search/") && name != site.SearchPath && x.Config.Publishes("search"):
		return x.searchFile(ctx, name)
	case dir == path.Dir(site.DatasetPath):
		return x.datasetFile(name)
	}
	if p := x.Site.At(name); p != nil {
		var m making
		err := x.page(&m, p)
		return m.markup, err
	}
	if p := x.Site.In(dir); p != nil {
		if path.Base(name) == output.Fragment {
			return x.oneFragment(p)
		}
		for _, d := range p.Data {
			if d.Path == name {
				f, err := x.data(nil, p, d)
				return f.Data, err
			}
		}
		if (p.Kind == site.Numbers || p.Kind == site.Year) && path.Ext(name) == ".csv" {
			var m making
			if err := x.page(&m, p); err != nil {
				return nil, err
			}
			for _, f := range m.beside {
				if f.Path == name {
					return f.Data, nil
				}
			}
		}
		for _, f := range p.Files {
			if f.Path == name {
				return fs.ReadFile(x.Files, f.Source)
			}
		}
	}
	assets, err := x.pages.Assets()
	if err != nil {
		return nil, err
	}
	if data, ok := assets[name]; ok {
		return data, nil
	}
	others, err := x.others() // which looks at every page
	if err != nil {
		return nil, err
	}
	for _, f := range others {
		if f.Path == name {
			return contents(f)
		}
	}
	return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
}

// oneFragment is the main part of a page alone.
func (x *Files) oneFragment(p *site.Page) ([]byte, error) {
	var m making
	if err := x.page(&m, p); err != nil {
		return nil, err
	}
	cut, err := x.fragment(p, m.markup)
	if err != nil || len(cut) == 0 {
		return nil, cmp.Or(err, fs.ErrNotExist)
	}
	return cut[0].Data, nil
}

// Export makes a report in a format: docx, html as one file without a site, or one of those that may be
// beside its page.
func (x *Files) Export(p *site.Page, format string) ([]byte, error) {
	if format == "html" {
		return x.standalone(p)
	}
	if format != "docx" {
		return x.enc.append(nil, format, p, x.Waived(p))
	}
	words := word.Words{}
	if !x.Config.Official {
		var err error
		if words.Banner, err = x.pages.Label("banner"); err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
	}
	return word.Document(p, words)
}

// standalone makes the page of a report without its site.
func (x *Files) standalone(p *site.Page) ([]byte, error) {
	assets, err := x.pages.Assets()
	if err != nil {
		return nil, err
	}
	var m making
	if err := x.page(&m, p); err != nil {
		return nil, err
	}
	return html.Standalone(p.Path, m.markup, func(address string) []byte {
		if data, ok := assets[address]; ok {
			return data
		}
		for _, f := range p.Files {
			if f.Path == address {
				data, _ := fs.ReadFile(x.Files, f.Source) // one that is missing was a finding
				return data
			}
		}
		return nil
	})
}

func contents(f output.File) ([]byte, error) {
	if f.Open == nil {
		return f.Data, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// datasetFile makes one of the files over all reports, or the page that tells of them.
func (x *Files) datasetFile(name string) ([]byte, error) {
	page := x.Site.At(site.DatasetPath)
	if page == nil {
		return nil, fs.ErrNotExist
	}
	files, d := slices.Clone(page.Data), x.dataset()
	for _, i := range streamed(files) {
		if files[i].Path == name {
			var b bytes.Buffer
			err := d.write(&b, files[i])
			return b.Bytes(), err
		}
	}
	digests := make([]string, len(files))
	for _, i := range streamed(files) {
		c := newCounter(io.Discard)
		if err := d.write(c, files[i]); err != nil {
			return nil, err
		}
		files[i].Size, digests[i] = c.n, c.digest()
	}
	rest, err := x.documented(page, files, digests)
	if err != nil {
		return nil, err
	}
	for _, f := range rest {
		if f.Path == name {
			return f.Data, nil
		}
	}
	return nil, fs.ErrNotExist
}

// searchFile is a file of the search's index, which is made as a whole.
func (x *Files) searchFile(ctx context.Context, name string) ([]byte, error) {
	x.index.Do(func() { x.indexed, x.indexErr = x.searchFiles(ctx) })
	if x.indexErr != nil {
		return nil, x.indexErr
	}
	data, ok := x.indexed[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

// searchFiles makes the whole index.
func (x *Files) searchFiles(ctx context.Context) (map[string][]byte, error) {
	var mu sync.Mutex
	files := map[string][]byte{}
	terms := search.New(x.Site, func(f output.File) error {
		mu.Lock()
		defer mu.Unlock()
		files[f.Path] = bytes.Clone(f.Data)
		return nil
	})
	pages := terms.Order(nil)
	made := sync.Pool{New: func() any { return new(making) }}
	err := parallel.Try(ctx, x.Jobs, len(pages), func(i int) error {
		p := pages[i]
		m := made.Get().(*making)
		defer made.Put(m)
		if err := x.page(m, p); err != nil {
			return err
		}
		return terms.Add(p, m.markup)
	}, nil)
	if err == nil {
		err = terms.Close()
	}
	return files, err
}
