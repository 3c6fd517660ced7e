package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// parts are the reports that an area total includes. What is wrong with the list is
// reported; ok is false where no sum can be made of it.
func (p *pass) parts(r *report.Report) (parts []*report.Report, ok bool) {
	ok = true
	counted := map[string]string{} // agency → the included one through which it counts
	var silent []string            // children whose report is not there
	for i, slug := range p.included(r) {
		at := r.ScopeSpan
		switch {
		case r.Children:
			at = r.IncludeSpans[0]
		case i < len(r.IncludeSpans):
			at = r.IncludeSpans[i]
		}
		fault := func(message, hint diag.Text) {
			p.add(r, at, diag.Finding{Message: message, Hint: hint, Actual: slug})
			ok = false
		}
		a := p.agency(slug)
		if a == nil {
			fault(diag.Textf("没有机关“%s”", "there is no agency %q", slug), diag.Textf("请填写 content 下的文件夹名", "write the name of a folder in content"))
			continue
		}
		part := p.of(r.Form.Family, slug, r.Year)
		if part == nil && r.Children {
			silent, ok = append(silent, a.Name), false
			continue
		}
		if part == nil {
			fault(diag.Textf("%s没有 %d 年的报告，无法核对合计", "%s has no report for %d, so the totals cannot be checked", a.Name, r.Year),
				diag.Textf("请补上报告，或移入 excludes 并写明理由", "add it, or move the agency to excludes with a reason"))
			continue
		}
		if slices.ContainsFunc(r.Excludes, func(e report.Exclusion) bool { return e.Agency == slug }) {
			fault(diag.Textf("%s既在 includes 又在 excludes", "%s is both included and excluded", a.Name), diag.Textf("请只保留一处", "keep one of the two"))
		}
		for _, within := range p.within(slug, r) {
			by, twice := counted[within]
			switch {
			case within == r.Agency:
				fault(diag.Textf("%s的汇总包含它自己", "the area total of %s includes itself", p.nameOf(r.Agency)), diag.Textf("请从 includes 删去", "take it out of includes"))
			case twice && within == slug && by == slug:
				fault(diag.Textf("%s列了两次，报告会算两次", "%s is listed twice, so its report counts twice", a.Name), diag.Textf("请删去一个", "delete one"))
			case twice && within == slug:
				fault(diag.Textf("%s已经包含在%s的汇总里，报告会算两次", "%s is in the area total of %s already, so its report counts twice", a.Name, p.nameOf(by)), diag.Textf("请删去一个", "delete one"))
			case twice:
				fault(diag.Textf("%[2]s的汇总已经包含%[1]s，报告会算两次", "the area total of %[2]s has %[1]s in it already, so its report counts twice", p.nameOf(within), a.Name), diag.Textf("请删去一个", "delete one"))
			default:
				counted[within] = slug
				continue
			}
			break
		}
		parts = append(parts, part)
	}
	for _, e := range r.Excludes {
		if p.agency(e.Agency) == nil && e.Agency != "" {
			p.add(r, e.Span, diag.Finding{Actual: e.Agency, Message: diag.Textf("没有机关“%s”", "there is no agency %q", e.Agency),
				Hint: diag.Textf("请填写 content 下的文件夹名", "write the name of a folder in content")})
		}
	}
	if len(silent) > 0 {
		p.add(r, r.IncludeSpans[0], diag.Finding{
			Message: diag.Textf("%[1]d 个下级机关没有 %[2]d 年的报告，无法核对合计：%[3]s", "no report for %[2]d of %[3]s (%[1]d in all), so the totals cannot be checked", len(silent), r.Year, diag.Listed(silent)),
			Hint:    diag.Textf("请补上报告，或写入 excludes 并写明理由", "add them, or put the agencies under excludes with a reason")})
	}
	p.merged(r, counted)
	p.forgotten(r, counted)
	return parts, ok
}

// included lists the agencies that an area total says that it adds up.
func (p *pass) included(r *report.Report) []string {
	if !r.Children {
		return r.Includes
	}
	var out []string
	for _, a := range p.children(r.Agency) {
		if p.belongs(a, r) {
			out = append(out, a.Slug)
		}
	}
	return out
}

// belongs reports whether a child's report is part of an area's: bodies run from above do not count into the area, nor
// those that were not there in the year, or that it excludes.
func (p *pass) belongs(a *register.Agency, r *report.Report) bool {
	return a.Kind != "vertical" && a.InForce(r.Year) && !p.absorbed(a, r.Year) &&
		!slices.ContainsFunc(r.Excludes, func(e report.Exclusion) bool { return e.Agency == a.Slug })
}

