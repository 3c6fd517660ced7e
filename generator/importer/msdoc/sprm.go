package msdoc

import "sort"

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

// hidden reports whether a character is not printed: hidden, or deleted with changes tracked.
func (f *file) hidden(at int) bool {
	r := find(f.characters, at)
	if r == nil {
		return false
	}
	out := false
	each(r.properties, func(code int, operand []byte) {
		if code == sprmHidden || code == sprmDeleted {
			out = out || operand[0] == 1
		}
	})
	return out
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
