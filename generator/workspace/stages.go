package workspace

import (
	"context"
	"maps"
	"slices"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/graph"
	"gongkai/internal/parallel"
)

// stages runs every stage where something it reads has changed.
func (w *Workspace) stages(ctx context.Context) (*State, error) {
	w.slugs = w.content.Slugs()
	w.restore()
	w.agencies.Refresh(ctx, append([]string{""}, w.slugs...), func(slug string, r *graph.Reads) *content.Agency {
		r.Read(folderInput, slug)
		return w.content.Arrange(slug, w.contact.Get(r), w.drafts)
	}, nil)
	if err := ctx.Err(); err != nil {
		return nil, err // an agency that was not made cannot be looked at
	}
	slugs := slices.DeleteFunc(slices.Clone(w.slugs), func(slug string) bool { return w.agencies.Peek(slug).Entry == nil })
	w.collectPersonal(slugs)
	w.checked.Refresh(ctx, slugs, func(slug string, r *graph.Reads) []diag.Finding {
		w.agencies.Get(r, slug)
		w.official.Get(r)
		return w.registry.Check(slug, track(r))
	}, w.o.Report("check"))
	corpus := w.publication()
	w.parts.Refresh(ctx, slugs, func(slug string, r *graph.Reads) *site.AgencyPages {
		a := w.agencies.Get(r, slug)
		w.formats.Get(r)
		return corpus.PagesOf(a.Entry, a.Reports, func(other string) { r.Read(folderInput, other) })
	}, nil)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	parts := make([]*site.AgencyPages, len(slugs))
	for i, slug := range slugs {
		parts[i] = w.parts.Peek(slug)
	}
	w.site = corpus.Join(parts)
	w.top.Set(linkTargets(w.site))
	w.linked.Refresh(ctx, slugs, func(slug string, r *graph.Reads) []diag.Finding {
		part := w.parts.Get(r, slug)
		return append(w.documents(slug, part, r), w.site.Check(part, func(other string) {
			if other == "" {
				w.top.Get(r)
			} else {
				r.Read("part", other)
			}
		})...)
	}, nil)
	if w.incremental {
		w.compare(slugs)
	} else if err := parallel.Until(ctx, func() error { w.compare(slugs); return nil }); err != nil { // nobody will look at w again
		return nil, err
	}
	w.resolved.Refresh(ctx, w.slugs, w.resolve, nil)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return w.state(slugs), nil
}

// index enters an agency where the rules look up other agencies, and touches every dependency whose
// answer may have changed.
func (w *Workspace) index(slug string, old, now *content.Agency) {
	if slug == "" {
		return
	}
	if old == nil {
		old = &content.Agency{}
	}
	if now == nil {
		now = &content.Agency{}
	}
	w.registry.Set(slug, now.Entry, now.Reports)
	w.duplicates.Changed(slug)
	if w.restored[slug] { // no answer differs from the build in which it was found
		w.entries = w.entries || now.HasCatalog() || now.Bound != nil
		return
	}
	if !slices.Equal(old.Reports, now.Reports) {
		w.graph.Touch(dependencyInput, dependencyName(rule.Dependency{Kind: rule.Reports, Agency: slug}))
	}
	w.entries = w.entries || old.HasCatalog() || now.HasCatalog() || old.Bound != now.Bound
	if old.Bound != nil && old.Bound == now.Bound {
		return
	}
	for _, a := range []*register.Agency{old.Entry, now.Entry} {
		if a == nil {
			continue
		}
		for _, q := range rule.Provides(a) {
			w.graph.Touch(dependencyInput, dependencyName(q))
		}
	}
}

// track returns what notes a rule's look-ups as inputs.
func track(r *graph.Reads) func(rule.Dependency) {
	return func(q rule.Dependency) { r.Read(dependencyInput, dependencyName(q)) }
}

func dependencyName(q rule.Dependency) string { return string('0'+rune(q.Kind)) + q.Agency }

// collectPersonal gathers the personal numbers of all agencies.
func (w *Workspace) collectPersonal(slugs []string) {
	s := privacy.Numbers{Public: privacy.Mobiles(w.config.Contact)}
	for _, slug := range append([]string{""}, slugs...) {
		a := w.agencies.Peek(slug)
		s.Personal = append(s.Personal, a.Hits...)
		s.Public = append(s.Public, a.Phones...)
	}
	for _, name := range slices.Sorted(maps.Keys(w.content.Static())) {
		found, _ := w.content.Document(name)
		for _, p := range found {
			if p.Kind != privacy.Mobile || !slices.Contains(s.Public, p.Number) {
				s.Personal = append(s.Personal, p.Hit)
			}
		}
	}
	if w.secrets.Set(s) {
		w.redactor = s.Redactor()
	}
}