// Contributor is an agency that an area total adds up.
type Contributor struct {
	Slug   string
	Agency *register.Agency // nil where the site has none of that name
	Report *report.Report   // of the year; nil where there is none
}

// Contributors are the agencies whose reports an area total adds up, in the order of its list, or by slug where it is of
// all children. The report need not be one of the registry's.
func (h *Registry) Contributors(r *report.Report) []Contributor {
	p := &pass{slug: r.Agency, registry: h}
	var out []Contributor
	for _, slug := range p.included(r) {
		out = append(out, Contributor{slug, p.agency(slug), p.of(r.Form.Family, slug, r.Year)})
	}
	return out
}

// LeftOut are the children of an area that belong to its total, but that it neither adds up, nor excludes; with their
// reports of the year, where they have any.
func (h *Registry) LeftOut(r *report.Report) []Contributor {
	p := &pass{slug: r.Agency, registry: h}
	counted := map[string]bool{}
	for _, slug := range p.included(r) {
		for _, within := range p.within(slug, r) {
			counted[within] = true
		}
	}
	var out []Contributor
	for _, a := range p.leftOut(r, func(slug string) bool { return counted[slug] }) {
		out = append(out, Contributor{a.Slug, a, p.of(r.Form.Family, a.Slug, r.Year)})
	}
	return out
}

// Exclusion is an agency that an area total does not add up, for a reason.
type Exclusion struct {
	Contributor
	Reason string
}

// Excluded are the agencies that an area total says that it does not add up.
func (h *Registry) Excluded(r *report.Report) []Exclusion {
	p := &pass{slug: r.Agency, registry: h}
	var out []Exclusion
	for _, e := range r.Excludes {
		out = append(out, Exclusion{Contributor{e.Agency, p.agency(e.Agency), p.of(r.Form.Family, e.Agency, r.Year)}, e.Reason})
	}
	return out
}

// within lists an agency and all whose reports its own report of the year adds up.
func (p *pass) within(slug string, r *report.Report) []string {
	out := []string{slug}
	for i := 0; i < len(out); i++ {
		part := p.of(r.Form.Family, out[i], r.Year)
		if part == nil || part.Scope != "government" {
			continue
		}
		for _, s := range p.included(part) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// merged reports an agency that counts beside the one it was merged into.
func (p *pass) merged(r *report.Report, counted map[string]string) {
	for i, slug := range r.Includes {
		for _, a := range p.followers(slug) {
			if _, in := counted[a.Slug]; !in {
				continue
			}
			for _, m := range a.Predecessors {
				if m.Agency == slug && m.Year <= r.Year && i < len(r.IncludeSpans) && p.of(r.Form.Family, slug, r.Year) != nil {
					p.add(r, r.IncludeSpans[i], diag.Finding{Actual: slug,
						Message: diag.Textf("%s从 %d 年起并入%s，报告会算两次", "%s was merged into %[3]s from %[2]d on, so its report counts twice", p.nameOf(slug), m.Year, a.Name),
						Hint:    diag.Textf("请从 includes 删去", "take it out of includes")})
				}
			}
		}
	}
}

// forgotten reports the children that have a report that belongs to the area's and are neither included nor
// excluded.
func (p *pass) forgotten(r *report.Report, counted map[string]string) {
	var names []string
	for _, a := range p.leftOut(r, func(slug string) bool { _, in := counted[slug]; return in }) {
		if p.of(r.Form.Family, a.Slug, r.Year) != nil {
			names = append(names, a.Name)
		}
	}
	if len(names) > 0 {
		p.add(r, r.ScopeSpan, diag.Finding{
			Message: diag.Textf("下级机关既没有列入 includes 也没有写入 excludes：%s", "children neither included nor excluded: %s", diag.Listed(names)),
			Hint:    diag.Textf("请列入其中之一；不计入的写明理由", "put each under one of them, with a reason where it does not count")})
	}
}

// leftOut lists the children that belong to an area, but are not counted in its total.
func (p *pass) leftOut(r *report.Report, counted func(slug string) bool) (out []*register.Agency) {
	for _, a := range p.children(r.Agency) {
		if !counted(a.Slug) && p.belongs(a, r) {
			out = append(out, a)
		}
	}
	return out
}

// absorbed reports whether an agency had been merged into another by a year.
func (p *pass) absorbed(a *register.Agency, year int) bool {
	for _, b := range p.followers(a.Slug) {
		for _, m := range b.Predecessors {
			if m.Agency == a.Slug && m.Year <= year {
				return true
			}
		}
	}
	return false
}

func (p *pass) nameOf(slug string) string {
	if a := p.agency(slug); a != nil {
		return a.Name
	}
	return slug
}
