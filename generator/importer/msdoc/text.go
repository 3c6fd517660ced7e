package msdoc

import (
	"slices"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"gongkai/generator/importer/grid"
)

// Characters with a meaning in the text ([MS-DOC] 2.4.1).
const (
	cellMark      = 0x07
	lineBreak     = 0x0b
	pageBreak     = 0x0c
	paragraphMark = 0x0d
	fieldBegin    = 0x13
	fieldResult   = 0x14
	fieldEnd      = 0x15
	hardHyphen    = 0x1e
	softHyphen    = 0x1f
)

// reader makes blocks of the text, paragraph by paragraph.
type reader struct {
	*file
	doc    *grid.Document
	text   strings.Builder
	fields []bool // of each open field, whether its result has begun
	cell   []string
	row    []string
	rows   []row
	tables int
}

// row is a row of a table: the texts of its cells and how the file defines it.
type row struct {
	texts []string
	paragraph
}

func (r *reader) read() {
	left := int(le.Uint32(r.main[fibText:])) // what follows the text is footnotes, headers and others
	for _, p := range r.pieces {
		n := min(p.to-p.from, left)
		left -= n
		for i := range n {
			at, c := p.at+i, rune(0)
			if p.wide {
				at = p.at + 2*i
				c = rune(le.Uint16(r.main[at:]))
				if utf16.IsSurrogate(c) && i+1 < n {
					if both := utf16.DecodeRune(c, rune(le.Uint16(r.main[at+2:]))); both != '\ufffd' {
						c = both
					} else {
						continue // the second half
					}
				}
			} else {
				c = charmap.Windows1252.DecodeByte(r.main[at])
			}
			r.take(c, at)
		}
	}
	r.endTable()
}

// take reads a character that is at an offset of the main stream.
func (r *reader) take(c rune, at int) {
	switch c {
	case fieldBegin:
		r.fields = append(r.fields, false)
		return
	case fieldResult:
		if n := len(r.fields); n > 0 {
			r.fields[n-1] = true
		}
		return
	case fieldEnd:
		if n := len(r.fields); n > 0 {
			r.fields = r.fields[:n-1]
		}
		return
	case cellMark, paragraphMark:
		r.end(c, r.paragraphAt(at))
		return
	}
	if slices.Contains(r.fields, false) {
		return
	}
	look := r.characterAt(at)
	if look.hidden {
		return
	}
	switch c {
	case lineBreak, pageBreak:
		r.text.WriteByte('\n')
	case hardHyphen:
		r.text.WriteRune('\u2011')
	case softHyphen:
	case '\t':
		r.text.WriteByte('\t')
	default:
		if c >= ' ' {
			r.text.WriteString(r.written(c, at, look))
		}
	}
}

// end ends a paragraph, a cell or a row.
func (r *reader) end(mark rune, p paragraph) {
	text := strings.TrimFunc(r.text.String(), func(c rune) bool { return strings.ContainsRune(" \t\n\u00a0\u3000\u200b\ufeff", c) })
	r.text.Reset()
	switch {
	case !p.inTable:
		r.endTable()
		if text != "" {
			r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: &grid.Paragraph{Text: text, Level: p.outline}})
		}
	case p.rowEnd && p.depth <= 1:
		r.rows = append(r.rows, row{r.row, p})
		r.row, r.cell = nil, nil
	default:
		if text != "" {
			r.cell = append(r.cell, text)
		}
		if mark == cellMark {
			r.row = append(r.row, strings.Join(r.cell, "\n"))
			r.cell = nil
		}
	}
}

// apart is how far apart edges of cells are that are two, in twentieths of a point.
const apart = 60

// Flags of a cell ([MS-DOC] 2.9.332).
const (
	horizontalNext = 2
	verticalShift  = 5
	verticalNext   = 1
	verticalFirst  = 3
)

// endTable places the cells of the rows that were read by their edges.
func (r *reader) endTable() {
	if len(r.rows) == 0 {
		return
	}
	var edges []int
	for _, row := range r.rows {
		edges = append(edges, row.edges...)
	}
	slices.Sort(edges)
	var xs []int
	for _, e := range edges {
		if n := len(xs); n == 0 || e-xs[n-1] > apart {
			xs = append(xs, e)
		}
	}
	column := func(edge int) int {
		best := 0
		for i, x := range xs {
			if max(edge-x, x-edge) < max(edge-xs[best], xs[best]-edge) {
				best = i
			}
		}
		return best
	}
	r.tables++
	t := &grid.Table{Rows: len(r.rows), Columns: max(len(xs)-1, 0), Place: grid.Place{Table: r.tables}}
	open := map[int]int{} // the cell that reaches down in a column
	for y, row := range r.rows {
		for i, text := range row.texts {
			if i+1 >= len(row.edges) {
				break
			}
			from, to := column(row.edges[i]), column(row.edges[i+1])
			flags := row.cells[i]
			last := len(t.Cells) - 1
			if flags&3 == horizontalNext && last >= 0 && t.Cells[last].Row == y {
				t.Cells[last].Columns += max(to-from, 0)
				continue
			}
			vertical := flags >> verticalShift & 3
			if k, ok := open[from]; vertical == verticalNext && ok && t.Cells[k].Row+t.Cells[k].Rows == y {
				t.Cells[k].Rows++
				continue
			}
			delete(open, from)
			place := t.Place
			place.Row, place.Column = y+1, i+1
			t.Cells = append(t.Cells, grid.Cell{Row: y, Column: from, Rows: 1, Columns: max(to-from, 1), Text: text, Place: place})
			if vertical == verticalFirst {
				open[from] = len(t.Cells) - 1
			}
		}
	}
	t.Cells = slices.DeleteFunc(t.Cells, func(c grid.Cell) bool { return c.Column >= t.Columns })
	for i := range t.Cells { // edges of a damaged file need not rise
		t.Cells[i].Columns = min(t.Cells[i].Columns, t.Columns-t.Cells[i].Column)
	}
	r.doc.Blocks = append(r.doc.Blocks, grid.Block{Table: t})
	r.rows = nil
}
