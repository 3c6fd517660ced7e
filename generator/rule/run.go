package rule

import (
	"gongkai/generator/diag"
)

// Check checks every rule over one agency and its reports, report by report, so that
// what two rules read in one is read once. asked, if given, is called with what was looked up
// of other agencies.
func (h *Registry) Check(slug string, asked func(Dependency)) (out []diag.Finding) {
	m := h.members[slug]
	if m == nil {
		return nil
	}
	passes, read := make([]pass, len(all)), &claimed{}
	for i, r := range all {
		passes[i] = pass{rule: r, slug: slug, registry: h, claimed: read, track: asked}
	}
	for _, r := range m.reports {
		for i := range passes {
			if check := passes[i].rule.check(); check != nil {
				check(&passes[i], r)
			}
		}
	}
	for i := range passes {
		p := &passes[i]
		if p.rule.agency != nil && m.agency != nil {
			p.rule.agency(p, m.agency, m.reports)
		}
		out = append(out, p.findings...)
	}
	return out
}
