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

// Values are a report's values by form.Cell.Index. A large site holds two million of
// them at a time, so they are kept in 40 bytes each instead of the 80 of a Value.
type Values struct{ packed []packed }

type packed struct {
	text         string
	int          int64
	line, column uint32
	width        uint16
	scale        uint8
	state        State
}

// At returns the value of the cell with an index.
func (vs Values) At(i int) Value {
	p := &vs.packed[i]
	at := diag.Span{Line: int(p.line), Column: int(p.column), EndLine: int(p.line), EndColumn: int(p.column) + int(p.width)}
	return Value{p.state, p.text, Number{p.int, int(p.scale)}, at}
}

// Builder collects the values of a report, which do not change once they are built.
type Builder struct{ packed []packed }

// NewBuilder begins values for so many cells, all of them absent.
func NewBuilder(cells int) Builder { return Builder{make([]packed, cells)} }

// Values are those that were set.
func (b Builder) Values() Values { return Values(b) }

// All lists the values.
func (vs Values) All() []Value {
	list := make([]Value, len(vs.packed))
	for i := range list {
		list[i] = vs.At(i)
	}
	return list
}

// Set sets the value of the cell with an index.
func (b Builder) Set(i int, v Value) {
	width := v.Span.EndColumn - v.Span.Column
	if v.Span.EndLine != v.Span.Line {
		width = 1
	}
	text := strconv.Itoa(int(v.Int)) // of a small number, a string of the program's own
	if text != v.Text {
		text = strings.Clone(v.Text) // not to keep the whole front matter for it
	}
	b.packed[i] = packed{text, v.Int, uint32(v.Span.Line), uint32(v.Span.Column), uint16(min(width, math.MaxUint16)), uint8(v.Scale), v.State}
}
