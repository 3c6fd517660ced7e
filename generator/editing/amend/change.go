package amend

import (
	"maps"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Changes are new contents for cells and section texts of a file.
type Changes struct {
	Cells map[string]string // by path of ids: as typed, "" for not filled in
	Texts map[string]string // by Section.ID
	Keys  map[string]string // by Key.Name, in the form of Key.Text
}

// Change returns the file with the changes made. Of what cannot be done the findings say
// why: a text that is not a value of its cell leaves a placeholder there, so that the rules
// pass over it; anything else is left as it is. A file with such findings is for looking
// at, not for saving.
func (s *File) Change(c Changes) ([]byte, []diag.Finding) {
	w := &writer{File: s, want: map[string]string{}, added: map[int][]string{}}
	w.strangers(c)
	w.cells(c.Cells)
	w.texts(c.Texts)
	w.keys(c.Keys)
	if len(w.edits)+len(w.added) == 0 {
		return s.data, w.refused
	}
	out, ok := w.apply()
	if !ok || !s.holds(out, w.want, w.text, w.key) {
		return s.data, append(w.refused, s.fault(diag.Span{}, nil,
			diag.Textf("这份文件的写法不能在网页上改，没有改动", "the file is written in a way that cannot be changed here; nothing was changed"),
			diag.Textf("请在编辑器里修改", "change it in an editor")))
	}
	return out, w.refused
}

// fault is a finding about the report.
func (s *File) fault(at diag.Span, cells []string, message, hint diag.Text) diag.Finding {
	r := s.Report
	return diag.Finding{Rule: "syntax", Severity: diag.Error, File: r.File, Span: at, Cells: cells, Agency: r.Agency, Year: r.Year, Message: message, Hint: hint}
}

// writer collects the edits of one change.
type writer struct {
	*File
	want    map[string]string // cells, as they are to be written; "" for an optional one that is left out
	text    map[string]string // sections
	key     map[string]string // keys, as keyText has them
	edits   []diag.Edit
	added   map[int][]string // below a line
	refused []diag.Finding
}

// apply makes the edits, and writes the new lines.
func (w *writer) apply() ([]byte, bool) {
	eol := w.eol()
	edits := slices.Clone(w.edits)
	for line, lines := range w.added {
		text := strings.Join(lines, eol) + eol
		// Lines go before what is written in the place of the next ones: two edits cannot begin at one place.
		if i := slices.IndexFunc(edits, func(e diag.Edit) bool { return e.Span.Line == line+1 && e.Span.Column == 1 }); i >= 0 {
			edits[i].Text = text + edits[i].Text
			continue
		}
		edits = append(edits, diag.Edit{Span: diag.Span{Line: line + 1, Column: 1, EndLine: line + 1, EndColumn: 1}, Text: text})
	}
	out, err := textedit.Apply(w.data, edits)
	return out, err == nil
}

func (w *writer) write(e diag.Edit) { w.edits = append(w.edits, e) }

// cells looks at what was typed and writes it.
func (w *writer) cells(typed map[string]string) {
	for _, c := range w.Report.Form.Cells {
		text, ok := typed[c.Path]
		if !ok {
			continue
		}
		text = strings.Trim(text, " \t\r\n")
		if text == "" && !c.Optional {
			text = report.Placeholder
		}
		if text != "" && text != report.Placeholder {
			if f := w.Report.Judge(c, text); f != nil {
				f.Severity, f.Agency, f.Year, f.Span = diag.Error, w.Report.Agency, w.Report.Year, w.Report.Value(c).Span
				w.refused = append(w.refused, *f)
				text = report.Placeholder
			}
		}
		w.want[c.Path] = text
	}
	if len(w.want) > 0 {
		w.place()
	}
}

// strangers refuses what the report has no place for.
func (w *writer) strangers(c Changes) {
	refuse := func(name string, cells []string) {
		f := w.fault(diag.Span{}, cells, diag.Textf("这份报告里没有“%s”", "the report has no %q", name), diag.Textf("请重新载入", "load it again"))
		f.Rule = "unknown-cell"
		w.refused = append(w.refused, f)
	}
	for _, path := range slices.Sorted(maps.Keys(c.Cells)) {
		if w.Report.Form.Cell(path) == nil {
			refuse(path, []string{path})
		}
	}
	sections := w.Sections()
	for _, id := range slices.Sorted(maps.Keys(c.Texts)) {
		if !slices.ContainsFunc(sections, func(s Section) bool { return s.ID == id }) {
			refuse(id, nil)
		}
	}
}

// refuse leaves a slot's cells as they are and says so.
func (w *writer) refuse(s *form.Slot, at diag.Span) {
	var paths []string
	for _, c := range s.Cells() {
		if _, ok := w.want[c.Path]; ok {
			paths = append(paths, c.Path)
			delete(w.want, c.Path)
		}
	}
	w.refused = append(w.refused, w.fault(at, paths,
		diag.Textf("“%s”的写法不能在网页上改", "%s is written in a way that cannot be changed here", s.Label),
		diag.Textf("请在编辑器里改第 %d 行", "change line %d in an editor", at.Line)))
}
