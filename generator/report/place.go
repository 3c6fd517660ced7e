package report

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Place is a place in a line of a report's file where a figure, or a row of them, is to
// be written, with what is around it.
type Place struct {
	Old string // what is there now

	span          diag.Span
	before, after string
	near          []string // the closest lines above and below with values in brackets
	lined         bool     // the row's columns are under those of a row near it
}

// At looks at a place in a file; ok is false where there is none within one line.
func At(doc *source.Document, s diag.Span) (p Place, ok bool) {
	line := []rune(doc.Line(s.Line))
	if s.Line != s.EndLine || s.Column < 1 || s.EndColumn > len(line)+1 || s.Column > s.EndColumn {
		return p, false
	}
	p = Place{span: s, before: string(line[:s.Column-1]), Old: string(line[s.Column-1 : s.EndColumn-1]), after: string(line[s.EndColumn-1:]),
		near: beside(doc, s.Line-1, s.Line+1)}
	own := marks(string(line))
	for _, l := range p.near {
		p.lined = p.lined || slices.Equal(marks(l), own)
	}
	return p, true
}

// Below is the place at the end of a line that is to be written below another one.
func Below(doc *source.Document, line int, before string) Place {
	return Place{before: before, near: beside(doc, line, line+1)}
}

// beside finds the closest lines with a row from above upwards and from below downwards.
func beside(doc *source.Document, above, below int) (near []string) {
	for _, way := range []struct{ from, step int }{{above, -1}, {below, 1}} {
		for n := way.from; n > 1 && n < doc.BodyLine; n += way.step {
			l := doc.Line(n)
			if strings.HasPrefix(strings.TrimLeft(l, " "), "#") {
				continue // a new report has a comment over each row
			}
			if len(marks(l)) > 0 {
				near = append(near, l)
			}
			break
		}
	}
	return near
}

// marks are the columns of the commas between a row's values and of its closing
// bracket; none where the line has no row.
func marks(line string) (out []int) {
	open := strings.IndexAny(line, "[{")
	for i := open + 1; open >= 0 && i < len(line); i++ {
		switch line[i] {
		case ',':
			out = append(out, diag.Width(line[:i]))
		case ']', '}':
			return append(out, diag.Width(line[:i]))
		}
	}
	return nil
}

// Open reports whether a value could be written at the place.
func (p Place) Open() bool {
	before, after := strings.TrimRight(p.before, " "), strings.TrimLeft(p.after, " ")
	return before != "" && strings.IndexByte(",:[{", before[len(before)-1]) >= 0 && (after == "" || strings.IndexByte(",]}#", after[0]) >= 0)
}

// Write puts a text in the place. In a row that is under another one the columns
// stay where they are: a shorter text is padded, a longer one takes the spaces before it.
func (p Place) Write(text string) diag.Edit {
	more := diag.Width(text) - diag.Width(p.Old)
	spaces := len(p.before) - len(strings.TrimRight(p.before, " "))
	if spaces > 0 && strings.HasSuffix(strings.TrimRight(p.before, " "), "[") {
		spaces++ // none is needed after the bracket
	}
	taken := 0
	switch {
	case p.lined && more < 0:
		text = strings.Repeat(" ", -more) + text
	case p.lined && more > 0 && spaces > 1:
		taken = min(more, spaces-1)
	case p.Old != "":
	case strings.HasSuffix(p.before, ":"), strings.HasSuffix(p.before, ",") && strings.Contains(p.before+p.after, ", "):
		text = " " + text
	}
	s := p.span
	s.Column -= taken
	return diag.Edit{Span: s, Text: text}
}

// Row puts a row of figures in the place, laid out like a row near it.
func (p Place) Row(values []string) diag.Edit {
	widths, column := make([]int, len(values)), 0
	for _, l := range p.near {
		open, end := strings.Index(l, "["), strings.Index(l, "]")
		if open < 0 || end < open {
			continue
		}
		if items := strings.Split(l[open+1:end], ","); len(items) == len(values) {
			column = diag.Width(l[:open])
			for i, item := range items {
				widths[i] = diag.Width(strings.TrimLeft(item, " ")) + len(item) - len(strings.TrimLeft(item, " "))
				if i > 0 {
					widths[i]-- // the space after the comma
				}
			}
			break
		}
	}
	var b strings.Builder
	if p.Old == "" && !strings.HasSuffix(p.before, " ") {
		b.WriteString(strings.Repeat(" ", max(1, column-diag.Width(p.before))))
	}
	b.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strings.Repeat(" ", max(0, widths[i]-diag.Width(v))) + v)
	}
	b.WriteByte(']')
	return diag.Edit{Span: p.span, Text: b.String()}
}
