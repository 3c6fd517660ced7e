// Package html turns pages of a site into finished HTML.
//
// A page is written by the theme's templates and minified as a whole, except for what is
// the same on many pages or large: the header, the footer and the statutory tables
// are made ready once and put in afterwards, where the templates left a hole.
package html

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	minhtml "github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"

	"gongkai/generator/config"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/render/html/excerpt"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// Theme is a theme, parsed, in one language and for one domain. It is safe for concurrent
// use and serves any number of sites, one after another while a site is being edited.
type Theme struct {
	files     fs.FS
	language  string
	domain    string
	labels    labels
	templates *templates
	minify    *minify.M
	html      *minhtml.Minifier
	minimal   *minimal
	prose     *prose.Converter
	mark      string    // in the tags of holes; what nobody can have written
	buffers   sync.Pool // of *bytes.Buffer

	assets func() (map[string][]byte, error) // by their path in the output, made once
	tables sync.Map                          // *form.Form → func() (*table.Set, error), made when first asked for
	joints sync.Map                          // *form.Form → func() (*table.Comparison, error), of forms that many reports have
}

// Renderer renders the pages of one site. It is safe for concurrent use.
type Renderer struct {
	*Theme
	config    *config.Config
	site      *site.Site
	generator string

	frames sync.Map // frameKey → func() (*frame, error)
	feed   string   // the feed's title; "" where there is none
}

// ReadTheme parses a theme's templates, and reads its labels in a language. Links that
// lead from the domain are marked.
func ReadTheme(files fs.FS, language, domain string) (*Theme, error) {
	t := &Theme{files: files, language: language, domain: domain, minify: minify.New(), prose: prose.NewConverter(),
		html: &minhtml.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true},
		mark: strings.ToLower(rand.Text()), buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	t.minify.AddFunc("text/css", css.Minify)
	t.minify.AddFunc("text/javascript", js.Minify)
	t.minimal = newMinimal(t.minify, t.html)
	t.assets = sync.OnceValues(t.readAssets)
	var err error
	if t.labels, err = readLabels(files, language); err != nil {
		return nil, err
	}
	if t.templates, err = parseTheme(files, t.labels, t.external); err != nil {
		return nil, err
	}
	for _, name := range []string{tablePartial, digestPartial, headPartial, headerPartial, footerPartial} {
		if t.templates.shared.Lookup(name) == nil {
			return nil, fmt.Errorf("theme: no template %s", name)
		}
	}
	return t, nil
}

// Renderer makes the theme ready for a site. generator is the name and version for the
// pages' metadata.
func (t *Theme) Renderer(cfg *config.Config, s *site.Site, generator string) (*Renderer, error) {
	r := &Renderer{Theme: t, config: cfg, site: s, generator: generator}
	if cfg.Publishes("feed") && s.Dated() {
		var err error
		if r.feed, err = t.labels.text("feed.title", cfg.Name); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// Page renders one page. waived are the findings that its report waives, data the
// page's Data with their sizes.
func (r *Renderer) Page(p *site.Page, waived []site.Waived, data []site.Data) ([]byte, error) {
	markup, _, err := r.Append(nil, p, waived, data)
	return markup, err
}

// Append renders one page, as Page does, at the end of dst. It returns the tables too that the page offers as files.
func (r *Renderer) Append(dst []byte, p *site.Page, waived []site.Waived, data []site.Data) ([]byte, []TableFile, error) {
	t := r.templates.pages[p.Kind]
	if t == nil {
		return nil, nil, fmt.Errorf("theme: no template for pages of the kind %q", p.Kind)
	}
	v, err := r.view(p, waived, data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", p.Path, err)
	}
	raw := r.buffer()
	defer r.buffers.Put(raw)
	if err := t.append(raw, v); err != nil {
		return nil, nil, fmt.Errorf("theme: %s: %w", p.Path, err)
	}
	small := r.buffer()
	defer r.buffers.Put(small)
	if err := r.compact(small, raw); err != nil {
		return nil, nil, fmt.Errorf("%s: the page cannot be minified: %w", p.Path, err)
	}
	markup, err := v.splice(dst, small.Bytes())
	return markup, v.files, err
}

// Fragment is the main part of a page that Page rendered, for a content management system; nil
// where the site publishes none, and for a page that is a place of this site only.
func (r *Renderer) Fragment(p *site.Page, markup []byte) ([]byte, error) {
	if !r.config.Publishes("fragment") || slices.Contains([]site.Kind{site.NotFound, site.Moved, site.Search, site.Map}, p.Kind) {
		return nil, nil
	}
	out, err := excerpt.Of(markup, r.config.URL+p.Address())
	if err != nil {
		return nil, fmt.Errorf("the fragment of %s: %w", p.Path, err)
	}
	return out, nil
}

// external reports whether an address leads to another site than this one.
func (t *Theme) external(href string) bool {
	u, err := url.Parse(href)
	return err == nil && u.Host != "" && !strings.EqualFold(u.Host, t.domain)
}

func (t *Theme) buffer() *bytes.Buffer {
	b := t.buffers.Get().(*bytes.Buffer)
	b.Reset()
	return b
}

// tablesOf returns the compiled tables of a page's form. Those of a form that many
// reports have are made once.
func (r *Renderer) tablesOf(p *site.Page) (*table.Set, error) {
	f := p.Form
	if p.Report != nil {
		f = p.Report.Form
	}
	if f.ListTable() != nil { // its cells are one report's own
		return table.Compile(f, r.tableTheme())
	}
	return once(&r.tables, f, func() (*table.Set, error) { return table.Compile(f, r.tableTheme()) })
}

// compare returns what reads the figures of a form from reports of others. That of a form that many reports have is made once.
func (t *Theme) compare(f *form.Form) *table.Comparison {
	if f.ListTable() != nil { // its cells are one report's own
		return table.Compare(f)
	}
	c, _ := once(&t.joints, f, func() (*table.Comparison, error) { return table.Compare(f), nil })
	return c
}

// once makes what belongs to a key when it is first asked for.
func once[K comparable, V any](in *sync.Map, key K, do func() (V, error)) (V, error) {
	get, ok := in.Load(key)
	if !ok {
		get, _ = in.LoadOrStore(key, sync.OnceValues(do))
	}
	return get.(func() (V, error))()
}

// tableTheme runs the theme's templates of tables.
func (t *Theme) tableTheme() table.Theme {
	return table.Theme{
		Table: func(b *bytes.Buffer, v *table.View) error { return t.execute(b, tablePartial, v) },
		Digest: func(b *bytes.Buffer, d *table.FigureList) error {
			if d.Language == t.language {
				d.Language = ""
			}
			return t.execute(b, digestPartial, d)
		},
		Minify: t.fragment,
	}
}

// fragment minifies a part of a page.
func (t *Theme) fragment(markup []byte) ([]byte, error) {
	var out bytes.Buffer
	err := t.compact(&out, bytes.NewBuffer(markup))
	return bytes.TrimSpace(out.Bytes()), err
}

// execute runs one of the theme's partials.
func (t *Theme) execute(b *bytes.Buffer, name string, view any) error {
	partial := t.templates.shared.Lookup(name)
	if partial == nil {
		return fmt.Errorf("theme: no template %s", name)
	}
	if err := partial.Execute(b, view); err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	return nil
}

// executePartial runs one of the theme's partials and minifies the result.
func (t *Theme) executePartial(name string, view any) ([]byte, error) {
	var out bytes.Buffer
	if err := t.execute(&out, name, view); err != nil {
		return nil, err
	}
	return t.fragment(out.Bytes())
}
