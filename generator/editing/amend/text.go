package amend

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/report"
)

// piece is a section with its place in the file.
type piece struct {
	Section
	raw   []byte // as it is in the file, blank lines and all
	index int    // 0 for the preamble
}

// pieces lists the sections of a report's body.
func (s *File) pieces(r *report.Report) []piece {
	var out []piece
	add := func(id, heading string, text []byte, line int) {
		out = append(out, piece{Section{id, heading, tidy(string(text)), line}, text, len(out)})
	}
	add("", "", r.Body.Preamble().Text, r.Body.Preamble().Line)
	for i := range r.Body.Sections() {
		x := &r.Body.Sections()[i]
		add(x.ID, x.Heading, x.Text, x.Line)
	}
	return out
}

// tidy is a text without the blank lines around it, with line ends of \n.
func tidy(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	empty := func(l string) bool { return strings.TrimSpace(l) == "" }
	for len(lines) > 0 && empty(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && empty(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return strings.Join(lines, "\n")
}

// texts writes the texts of sections.
func (w *writer) texts(typed map[string]string) {
	if len(typed) == 0 {
		return
	}
	w.text = map[string]string{}
	for _, p := range w.pieces(w.Report) {
		text, ok := typed[p.ID]
		if text = tidy(text); !ok || text == p.Text {
			continue
		}
		e := w.replacement(p, text)
		if message, hint := w.foreign(p, text, e); !message.IsZero() {
			at := diag.Span{Line: p.Line, Column: 1, EndLine: p.Line, EndColumn: 2}
			w.refused = append(w.refused, w.fault(at, nil, message, hint))
			continue
		}
		w.text[p.ID] = text
		w.write(e)
	}
}

// foreign says why a text cannot be the text of a section, nothing where it can: it would
// begin another one, or take the next one's heading in.
func (w *writer) foreign(p piece, text string, e diag.Edit) (message, hint diag.Text) {
	if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }) {
		return diag.Textf("“%s”的文字里有控制字符，没有改动", "the text of %q has a control character; it was left as it is", p.Heading), diag.Textf("请删除这个字符", "delete it")
	}
	if out, err := textedit.Apply(w.data, []diag.Edit{e}); err == nil && w.holds(out, nil, map[string]string{p.ID: text}, nil) {
		return diag.Text{}, diag.Text{}
	}
	return diag.Textf("“%s”的文字会改变报告的分节，没有改动", "the text of %q would change the report's sections; it was left as it is", p.Heading),
		diag.Textf("文字里不要有以“## ”开头的行（小标题用 ###），代码块和注释要闭合", "no line may begin with ## (use ### for a subheading), and code blocks and comments must be closed")
}

// replacement writes the lines of a section that have changed; the blank lines
// around its text stay.
func (w *writer) replacement(p piece, text string) diag.Edit {
	eol, last := w.eol(), p.index == len(w.Report.Body.Sections())
	var old []string // with their ends
	for l := range bytes.Lines(p.raw) {
		old = append(old, string(l))
	}
	bare := func(l string) string { return strings.TrimRight(l, "\r\n") }
	first, end := 0, len(old)
	for first < end && strings.TrimSpace(old[first]) == "" {
		first++
	}
	for end > first && strings.TrimSpace(old[end-1]) == "" {
		end--
	}
	var lines []string
	if text != "" {
		lines = strings.Split(text, "\n")
	}
	if first == end { // nothing but blank lines: they are written again
		first, end = 0, len(old)
		if p.index > 0 {
			lines = append([]string{""}, lines...)
		}
		if !last {
			lines = append(lines, "")
		}
	}
	for first < end && len(lines) > 0 && bare(old[first]) == lines[0] {
		first, lines = first+1, lines[1:]
	}
	for first < end && len(lines) > 0 && bare(old[end-1]) == lines[len(lines)-1] {
		end, lines = end-1, lines[:len(lines)-1]
	}
	text = strings.Join(lines, eol)
	if len(old) == 0 && last && !bytes.HasSuffix(w.data, []byte("\n")) { // after a heading that ends the file
		line := bytes.Count(w.data, []byte("\n")) + 1
		column := utf8.RuneCountInString(w.doc.Line(line)) + 1
		return diag.Edit{Span: diag.Span{Line: line, Column: column, EndLine: line, EndColumn: column}, Text: eol + text}
	}
	at := diag.Span{Line: p.Line + first, Column: 1, EndLine: p.Line + end, EndColumn: 1}
	if end == len(old) && end > 0 && !strings.HasSuffix(old[end-1], "\n") { // the file's last line has no end
		if first == end {
			at.Line, at.Column = p.Line+end-1, utf8.RuneCountInString(old[end-1])+1
			text = eol + text
		}
		at.EndLine, at.EndColumn = p.Line+end-1, utf8.RuneCountInString(old[end-1])+1
	} else if len(lines) > 0 {
		text += eol
	}
	return diag.Edit{Span: at, Text: text}
}

// sameTexts reports whether the body has the sections that it had, with their texts but
// for the changed ones.
func (s *File) sameTexts(r *report.Report, text map[string]string) bool {
	before, now := s.pieces(s.Report), s.pieces(r)
	if len(before) != len(now) {
		return false
	}
	for i := range before {
		a, b := &before[i], &now[i]
		want, changed := text[a.ID]
		if a.ID != b.ID || a.Heading != b.Heading || changed && b.Text != want || !changed && !bytes.Equal(a.raw, b.raw) {
			return false
		}
	}
	return true
}
