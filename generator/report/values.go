package report

import (
	"math"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// Value is what is in one cell.
type Value struct {
	State State
	Text  string // as written
	Number
	Span diag.Span // of a faulty value, its first line
}

// State of a value.
type State uint8

// The states. Absent is a cell that an optional group leaves out.
const (
	Absent State = iota
	Valid
	Faulty
)

// Values are a report's values by form.Cell.Index. A large site holds two million of them at a time, nearly all of them
// plain counts. Such a one is kept in 8 bytes without a pointer, which the garbage collector need not look at; what is
// anything else in 40 bytes in a list of its own. Of 10,000 reports that is 16 MB in place of 78.
type Values struct{ *store }

type store struct {
	cells []cell
	other []packed
}

// cell is a value in 64 bits: two for its form, then for a plain count 26 of its number, 20 of its line and 16 of its
// column; for any other the place in the list of those. 0 is an absent one.
type cell uint64

const (
	plainCell cell = 1 << 62
	otherCell cell = 2 << 62
	formMask  cell = 3 << 62

	countBits, lineBits, columnBits = 26, 20, 16
)

type packed struct {
	text         string
	int          int64
	line, column uint32
	width        uint16
	scale        uint8
	state        State
}

// pack returns a value as a plain count, if it is one.
func pack(v Value) (cell, bool) {
	n, at := v.Int, v.Span
	if v.State != Valid || v.Scale != 0 || n < 0 || n >= 1<<countBits || v.Text != count(n) ||
		at.Line < 0 || at.Line >= 1<<lineBits || at.Column < 0 || at.Column >= 1<<columnBits || at.EndLine != at.Line || at.EndColumn != at.Column+len(v.Text) {
		return 0, false
	}
	return plainCell | cell(n)<<(lineBits+columnBits) | cell(at.Line)<<columnBits | cell(at.Column), true
}

// parts are those of a plain count.
func (c cell) parts() (n, line, column int) {
	return int(c >> (lineBits + columnBits) & (1<<countBits - 1)), int(c >> columnBits & (1<<lineBits - 1)), int(c & (1<<columnBits - 1))
}

// At returns the value of the cell with an index.
func (vs Values) At(i int) Value {
	switch c := vs.cells[i]; c & formMask {
	case plainCell:
		n, line, column := c.parts()
		text := count(int64(n))
		return Value{Valid, text, Number{Int: int64(n)}, diag.Span{Line: line, Column: column, EndLine: line, EndColumn: column + len(text)}}
	case otherCell:
		p := &vs.other[c&^formMask]
		at := diag.Span{Line: int(p.line), Column: int(p.column), EndLine: int(p.line), EndColumn: int(p.column) + int(p.width)}
		return Value{p.state, p.text, Number{p.int, int(p.scale)}, at}
	}
	return Value{}
}

// Builder collects the values of a report, which do not change once they are built.
type Builder struct{ values *store }

// NewBuilder begins values for so many cells, all of them absent.
func NewBuilder(cells int) Builder { return Builder{&store{cells: make([]cell, cells)}} }

// Values are those that were set.
func (b Builder) Values() Values { return Values{b.values} }

// All lists the values.
func (vs Values) All() []Value {
	if vs.store == nil {
		return nil
	}
	list := make([]Value, len(vs.cells))
	for i := range list {
		list[i] = vs.At(i)
	}
	return list
}

// Set sets the value of the cell with an index.
func (b Builder) Set(i int, v Value) {
	c, plain := pack(v)
	if !plain {
		width := v.Span.EndColumn - v.Span.Column
		if v.Span.EndLine != v.Span.Line {
			width = 1
		}
		c = otherCell | cell(len(b.values.other))
		b.values.other = append(b.values.other, packed{strings.Clone(v.Text), // not to keep the whole front matter for it
			v.Int, uint32(v.Span.Line), uint32(v.Span.Column), uint16(min(width, math.MaxUint16)), uint8(v.Scale), v.State})
	}
	b.values.cells[i] = c
}

// known is how many counts are in counts, four bytes each.
const known = 10000

var counts = func() string {
	b := make([]byte, 0, 4*known)
	for n := range known {
		b = append(b, byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	}
	return string(b)
}()

// count writes a count, in memory of the program's own where it has no more than four digits.
func count(n int64) string {
	switch {
	case n < 0 || n >= known:
		return strconv.FormatInt(n, 10)
	case n < 10:
		return counts[4*n+3 : 4*n+4]
	case n < 100:
		return counts[4*n+2 : 4*n+4]
	case n < 1000:
		return counts[4*n+1 : 4*n+4]
	}
	return counts[4*n : 4*n+4]
}
