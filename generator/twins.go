package generator

import (
	"fmt"
	"maps"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/similarity"
)

// twins reports prose that is almost last year's or another agency's, in a report of the
// same family.
func twins(agencies []*register.Agency, reports []*report.Report) []diag.Finding {
	families := map[string][]*report.Report{}
	for _, r := range reports {
		families[r.Form.Family] = append(families[r.Form.Family], r)
	}
	var out []diag.Finding
	for _, name := range slices.Sorted(maps.Keys(families)) {
		out = append(out, twinsAmong(agencies, families[name])...)
	}
	return out
}

func twinsAmong(agencies []*register.Agency, reports []*report.Report) []diag.Finding {
	bySlug := make(map[string]*register.Agency, len(agencies))
	for _, a := range agencies {
		bySlug[a.Slug] = a
	}
	texts := make([]similarity.Text, len(reports))
	for i, r := range reports {
		t := similarity.Text{Author: r.Agency, Year: r.Year}
		if a := bySlug[r.Agency]; a != nil {
			t.Names = []string{a.NameIn(r.Year), a.Name, a.ShortName}
		}
		// What stands before the first heading is the same in every report.
		for _, s := range r.Body.Sections {
			t.Parts = append(t.Parts, similarity.Part{Markdown: s.Text, Line: s.Line})
		}
		texts[i] = t
	}
	var out []diag.Finding
	for _, t := range similarity.Find(texts) {
		r, other := reports[t.Text], reports[t.Other]
		f := diag.Finding{Rule: "near-duplicate", File: r.File, Span: t.At, Agency: r.Agency, Year: r.Year}
		place := fmt.Sprintf("%s:%d", other.File, t.There.Line)
		if r.Agency == other.Agency {
			f.Message = diag.Textf("正文与 %[2]d 年的报告雷同，如“%[1]s”（见 %[3]s）", "the prose is almost that of the report of %[2]d, such as “%[1]s” (see %[3]s)", t.Passage, other.Year, place)
			f.Hint = diag.Textf("请写本年度的情况", "write of this year")
		} else {
			f.Message = diag.Textf("正文与其他机关同年的报告雷同，如“%s”（见 %s）", "the prose is almost that of another agency's report of the year, such as “%s” (see %s)", t.Passage, place)
			f.Hint = diag.Textf("请写本机关的情况", "write of this agency")
		}
		out = append(out, f)
	}
	return out
}
