package scaffold

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"gongkai/generator/editing/frontmatter"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Draft says how a new report is to be written.
type Draft struct {
	Form    *form.Form
	Year    int
	Last    *report.Report // last year's, nil where there is none
	Chinese bool           // Chinese keys
	// Explicit is set when the form is not the year's default and must be named.
	Explicit bool
	Area     *Area // of an area total, whose figures are given; nil for an agency's own report
}

// Area is what is known of an area total before it is written.
type Area struct {
	Excludes []report.Exclusion
	Sums     map[*form.Cell]string // what is not there is to be filled in
}

// Report writes a new report: each row under its printed label as a comment, with
// the columns' names above; what last year carried out; the headings with prompts.
func Report(d Draft) []byte {
	w := &writer{Draft: d, given: map[*form.Cell]string{}}
	if d.Area != nil {
		w.given = d.Area.Sums
	} else {
		w.carry()
	}
	w.head()
	fmt.Fprintf(&w.buf, "# %s: %d-01-31\n", w.word("published", "公布日期"), d.Year+1)
	fmt.Fprintf(&w.buf, "%s: true\n", w.word("draft", "草稿"))
	w.area()
	w.data()
	w.buf.WriteString("---\n")
	for _, s := range d.Form.Sections {
		fmt.Fprintf(&w.buf, "\n## %s\n", s.Heading)
		if s.Prompt != "" {
			fmt.Fprintf(&w.buf, "\n<!-- %s -->\n", s.Prompt)
		}
	}
	return w.laid()
}

// head opens the front matter.
func (w *writer) head() {
	w.buf.WriteString("---\n")
	if w.Explicit {
		fmt.Fprintf(&w.buf, "form: %s\n", w.Form.ID)
	}
	fmt.Fprintf(&w.buf, "%s: %d\n", w.word("year", "年度"), w.Year)
}

// area writes which reports an area total adds up.
func (w *writer) area() {
	if w.Area == nil {
		return
	}
	w.buf.WriteString("scope: government\nincludes: children\n")
	if len(w.Area.Excludes) > 0 {
		w.buf.WriteString("excludes:\n")
	}
	for _, e := range w.Area.Excludes {
		fmt.Fprintf(&w.buf, "  - {agency: %s, reason: %s}\n", quoted(e.Agency), quoted(e.Reason))
	}
}

// data writes the figures.
func (w *writer) data() {
	fmt.Fprintf(&w.buf, "%s:\n", w.word("data", "数据"))
	for _, s := range w.Form.Data.Slots {
		w.columns = ""
		w.slot(s, 1)
	}
}

// laid is what was written, in the canonical layout.
func (w *writer) laid() []byte {
	d := w.Draft
	laid, err := frontmatter.Format(w.buf.Bytes(), frontmatter.Shape{Keys: report.Keys(), Form: d.Form}, frontmatter.Mixed)
	if err != nil {
		return w.buf.Bytes() // of a form whose labels are not plain lines
	}
	return laid
}

// Given are the values that a new report begins with: what last year carried out, and what its form gives to begin with.
func Given(d Draft) map[*form.Cell]string {
	w := &writer{Draft: d, given: map[*form.Cell]string{}}
	var walk func(s *form.Slot, draft string)
	walk = func(s *form.Slot, draft string) {
		if s.Draft != "" {
			draft = s.Draft
		}
		if s.Cell != nil && !s.Optional && draft != "" && s.Cell.Kind.Numeric() {
			w.given[s.Cell] = draft
		}
		for _, child := range s.Slots {
			walk(child, draft)
		}
	}
	walk(d.Form.Data, "")
	w.carry()
	return w.given
}

type writer struct {
	Draft
	buf     bytes.Buffer
	given   map[*form.Cell]string
	filled  bool   // a cell that is not given is blank, an optional one is left out
	columns string // the column names last written above rows
}

func (w *writer) word(id, zh string) string {
	if w.Chinese {
		return zh
	}
	return id
}

func (w *writer) key(s *form.Slot) string {
	if w.Chinese && s.Key != "" {
		return s.Key
	}
	return s.ID
}

// carry takes over what last year's report carried out.
func (w *writer) carry() {
	if w.Last == nil {
		return
	}
	for _, rel := range w.Form.Relations {
		if rel.Kind != form.Carry {
			continue
		}
		for _, l := range rel.Lines {
			if v, ok := w.before(l.Plus); ok {
				w.given[l.Total] = v
			}
		}
	}
}

// before is the sum of cells in last year's report, as written where it is one cell.
func (w *writer) before(cells []*form.Cell) (string, bool) {
	var sum report.Number
	for _, c := range cells {
		from := w.Last.Form.Counterpart(c, w.Form)
		if from == nil {
			return "", false
		}
		v := w.Last.Value(from)
		if v.State != report.Valid {
			return "", false
		}
		if len(cells) == 1 {
			return v.Text, true
		}
		sum = sum.Plus(v.Number)
	}
	return sum.String(), true
}

func (w *writer) value(s *form.Slot, draft string) string {
	if v, ok := w.given[s.Cell]; ok {
		return v
	}
	switch {
	case w.filled && s.Cell.Default == "":
		return ""
	case s.Optional && s.Cell != nil && s.Cell.Kind.Numeric() && w.Area != nil:
		return report.Placeholder
	case s.Optional && s.Cell != nil:
		return strconv.Quote(s.Cell.Default)
	case draft != "" && w.Area == nil && (s.Cell == nil || s.Cell.Kind.Numeric()):
		return draft
	}
	return report.Placeholder
}

func (w *writer) slot(s *form.Slot, depth int) {
	in := strings.Repeat("  ", depth)
	if (w.filled || w.Area != nil) && s.Optional && !w.anyGiven(s) {
		return
	}
	switch {
	case s.List != nil:
		w.list(s, in)
	case s.Cell != nil:
		fmt.Fprintf(&w.buf, "%s# %s\n%s%s: %s\n", in, s.Cell.Label, in, w.key(s), w.value(s, s.Draft))
	case s.Row:
		w.row(s, in)
	default:
		fmt.Fprintf(&w.buf, "%s# %s\n%s%s:\n", in, s.Label, in, w.key(s))
		for _, child := range s.Slots {
			w.slot(child, depth+1)
		}
	}
}

// anyGiven reports whether a cell of a slot is given.
func (w *writer) anyGiven(s *form.Slot) bool {
	for _, c := range s.Cells() {
		if _, ok := w.given[c]; ok {
			return true
		}
	}
	return false
}

// row writes a row: as a map where it has a few columns, else as a sequence with the
// columns' names above the first of its kind.
func (w *writer) row(s *form.Slot, in string) {
	var names, values, pairs []string
	for _, c := range s.Slots {
		v := w.value(c, s.Draft)
		names, values = append(names, c.Label), append(values, v)
		pairs = append(pairs, w.key(c)+": "+v)
	}
	if len(s.Slots) <= 3 {
		fmt.Fprintf(&w.buf, "%s# %s\n%s%s: {%s}\n", in, s.Label, in, w.key(s), strings.Join(pairs, ", "))
		return
	}
	if head := strings.Join(names, "、"); head != w.columns {
		fmt.Fprintf(&w.buf, "%s# 〔%s〕\n", in, head)
		w.columns = head
	}
	fmt.Fprintf(&w.buf, "%s# %s\n%s%s: [%s]\n", in, s.Label, in, w.key(s), strings.Join(values, ", "))
}
