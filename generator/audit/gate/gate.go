// Package gate makes every file of a site and lets it out to a sink past the audit. What is wrong with a finished page
// is a fault of the content where content can cause it, such as a link that leads nowhere, and a finding; all else
// comes from the theme, and is an error.
package gate

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"gongkai/generator/audit"
	"gongkai/generator/diag"
	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/reuse"
)

// ErrStale says that a page cannot stay as it is published: a link in it would lead nowhere, or it is not known any more what it was made
// from. The site has to be made without any that do.
var ErrStale = errors.New("gate: what was kept is not valid any more")

// Pass makes every file of a site, audits it, and gives it to the sink. The findings are those of the audit; with one,
// or with an error, the sink must not be closed. Links of a part of a site (render.Files.Part) are not followed.
func Pass(ctx context.Context, p *workspace.State, x *render.Files, sink output.Sink) ([]diag.Finding, error) {
	return pass(ctx, p, x, sink, audit.NewLinks(p.Config.BasePath()), nil)
}

// PassKeeping is as Pass, with pages that stay as they are published (render.Files.Kept). It returns what the next build is to know of
// the parts of the site. Where none may stay the error is ErrStale.
func PassKeeping(ctx context.Context, p *workspace.State, x *render.Files, sink output.Sink, pages *reuse.Pages) (cache.Made, []diag.Finding, error) {
	x.Kept = pages
	links := audit.NewLinks(p.Config.BasePath())
	faults, err := pass(ctx, p, x, sink, links, pages)
	if err != nil || len(faults) > 0 {
		return cache.Made{}, faults, err
	}
	return pages.Made(links), nil, nil
}

func pass(ctx context.Context, p *workspace.State, x *render.Files, sink output.Sink, links *audit.Links, kept *reuse.Pages) ([]diag.Finding, error) {
	var mu sync.Mutex
	faulty := map[string][]audit.Fault{} // by path
	err := x.All(ctx, func(f output.File) error {
		if f.Kept {
			links.Keep(f.Path, x.Kept.Read)
		} else if faults := links.Add(f); len(faults) > 0 {
			mu.Lock()
			faulty[f.Path] = faults
			mu.Unlock()
		}
		return sink.Write(f)
	})
	if err != nil {
		return nil, err
	}
	var faults []audit.Fault
	for _, page := range p.Site.Pages() {
		faults = append(faults, faulty[page.Path]...)
		delete(faulty, page.Path)
	}
	for _, name := range slices.Sorted(maps.Keys(faulty)) { // of files that are copied
		faults = append(faults, faulty[name]...)
	}
	if x.Part == nil {
		if err := links.Learn(); err != nil {
			return nil, err
		}
		if kept != nil && !kept.Hold(links) { // whatever else is wrong: each dead link is to be found
			return nil, ErrStale
		}
		faults = append(faults, links.Check()...)
	}
	return findings(p, faults)
}

// findings turns what the audit found into findings, and the rest into a ThemeError.
func findings(p *workspace.State, faults []audit.Fault) ([]diag.Finding, error) {
	var found []diag.Finding
	var theme []audit.Fault
	for _, f := range faults {
		page := p.Site.At(f.Path)
		if f.Rule != audit.RuleLink || page == nil || page.Source == "" {
			theme = append(theme, f)
			continue
		}
		if !p.Exempt(page.Source) {
			found = append(found, diag.Finding{Rule: f.Rule, Severity: diag.Error, File: page.Source, Message: f.Message})
		}
	}
	return found, Theme(theme)
}

// ThemeError says that the theme makes pages that the audit refuses. A fault of a
// page that no content can cause is never published.
type ThemeError struct{ Faults []diag.Text } // page, line and what is wrong

// Theme is the ThemeError of faults; nil where there is none.
func Theme(faults []audit.Fault) error {
	if len(faults) == 0 {
		return nil
	}
	e := &ThemeError{}
	for _, f := range faults {
		e.Faults = append(e.Faults, diag.Textf("%s:%d：%s", "%s:%d: %s", f.Path, f.Line, f.Message))
	}
	return e
}

func (e *ThemeError) Error() string { return e.Text().EN }

// Text is the error in both languages, with the first faults.
func (e *ThemeError) Text() diag.Text {
	t := diag.Textf("主题生成的页面有 %s 处问题", "the theme makes faulty pages, %s", diag.Count(len(e.Faults), "fault"))
	for _, f := range e.Faults[:min(len(e.Faults), 3)] {
		t = diag.Text{ZH: t.ZH + "\n  " + f.ZH, EN: t.EN + "\n  " + f.EN}
	}
	return t
}
