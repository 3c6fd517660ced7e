package msdoc

import (
	"sort"

	"gongkai/generator/importer/grid"
)

// Properties that matter ([MS-DOC] 2.6).
const (
	sprmInTable  = 0x2416
	sprmRowEnd   = 0x2417
	sprmDepth    = 0x6649 // of nested tables
	sprmHuge     = 0x6646 // the properties are in the Data stream
	sprmHugeOld  = 0x6645
	sprmDefTable = 0xd608
	sprmOutline  = 0x2640
	sprmHidden   = 0x083c
	sprmDeleted  = 0x0800
	sprmStrike   = 0x0837
	sprmStrikes  = 0x2a53 // two lines
	sprmScript   = 0x2a48 // above the line or below it
	sprmPosition = 0x4845 // by hand, in half points
)

// each calls do for the properties in a list.
func each(list []byte, do func(code int, operand []byte)) {
	for len(list) >= 2 {
		code := int(le.Uint16(list))
		list = list[2:]
		size := 0
		switch code >> 13 { // spra
		case 0, 1:
			size = 1
		case 2, 4, 5:
			size = 2
		case 3:
			size = 4
		case 7:
			size = 3
		case 6:
			if len(list) == 0 {
				return
			}
			size = 1 + int(list[0])
			if code == sprmDefTable && len(list) >= 2 {
				size = 1 + int(le.Uint16(list))
			}
		}
		if size > len(list) {
			return
		}
		do(code, list[:size])
		list = list[size:]
	}
}

// find is the run that holds an offset of the main stream; nil where none does.
func find(runs []run, at int) *run {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].to > at })
	if i < len(runs) && runs[i].from <= at {
		return &runs[i]
	}
	return nil
}

// character is how a character looks.
type character struct{ hidden, raised, lowered, struck bool }

// moved is how far a raised character is from its line, in half points; less is a matter of looks.
const moved = 6

// characterAt is how the character at an offset looks: one that was deleted with changes tracked is hidden.
func (f *file) characterAt(at int) (c character) {
	r := find(f.characters, at)
	if r == nil {
		return c
	}
	each(r.properties, func(code int, operand []byte) {
		switch code {
		case sprmHidden, sprmDeleted:
			c.hidden = c.hidden || operand[0] == 1
		case sprmStrike, sprmStrikes:
			c.struck = c.struck || operand[0] == 1
		case sprmScript:
			c.raised, c.lowered = operand[0] == 1, operand[0] == 2
		case sprmPosition:
			by := int16(le.Uint16(operand))
			c.raised, c.lowered = c.raised || by >= moved, c.lowered || by <= -moved
		}
	})
	return c
}

// written is a character with what tells it from others: one above or below the line, or, in a cell, one struck out.
func (f *file) written(c rune, at int, look character) string {
	switch {
	case look.raised:
		return grid.Raised(string(c))
	case look.lowered:
		return grid.Lowered(string(c))
	case look.struck && f.paragraphAt(at).inTable:
		return grid.Struck(string(c))
	}
	return string(c)
}

// paragraph is what its properties say of a paragraph.
type paragraph struct {
	inTable, rowEnd bool
	depth           int
	outline         int // from 1; 0 for text
	edges           []int
	cells           []uint16 // flags of the cells of a row
}

// paragraphAt are the properties of the paragraph that an offset is in.
func (f *file) paragraphAt(at int) (p paragraph) {
	r := find(f.paragraphs, at)
	if r == nil {
		return p
	}
	var read func(code int, operand []byte)
	read = func(code int, operand []byte) {
		switch code {
		case sprmInTable:
			p.inTable = operand[0] == 1
		case sprmRowEnd:
			p.rowEnd = operand[0] == 1
		case sprmDepth:
			p.depth = int(le.Uint32(operand))
		case sprmOutline:
			if operand[0] < 9 {
				p.outline = int(operand[0]) + 1
			}
		case sprmHuge, sprmHugeOld:
			at := int(le.Uint32(operand))
			each(f.data[at+2:at+2+int(le.Uint16(f.data[at:]))], read)
		case sprmDefTable:
			p.define(operand[2:])
		}
	}
	each(r.properties, read)
	return p
}

// define reads the definition of a row: the edges of its cells, in twentieths of a point, and their
// flags.
func (p *paragraph) define(b []byte) {
	n := int(b[0])
	p.edges, p.cells = nil, nil
	for i := range n + 1 {
		p.edges = append(p.edges, int(int16(le.Uint16(b[1+2*i:]))))
	}
	b = b[1+2*(n+1):]
	for i := range n {
		flags := uint16(0)
		if len(b) >= 20*i+2 {
			flags = le.Uint16(b[20*i:])
		}
		p.cells = append(p.cells, flags)
	}
}
