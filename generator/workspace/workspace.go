// Package workspace runs the stages from a site's folder to its arranged pages, and nothing twice.
//
// A build and a check use a Workspace once; the language server and the preview update theirs whenever
// files change. Update reads what changed (package content), and runs the stages in their order. Each
// stage keeps one artefact for every agency, and runs again for an agency only when one of the inputs
// that it read for that agency has changed:
//
//	stage       reads                                            makes, for each agency
//	agencies    the folder; the site's contact                   content.Agency
//	checked     agencies; official; what rules look up           findings of the rules
//	parts       agencies; formats; folders with attachments      site.AgencyPages
//	linked      parts, its own and those it links to; top;       findings about links, and
//	            folders of the files beside its pages            personal numbers in these files
//	duplicated  the prose of all reports (rule.DuplicateIndex)   findings
//	numbers     the index numbers of all catalogs                findings
//	resolved    all of these; settings; personal numbers         findings, waived and redacted
//
// # What must be noted
//
// An artefact is right as long as everything that its step read is noted in the step's graph.Reads. A
// step is a closure over the whole Workspace, so the compiler does not enforce this. Keep to three
// habits:
//
//   - Read an artefact of an earlier stage with Get, which notes it. Peek does not; use it outside
//     steps only.
//   - Read a value of the configuration through its graph.Value. A plain field such as Workspace.forms
//     is safe only where a change of it has everything read again, or after all stages have run.
//   - Look up another agency only through a function that tells what it looks up: Registry.Check and
//     Registry.Impute call track with each rule.Dependency, site.Site.Check and Input.PagesOf with
//     the slug. When an agency changes, index marks every lookup whose answer includes its entry or
//     reports as changed.
//
// What the rules or links look up in a new way needs a new kind of input, read and touched. A forgotten
// one shows as a finding or a page that stays as it was until another edit. TestPreviewEqualsCleanAfterAnyEdits
// edits sites at random and compares every page and every finding with those of a site read from the
// beginning; run it with many histories after any change here (make soak).
//
// If an artefact is made again and comes out equal, nothing that depends on it is made again. Values do
// not change once they are returned, so equality is mostly a comparison of pointers. A State holds such values and shares what did not change with
// the State before it.
package workspace

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output/edition"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/graph"
)

// Workspace is a site as it was last read, and what each stage made of it.
type Workspace struct {
	Root *os.Root // the site's folder

	o     Options
	graph *graph.Graph

	config      *config.Config
	faults      []diag.Finding // of the configuration
	forms       *forms
	theme       *Theme
	content     *content.Tree
	incremental bool     // it is updated more than once
	sources     bool     // reports keep what they were read from
	summed      bool     // states have Sums
	pending     []string // what changed since the last update that came to its end
	entries     bool     // so did a register entry or a catalog
	slugs       []string // of the folders in content
	drafts      bool
	registry    *rule.Registry
	site        *site.Site
	redactor    *privacy.Redactor
	contact     *graph.Value[string]
	formats     *graph.Value[[]string]
	official    *graph.Value[bool]
	settings    *graph.Value[rule.Settings]
	secrets     *graph.Value[privacy.Numbers]
	top         *graph.Value[[]linkTarget]

	agencies   *graph.Table[*content.Agency]
	checked    *graph.Table[[]diag.Finding] // by the rules
	parts      *graph.Table[*site.AgencyPages]
	linked     *graph.Table[[]diag.Finding] // about links, and files beside pages
	duplicates *rule.DuplicateIndex
	duplicated *siteFindings // where it is another report's
	numbers    *siteFindings // index numbers used twice
	resolved   *graph.Table[resolved]

	restored map[string]bool // agencies of which no file has changed since the build of o.Reusable
}

// The kinds of inputs that no table or value makes.
const (
	folderInput     = "folder"
	dependencyInput = "dependency"
)

// Open opens a site, of which nothing is read yet. Nothing outside its folder can be reached through
// it. drafts says whether drafts count among the content, incremental that it will be updated more
// than once.
func Open(o Options, drafts, incremental bool) (*Workspace, error) {
	root, err := o.root()
	if err != nil {
		return nil, err
	}
	g := graph.New()
	w := &Workspace{o: o, Root: root, graph: g, drafts: drafts, incremental: incremental, pending: Everything,
		registry:   rule.NewRegistry(&rule.Input{}),
		contact:    graph.NewValue(g, "contact", func(a, b string) bool { return a == b }),
		formats:    graph.NewValue(g, "formats", slices.Equal[[]string]),
		official:   graph.NewValue(g, "official", func(a, b bool) bool { return a == b }),
		settings:   graph.NewValue(g, "settings", maps.Equal[rule.Settings]),
		secrets:    graph.NewValue(g, "secrets", privacy.Numbers.Equal),
		top:        graph.NewValue(g, "top", slices.Equal[[]linkTarget]),
		agencies:   graph.NewTable[*content.Agency](g, "agency", nil),
		checked:    graph.NewTable(g, "checked", diag.Equal),
		parts:      graph.NewTable[*site.AgencyPages](g, "part", nil),
		linked:     graph.NewTable(g, "linked", diag.Equal),
		duplicates: rule.NewDuplicateIndex(incremental),
		duplicated: &siteFindings{graph: g, kind: "duplicated", of: map[string][]diag.Finding{}},
		numbers:    &siteFindings{graph: g, kind: "numbers", of: map[string][]diag.Finding{}},
		resolved:   graph.NewTable[resolved](g, "resolved", nil),
	}
	w.agencies.Changed = w.index
	if o.Against != nil {
		earlier, err := edition.Open(o.Against)
		if err != nil {
			root.Close()
			return nil, err
		}
		w.registry.Compare(func(agency, family string, year int) *report.Publication {
			return earlier.Report(edition.Key{Agency: agency, Family: family, Year: year})
		})
	}
	return w, nil
}

