package frontmatter

import (
	"fmt"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// step is how far a level is indented.
const step = "  "

// printer writes entries as lines.
type printer struct {
	lines []string
	// Of the table being written: the column in which values begin, and how wide the
	// figures are in rows with the same columns.
	column int
	widths map[string]width
}

// width is that of the widest figure in so many rows.
type width struct{ figure, rows int }

// block writes the entries of a level and the comments below them.
func (p *printer) block(es []*entry, tail []string, depth int) {
	for _, e := range es {
		p.comments(e.lead, depth)
		p.entry(e, depth)
	}
	p.comments(tail, depth)
}

func (p *printer) comments(lines []string, depth int) {
	for _, l := range lines {
		if l != "" {
			l = strings.Repeat(step, depth) + l
		}
		p.lines = append(p.lines, l)
	}
}

func (p *printer) entry(e *entry, depth int) {
	switch {
	case e.raw != nil:
		p.raw(e, depth)
		return
	case e.block == nil:
		p.line(e, depth)
		return
	}
	p.lines = append(p.lines, strings.Repeat(step, depth)+e.key+":"+remark(e.note))
	if depth == 1 { // a table
		p.measure(e, depth)
	}
	p.block(e.block, e.tail, depth+1)
	if depth == 1 {
		p.column, p.widths = 0, nil
	}
}

// line writes a value after its key, in a table below those of the other rows.
func (p *printer) line(e *entry, depth int) {
	l := strings.Repeat(step, depth) + e.key + ":"
	if text := p.value(e); text != "" {
		l += strings.Repeat(" ", max(1, p.column-diag.Width(l))) + text
	}
	p.lines = append(p.lines, l+remark(e.note))
}

func remark(note string) string {
	if note == "" {
		return ""
	}
	return "  " + note
}

// value writes a value in one line; figures of a table in columns.
func (p *printer) value(e *entry) string {
	if e.fields == nil {
		return e.text
	}
	open, end := "[", "]"
	if e.value.Kind == source.Mapping {
		open, end = "{", "}"
	}
	wide := 0
	if w := p.widths[e.columns()]; w.rows > 1 && e.figures() {
		wide = w.figure // a row that is alone, or is still to be filled in, is not spread
	}
	parts := make([]string, len(e.fields))
	for i, f := range e.fields {
		parts[i] = strings.Repeat(" ", max(0, wide-diag.Width(f))) + f
		if e.names[i] != "" {
			parts[i] = e.names[i] + ": " + parts[i]
		}
	}
	return open + strings.Join(parts, ", ") + end
}

// figures reports whether all of a row's values are numbers.
func (e *entry) figures() bool {
	for _, f := range e.fields {
		if strings.Trim(f, "0123456789.+-") != "" || !strings.ContainsAny(f, "0123456789") {
			return false
		}
	}
	return true
}

// columns tells rows with the same columns from others.
func (e *entry) columns() string {
	return fmt.Sprint(len(e.fields), strings.Join(e.names, " "))
}

// measure finds the column and the widths of a table.
func (p *printer) measure(table *entry, depth int) {
	p.widths = map[string]width{}
	var walk func(e *entry, depth int)
	walk = func(e *entry, depth int) {
		for _, c := range e.block {
			walk(c, depth+1)
		}
		if e.block != nil || e.raw != nil {
			return
		}
		p.column = max(p.column, len(step)*depth+diag.Width(e.key)+len(": "))
		if e.fields == nil || !e.figures() {
			return
		}
		w := p.widths[e.columns()]
		for _, f := range e.fields {
			w.figure = max(w.figure, diag.Width(f))
		}
		w.rows++
		p.widths[e.columns()] = w
	}
	walk(table, depth)
}

// raw moves lines as they are, further in or out.
func (p *printer) raw(e *entry, depth int) {
	by := len(step)*depth - e.was
	for _, l := range e.raw {
		switch {
		case by < 0:
			l = l[min(-by, indentOf(l)):]
		case l != "":
			l = strings.Repeat(" ", by) + l
		}
		p.lines = append(p.lines, l)
	}
}
