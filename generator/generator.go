// Package generator builds a portal of disclosure reports from a folder of content.
//
// Content flows one way through six stages, source → report → site → render →
// audit → output; two catalogues, form and rule, say what is lawful. This package
// wires them: Check validates, Build validates and publishes.
package generator

import (
	"context"
	"path"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/workspace"
)

// Options say which site a run is about, and how it is run. The zero value checks or builds
// the site in the current folder.
type Options = workspace.Options

// What may be wrong with a site as a whole, beside its content.
var (
	ErrNoSite    = workspace.ErrNoSite  // a folder has no gongkai.yaml
	ErrConfig    = workspace.ErrConfig  // gongkai.yaml is there and cannot be read
	ErrBaseURL   = workspace.ErrBaseURL // Options.BaseURL is no full web address
	ErrNoContent = content.ErrNoContent // the site has no folder content
)

// Result is what a run found.
type Result struct {
	Findings []diag.Finding // sorted
	Reports  []string       // the files of the reports that were checked
	Summary  diag.Summary
	// Written, Unchanged and Removed count the files of a build.
	Written, Unchanged, Removed int
	Out                         string // the folder written to

	site string
	mask *privacy.Redactor
}

// Failed reports whether an error stands that no waiver covers.
func (r *Result) Failed() bool { return r.Summary.Errors > 0 }

// Excerpt reads a file of the site to show a finding's place in it, with the personal
// numbers of the whole site masked; nil where it cannot.
func (r *Result) Excerpt(file string) []byte { return r.mask.Bytes(workspace.ReadFile(r.site)(file)) }

// Sources are the files and folders of a site's folder that the site is made from.
func Sources() []string { return append(config.SourceFolders(), config.File) }

// Ignored reports whether a file or folder in one of the sources, by its path in the
// site, is left out of the site.
func Ignored(name string) bool { return config.Ignored(path.Base(name)) }

// Check validates a site. Faults of the content are in the result; the error says
// that the work could not be done.
func Check(ctx context.Context, o Options) (*Result, error) {
	p, err := workspace.Read(ctx, o, true)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	return result(p), nil
}

// result is what a check of a site found.
func result(p *workspace.State) *Result {
	res := &Result{Findings: p.Findings.Slice(), Summary: p.Summary(), site: p.Root.Name(), mask: p.Redactor}
	for _, a := range p.Agencies {
		for _, r := range a.Reports {
			res.Reports = append(res.Reports, r.File)
		}
	}
	return res
}
