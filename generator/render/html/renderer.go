// Package html turns pages of a site into finished HTML.
//
// A page is written by the theme's templates and minified as a whole, but for what is
// the same on many pages or large: the header, the footer and the statutory tables
// are made ready once and put in afterwards, where the templates left a hole.
package html

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	minhtml "github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"

	"gongkai/generator/config"
	"gongkai/generator/prose"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Renderer renders the pages of one site. It is safe for concurrent use.
type Renderer struct {
	theme     fs.FS
	config    *config.Config
	site      *site.Site
	generator string

	labels    labels
	templates *templates
	minify    *minify.M
	html      *minhtml.Minifier
	prose     *prose.Converter
	tables    map[string]*table.Set // by the form's id
	frames    map[frameKey]*frame
	latest    []*site.Page // reports, newest first
	feed      string       // the feed's title; "" where there is none
	mark      string       // in the tags of holes; what nobody can have written
	buffers   sync.Pool    // of *bytes.Buffer
}

// New prepares a theme for a site: templates are parsed, and what pages share is made
// ready. generator is the name and version for the pages' metadata.
func New(theme fs.FS, cfg *config.Config, s *site.Site, generator string) (*Renderer, error) {
	r := &Renderer{theme: theme, config: cfg, site: s, generator: generator, minify: minify.New(), prose: prose.NewConverter(),
		html: &minhtml.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true},
		mark: strings.ToLower(rand.Text()), buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	r.minify.AddFunc("text/css", css.Minify)
	r.minify.AddFunc("text/javascript", js.Minify)
	var err error
	if r.labels, err = readLabels(theme, cfg.Language); err != nil {
		return nil, err
	}
	if r.templates, err = parseTheme(theme, r.labels); err != nil {
		return nil, err
	}
	if err := r.compileTables(); err != nil {
		return nil, err
	}
	if err := r.compileFrames(); err != nil {
		return nil, err
	}
	r.latest = latest(s.ReportPages())
	if cfg.Publishes("feed") && len(s.Latest(1)) > 0 {
		if r.feed, err = r.labels.text("feed.title", cfg.Name); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Page renders one page. waived are the findings that its report lets stand, data the
// page's Data with their sizes.
func (r *Renderer) Page(p *site.Page, waived []site.Waived, data []site.Data) ([]byte, error) {
	t := r.templates.pages[p.Kind]
	if t == nil {
		return nil, fmt.Errorf("theme: no template for pages of the kind %q", p.Kind)
	}
	v, err := r.view(p, waived, data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Path, err)
	}
	raw := r.buffer()
	defer r.buffers.Put(raw)
	if err := t.Execute(raw, v); err != nil {
		return nil, fmt.Errorf("theme: %s: %w", p.Path, err)
	}
	small := r.buffer()
	defer r.buffers.Put(small)
	if err := r.html.Minify(r.minify, small, raw, nil); err != nil {
		return nil, fmt.Errorf("%s: the page cannot be minified: %w", p.Path, err)
	}
	return v.fill(small.Bytes())
}

func (r *Renderer) buffer() *bytes.Buffer {
	b := r.buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// compileTables compiles the tables of every form in use, but for those that are one
// report's own.
func (r *Renderer) compileTables() error {
	r.tables = map[string]*table.Set{}
	for _, name := range []string{tablePartial, digestPartial} {
		if r.templates.shared.Lookup(name) == nil {
			return fmt.Errorf("theme: no template %s", name)
		}
	}
	for _, p := range r.site.ReportPages() {
		f := p.Report.Form
		if r.tables[f.ID] != nil || f.ListTable() != nil {
			continue
		}
		set, err := table.Compile(f, r.tableTheme())
		if err != nil {
			return err
		}
		r.tables[f.ID] = set
	}
	return nil
}

// tablesOf returns the compiled tables of a page's form: those of a form that many
// reports have were made ready before.
func (r *Renderer) tablesOf(p *site.Page) (*table.Set, error) {
	f := p.Form
	if p.Report != nil {
		f = p.Report.Form
	}
	if set := r.tables[f.ID]; set != nil {
		return set, nil
	}
	return table.Compile(f, r.tableTheme())
}

// tableTheme runs the theme's templates of tables.
func (r *Renderer) tableTheme() table.Theme {
	execute := func(b *bytes.Buffer, name string, view any) error {
		if err := r.templates.shared.Lookup(name).Execute(b, view); err != nil {
			return fmt.Errorf("theme: %w", err)
		}
		return nil
	}
	return table.Theme{
		Table: func(b *bytes.Buffer, v *table.View) error { return execute(b, tablePartial, v) },
		Digest: func(b *bytes.Buffer, d *table.Digest) error {
			if d.Language == r.config.Language {
				d.Language = ""
			}
			return execute(b, digestPartial, d)
		},
		Minify: r.fragment,
	}
}

// fragment minifies a part of a page.
func (r *Renderer) fragment(markup []byte) ([]byte, error) {
	var out bytes.Buffer
	err := r.html.Minify(r.minify, &out, bytes.NewReader(markup), nil)
	return bytes.TrimSpace(out.Bytes()), err
}

// executePartial runs one of the theme's partials and minifies the result.
func (r *Renderer) executePartial(name string, data any) ([]byte, error) {
	t := r.templates.shared.Lookup(name)
	if t == nil {
		return nil, fmt.Errorf("theme: no template %s", name)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, data); err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	return r.fragment(out.Bytes())
}
