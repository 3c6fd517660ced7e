package workspace

import (
	"gongkai/generator/diag"
	"gongkai/generator/workspace/graph"
)

// siteFindings are findings that need the whole site; each agency's share is one input of the graph.
type siteFindings struct {
	graph *graph.Graph
	kind  string
	of    map[string][]diag.Finding
}

// set gives every agency its share of the findings.
func (p *siteFindings) set(found []diag.Finding) {
	now := map[string][]diag.Finding{}
	for _, f := range found {
		now[f.Agency] = append(now[f.Agency], f)
	}
	for slug := range p.of {
		if now[slug] == nil {
			p.put(slug, nil)
		}
	}
	for slug, fs := range now {
		p.put(slug, fs)
	}
}

// put gives an agency its findings.
func (p *siteFindings) put(slug string, found []diag.Finding) {
	if diag.Equal(found, p.of[slug]) {
		return
	}
	p.graph.Touch(p.kind, slug)
	p.of[slug] = found
	if found == nil {
		delete(p.of, slug)
	}
}

func (p *siteFindings) get(r *graph.Reads, slug string) []diag.Finding {
	r.Read(p.kind, slug)
	return p.of[slug]
}
