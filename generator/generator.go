// Package generator builds a portal of disclosure reports (政府信息公开) from a folder of content. It has, as
// functions, what the command gongkai does with one; importing, publishing, archiving and verifying have packages of their own.
//
// # A site
//
// A site is a folder with gongkai.yaml and content/. [NewSite] writes one to start from, and
// [NewReport] the draft of a report. [Options] name the site for all functions that need one.
//
// # Once
//
// [Check] validates a site. [Build] validates it and, where no error is left, publishes it: all
// of it or nothing. [Fix] makes the fixes that leave no doubt, [Format] lays out front matter;
// both return their changes, and only Write on the result touches the disk. [Why] tells what a published
// page is made from.
//
// Faults of the content are findings ([diag.Finding]), never a Go error: an error says that the work
// could not be done. A finding has a rule, a place, what is wrong and what to do in two languages, and
// perhaps a fix. [Result] has them in the order of their places.
//
// # While it is edited
//
// [NewPreview] reads a site to show it. [Preview.Update] reads what changed and returns a [Snapshot],
// which never changes and renders any file of the site as a build with drafts would write it.
// [Preview.Try] checks what one file would be like, [Snapshot.Report] opens a report's file for changes.
// [NewSession] does the same for editors, which hold texts that are not saved yet.
//
// # What else there is to know of a site
//
// [Forms] lists the statutory forms that reports may use, [Schema] describes the files that people
// write, [ListTheme] the files of its theme, [EjectThemeFile] copies one to change it, [Components]
// shows its parts.
//
// # What is promised
//
// This package, diag and form. The other packages, also those of which functions here return a type,
// are importable and documented, but may change with any version; ARCHITECTURE.md has a table of
// them. Values that are returned do not change. Everything is safe for concurrent use, except closing
// a Preview. Two runs over the same content make the same bytes, on any machine.
package generator

import (
	"context"
	"path"

	"gongkai/generator/audit/gate"
	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/output/edition"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/holdback"
)

// Options say which site a run is about, and how it is run. The zero value is the site in the current
// folder.
type Options = workspace.Options

// What may be wrong with a site as a whole, beside its content.
var (
	ErrNoSite    = workspace.ErrNoSite  // a folder has no gongkai.yaml
	ErrConfig    = workspace.ErrConfig  // gongkai.yaml is there and cannot be read
	ErrNoContent = content.ErrNoContent // the site has no folder named content
	ErrNoBuild   = edition.ErrNoBuild   // Options.Against is not a published site
	ErrOutput    = workspace.ErrOutput  // a folder is not a place for a site's output
)

// BaseURLError says why Options.BaseURL cannot be the address of a site.
type BaseURLError = workspace.BaseURLError

// ThemeError says that the theme makes pages that the audit refuses.
type ThemeError = gate.ThemeError

// Result is what a run found.
type Result struct {
	Findings []diag.Finding // sorted
	Reports  []string       // the files of the reports that were checked
	Drafts   []string       // the files of drafts that were left out
	LeftOut  []string       // of a build: backups and unfinished files in static, which were left out
	Summary  diag.Summary
	// Unread says that something of the site is there and could not be read. That is a finding, and what depends on it was not checked.
	Unread bool
	// Written, Unchanged and Removed count the files of a build.
	Written, Unchanged, Removed int
	Out                         string // the folder written to
	// Held are the reports that were not built as they are, Lost the files of those whose last published version could
	// not be taken in their place (Options.HoldBack).
	Held []holdback.Held
	Lost []string

	site  string
	mask  *privacy.Redactor
	texts map[string][]byte // that were read in place of files, by path
}

// Failed reports whether there is an error that no waiver covers.
func (r *Result) Failed() bool { return r.Summary.Errors > 0 }

// Excerpt reads a file of the site to show a finding's place in it, with the personal
// numbers of the whole site masked; nil where it cannot.
func (r *Result) Excerpt(file string) []byte {
	if text, ok := r.texts[file]; ok {
		return r.mask.Bytes(text)
	}
	return excerpt(r.mask, r.site, file)
}

// HeldExcerpt is Excerpt of a file as it is, also where another version of it was built.
func (r *Result) HeldExcerpt(file string) []byte { return excerpt(r.mask, r.site, file) }

func excerpt(m *privacy.Redactor, site, file string) []byte {
	text, _ := source.Decode(workspace.ReadFile(site)(file))
	return m.Bytes(text)
}

// Sources are the files and folders of a site's folder that the site is made from.
func Sources() []string { return append(config.SourceFolders(), config.File) }

// Ignored reports whether a file or folder in one of the sources, by its path in the
// site, is left out of the site.
func Ignored(name string) bool { return config.Ignored(path.Base(name)) }

// Check validates a site. Faults of the content are in the result; the error says
// that the work could not be done.
func Check(ctx context.Context, o Options) (*Result, error) {
	o.Unread = new(workspace.Unread)
	memory, read := rememberCheck(ctx, o), workspace.Read
	defer memory.Close()
	if memory != nil {
		read = workspace.ReadSummed
	}
	if last := memory.Last(ctx, ""); last != nil {
		return remembered(last, o, ""), nil
	}
	o.Reusable = memory.Reusable(ctx, "")
	p, err := read(ctx, o, true)
	if err == nil && o.Reusable != nil && (p.Torn() || !memory.Untouched(ctx)) { // a file changed while it was read
		o.Reusable = nil
		p.Close()
		p, err = read(ctx, o, true)
	}
	if err != nil {
		return nil, err
	}
	defer p.Close()
	res := result(p)
	res.Unread = o.Unread.Some()
	if found, ok := worthKeeping(o, res, 0); ok && memory != nil {
		memory.Keep(ctx, "", nil, found, cache.Made{Parts: p.Parts()}, p.Sums)
	}
	return res, nil
}

// rememberCheck looks at a site and at what its last check left to remember; nil where nothing may be taken from there, or
// nothing can.
func rememberCheck(ctx context.Context, o Options) *cache.Memory {
	if o.NoCache || o.Against != nil || len(o.Unsaved) > 0 {
		return nil
	}
	site, _, err := o.OpenSite()
	if err != nil {
		return nil // the check says it
	}
	return cache.Check.Open(ctx, site, config.File, o.Version, o.BaseURL)
}

// result is what a check of a site found.
func result(p *workspace.State) *Result {
	res := &Result{Findings: p.Findings.Slice(), Summary: p.Summary(), site: p.Root.Name(), mask: p.Redactor}
	for _, a := range p.Agencies {
		for _, r := range a.Reports {
			res.Reports = append(res.Reports, r.File)
		}
		for _, r := range a.Drafts {
			res.Drafts = append(res.Drafts, r.File)
		}
	}
	return res
}
