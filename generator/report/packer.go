package report

import (
	"encoding/binary"

	"gongkai/generator/diag"
)

// packer writes what an unpacker reads: numbers as varints, texts after their length.
type packer []byte

func (w *packer) ints(list ...int) {
	for _, n := range list {
		*w = binary.AppendVarint(*w, int64(n))
	}
}

func (w *packer) flags(list ...bool) {
	for _, on := range list {
		b := byte(0)
		if on {
			b = 1
		}
		*w = append(*w, b)
	}
}

func (w *packer) texts(list ...string) {
	for _, s := range list {
		w.ints(len(s))
		*w = append(*w, s...)
	}
}

func (w *packer) spans(list ...diag.Span) {
	for _, s := range list {
		w.ints(s.Line, s.Column, s.EndLine-s.Line, s.EndColumn-s.Column)
	}
}

// What is written in the place of a plain count.
const (
	absentValue = -1
	otherValue  = -2 // its place in the list of those follows
)

// values writes plain counts as distances from the place of the one before: in a table most take three bytes.
func (w *packer) values(vs Values) {
	w.ints(len(vs.cells), len(vs.other))
	line, column := 0, 0
	for _, c := range vs.cells {
		switch c & formMask {
		case plainCell:
			n, l, k := c.parts()
			w.ints(n, l-line, k-column)
			line, column = l, k
		case otherCell:
			w.ints(otherValue, int(c&^formMask))
		default:
			w.ints(absentValue)
		}
	}
	for _, p := range vs.other {
		w.texts(p.text)
		*w = binary.AppendVarint(*w, p.int)
		w.ints(int(p.line), int(p.column), int(p.width), int(p.scale), int(p.state))
	}
}

// unpacker reads what a packer wrote. What it returns after damage means nothing.
type unpacker struct {
	rest    []byte
	damaged bool
}

func (d *unpacker) int() int { return int(d.int64()) }

func (d *unpacker) int64() int64 {
	n, size := binary.Varint(d.rest)
	if size <= 0 {
		d.damaged, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

// count is how many of something follow, each of one byte at least.
func (d *unpacker) count() int {
	n := d.int()
	if n < 0 || n > len(d.rest) {
		d.damaged = true
		return 0
	}
	return n
}

func (d *unpacker) flag() bool {
	if len(d.rest) == 0 {
		d.damaged = true
		return false
	}
	on := d.rest[0] == 1
	d.rest = d.rest[1:]
	return on
}

func (d *unpacker) string() string {
	n := d.count()
	s := string(d.rest[:n])
	d.rest = d.rest[n:]
	return s
}

func (d *unpacker) span() (s diag.Span) {
	s.Line, s.Column = d.int(), d.int()
	s.EndLine, s.EndColumn = s.Line+d.int(), s.Column+d.int()
	return s
}

func (d *unpacker) values(want int) Values {
	cells, others := d.count(), d.count()
	if d.damaged || cells != want {
		d.damaged = true
		return Values{}
	}
	s := &store{cells: make([]cell, cells)}
	line, column := 0, 0
	for i := range s.cells {
		switch n := d.int(); {
		case n >= 0:
			line, column = line+d.int(), column+d.int()
			s.cells[i] = plainCell | cell(n&(1<<countBits-1))<<(lineBits+columnBits) | cell(line&(1<<lineBits-1))<<columnBits | cell(column&(1<<columnBits-1))
		case n == otherValue:
			at := d.int()
			d.damaged = d.damaged || at < 0 || at >= others
			s.cells[i] = otherCell | cell(at)
		}
	}
	for range others {
		s.other = append(s.other, packed{d.string(), d.int64(), uint32(d.int()), uint32(d.int()), uint16(d.int()), uint8(d.int()), State(d.int())})
	}
	return Values{s}
}
