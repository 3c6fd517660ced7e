package generator

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/graph"
)

// workspace is a site as it was last read, and what each stage made of it. Content is
// worked on one agency at a time: a stage runs again for the agencies something of which
// it read has changed, and for no others. A build is a workspace that is used once.
//
// The stages, and what they make of an agency, are in the order in which update runs
// them; each is an input of those behind it.
type workspace struct {
	o     Options
	root  *os.Root
	graph *graph.Graph

	config      *config.Config
	faults      []diag.Finding // of the configuration
	forms       *forms
	theme       *theme
	content     *content
	incremental bool     // it is updated more than once
	pending     []string // what changed since the last update that came to its end
	catalogs    bool     // so did a catalog
	slugs       []string // of the folders in content
	drafts      bool
	history     *rule.History
	site        *site.Site
	masker      *privacy.Masker
	contact     *graph.Value[string]
	formats     *graph.Value[[]string]
	official    *graph.Value[bool]
	settings    *graph.Value[rule.Settings]
	secrets     *graph.Value[privacy.Numbers]
	top         *graph.Value[[]landmark]

	agencies   *graph.Table[*agency]
	checked    *graph.Table[[]diag.Finding] // by the rules
	parts      *graph.Table[*site.Part]
	linked     *graph.Table[[]diag.Finding] // links that lead nowhere
	duplicates *rule.DuplicateIndex
	duplicated *portions // where it is another report's
	numbers    *portions // index numbers used twice
	settled    *graph.Table[settlement]
}

// The kinds of inputs that no table or value makes.
const (
	folderInput   = "folder"
	questionInput = "question"
)

// openWorkspace opens a site; nothing outside its folder can be reached through it. again
// says that it will be updated more than once.
func openWorkspace(o Options, drafts, again bool) (*workspace, error) {
	root, err := o.root()
	if err != nil {
		return nil, err
	}
	g := graph.New()
	w := &workspace{o: o, root: root, graph: g, drafts: drafts, incremental: again, pending: everything,
		history:    rule.NewHistory(&rule.Corpus{}),
		contact:    graph.NewValue(g, "contact", func(a, b string) bool { return a == b }),
		formats:    graph.NewValue(g, "formats", slices.Equal[[]string]),
		official:   graph.NewValue(g, "official", func(a, b bool) bool { return a == b }),
		settings:   graph.NewValue(g, "settings", maps.Equal[rule.Settings]),
		secrets:    graph.NewValue(g, "secrets", privacy.Numbers.Equal),
		top:        graph.NewValue(g, "top", slices.Equal[[]landmark]),
		agencies:   graph.NewTable[*agency](g, "agency", nil),
		checked:    graph.NewTable(g, "checked", diag.Equal),
		parts:      graph.NewTable[*site.Part](g, "part", nil),
		linked:     graph.NewTable(g, "linked", diag.Equal),
		duplicates: rule.NewDuplicateIndex(again),
		duplicated: &portions{graph: g, kind: "duplicated", of: map[string][]diag.Finding{}},
		numbers:    &portions{graph: g, kind: "numbers", of: map[string][]diag.Finding{}},
		settled:    graph.NewTable[settlement](g, "settled", nil),
	}
	w.agencies.Changed = w.record
	return w, nil
}

// close lets go of the site's folder.
func (w *workspace) close() error { return w.root.Close() }

// reread says that the next update has to look at files again, by their paths in the site.
func (w *workspace) reread(names ...string) { w.pending = append(w.pending, names...) }

// stands reports whether the site's folder is still the one that was opened. The error says
// that there is none.
func (w *workspace) stands() (bool, error) {
	root, err := w.o.root()
	if err != nil {
		return false, err
	}
	defer root.Close()
	was, errWas := w.root.Stat(".")
	now, errNow := root.Stat(".")
	return errWas == nil && errNow == nil && os.SameFile(was, now), nil
}

// everything says that any file may have changed.
var everything = []string{"."}

