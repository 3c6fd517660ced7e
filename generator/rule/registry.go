package rule

import (
	"cmp"
	"maps"
	"slices"

	"gongkai/generator/register"
	"gongkai/generator/report"
)

// Registry is every agency with its reports, as the rules look things up in it. It may be
// changed one agency at a time, between checks.
type Registry struct {
	official            bool
	members             map[string]*member // by slug
	children, followers map[string][]*register.Agency
	renamed             map[string][]*register.Agency // by a slug that they had before
	earlier             Earlier                       // that figures are compared with; nil for none
}

// member is what the registry holds of one agency.
type member struct {
	agency  *register.Agency // nil where there are only reports
	reports []*report.Report
	byYear  map[key]*report.Report
}

type key struct {
	family string
	year   int
}

// Dependency says what a check looked up of an agency beside the one whose reports it
// checks. The answer changes no more often than what is asked about.
type Dependency struct {
	Kind   DependencyKind
	Agency string // slug
}

// DependencyKind is a kind of question.
type DependencyKind uint8

// What is asked of an agency.
const (
	Registration DependencyKind = iota // its register entry
	Reports                            // its reports
	Children                           // the register entries of those whose parent it is
	Followers                          // the register entries of those it was merged into
	Renamed                            // the register entries of those that had its slug before
)

// NewRegistry puts the input in order.
func NewRegistry(c *Input) *Registry {
	h := &Registry{official: c.Official, members: map[string]*member{}, children: map[string][]*register.Agency{}, followers: map[string][]*register.Agency{},
		renamed: map[string][]*register.Agency{}}
	reports := map[string][]*report.Report{}
	agencies := make(map[string]*register.Agency, len(c.Agencies))
	for _, a := range c.Agencies {
		agencies[a.Slug], reports[a.Slug] = a, nil
	}
	for _, r := range c.Reports {
		reports[r.Agency] = append(reports[r.Agency], r)
	}
	for _, slug := range slices.Sorted(maps.Keys(reports)) {
		h.Set(slug, agencies[slug], reports[slug])
	}
	return h
}

// SetOfficial says whether the site is the body's own.
func (h *Registry) SetOfficial(official bool) { h.official = official }

// Earlier finds what was published earlier as the report of an agency, by its slug, of a family and a year; nil for
// nothing. It is called from many goroutines.
type Earlier func(agency, family string, year int) *report.Publication

// Compare has published figures compared with what was published earlier; nil ends it.
func (h *Registry) Compare(with Earlier) { h.earlier = with }

// Set puts an agency's entry and reports in the place of those it had; without either
// the agency is no longer there. Of several reports of a family and year
// the first counts whose file is named for the year, or else the first.
func (h *Registry) Set(slug string, a *register.Agency, reports []*report.Report) {
	if old := h.members[slug]; old != nil && old.agency != nil {
		h.unlink(old.agency)
	}
	if a == nil && len(reports) == 0 {
		delete(h.members, slug)
		return
	}
	m := &member{agency: a, reports: reports, byYear: make(map[key]*report.Report, len(reports))}
	for _, r := range reports {
		if k := (key{r.Form.Family, r.Year}); m.byYear[k] == nil || m.byYear[k].FileYear != 0 && r.FileYear == 0 {
			m.byYear[k] = r
		}
	}
	h.members[slug] = m
	if a != nil {
		h.link(a)
	}
}

// link enters an agency under its parent and under those merged into it.
func (h *Registry) link(a *register.Agency) {
	in := func(list []*register.Agency) []*register.Agency {
		i, _ := slices.BinarySearchFunc(list, a, func(x, y *register.Agency) int { return cmp.Compare(x.Slug, y.Slug) })
		return slices.Insert(list, i, a)
	}
	if a.Parent != "" {
		h.children[a.Parent] = in(h.children[a.Parent])
	}
	for _, slug := range merged(a) {
		h.followers[slug] = in(h.followers[slug])
	}
	for _, slug := range formerSlugs(a) {
		h.renamed[slug] = in(h.renamed[slug])
	}
}

func (h *Registry) unlink(a *register.Agency) {
	out := func(list []*register.Agency) []*register.Agency {
		return slices.DeleteFunc(list, func(x *register.Agency) bool { return x == a })
	}
	if a.Parent != "" {
		h.children[a.Parent] = out(h.children[a.Parent])
	}
	for _, slug := range merged(a) {
		h.followers[slug] = out(h.followers[slug])
	}
	for _, slug := range formerSlugs(a) {
		h.renamed[slug] = out(h.renamed[slug])
	}
}

// merged lists the agencies that were merged into one, each once.
func merged(a *register.Agency) []string {
	var out []string
	for _, m := range a.Predecessors {
		if !slices.Contains(out, m.Agency) {
			out = append(out, m.Agency)
		}
	}
	return out
}

// formerSlugs lists the slugs that an agency had before, each once.
func formerSlugs(a *register.Agency) []string {
	var out []string
	for _, x := range a.Aliases {
		if !slices.Contains(out, x.Slug) {
			out = append(out, x.Slug)
		}
	}
	return out
}

// Provides lists the questions whose answer an agency's entry is part of.
func Provides(a *register.Agency) []Dependency {
	out := []Dependency{{Registration, a.Slug}}
	if a.Parent != "" {
		out = append(out, Dependency{Children, a.Parent})
	}
	for _, slug := range merged(a) {
		out = append(out, Dependency{Followers, slug})
	}
	for _, slug := range formerSlugs(a) {
		out = append(out, Dependency{Renamed, slug})
	}
	return out
}

// depend notes that a check of another agency depends on the answer.
func (p *pass) depend(about DependencyKind, slug string) {
	if p.track != nil && (slug != p.slug || about > Reports) {
		p.track(Dependency{about, slug})
	}
}

// agency returns an agency of the register, nil for none.
func (p *pass) agency(slug string) *register.Agency {
	p.depend(Registration, slug)
	if m := p.registry.members[slug]; m != nil {
		return m.agency
	}
	return nil
}

// of returns an agency's report of a family and year, nil for none.
func (p *pass) of(family, agency string, year int) *report.Report {
	p.depend(Reports, agency)
	if m := p.registry.members[agency]; m != nil {
		return m.byYear[key{family, year}]
	}
	return nil
}

// last returns the agency's report of the year before.
func (p *pass) last(r *report.Report) *report.Report {
	return p.beside(r, r.Year-1)
}

// next returns the agency's report of the year after.
func (p *pass) next(r *report.Report) *report.Report {
	return p.beside(r, r.Year+1)
}

// beside returns the agency's report of another year; nil too where the year of either
// is in doubt.
func (p *pass) beside(r *report.Report, year int) *report.Report {
	if other := p.of(r.Form.Family, r.Agency, year); other != nil && other.FileYear == 0 && r.FileYear == 0 {
		return other
	}
	return nil
}

// children lists the agencies whose parent an agency is, by slug.
func (p *pass) children(slug string) []*register.Agency {
	p.depend(Children, slug)
	return p.registry.children[slug]
}

// followers lists the agencies that an agency was merged into, by slug.
func (p *pass) followers(slug string) []*register.Agency {
	p.depend(Followers, slug)
	return p.registry.followers[slug]
}

// renamedFrom lists the agencies that had a slug before, by their slugs.
func (p *pass) renamedFrom(slug string) []*register.Agency {
	p.depend(Renamed, slug)
	return p.registry.renamed[slug]
}
