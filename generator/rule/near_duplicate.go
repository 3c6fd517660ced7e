package rule

import (
	"fmt"
	"maps"
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule/similarity"
)

var nearDuplicate = &Rule{
	ID: "near-duplicate", Severity: diag.Warning,
	Title:   diag.Textf("正文与另一份报告雷同", "the prose is almost another report's"),
	What:    diag.Textf("正文不应与本机关往年的报告或其他机关同年的报告几乎相同；数字、机关名称和多数报告共有的套话不计。", "The prose is not almost that of the agency's earlier reports or of another agency's of the same year; figures, the agency's name and what many reports share do not count."),
	Why:     diag.Textf("照抄的报告没有说明本机关本年度的工作，是通报批评的常见原因。", "A copied report says nothing of the agency's year, and is a common reason for criticism."),
	Example: "两年的“存在的主要问题及改进情况”一字不差",
	direct:  "DuplicateIndex.Findings",
}

// DuplicateIndex holds the prose of all reports, to find what is almost last year's or another
// agency's, in a report of the same family. It is brought up to date an agency at a time.
type DuplicateIndex struct {
	incremental bool
	families    map[string]*similarity.Index
	entries     map[string][]entry // by slug, in the order in which reports are listed
	pending     map[string]bool    // slugs of agencies that changed since the last update
	// Known, if given, returns what an earlier index knew of a report; nil for one that has changed since. Sampled then gives what this
	// one knows.
	Known func(r *report.Report) *similarity.Known
}

// entry is a report in the index.
type entry struct {
	report *report.Report
	names  [3]string // of the agency in that year
}

// NewDuplicateIndex returns an empty index; incremental says that it will be updated more than
// once.
func NewDuplicateIndex(incremental bool) *DuplicateIndex {
	return &DuplicateIndex{incremental: incremental, families: map[string]*similarity.Index{}, entries: map[string][]entry{}, pending: map[string]bool{}}
}

func (x *DuplicateIndex) known(r *report.Report) *similarity.Known {
	if x.Known == nil {
		return nil
	}
	return x.Known(r)
}

// Sampled is what the index knows of a report's prose, as similarity.KnownOf reads it.
func (x *DuplicateIndex) Sampled(r *report.Report) []byte {
	if texts := x.families[r.Form.Family]; texts != nil {
		return texts.Sampled(r.File)
	}
	return nil
}

// Changed says that the next update has to look at an agency again.
func (x *DuplicateIndex) Changed(slug string) { x.pending[slug] = true }

// Update indexes the agencies that changed, as they are now, and returns the slugs of those
// whose findings may differ from before. now returns an agency's entry, nil where it has
// none, and its reports.
func (x *DuplicateIndex) Update(now func(slug string) (*register.Agency, []*report.Report)) []string {
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
	for slug := range x.pending {
		entries := entriesOf(now(slug))
		for _, old := range x.entries[slug] {
			if !slices.ContainsFunc(entries, old.replaces) {
				in(old.report).remove = append(in(old.report).remove, old.report.File)
			}
		}
		for _, v := range entries {
			if !slices.Contains(x.entries[slug], v) {
				in(v.report).put = append(in(v.report).put, v.text(x.known(v.report)))
			}
		}
		x.entries[slug] = entries
		if len(entries) == 0 {
			delete(x.entries, slug)
		}
	}
	different := x.pending
	x.pending = map[string]bool{}
	for family, c := range changes {
		texts := x.families[family]
		if texts == nil {
			texts = similarity.NewIndex(x.incremental)
			if x.Known != nil {
				texts.Remember()
			}
			x.families[family] = texts
		}
		for _, slug := range texts.Update(c.remove, c.put) {
			different[slug] = true
		}
	}
	return slices.Sorted(maps.Keys(different))
}

func entriesOf(a *register.Agency, reports []*report.Report) []entry {
	out := make([]entry, 0, len(reports))
	for _, r := range reports {
		v := entry{report: r}
		if a != nil {
			v.names = [...]string{a.NameIn(r.Year), a.Name, a.ShortName}
		}
		out = append(out, v)
	}
	return out
}

// replaces reports whether an entry is the same file as another, and of the same family.
func (e entry) replaces(other entry) bool {
	return e.report.File == other.report.File && e.report.Form.Family == other.report.Form.Family
}

func (e entry) text(known *similarity.Known) *similarity.Text {
	r := e.report
	return &similarity.Text{Key: r.File, Author: r.Agency, Year: r.Year, Names: e.names[:], Known: known, Read: func() []similarity.Part {
		sections := r.Body.Sections() // what is before the first heading is the same in every report
		parts := make([]similarity.Part, len(sections))
		for i := range sections {
			s := &sections[i]
			parts[i] = similarity.Part{Markdown: s.Text, Mask: r.Body.Mask(s), Line: s.Line}
		}
		return parts
	}}
}

// Findings reports an agency's prose that is almost another report's.
func (x *DuplicateIndex) Findings(slug string) []diag.Finding {
	var out []diag.Finding
	for _, v := range x.entries[slug] {
		for _, t := range x.families[v.report.Form.Family].Twins(v.report.File) {
			out = append(out, duplicate(v.report, t))
		}
	}
	return out
}

func duplicate(r *report.Report, t similarity.Twin) diag.Finding {
	f := diag.Finding{Rule: nearDuplicate.ID, File: r.File, Span: t.At, Agency: r.Agency, Year: r.Year}
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