// update looks again at what changed, by paths in the site, with the files of the
// overlay in place of those on disk, and arranges the site. What did not come to its end
// is done again by the next update.
func (w *workspace) update(ctx context.Context, changed []string, overlay map[string][]byte) (*prepared, error) {
	w.graph.Begin()
	w.pending = append(w.pending, changed...)
	o := w.o
	o.Overlay = overlay
	files := o.files(w.root)
	if err := w.configure(files); err != nil {
		return nil, err
	}
	if err := w.define(files); err != nil {
		return nil, err
	}
	if !w.theme.serves(w.config, w.forms.catalogue) || inThemes(w.pending) {
		w.theme = loadTheme(w.root.FS(), w.config, w.forms.catalogue, w.theme)
		if w.incremental {
			if t, err := w.theme.parsed(); err == nil { // now, while its files are what they were a moment ago
				t.ReadAssets()
			}
		}
	}
	different, err := w.content.read(ctx, files, w.forms.catalogue, w.pending)
	if err != nil {
		return nil, err
	}
	for _, slug := range different {
		w.graph.Touch(folderInput, slug)
	}
	p, err := w.stages(ctx)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	w.pending = nil
	return p, nil
}

// reading says how content is read.
func (w *workspace) reading() Settings {
	return Settings{Incremental: w.incremental, Jobs: w.o.Jobs, Progress: func(done, total int) { w.o.progress("read", done, total) }}
}

// inThemes reports whether a file of a theme may be among those that changed.
func inThemes(changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool {
		return name == "." || name == "themes" || strings.HasPrefix(name, "themes/")
	})
}

// configure reads gongkai.yaml.
func (w *workspace) configure(files fs.FS) error {
	cfg, faults, err := w.o.configuration(files)
	if err != nil {
		return err
	}
	w.config, w.faults = cfg, faults
	settings, unknown := severities(cfg)
	w.faults = append(w.faults, unknown...)
	if cfg.Theme != "default" && !hasTheme(w.root.FS(), cfg.Theme) {
		w.faults = append(w.faults, diag.Finding{Rule: "config", File: config.File, Span: cfg.ThemeSpan, Actual: cfg.Theme,
			Message: diag.Textf("没有主题“%s”", "there is no theme %q", cfg.Theme),
			Hint:    diag.Textf("主题是 themes 下的一个文件夹；不写则用默认主题", "a theme is a folder in themes; without one the default is used")})
	}
	w.contact.Set(cfg.Contact)
	w.formats.Set(formats(cfg))
	w.official.Set(cfg.Official)
	w.history.SetOfficial(cfg.Official)
	w.settings.Set(settings)
	return nil
}

// define reads the site's forms. Where one is another than before, all content is bound
// anew.
func (w *workspace) define(files fs.FS) error {
	if w.forms.same(files) {
		return nil
	}
	f, err := readForms(files)
	if err != nil {
		return err
	}
	w.forms = f
	if w.content != nil {
		for _, slug := range w.content.folderSlugs() {
			w.graph.Touch(folderInput, slug)
		}
	}
	w.content = newContent(w.reading(), f.catalogue.Families())
	w.pending = everything
	return nil
}

// stages runs every stage where something it reads has changed.
func (w *workspace) stages(ctx context.Context) (*prepared, error) {
	w.slugs = w.content.slugs()
	w.agencies.Refresh(ctx, append([]string{""}, w.slugs...), func(slug string, r *graph.Reads) *agency {
		r.Read(folderInput, slug)
		return w.content.arrange(slug, w.contact.Get(r), w.drafts)
	})
	slugs := slices.DeleteFunc(slices.Clone(w.slugs), func(slug string) bool { return w.agencies.Peek(slug).entry == nil })
	w.hide(slugs)
	w.checked.Refresh(ctx, slugs, func(slug string, r *graph.Reads) []diag.Finding {
		w.agencies.Get(r, slug)
		w.official.Get(r)
		return w.history.Check(slug, asking(r))
	})
	corpus := w.publication()
	w.parts.Refresh(ctx, slugs, func(slug string, r *graph.Reads) *site.Part {
		a := w.agencies.Get(r, slug)
		w.formats.Get(r)
		return corpus.Part(a.entry, a.reports, func(other string) { r.Read(folderInput, other) })
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	parts := make([]*site.Part, len(slugs))
	for i, slug := range slugs {
		parts[i] = w.parts.Peek(slug)
	}
	w.site = corpus.Join(parts)
	w.top.Set(landmarks(w.site))
	w.linked.Refresh(ctx, slugs, func(slug string, r *graph.Reads) []diag.Finding {
		return w.site.Check(w.parts.Get(r, slug), func(other string) {
			if other == "" {
				w.top.Get(r)
			} else {
				r.Read("part", other)
			}
		})
	})
	w.compare(slugs)
	w.settled.Refresh(ctx, w.slugs, w.settle)
	return w.prepared(slugs), nil
}
