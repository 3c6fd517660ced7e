package source

import (
	"unicode/utf8"

	"gongkai/generator/diag"
)

// column remembers the last place asked for, so that a long line is counted once.
type column struct{ line, off, col int }

func (c *column) at(l line, off int) int {
	if c.line != l.num || off < c.off {
		*c = column{line: l.num, col: 1}
	}
	c.col += utf8.RuneCountInString(l.text[c.off:off])
	c.off = off
	return c.col
}

// span turns byte offsets in a line into a place counted in characters.
func (r *reader) span(l line, from, to int) diag.Span {
	c := r.at(l, from)
	return diag.Span{Line: l.num, Column: c, EndLine: l.num, EndColumn: c + utf8.RuneCountInString(l.text[from:to])}
}

func (r *reader) scalar(l line, from, to int, text string, quoted bool) *Node {
	n := r.node()
	n.Value, n.Quoted, n.Span = text, quoted, r.span(l, from, to)
	return n
}
