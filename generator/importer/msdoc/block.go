package msdoc

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

func blank(c rune) bool { return strings.ContainsRune(" \t\n\u00a0\u3000\u200b\ufeff", c) }

// paragraph is the text that was read, after its number; a table's own end has none.
func (r *reader) paragraph(p paragraph) *grid.Paragraph {
	out := &grid.Paragraph{Text: r.text.String(), Level: p.outline, Marks: r.marks}
	number := ""
	if p.list > 0 && !p.rowEnd && !p.innerEnd {
		number = r.lists.Next(strconv.Itoa(p.list), p.level)
	}
	if strings.TrimFunc(out.Text, blank) != "" || p.inTable { // else Word counts and prints its number, but there is nothing to it
		out.Prefix(number)
	}
	r.text.Reset()
	r.marks = nil
	out.Trim(blank)
	return out
}

// end ends a paragraph, a cell or a row.
func (r *reader) end(mark rune, p paragraph) {
	r.hold()
	paragraph, boxes := r.paragraph(p), r.boxes
	r.boxes = nil
	var inBoxes []grid.Block
	for _, box := range boxes {
		inBoxes = append(inBoxes, r.box(box)...)
	}
	if !p.inTable {
		r.gone, r.left = false, false
		r.close(0)
		if !paragraph.Empty() {
			r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: paragraph})
		}
		r.doc.Blocks = append(r.doc.Blocks, inBoxes...)
		return
	}
	depth := min(max(p.depth, 1), mostNested)
	r.close(depth)
	for len(r.levels) < depth {
		r.levels = append(r.levels, &level{})
	}
	l := r.levels[depth-1]
	if p.rowEnd && depth == 1 || p.innerEnd {
		if !r.gone || r.left || depth > 1 { // a row all of whose text is deleted is taken out
			l.rows = append(l.rows, row{l.row, p})
		}
		l.row, l.cell = nil, nil
		if depth == 1 {
			r.gone, r.left = false, false
		}
		return
	}
	l.cell = append(l.cell, paragraph)
	for _, m := range paragraph.Pictures() {
		r.after = append(r.after, grid.Block{Paragraph: &grid.Paragraph{Marks: []grid.Mark{{Picture: m.Picture}}}})
	}
	for _, b := range inBoxes {
		if b.Paragraph != nil {
			l.cell = append(l.cell, b.Paragraph)
		} else {
			r.after = append(r.after, b)
		}
	}
	if mark == cellMark || p.cellEnd {
		l.row = append(l.row, l.cell)
		l.cell = nil
	}
}

// box reads a text box: its text is apart from that of the document.
func (r *reader) box(at [2]int) []grid.Block {
	inner := &reader{file: r.file, doc: &grid.Document{}, lists: r.lists, held: r.held, inBox: true}
	inner.read(at[0], at[1])
	return inner.doc.Blocks
}