// Close lets go of the site's folder.
func (w *Workspace) Close() error { return w.Root.Close() }

// Reread says that the next update has to look at files again, by their paths in the site.
func (w *Workspace) Reread(names ...string) { w.pending = append(w.pending, names...) }

// SameFolder reports whether the site's folder is still the one that was opened. It fails where
// there is no folder any more.
func (w *Workspace) SameFolder() (bool, error) {
	root, err := w.o.root()
	if err != nil {
		return false, err
	}
	defer root.Close()
	was, errWas := w.Root.Stat(".")
	now, errNow := root.Stat(".")
	return errWas == nil && errNow == nil && os.SameFile(was, now), nil
}

// Everything says that any file may have changed.
var Everything = []string{"."}

// Update reads what changed, by paths in the site, with unsaved texts in place of the files of these
// paths, and runs the stages. An update that fails is made up for by the next.
func (w *Workspace) Update(ctx context.Context, changed []string, unsaved map[string][]byte) (*State, error) {
	w.graph.Begin()
	w.o.Unread.begin()
	w.pending = append(w.pending, changed...)
	o := w.o
	o.Unsaved = unsaved
	files := o.Files(w.Root)
	if err := w.configure(files); err != nil {
		return nil, err
	}
	if err := w.define(files); err != nil {
		return nil, err
	}
	if !w.theme.serves(w.config, w.forms.catalogue) || inThemes(w.pending) {
		w.theme = loadTheme(w.o.Unread.of(w.Root.FS()), w.config, w.forms.catalogue, w.theme)
		if w.incremental {
			if t, err := w.theme.Parsed(); err == nil { // now, while its files are what they were a moment ago
				t.ReadAssets()
			}
		}
	}
	different, err := w.content.Read(ctx, files, w.forms.catalogue, w.pending)
	if err != nil {
		return nil, err
	}
	for _, slug := range different {
		w.graph.Touch(folderInput, slug)
	}
	p, err := w.stages(ctx)
	if err != nil {
		return nil, err
	}
	w.pending = nil
	return p, nil
}

// reading says how content is read.
func (w *Workspace) reading() content.Settings {
	return content.Settings{Incremental: w.incremental, Sources: w.sources, Summed: w.summed, Unchanged: w.unchanged(), Jobs: w.o.Jobs, Progress: w.o.Report("read")}
}

// inThemes reports whether a file of a theme may be among those that changed.
func inThemes(changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool {
		return name == "." || name == "themes" || strings.HasPrefix(name, "themes/")
	})
}

// configure reads gongkai.yaml.
func (w *Workspace) configure(files fs.FS) error {
	cfg, faults, err := w.o.configuration(files)
	if err != nil {
		return err
	}
	w.config, w.faults = cfg, faults
	settings, unknown := severities(cfg)
	w.faults = append(w.faults, unknown...)
	if cfg.Theme != "default" && !HasTheme(w.o.Unread.of(w.Root.FS()), cfg.Theme) {
		w.faults = append(w.faults, diag.Finding{Rule: "config", File: config.File, Span: cfg.ThemeSpan, Actual: cfg.Theme,
			Message: diag.Textf("没有主题“%s”", "there is no theme %q", cfg.Theme),
			Hint:    diag.Textf("主题是 themes 下的一个文件夹；不写则用默认主题", "a theme is a folder in themes; without one the default is used")})
	}
	w.contact.Set(cfg.Contact)
	w.formats.Set(formats(cfg))
	w.official.Set(cfg.Official)
	w.registry.SetOfficial(cfg.Official)
	w.settings.Set(settings)
	return nil
}

// define reads the site's forms. Where one has changed, all content is bound again.
func (w *Workspace) define(files fs.FS) error {
	if w.forms.same(files) {
		return nil
	}
	f, err := readForms(files)
	if err != nil {
		return err
	}
	w.forms = f
	if w.content != nil {
		for _, slug := range w.content.Folders() {
			w.graph.Touch(folderInput, slug)
		}
	}
	w.content = content.New(w.reading(), f.catalogue.Families())
	w.pending = Everything
	return nil
}
