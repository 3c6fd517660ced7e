package generator

import (
	"context"
	"slices"
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
	"gongkai/generator/editing/schema"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/source"
	"gongkai/generator/workspace"
)

// Session checks a site again and again while its files are being edited: what it read
// of a report that has not changed is not read again. It serves package lsp.
type Session struct {
	o  Options
	mu sync.Mutex           // one check at a time
	w  *workspace.Workspace // nil before the first
}

// NewSession begins to edit a site.
func NewSession(o Options) *Session { return &Session{o: o} }

// Check validates the site as Check does, with contents instead of those of its files,
// by path in the site, and returns what an editor's answers are made from.
func (s *Session) Check(ctx context.Context, unsaved map[string][]byte) ([]diag.Finding, *ide.Site, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	if err := s.reopen(); err != nil {
		return nil, nil, err
	}
	p, err := s.w.Update(ctx, workspace.Everything, unsaved)
	if err != nil {
		return nil, nil, err
	}
	return p.Findings.Slice(), ideSite(p), nil
}

// reopen opens the site, at first and where another folder has replaced it.
func (s *Session) reopen() error {
	if s.w != nil {
		if same, err := s.w.SameFolder(); same || err != nil {
			return err
		}
	}
	w, err := workspace.Open(s.o, true, true)
	if err != nil {
		return err
	}
	if s.w != nil {
		s.w.Close()
	}
	s.w = w
	return nil
}

// Format gives the front matter of one file its canonical layout; the contents are nil
// where it has that already, or cannot be laid out.
func (s *Session) Format(ctx context.Context, unsaved map[string][]byte, file string) ([]byte, error) {
	o := s.o
	o.Unsaved = unsaved
	f, err := Format(ctx, o, func(name string) bool { return name == file }, "")
	if err != nil || len(f.Changes) == 0 {
		return nil, err
	}
	return f.Changes[0].After, nil
}

// ideSite is what an editor needs of the site.
func ideSite(p *workspace.State) *ide.Site {
	s := &ide.Site{Chinese: p.Config.Language != "en"}
	for _, a := range p.Agencies {
		s.Reports = append(append(s.Reports, a.Reports...), a.Drafts...)
		s.Agencies = append(s.Agencies, ide.Agency{Slug: a.Entry.Slug, Name: p.Redactor.Text(a.Entry.Name), File: a.Entry.File})
	}
	byForm := map[*form.Form]*ide.Form{}
	for _, f := range p.Forms.All() {
		if !slices.Contains(s.Families, f.Family) {
			s.Families = append(s.Families, f.Family)
		}
		e := ide.Form{ID: f.ID, Title: f.Title, Source: strings.TrimSpace(f.Source.Title + " " + f.Source.Number), Root: schema.Report(f)}
		if strings.HasPrefix(f.File, "forms/") {
			e.File = f.File
		}
		s.Forms = append(s.Forms, e)
		byForm[f] = &e
	}
	for _, r := range rule.All() {
		s.Rules = append(s.Rules, ide.Rule{Description: diag.Description{ID: r.ID, Severity: r.Severity, Title: r.Title, What: r.What, Why: r.Why}, Example: r.Example, Legal: r.Legal})
	}
	s.Govern = func(family, id string, year int) *ide.Form {
		if id == "" {
			return byForm[p.Forms.DefaultFor(family, year)]
		}
		return byForm[p.Forms.ByID(id)]
	}
	s.Bind = func(doc *source.Document, family, agency string) *report.Report {
		r, _ := report.Bind(doc, p.Forms, family, agency)
		return r
	}
	return s
}
