package generator

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/output"
	"gongkai/generator/output/edition"
	"gongkai/generator/register"
	"gongkai/generator/render"
	"gongkai/generator/site"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/lastbuild"
)

// Preview is a site that is looked at while it is being edited. It renders with drafts, also
// while there are errors.
type Preview struct {
	o    Options
	mu   sync.Mutex // one update at a time
	w    *workspace.Workspace
	last *Snapshot
	left []*os.Root // folders that were replaced by others: snapshots may still read them

	live context.Context // until Close
	end  context.CancelFunc
}

// NewPreview reads a site.
func NewPreview(ctx context.Context, o Options) (*Preview, error) {
	o.Drafts, o.Unread = true, new(workspace.Unread)
	w, err := workspace.Open(o, true, true)
	if err != nil {
		return nil, err
	}
	p := &Preview{o: o, w: w}
	p.live, p.end = context.WithCancel(context.WithoutCancel(ctx))
	if _, err := p.Update(ctx, nil); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// LastBuild is the site as the last build published it, where a build would have nothing to do; nil where it would, and where a preview
// shows what no build publishes. A server shows it until the site is read.
func LastBuild(ctx context.Context, o Options) *lastbuild.Site {
	memory, folder := remember(ctx, o)
	defer memory.Close()
	last := memory.Peek(ctx, folder)
	if last == nil {
		return nil
	}
	root, cfg, err := o.OpenSite()
	if err != nil {
		return nil
	}
	defer root.Close() //nolint:errcheck // it was only read
	return lastbuild.Of(memory, last, folder, cfg.BasePath(), remembered(last, o, folder).Excerpt)
}

// Close lets go of the site's folder. Snapshots cannot be rendered any more; what is being rendered
// ends.
func (p *Preview) Close() error {
	p.end()
	err := p.w.Close()
	for _, root := range p.left {
		err = errors.Join(err, root.Close())
	}
	return err
}

// reopen opens the site's folder again where another has replaced it.
func (p *Preview) reopen() error {
	if same, err := p.w.SameFolder(); same || err != nil {
		return err
	}
	w, err := workspace.Open(p.o, true, true)
	if err != nil {
		return err
	}
	p.left, p.w = append(p.left, p.w.Root), w
	return nil
}

// Update looks again at files and folders that changed, by their paths in the site;
// without any it looks at everything. With an error the last snapshot stays.
func (p *Preview) Update(ctx context.Context, changed []string) (*Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(changed) == 0 {
		changed = workspace.Everything
		if err := p.reopen(); err != nil {
			return nil, err
		}
	}
	found, err := p.w.Update(ctx, changed, nil)
	if err != nil {
		return nil, err
	}
	build := 1
	if p.last != nil {
		build = p.last.build + 1
	}
	p.last = newSnapshot(p.live, found, p.o, build)
	if p.last.unread = p.o.Unread.Some(); p.last.unread {
		p.w.Reread(workspace.Everything...) // nothing says when it can be read
	}
	return p.last, nil
}

// Try checks the site as it would be with other contents of one file, and touches nothing.
func (p *Preview) Try(ctx context.Context, file string, contents []byte) (*Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.w.Update(ctx, []string{file}, map[string][]byte{file: contents})
	p.w.Reread(file) // what is on disk is read again by the next
	if err != nil {
		return nil, err
	}
	return newSnapshot(p.live, found, p.o, p.last.build), nil
}

// Snapshot is the last one.
func (p *Preview) Snapshot() *Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// Snapshot is a site as its content was at one moment. It never changes, and is safe for
// concurrent use.
type Snapshot struct {
	live    context.Context // until its preview is closed
	state   *workspace.State
	options Options
	build   int
	unread  bool

	rendering func() (*render.Files, error) // made when first asked for; fails where the theme is broken
}

// Unread reports whether something of the site was there and could not be read. The next update looks at everything.
func (s *Snapshot) Unread() bool { return s.unread }

func newSnapshot(live context.Context, p *workspace.State, o Options, build int) *Snapshot {
	s := &Snapshot{live: live, state: p, options: o, build: build}
	s.rendering = sync.OnceValues(func() (*render.Files, error) { return renderingOf(p, o) })
	return s
}

// Name is the site's.
func (s *Snapshot) Name() string { return s.state.Config.Name }

// Agencies are those of the site, in the order in which they are listed.
func (s *Snapshot) Agencies() []*register.Agency {
	var out []*register.Agency
	for _, a := range s.state.Agencies {
		out = append(out, a.Entry)
	}
	slices.SortStableFunc(out, func(a, b *register.Agency) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Slug, b.Slug))
	})
	return out
}