// compare finds what only a look at all agencies shows.
func (w *Workspace) compare(slugs []string) {
	now := func(slug string) (*register.Agency, []*report.Report) {
		if a := w.agencies.Peek(slug); a != nil {
			return a.Entry, a.Reports
		}
		return nil, nil
	}
	for _, slug := range w.duplicates.Update(now) {
		w.duplicated.put(slug, w.duplicates.Findings(slug))
	}
	if w.entries {
		agencies := make([]*register.Agency, len(slugs))
		for i, slug := range slugs {
			agencies[i] = w.agencies.Peek(slug).Entry
		}
		w.numbers.set(append(rule.IndexNumbers(agencies), rule.SameNames(agencies)...))
		w.entries = false
	}
}

// publication is what the site is arranged from, beside the agencies.
func (w *Workspace) publication() *site.Input {
	c := &site.Input{Home: w.agencies.Peek("").Home, Files: w.content.Size, Static: w.content.Static(), Formats: w.formats.Get(nil),
		SQLite: w.config.Publishes("sqlite"), Parquet: w.config.Publishes("parquet"), Search: w.config.Publishes("search"), HideDrafts: !w.o.Drafts}
	if m := w.config.PartyMark; m != nil && m.Image != "" {
		c.Images = append(c.Images, site.Image{File: m.Image, Named: config.File, Span: m.Span})
	}
	if q := w.config.Request; q != nil && q.Form != "" {
		c.Images = append(c.Images, site.Image{File: q.Form, Named: config.File, Span: q.FormSpan})
	}
	if l := w.config.Logo; l != nil {
		c.Images = append(c.Images, site.Image{File: l.File, Named: config.File, Span: l.Span})
	}
	if w.config.RulesPage {
		c.Rules = rule.Describe(w.settings.Get(nil))
	}
	if w.config.FormsPage {
		c.Forms = w.forms.catalogue.All()
	}
	return c
}

// linkTarget is a page or a file that belongs to no agency, as links to it see it.
type linkTarget struct {
	path    string
	text    *prose.Body
	drafted bool // it is there for drafts alone
}

func linkTargets(s *site.Site) []linkTarget {
	var out []linkTarget
	for _, p := range s.TopPages() {
		l := linkTarget{path: p.Path, text: p.Body}
		if p.Kind == site.Year {
			l.drafted = !slices.ContainsFunc(p.Children, func(r *site.Page) bool { return !r.Report.Draft })
		}
		out = append(out, l)
	}
	for _, f := range s.Static {
		out = append(out, linkTarget{path: f.Path})
	}
	for _, former := range slices.Sorted(maps.Keys(s.Renamed())) {
		out = append(out, linkTarget{path: former + " > " + s.Renamed()[former]})
	}
	return out
}

// resolve gathers all that was found in an agency's folder.
func (w *Workspace) resolve(slug string, r *graph.Reads) resolved {
	a := w.agencies.Get(r, slug)
	found := slices.Concat(a.Findings, w.checked.Get(r, slug), w.linked.Get(r, slug), w.duplicated.get(r, slug), w.numbers.get(r, slug))
	w.registry.Impute(slug, found, track(r))
	found = w.registry.Localize(slug, found, w.settings.Get(r), track(r))
	return w.applyWaivers(found, a.Reports, r)
}

// applyWaivers gives findings their severities, marks those that are waived, and masks personal numbers
// in them.
func (w *Workspace) applyWaivers(found []diag.Finding, reports []*report.Report, r *graph.Reads) resolved {
	w.secrets.Get(r) // from which the redactor is made
	out := rule.ApplyWaivers(found, reports, w.settings.Get(r))
	return resolved{diag.NewGroup(w.redactor.Findings(out)), exempt(found, out)}
}

// state is the site as the stages left it.
func (w *Workspace) state(slugs []string) *State {
	p := &State{Root: w.Root, Config: w.config, Forms: w.forms.catalogue, Theme: w.theme, Site: w.site, Redactor: w.redactor, checked: w.checked, content: w.content, reusable: w.o.Reusable, duplicates: w.duplicates}
	if w.summed {
		p.Sums, p.texts = w.content.Sums(), w.content.Texts()
	}
	for _, slug := range slugs {
		p.Agencies = append(p.Agencies, w.agencies.Peek(slug))
	}
	rest := slices.Concat(w.faults, w.forms.faults, w.content.StaticFindings(), w.agencies.Peek("").Findings, w.site.CheckTop(), w.staticDocuments())
	top := w.applyWaivers(rest, nil, nil)
	p.slugs, p.resolved = append(p.slugs, ""), append(p.resolved, top)
	groups := diag.ByFile(top.findings.All()) // which come before and after those of folders
	for _, slug := range w.slugs {
		of := w.resolved.Peek(slug)
		p.slugs, p.resolved = append(p.slugs, slug), append(p.resolved, of)
		groups = append(groups, of.findings)
	}
	p.Findings = diag.NewList(groups)
	return p
}
