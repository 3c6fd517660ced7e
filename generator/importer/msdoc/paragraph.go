package msdoc

// paragraph is what its properties say of a paragraph.
type paragraph struct {
	style             int
	inTable, rowEnd   bool
	cellEnd, innerEnd bool // of a table in a table
	depth             int
	outline           int // from 1; 0 for text
	list              int // that it is in, from 1
	level             int // in the list
	edges             []int
	cells             []uint16 // flags of the cells of a row
}

// paragraphAt are the properties of the paragraph that an offset is in.
func (f *file) paragraphAt(at int, within *piece) paragraph {
	i := find(f.paragraphs, at)
	if f.looked.paragraph == i+1 && f.looked.within == within && i >= 0 {
		return f.looked.of
	}
	var p paragraph
	if i >= 0 {
		p.style = f.paragraphs[i].style
		p.outline = f.heading(p.style)
		for _, list := range f.paragraphChain(p.style) {
			f.read(&p, list)
		}
		f.read(&p, f.paragraphs[i].properties)
	}
	f.read(&p, within.further)
	f.looked.paragraph, f.looked.within, f.looked.of = i+1, within, p
	return p
}

// read reads a list of properties.
func (f *file) read(p *paragraph, list []byte) {
	var read func(code int, operand []byte)
	elsewhere := 0
	read = func(code int, operand []byte) {
		switch code {
		case sprmInTable:
			p.inTable = operand[0] == 1
		case sprmRowEnd:
			p.rowEnd = operand[0] == 1
		case sprmDepth:
			p.depth = int(le.Uint32(operand))
		case sprmCellEnd:
			p.cellEnd = operand[0] == 1
		case sprmInnerEnd:
			p.innerEnd = operand[0] == 1
		case sprmOutline:
			if p.outline = 0; operand[0] < 9 {
				p.outline = int(operand[0]) + 1
			}
		case sprmList:
			p.list = int(le.Uint16(operand))
		case sprmLevel:
			p.level = int(operand[0])
		case sprmHuge, sprmHugeOld:
			at := int(le.Uint32(operand))
			if elsewhere++; elsewhere == 1 { // a list that leads to another is damaged
				f.each(f.data[at+2:at+2+int(le.Uint16(f.data[at:]))], read)
			}
		case sprmDefTable:
			p.define(operand[2:])
		}
	}
	f.each(list, read)
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
