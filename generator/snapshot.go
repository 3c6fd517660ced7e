package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/parallel"
	"gongkai/generator/render/search"
	"gongkai/generator/site"
)

// Snapshot is a site as its content was at one moment. It never changes, and is safe for
// concurrent use.
type Snapshot struct {
	prepared *prepared
	options  Options
	build    int

	rendering func() (*rendering, error)        // made when first asked for; fails where the theme is broken
	search    func() (map[string][]byte, error) // the files of the search's index, by path
}

func newSnapshot(p *prepared, o Options, build int) *Snapshot {
	s := &Snapshot{prepared: p, options: o, build: build}
	s.rendering = sync.OnceValues(func() (*rendering, error) { return p.rendering(o) })
	s.search = sync.OnceValues(func() (map[string][]byte, error) {
		x, err := s.rendering()
		if err != nil {
			return nil, err
		}
		return x.searchFiles()
	})
	return s
}

// Build counts the updates of the preview, from 1.
func (s *Snapshot) Build() int { return s.build }

// Findings are those of a check.
func (s *Snapshot) Findings() *diag.List { return s.prepared.findings }

// Summary counts the findings.
func (s *Snapshot) Summary() diag.Summary { return s.prepared.summary() }

// Source is the content file that the page at an output path is made from, "" for a page
// of many or of none.
func (s *Snapshot) Source(path string) string {
	if p := s.prepared.site.At(path); p != nil {
		return p.Source
	}
	return ""
}

// Page is the output path of the page that is made from a content file, "" for none.
func (s *Snapshot) Page(file string) string {
	if p := s.prepared.site.PageOf(file); p != nil {
		return p.Path
	}
	return ""
}

// Draft reports whether the page at an output path is a draft, which is not published.
func (s *Snapshot) Draft(path string) bool {
	p := s.prepared.site.At(path)
	return p != nil && p.Report != nil && p.Report.Draft
}

// Base is the path of the site's public address, with a slash at both ends.
func (s *Snapshot) Base() string { return s.prepared.config.BasePath() }

// Excerpt reads a file of the site with personal numbers masked; nil where it cannot.
func (s *Snapshot) Excerpt(file string) []byte {
	return s.prepared.mask.Bytes(read(s.options.Site)(file))
}

// Render makes the file at an output path, byte for byte as a build with drafts writes
// it, whether or not an error stands. It is fs.ErrNotExist where there is none.
func (s *Snapshot) Render(name string) ([]byte, error) {
	x, err := s.rendering()
	if err != nil {
		return nil, err
	}
	dir := path.Dir(name)
	switch {
	case name == output.ManifestName:
		return x.manifest()
	case strings.HasPrefix(name, "search/") && name != search.Page && x.config.Publishes("search"):
		return s.searchFile(name)
	case dir == path.Dir(site.DatasetPath):
		return x.datasetFile(name)
	}
	if p := x.site.At(name); p != nil {
		markup, _, err := x.page(p)
		return markup, err
	}
	if p := x.site.At(path.Join(dir, "index.html")); p != nil {
		for _, d := range p.Data {
			if d.Path == name {
				f, err := x.data(p, d)
				return f.Data, err
			}
		}
		for _, f := range p.Files {
			if f.Path == name {
				return fs.ReadFile(x.root.FS(), f.Source)
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
func (x *rendering) datasetFile(name string) ([]byte, error) {
	page := x.site.At(site.DatasetPath)
	if page == nil {
		return nil, fs.ErrNotExist
	}
	files, d := slices.Clone(page.Data), x.dataset()
	for _, i := range streamed(files) {
		if files[i].Path == name {
			var b bytes.Buffer
			err := d.write(&b, files[i].Format, files[i].Year)
			return b.Bytes(), err
		}
	}
	for _, i := range streamed(files) {
		c := &counter{w: io.Discard}
		if err := d.write(c, files[i].Format, files[i].Year); err != nil {
			return nil, err
		}
		files[i].Size = c.n
	}
	rest, err := x.documented(page, files)
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
func (s *Snapshot) searchFile(name string) ([]byte, error) {
	files, err := s.search()
	if err != nil {
		return nil, err
	}
	data, ok := files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return data, nil
}

func (x *rendering) searchFiles() (map[string][]byte, error) {
	var mu sync.Mutex
	files := map[string][]byte{}
	terms := search.New(x.site, func(f output.File) error {
		mu.Lock()
		defer mu.Unlock()
		files[f.Path] = bytes.Clone(f.Data)
		return nil
	})
	pages := terms.Order(nil)
	err := parallel.Try(context.Background(), x.options.Jobs, len(pages), func(i int) error {
		p := pages[i]
		markup, _, err := x.page(p)
		if err != nil {
			return err
		}
		return terms.Add(p, markup)
	}, nil)
	if err == nil {
		err = terms.Close()
	}
	return files, err
}

// manifest makes every file in order to list it.
func (x *rendering) manifest() ([]byte, error) {
	list := output.NewInventory("gongkai " + x.options.Version)
	_, err := x.publish(context.Background(), list)
	var theme *ThemeError
	if err != nil && !errors.As(err, &theme) {
		return nil, err
	}
	return list.Manifest()
}
