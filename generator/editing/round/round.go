// Package round follows the reports of one year while an office collects them: how far each body is, what it
// has still to do, and what they add up to.
//
// What it tells rests on a workspace.State, that is, on what a check of the site finds; it is given the day and
// reads no files.
package round

import (
	"maps"
	"slices"

	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/workspace"
)

// registryOf is what the rules look things up in, made of a state.
func registryOf(s *workspace.State) *rule.Registry {
	in := &rule.Input{Official: s.Config.Official}
	for _, a := range s.Agencies {
		in.Agencies = append(in.Agencies, a.Entry)
		in.Reports = append(in.Reports, a.Reports...)
	}
	return rule.NewRegistry(in)
}

// agencyOf is an agency of a site, nil for none.
func agencyOf(s *workspace.State, slug string) *content.Agency {
	for _, a := range s.Agencies {
		if a.Entry.Slug == slug {
			return a
		}
	}
	return nil
}

// reportOf is an agency's report of a family and year, as the rules take it; nil for none.
func reportOf(a *content.Agency, family string, year int) (found *report.Report) {
	for _, r := range a.Reports {
		if r.Form.Family == family && r.Year == year && (found == nil || found.FileYear != 0 && r.FileYear == 0) {
			found = r
		}
	}
	return found
}

// Years are those that a site has reports of a family for, the newest first.
func Years(s *workspace.State, family string) []int {
	of := map[int]bool{}
	for _, a := range s.Agencies {
		for _, r := range a.Reports {
			if r.Form.Family == family {
				of[r.Year] = true
			}
		}
	}
	years := slices.Sorted(maps.Keys(of))
	slices.Reverse(years)
	return years
}

// filled counts the cells of a report that have a value, of those that must have one.
func filled(r *report.Report) (have, want int) {
	for _, c := range r.Form.Cells {
		if c.Optional {
			continue
		}
		want++
		if r.Value(c).State == report.Valid {
			have++
		}
	}
	return have, want
}

// errorsIn are the errors in a file that nothing waives and no other explains.
func errorsIn(s *workspace.State, file string) (out []*diag.Finding) {
	var all []diag.Finding
	for _, f := range s.Findings.Of(file) {
		all = append(all, *f)
	}
	for _, f := range diag.Leading(all) {
		if f.Severity == diag.Error && !f.Waived {
			out = append(out, f)
		}
	}
	return out
}

// nameIn is what an agency was called in a year.
func nameIn(a *register.Agency, slug string, year int) string {
	if a == nil {
		return slug
	}
	return a.NameIn(year)
}
