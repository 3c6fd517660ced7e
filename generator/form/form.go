// Package form loads the definitions of statutory forms and answers which form
// governs a year, what each cell is called, how its tables are printed, and which
// relations must hold.
//
// A definition is YAML (defs/*.yaml); nothing statutory is in Go.
package form

import (
	"gongkai/generator/form/narrative"
	"gongkai/generator/source"
)

// Kind of a cell's value.
type Kind string

// The kinds of values.
const (
	Count  Kind = "count"  // 0 or [1-9][0-9]*
	Signed Kind = "signed" // a count with + or - unless it is 0
	Money  Kind = "money"  // a count with an optional decimal part
	Text   Kind = "text"   // words as printed
	YesNo  Kind = "yesno"  // 是 or 否
)

// Numeric reports whether values of the kind can be added up.
func (k Kind) Numeric() bool { return k == Count || k == Signed || k == Money }

// Form is one statutory form.
type Form struct {
	ID, Family, Title string
	Language          string // of what the form prints, zh-CN unless given
	FamilyTitle       string // what the family's reports are called together
	File              string // of its definition
	Source            Source
	Years, Default    Years
	ReportTitle       string // pattern with {name} and {year}
	Tables            []*Table
	Statements        []*Statement
	Sections          []*Section
	Free              bool // a report's own headings are its parts
	Relations         []*Relation
	Figures           []Figure
	Checks            Checks
	Answers           Answers
	Narrative         *narrative.Reader // nil where the form declares no vocabulary
	Cells             []*Cell           // in form order
	Data              *Slot             // the shape of "data" in front matter

	def       *definition
	byPath    map[string]*Cell
	byConcept map[string]*Cell
}

// Source is the document that fixed the form.
type Source struct{ Title, Number, Date string }

// Years is a range of report years; To 0 means open.
type Years struct{ From, To int }

// Has reports whether the year lies in the range; the zero range has none.
func (y Years) Has(year int) bool {
	return y != Years{} && year >= y.From && (y.To == 0 || year <= y.To)
}

// within reports whether all of the years z lie in y.
func (y Years) within(z Years) bool {
	return z.From >= y.From && (y.To == 0 || z.To != 0 && z.To <= y.To)
}

// Cell is one value of the form.
type Cell struct {
	Index   int    // in Form.Cells and report.Values
	Path    string // applications.new.total
	Label   string // row chain, then column chain, joined by " · "
	LabelEN string // the same in English; "" where the form gives none
	Row     string // row's path, for messages its short label is RowName
	RowName string
	Column  string // column's label
	Kind    Kind
	Unit    string
	Concept string // joins the cell to the same quantity in other forms; "" for none
	Key     string // the path in Chinese keys
	Default string // of a text that is left out; "" for none

	Optional bool // may be left out
}

// Cell returns the cell of a path in ids, nil where there is none.
func (f *Form) Cell(path string) *Cell { return f.byPath[path] }

// Counterpart returns the cell of f that holds the same quantity as a cell of another
// form, or of f itself; nil where there is none.
func (f *Form) Counterpart(c *Cell, of *Form) *Cell {
	if f == of {
		return c
	}
	if c.Concept == "" {
		return nil
	}
	return f.byConcept[c.Concept]
}

// Slot is a place in the front matter below "data": a group of slots, a row of
// columns, or one cell.
type Slot struct {
	ID, Key  string
	Path     string
	Label    string
	Cell     *Cell // nil for groups and rows
	Row      bool  // its slots may also be written as a sequence
	Optional bool
	Draft    string // what a new report is given here; "" means to be filled in
	Slots    []*Slot
	List     *List // of a table whose rows the report gives
	Item     *Item // of such a row
}

// Cells lists the cells at and below a slot, in form order.
func (s *Slot) Cells() []*Cell {
	var out []*Cell
	if s.Cell != nil {
		out = append(out, s.Cell)
	}
	for _, c := range s.Slots {
		out = append(out, c.Cells()...)
	}
	return out
}

// Table is one statutory table.
type Table struct {
	ID, Key, Caption string
	Corner           string // a sentence in the corner over the row headers
	Across           bool   // printed as one row, its rows' names above the columns
	Blocks           []*Block
	List             *List // its rows are each report's; nil for the form's own

	concept string
	at      *source.Node
}

// Block is a part of a table with columns of its own.
type Block struct {
	Header string // over the whole block; "" for a table of one block
	Corner string // header of its first column
	Cols   []*Column
	Rows   []*Row
}

// Row is a row or, with Rows, a group of rows.
type Row struct {
	ID, Key, Label, Short, Draft string
	Extra                        bool // a place's own addition after the statutory rows, in no relation unless named
	Rows                         []*Row
	Item                         *Item // of a row that the report gives

	path  string
	set   string  // the row set that it comes from
	cells []*Cell // of a leaf, by leaf column
	at    *source.Node

	kind            Kind // of its values, with the rest of this group; "" for those of the columns
	unit, byDefault string
	optional        bool
}

// Column is a column or, with Cols, a group of columns.
type Column struct {
	ID, Key, Label, Unit, Default string
	Kind                          Kind
	Span                          int
	Cols                          []*Column
	Optional                      bool

	at *source.Node
}

// Statement is a group of cells that is printed as one sentence.
type Statement struct {
	ID, Key, Label, Section, Text string
	Cells                         []*Cell
	concept                       string
}

// Section is one of the report's parts.
type Section struct {
	ID, Heading, Prompt string
	Aliases             []string
	Prose               bool // must hold prose
	Table               *Table
	Statements          []*Statement
	Mentions            []string // words by which an opening names the section
	Subjects            []*Subject
}
