package amend

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/report"
)

// Suggestions are the figures that findings on the report expect of totals and the
// like, or would be fixed with, by cell. Where two disagree about a cell both are listed. A
// finding whose cause is another cell suggests nothing.
func (s *File) Suggestions(findings []diag.Finding) map[string][]string {
	out := map[string][]string{}
	add := func(path, text string) {
		if !slices.Contains(out[path], text) {
			out[path] = append(out[path], text)
		}
	}
	for i := range findings {
		f := &findings[i]
		switch {
		case f.File != s.Report.File || f.Waived || f.Cause != (diag.Cause{}): // the cause has what is to be changed
		case f.Fix != nil || f.Proposal != nil:
			fix := f.Fix
			if fix == nil {
				fix = f.Proposal
			}
			for path, text := range s.after(fix.Edits) {
				add(path, text)
			}
		case f.Expected != "" && s.made(f):
			if c := s.Report.Form.Cell(f.Cells[0]); s.Report.Judge(c, f.Expected) == nil && s.Report.Value(c).Text != f.Expected {
				add(c.Path, f.Expected)
			}
		}
	}
	return out
}

// made reports whether a finding is about a cell that others make, such as a total. Of a
// balance of four cells, or of a bound, nobody can say which of them is wrong.
func (s *File) made(f *diag.Finding) bool {
	for _, r := range s.Report.Form.Relations {
		if r.Rule != f.Rule || len(f.Cells) == 0 || !slices.Contains([]string{"sum", "carry", "stock"}, string(r.Kind)) {
			continue
		}
		for _, l := range r.Lines {
			if l.Total.Path == f.Cells[0] {
				return true
			}
		}
	}
	return false
}

// after are the values that edits of the file give to cells.
func (s *File) after(edits []diag.Edit) map[string]string {
	data, err := textedit.Apply(s.data, edits)
	if err != nil {
		return nil
	}
	fixed := Open(s.doc.File, data, s.bind)
	if fixed == nil || len(fixed.Report.Form.Cells) != len(s.Report.Form.Cells) {
		return nil
	}
	out := map[string]string{}
	for i, c := range s.Report.Form.Cells {
		now, before := fixed.Report.Values.At(i), s.Report.Values.At(i)
		if now.State == report.Valid && (before.State != report.Valid || before.Text != now.Text) {
			out[c.Path] = now.Text
		}
	}
	return out
}

// Reading is what a text that was copied from elsewhere can mean in a cell.
type Reading struct {
	Value string    // to write; "" where there is none, or a person has to say
	None  bool      // a mark by which people say that there was nothing
	Doubt diag.Text // what is wrong with the text as it is; zero for a value
}

// Read looks at a copied text. The form decides what a value is; beyond it the digits
// that are plainly meant are found, for a person to agree to. ok is false where there is
// no such cell.
func (s *File) Read(path, text string) (r Reading, ok bool) {
	c := s.Report.Form.Cell(path)
	if c == nil {
		return r, false
	}
	f := s.Report.Judge(c, text)
	if f == nil || text == "" {
		return Reading{Value: text}, true
	}
	r = Reading{None: report.None(text), Doubt: diag.Text{ZH: f.Text("zh"), EN: f.Text("en")}}
	if meant := suggest(text, c.Unit, c.Kind == "money"); c.Kind.Numeric() && !r.None && s.Report.Judge(c, meant) == nil {
		r.Value = meant
	}
	return r, true
}

var (
	thousands = regexp.MustCompile(`^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$`)
	// note is a mark that refers to a footnote.
	note = regexp.MustCompile(`[*＊※†‡¹²³⁴-⁹⁰①-⑳]+$|\[注?\s*\d{1,2}]$|[（(]注\s*\d{0,2}[）)]$`)
	// counter is a word that only says that things are counted.
	counter = regexp.MustCompile(`[件个项次条宗份人起]$`)
)

// suggest is a number in the digits of the statutory tables; "" for a text with two numbers, or with
// an estimate.
func suggest(text, unit string, money bool) string {
	s := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '，':
			return ','
		case r == '．':
			return '.'
		case r == '＋':
			return '+'
		case r == '－' || r == '−':
			return '-'
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text)
	s = strings.TrimSpace(note.ReplaceAllString(strings.TrimSpace(s), ""))
	if unit != "" && strings.HasSuffix(s, unit) {
		s = strings.TrimSuffix(s, unit)
	} else if !money {
		s = counter.ReplaceAllString(s, "")
	}
	s = strings.TrimSpace(s)
	if thousands.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	for len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9' {
		s = s[1:]
	}
	return s
}
