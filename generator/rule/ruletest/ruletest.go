// Package ruletest runs the rules over reports that were never in a site's folder.
package ruletest

import (
	"maps"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/rule"
)

// Findings checks every rule over an input, agency by agency in the order of their slugs.
func Findings(in *rule.Input) (out []diag.Finding) {
	slugs := map[string]bool{}
	for _, a := range in.Agencies {
		slugs[a.Slug] = true
	}
	for _, r := range in.Reports {
		slugs[r.Agency] = true
	}
	registry := rule.NewRegistry(in)
	for _, slug := range slices.Sorted(maps.Keys(slugs)) {
		out = append(out, registry.Localize(slug, registry.Check(slug, nil), nil, nil)...)
	}
	return append(out, append(rule.IndexNumbers(in.Agencies), rule.SameNames(in.Agencies)...)...)
}
