package rule

import (
	"bytes"
	"iter"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

// passage is the text of the preamble or of one section. Where it is masked, what is
// not prose (code, comments, the targets of links) is blotted out byte for byte and a
// placeholder is a row of zeros, so that offsets stay those of the file.
type passage struct {
	text []byte
	line int        // of the text's first line
	raw  []byte     // the text as written, where it is masked
	mask prose.Mask // of what is not prose, where it is masked
	look *look      // what it may hold, where that was noted
	last *point     // where the last place was, for the next is seldom before it; may be nil

	body    *prose.Body // where the text is from
	section *prose.Section
}

// point is a place of a text, by bytes and by line and column.
type point struct{ at, line, column int }

// passages are the preamble and the sections of a report, as written.
func passages(r *report.Report) iter.Seq[passage] { return passagesOf(r.Body) }

// passagesOf are the preamble and the sections of a body, as written.
func passagesOf(b *prose.Body) iter.Seq[passage] {
	return func(yield func(passage) bool) {
		if !yield(passageOf(b, b.Preamble())) {
			return
		}
		for i := range b.Sections() {
			if !yield(passageOf(b, &b.Sections()[i])) {
				return
			}
		}
	}
}

// passageOf is one section of a body, as written.
func passageOf(b *prose.Body, s *prose.Section) passage {
	return passage{text: s.Text, line: s.Line, body: b, section: s}
}

// notProse stands for a byte that is not prose.
const notProse = prose.NotProse

// masked returns the passage with nothing but prose in it.
func (t passage) masked() passage {
	t.last = new(point)
	if !t.may(marked) {
		return t
	}
	if t.mask = t.body.Mask(t.section); len(t.mask) > 0 {
		t.text, t.raw = t.mask.Blot(t.text), t.text
	}
	return t
}

// span is the place of [from, to) in the file.
func (t passage) span(from, to int) diag.Span {
	var s diag.Span
	s.Line, s.Column = t.position(from)
	s.EndLine, s.EndColumn = t.position(to)
	return s
}

func (t passage) position(at int) (line, column int) {
	text := t.text
	if t.raw != nil {
		text = t.raw // a character has one column, however many bytes are blotted out
	}
	p := point{0, t.line, 1}
	if t.last != nil && t.last.at > 0 && t.last.at <= at {
		p = *t.last
	}
	if n := bytes.Count(text[p.at:at], []byte{'\n'}); n > 0 {
		p.line, p.column, p.at = p.line+n, 1, bytes.LastIndexByte(text[:at], '\n')+1
	}
	p.column, p.at = p.column+utf8.RuneCount(text[p.at:at]), at
	if t.last != nil {
		*t.last = p
	}
	return p.line, p.column
}

// lineEnd is the start of the line after the one that holds i.
func lineEnd(src []byte, i int) int {
	if k := bytes.IndexByte(src[i:], '\n'); k >= 0 {
		return i + k + 1
	}
	return len(src)
}

// paragraphs yields the bounds of the paragraphs of a text: a blank line, and a line
// that begins a list item, a heading, a quotation or a table's row, begins a new one.
func paragraphs(text []byte) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := 0
		for i := 0; i < len(text); {
			end := lineEnd(text, i)
			line := bytes.TrimLeft(text[i:end], " \t")
			first := byte('\n')
			if len(line) > 0 {
				first = line[0]
			}
			switch {
			case first == '\n' || first == '\r':
				if start < i && !yield(start, i) {
					return
				}
				start = end
			case bytes.IndexByte([]byte("#-*+>|"), first) >= 0 || numbered(line):
				if start < i && !yield(start, i) {
					return
				}
				start = i
			}
			i = end
		}
		if start < len(text) {
			yield(start, len(text))
		}
	}
}

// numbered reports whether a line begins a numbered list item.
func numbered(line []byte) bool {
	n := 0
	for n < len(line) && isDigit(line[n]) {
		n++
	}
	return n > 0 && n < 4 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && line[n+1] == ' '
}

// sentences yields the bounds of the sentences of a paragraph.
func sentences(text []byte, from, to int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := from
		for i := from; i < to; {
			r, n := han.Decode(text[:to], i)
			i += n
			if r == '。' || r == '！' || r == '？' || r == '；' || r == ';' {
				if !yield(start, i) {
					return
				}
				start = i
			}
		}
		if start < to {
			yield(start, to)
		}
	}
}