// IsReport reports whether a file, by its path in the site, is or would be that of a report of one of its agencies.
func (s *Snapshot) IsReport(file string) bool {
	it := content.Classify(file, s.state.Forms.Families())
	return it != nil && it.Kind == content.ReportPage && hasAgency(s.state, it.Agency)
}

// Build counts the updates of the preview, from 1.
func (s *Snapshot) Build() int { return s.build }

// Findings are those of a check.
func (s *Snapshot) Findings() *diag.List { return s.state.Findings }

// Summary counts the findings.
func (s *Snapshot) Summary() diag.Summary { return s.state.Summary() }

// Source is the content file that the page at an output path is made from, "" for a page
// of many or of none.
func (s *Snapshot) Source(path string) string {
	if p := s.state.Site.At(path); p != nil {
		return p.Source
	}
	return ""
}

// Carried reports whether the file at an output path is an attachment or a static file.
func (s *Snapshot) Carried(path string) bool {
	is := func(f site.File) bool { return f.Path == path }
	return slices.ContainsFunc(s.state.Site.Static, is) ||
		slices.ContainsFunc(s.state.Site.Pages(), func(p *site.Page) bool { return slices.ContainsFunc(p.Files, is) })
}

// Page is the output path of the page that is made from a content file, "" for none.
func (s *Snapshot) Page(file string) string {
	if p := s.state.Site.PageOf(file); p != nil {
		return p.Path
	}
	return ""
}

// Draft reports whether the page at an output path is a draft, which is not published.
func (s *Snapshot) Draft(path string) bool {
	p := s.state.Site.At(path)
	return p != nil && p.Report != nil && p.Report.Draft
}

// Base is the path of the site's public address, with a slash at both ends.
func (s *Snapshot) Base() string { return s.state.Config.BasePath() }

// Excerpt reads a file of the site with personal numbers masked; nil where it cannot.
func (s *Snapshot) Excerpt(file string) []byte {
	return excerpt(s.state.Redactor, s.options.Site, file)
}

// Render makes the file at an output path, byte for byte as a build with drafts writes
// it, also while there are errors. The error is fs.ErrNotExist if there is no such file.
func (s *Snapshot) Render(name string) ([]byte, error) {
	x, err := s.rendering()
	if err != nil {
		return nil, err
	}
	if name == output.ManifestName {
		return s.manifest(x)
	}
	return x.One(s.live, name)
}

// Export is the report that is made from a content file, in a form for another program: docx, or one
// of those beside its page, whether the site publishes it or not. The error is fs.ErrNotExist for a file
// without a report.
func (s *Snapshot) Export(file, format string) ([]byte, error) {
	page := s.state.Site.PageOf(file)
	if page == nil || page.Report == nil {
		return nil, fs.ErrNotExist
	}
	x, err := s.rendering()
	if err != nil {
		return nil, err
	}
	return x.Export(page, format)
}

// Published is what the file of a report said when it was published last into the output folder; nil where that is not known.
func (s *Snapshot) Published(file string) []byte {
	sources, err := edition.OpenSources(s.options.OutputFolder(s.state.Config))
	if err != nil {
		return nil
	}
	return sources[file]
}

// Title is that of the report made from a content file, as it is printed; "" for none.
func (s *Snapshot) Title(file string) string {
	if p := s.state.Site.PageOf(file); p != nil {
		return p.Title
	}
	return ""
}

// manifest makes every file in order to list it.
func (s *Snapshot) manifest(x *render.Files) ([]byte, error) {
	list := output.NewInventory("gongkai "+s.options.Version, s.state.Config.SM3())
	if err := x.All(s.live, list.Write); err != nil {
		return nil, err
	}
	return list.Manifest()
}

// Report opens the file of a report for changes, with contents that need not be those of the site;
// nil where it is not a report's, or cannot be read as one.
func (s *Snapshot) Report(file string, contents []byte) *amend.File {
	if !fs.ValidPath(file) || !strings.HasPrefix(file, "content/") || !strings.HasSuffix(file, ".md") {
		return nil
	}
	return openReport(s.state, file, contents)
}
