package generator

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/graph"
)

// record takes an agency into the rules' history, where others look it up.
func (w *workspace) record(slug string, old, now *agency) {
	if slug == "" {
		return
	}
	if old == nil {
		old = &agency{}
	}
	if now == nil {
		now = &agency{}
	}
	w.history.Set(slug, now.entry, now.reports)
	w.duplicates.Changed(slug)
	if !slices.Equal(old.reports, now.reports) {
		w.graph.Touch(questionInput, questionName(rule.Question{About: rule.Reports, Agency: slug}))
	}
	w.catalogs = w.catalogs || old.hasCatalog() || now.hasCatalog()
	if old.bound != nil && old.bound == now.bound {
		return
	}
	for _, a := range []*register.Agency{old.entry, now.entry} {
		if a == nil {
			continue
		}
		for _, q := range rule.Asks(a) {
			w.graph.Touch(questionInput, questionName(q))
		}
	}
}

// asking notes what a rule looks up as an input.
func asking(r *graph.Reads) func(rule.Question) {
	return func(q rule.Question) { r.Read(questionInput, questionName(q)) }
}

func questionName(q rule.Question) string { return string('0'+rune(q.About)) + q.Agency }

// hide gathers the personal numbers of all agencies.
func (w *workspace) hide(slugs []string) {
	s := privacy.Numbers{Public: privacy.Mobiles(w.config.Contact)}
	for _, slug := range append([]string{""}, slugs...) {
		a := w.agencies.Peek(slug)
		s.Personal = append(s.Personal, a.hits...)
		s.Public = append(s.Public, a.phones...)
	}
	if w.secrets.Set(s) {
		w.masker = s.Masker()
	}
}

// compare finds what only a look at all agencies shows.
func (w *workspace) compare(slugs []string) {
	now := func(slug string) (*register.Agency, []*report.Report) {
		if a := w.agencies.Peek(slug); a != nil {
			return a.entry, a.reports
		}
		return nil, nil
	}
	for _, slug := range w.duplicates.Update(now) {
		w.duplicated.put(slug, w.duplicates.Findings(slug))
	}
	if w.catalogs {
		agencies := make([]*register.Agency, len(slugs))
		for i, slug := range slugs {
			agencies[i] = w.agencies.Peek(slug).entry
		}
		w.numbers.set(rule.IndexNumbers(agencies))
		w.catalogs = false
	}
}

// publication is what the site is arranged from, but for the agencies.
func (w *workspace) publication() *site.Corpus {
	c := &site.Corpus{Home: w.agencies.Peek("").home, Files: w.content.file, Static: w.content.staticFiles(), Formats: w.formats.Get(nil),
		SQLite: w.config.Publishes("sqlite"), Search: w.config.Publishes("search"), HideDrafts: !w.o.Drafts}
	if w.config.RulesPage {
		c.Rules = rule.Describe(w.settings.Get(nil))
	}
	if w.config.FormsPage {
		c.Forms = w.forms.catalogue.All()
	}
	return c
}

// landmark is a page or a file that belongs to no agency, as links to it see it.
type landmark struct {
	path    string
	text    *prose.Body
	drafted bool // it is there for drafts alone
}

func landmarks(s *site.Site) []landmark {
	var out []landmark
	for _, p := range s.TopPages() {
		l := landmark{path: p.Path, text: p.Body}
		if p.Kind == site.Year {
			l.drafted = !slices.ContainsFunc(p.Children, func(r *site.Page) bool { return !r.Report.Draft })
		}
		out = append(out, l)
	}
	for _, f := range s.Static {
		out = append(out, landmark{path: f.Path})
	}
	return out
}

// settle gathers what was found in an agency's folder.
func (w *workspace) settle(slug string, r *graph.Reads) settlement {
	a := w.agencies.Get(r, slug)
	found := slices.Concat(a.findings, w.checked.Get(r, slug), w.linked.Get(r, slug), w.duplicated.get(r, slug), w.numbers.get(r, slug))
	w.history.Prove(slug, found, asking(r))
	return w.judge(found, a.reports, r)
}

// judge settles findings, and hides personal numbers in them.
func (w *workspace) judge(found []diag.Finding, reports []*report.Report, r *graph.Reads) settlement {
	w.secrets.Get(r) // which the masker is made from
	settled := rule.Settle(found, reports, w.settings.Get(r))
	return settlement{diag.NewGroup(w.masker.Findings(settled)), tolerated(found, settled)}
}

// prepared is the site as the stages left it.
func (w *workspace) prepared(slugs []string) *prepared {
	p := &prepared{root: w.root, config: w.config, forms: w.forms.catalogue, theme: w.theme, site: w.site, mask: w.masker}
	for _, slug := range slugs {
		p.agencies = append(p.agencies, w.agencies.Peek(slug))
	}
	rest := slices.Concat(w.faults, w.forms.faults, w.content.staticFindings(), w.agencies.Peek("").findings, w.site.CheckTop(), partyMark(w.config, w.content.staticFiles()))
	top := w.judge(rest, nil, nil)
	p.slugs, p.settled = append(p.slugs, ""), append(p.settled, top)
	groups := diag.ByFile(top.findings.All()) // which lie before and behind those of folders
	for _, slug := range w.slugs {
		of := w.settled.Peek(slug)
		p.slugs, p.settled = append(p.slugs, slug), append(p.settled, of)
		groups = append(groups, of.findings)
	}
	p.findings = diag.NewList(groups)
	return p
}
