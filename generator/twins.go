package generator

import (
	"fmt"
	"maps"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule/similarity"
)

// library holds the prose of all reports, to find what is almost last year's or another
// agency's, in a report of the same family.
type library struct {
	again    bool
	families map[string]*similarity.Index
	held     map[string][]volume // by slug, in the order in which reports are listed
	pending  map[string]bool     // slugs of agencies that changed since they were taken in
}

// volume is a report whose prose the library holds.
type volume struct {
	report *report.Report
	names  [3]string // of the agency in that year
}

func newLibrary(again bool) *library {
	return &library{again: again, families: map[string]*similarity.Index{}, held: map[string][]volume{}, pending: map[string]bool{}}
}

// take takes in the prose of the agencies that changed, as they are now, and returns the
// slugs of those of which other findings may be given than before.
func (l *library) take(now func(slug string) *agency) []string {
	type change struct {
		remove []string
		put    []*similarity.Text
	}
	changes := map[string]*change{}
	in := func(r *report.Report) *change {
		c := changes[r.Form.Family]
		if c == nil {
			c = &change{}
			changes[r.Form.Family] = c
		}
		return c
	}
	for slug := range l.pending {
		var volumes []volume
		if a := now(slug); a != nil {
			volumes = shelve(a.entry, a.reports)
		}
		for _, old := range l.held[slug] {
			if !slices.ContainsFunc(volumes, old.replaces) {
				in(old.report).remove = append(in(old.report).remove, old.report.File)
			}
		}
		for _, v := range volumes {
			if !slices.Contains(l.held[slug], v) {
				in(v.report).put = append(in(v.report).put, v.text())
			}
		}
		l.held[slug] = volumes
		if len(volumes) == 0 {
			delete(l.held, slug)
		}
	}
	different := l.pending
	l.pending = map[string]bool{}
	for family, c := range changes {
		x := l.families[family]
		if x == nil {
			x = similarity.NewIndex(l.again)
			l.families[family] = x
		}
		for _, slug := range x.Update(c.remove, c.put) {
			different[slug] = true
		}
	}
	return slices.Sorted(maps.Keys(different))
}

func shelve(a *register.Agency, reports []*report.Report) []volume {
	out := make([]volume, 0, len(reports))
	for _, r := range reports {
		v := volume{report: r}
		if a != nil {
			v.names = [...]string{a.NameIn(r.Year), a.Name, a.ShortName}
		}
		out = append(out, v)
	}
	return out
}

// replaces reports whether a volume is the same file as another, and of the same family.
func (v volume) replaces(w volume) bool {
	return v.report.File == w.report.File && v.report.Form.Family == w.report.Form.Family
}

func (v volume) text() *similarity.Text {
	r := v.report
	t := &similarity.Text{Key: r.File, Author: r.Agency, Year: r.Year, Names: v.names[:], Parts: make([]similarity.Part, len(r.Body.Sections))}
	// What stands before the first heading is the same in every report.
	for i, s := range r.Body.Sections {
		t.Parts[i] = similarity.Part{Markdown: s.Text, Line: s.Line}
	}
	return t
}

// findings reports an agency's prose that is almost another report's.
func (l *library) findings(slug string) []diag.Finding {
	var out []diag.Finding
	for _, v := range l.held[slug] {
		for _, t := range l.families[v.report.Form.Family].Twins(v.report.File) {
			out = append(out, twin(v.report, t))
		}
	}
	return out
}

func twin(r *report.Report, t similarity.Twin) diag.Finding {
	f := diag.Finding{Rule: "near-duplicate", File: r.File, Span: t.At, Agency: r.Agency, Year: r.Year}
	place := fmt.Sprintf("%s:%d", t.Other.Key, t.There.Line)
	if r.Agency == t.Other.Author {
		f.Message = diag.Textf("正文与 %[2]d 年的报告雷同，如“%[1]s”（见 %[3]s）", "the prose is almost that of the report of %[2]d, such as “%[1]s” (see %[3]s)", t.Passage, t.Other.Year, place)
		f.Hint = diag.Textf("请写本年度的情况", "write of this year")
	} else {
		f.Message = diag.Textf("正文与其他机关同年的报告雷同，如“%s”（见 %s）", "the prose is almost that of another agency's report of the year, such as “%s” (see %s)", t.Passage, place)
		f.Hint = diag.Textf("请写本机关的情况", "write of this agency")
	}
	return f
}
