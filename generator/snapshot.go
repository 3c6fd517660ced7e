package generator

import (
	"context"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Snapshot is a site as its content was at one moment. It never changes, and is safe for
// concurrent use.
type Snapshot struct {
	prepared *prepared
	options  Options
	build    int

	rendering func() (*rendering, error) // made when first asked for; fails where the theme is broken
}

func newSnapshot(p *prepared, o Options, build int) *Snapshot {
	s := &Snapshot{prepared: p, options: o, build: build}
	s.rendering = sync.OnceValues(func() (*rendering, error) { return renderingOf(p, o) })
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
	if name == output.ManifestName {
		return s.manifest(x)
	}
	return x.one(name)
}

// manifest makes every file in order to list it.
func (s *Snapshot) manifest(x *rendering) ([]byte, error) {
	list := output.NewInventory("gongkai " + s.options.Version)
	if err := x.all(context.Background(), list.Write); err != nil {
		return nil, err
	}
	return list.Manifest()
}
