package html

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"strings"
	"sync"

	"gongkai/generator/config"
	"gongkai/generator/render/html/program"
	"gongkai/generator/render/table"
	"gongkai/generator/site"
)

// kinds lists the kinds of pages; a theme has pages/<kind>.html for each.
func kinds() []site.Kind {
	return []site.Kind{site.Home, site.Agency, site.Guide, site.Policies, site.Policy, site.Category, site.Item,
		site.Reports, site.Report, site.Years, site.Year, site.Numbers, site.Rules, site.Rule, site.Forms, site.Form, site.Dataset, site.Query, site.Overview, site.Search, site.Map, site.NotFound, site.Moved}
}

const (
	layout        = "layouts/base.html"
	tablePartial  = "partials/table.html"
	digestPartial = "partials/digest.html"
	headPartial   = "partials/head.html"
	headerPartial = "partials/header.html"
	footerPartial = "partials/footer.html"
	styleFile     = "assets/style.css"
	printFile     = "assets/print.css"
	searchScript  = "assets/js/search.js"
	sortScript    = "assets/js/sort.js"
	queryScript   = "assets/js/query.js"
	filterScript  = "assets/js/filter.js"
	pageScript    = "assets/js/page.js"

	// FeedFile is the feed in the output.
	FeedFile = "feed.xml"
)

// templates are a theme's, parsed.
type templates struct {
	shared *template.Template // layouts and partials
	pages  map[site.Kind]*page
}

// page is the template of a kind of pages.
type page struct {
	*template.Template
	program func() *program.Program // the same, compiled; nil where the theme does what only the template itself can
}

// append appends what the template makes of a view.
func (p *page) append(dst *bytes.Buffer, v *View) error {
	if c := p.program(); c != nil {
		holes := len(v.holes)
		out, err := c.Append(dst.AvailableBuffer(), v)
		if err == nil {
			dst.Write(out)
		}
		if !errors.Is(err, program.ErrTemplate) {
			return err
		}
		v.holes = v.holes[:holes]
	}
	return p.Execute(dst, v)
}

// parseTheme parses a theme's templates. A template is called by its path in the
// theme, so that an error names the file; a page's own is "main".
func parseTheme(theme fs.FS, l labels, external func(href string) bool) (*templates, error) {
	funcs := table.Funcs()
	maps.Copy(funcs, template.FuncMap{"t": l.text, "external": external})
	shared := template.New("theme").Option("missingkey=error").Funcs(funcs)
	for _, dir := range []string{"layouts", "partials"} {
		names, err := fs.Glob(theme, dir+"/[^.~]*.html")
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		for _, name := range names {
			if err := parse(shared.New(name), theme, name, l); err != nil {
				return nil, err
			}
		}
	}
	if shared.Lookup(layout) == nil {
		return nil, fmt.Errorf("theme: no template %s", layout)
	}
	t := &templates{shared: shared, pages: map[site.Kind]*page{}}
	for _, k := range kinds() {
		name := "pages/" + string(k) + ".html"
		own, err := shared.Clone()
		if err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		main := own.New(name)
		if err := parse(main, theme, name, l); err != nil {
			return nil, err
		}
		if _, err := own.AddParseTree("main", main.Tree); err != nil {
			return nil, fmt.Errorf("theme: %w", err)
		}
		whole := own.Lookup(layout)
		t.pages[k] = &page{whole, sync.OnceValue(func() *program.Program {
			p, err := program.Compile(whole, funcs, reflect.TypeFor[*View]())
			if err != nil {
				return nil // what is wrong with it, if anything, the template says
			}
			return p
		})}
	}
	return t, nil
}

func parse(t *template.Template, theme fs.FS, name string, l labels) error {
	data, err := fs.ReadFile(theme, name)
	if err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	text, err := inlineLabels(string(data), name, l)
	if err == nil {
		_, err = t.Parse(text)
	}
	if err != nil {
		return fmt.Errorf("theme: %w", err)
	}
	return nil
}

var plainLabel = regexp.MustCompile(`\{\{t "([^"\n]*)"\}\}`)

// inlineLabels writes labels that take no arguments into the template's text: they are the
// same on every page, and a missing one is found before anything is rendered.
func inlineLabels(text, name string, l labels) (string, error) {
	var fault error
	out := plainLabel.ReplaceAllStringFunc(text, func(call string) string {
		label, err := l.text(plainLabel.FindStringSubmatch(call)[1])
		if err != nil {
			if fault == nil {
				line := 1 + strings.Count(text[:strings.Index(text, call)], "\n")
				fault = fmt.Errorf("%s:%d: %w", name, line, err)
			}
			return call
		}
		if strings.Contains(label, "{{") {
			return call
		}
		return template.HTMLEscapeString(label)
	})
	return out, fault
}

// Assets returns the theme's files to publish, by their path in the output, made once:
// what is in assets/, with the style sheets' parts joined and minified.
func (r *Renderer) Assets() (map[string][]byte, error) {
	all, err := r.assets()
	if err != nil || r.site.At(site.SearchPath) != nil {
		return all, err
	}
	out := maps.Clone(all)
	delete(out, searchScript) // nothing to search
	return out, nil
}

// ReadAssets reads what Assets returns, so that it is that of now.
func (t *Theme) ReadAssets() { _, _ = t.assets() }

func (t *Theme) readAssets() (map[string][]byte, error) {
	out := map[string][]byte{}
	sheets := []struct{ parts, file string }{{"assets/css", styleFile}, {"assets/css/print", printFile}}
	err := fs.WalkDir(t.files, "assets", func(name string, e fs.DirEntry, err error) error {
		switch {
		case err == nil && config.Ignored(e.Name()) && e.IsDir():
			return fs.SkipDir
		case err != nil || e.IsDir() || config.Ignored(e.Name()):
			return err
		}
		data, err := fs.ReadFile(t.files, name)
		if err != nil {
			return err
		}
		for _, s := range sheets {
			if path.Dir(name) == s.parts && strings.HasSuffix(name, ".css") {
				out[s.file] = append(append(out[s.file], data...), '\n')
				return nil
			}
		}
		if strings.HasSuffix(name, ".js") {
			if data, err = t.minify.Bytes("text/javascript", data); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		out[name] = data
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("theme: %w", err)
	}
	for _, s := range sheets {
		if out[s.file], err = t.minify.Bytes("text/css", out[s.file]); err != nil {
			return nil, fmt.Errorf("theme: %s: %w", s.parts, err)
		}
	}
	return out, nil
}
