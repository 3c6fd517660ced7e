package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// Settings are the severities that a site gives to rules.
type Settings map[string]diag.Severity

// ApplyWaivers gives every finding its severity, drops those switched off, marks those
// that a report waives, and reports waivers that match nothing. Of a crowd of one rule's
// findings in a file it lists the first.
func ApplyWaivers(findings []diag.Finding, reports []*report.Report, set Settings) []diag.Finding {
	waivers := map[string][]report.Waiver{}
	for _, r := range reports {
		if len(r.Waivers) > 0 {
			waivers[r.File] = r.Waivers
		}
	}
	used := map[string][]bool{}
	for file, ws := range waivers {
		used[file] = make([]bool, len(ws))
	}
	var out []diag.Finding
	keep := func(f diag.Finding) {
		if f.Severity = severity(f, set); f.Severity != diag.Off {
			out = append(out, f)
		}
	}
	for _, f := range findings {
		for i, w := range waivers[f.File] {
			if waives(w, &f) {
				f.Waived, f.Reason = true, w.Reason
				used[f.File][i] = true
			}
		}
		keep(f)
	}
	for _, r := range reports {
		for i, w := range r.Waivers {
			if w.Lost {
				continue // said already
			}
			if f, ok := unused(w, used[r.File][i]); ok {
				f.File, f.Span, f.Agency, f.Year = r.File, w.Span, r.Agency, r.Year
				keep(f)
			}
		}
	}
	return truncate(diag.Sort(out))
}

// waives reports whether a waiver of a finding's report covers it.
func waives(w report.Waiver, f *diag.Finding) bool {
	r := ByID(f.Rule)
	return w.Rule == f.Rule && w.Reason != "" && !w.Lost && (r == nil || !r.Locked) && covers(w.Cell, f.Cells)
}

// covers reports whether a waiver's cell, or a row or table it names, is among the
// cells of a finding; no cell covers every finding of the rule.
func covers(cell string, cells []string) bool {
	if cell == "" {
		return true
	}
	for _, c := range cells {
		if c == cell || len(c) > len(cell) && c[:len(cell)] == cell && c[len(cell)] == '.' {
			return true
		}
	}
	return false
}

func severity(f diag.Finding, set Settings) diag.Severity {
	r := ByID(f.Rule)
	if r == nil {
		return diag.Error // faults of the tool's own output are never published
	}
	if s, ok := set[f.Rule]; ok && !r.Locked {
		if r == wrongCell && s != diag.Off {
			return max(s, f.Severity) // or what it explains would be made milder with it
		}
		return s
	}
	if f.Severity != diag.Off {
		return f.Severity
	}
	return r.Severity
}
