package rule

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// Run checks every rule over the corpus, many reports at a time.
func Run(c *Corpus) []diag.Finding {
	h := newHistory(c)
	shares := slices.Collect(slices.Chunk(c.Reports, max(len(c.Reports)/(4*runtime.GOMAXPROCS(0)), 16)))
	found := make([][]diag.Finding, len(shares))
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), len(shares)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(shares); i = int(next.Add(1)) - 1 {
				found[i] = each(c, h, shares[i])
			}
		})
	}
	wg.Wait()
	out := slices.Concat(found...)
	for _, r := range all {
		if r.corpus != nil {
			p := &pass{Corpus: c, rule: r, history: h}
			r.corpus(p)
			out = append(out, p.findings...)
		}
	}
	return out
}

// each checks the rules that look at one report at a time, report by report, so that
// what two rules read in one is read once.
func each(c *Corpus, h *history, reports []*report.Report) (out []diag.Finding) {
	var passes []*pass
	var checks []func(*pass, *report.Report)
	read := &claimed{}
	for _, r := range all {
		if check := r.check(); check != nil {
			passes, checks = append(passes, &pass{Corpus: c, rule: r, history: h, claimed: read}), append(checks, check)
		}
	}
	for _, r := range reports {
		for i, p := range passes {
			checks[i](p, r)
		}
	}
	for _, p := range passes {
		out = append(out, p.findings...)
	}
	return out
}

// Settings are the severities that a site gives to rules.
type Settings map[string]diag.Severity

// Settle gives every finding its severity, drops those switched off, marks those
// that a report waives, and reports waivers that match nothing.
func Settle(findings []diag.Finding, reports []*report.Report, set Settings) []diag.Finding {
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
		r := ByID(f.Rule)
		for i, w := range waivers[f.File] {
			if w.Rule == f.Rule && w.Reason != "" && !w.Lost && (r == nil || !r.Fixed) && covers(w.Cell, f.Cells) {
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
	return diag.Sort(out)
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
	if s, ok := set[f.Rule]; ok && !r.Fixed {
		return s
	}
	if f.Severity != diag.Off {
		return f.Severity
	}
	return r.Severity
}
