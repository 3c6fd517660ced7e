package table

import (
	"html/template"
	"strings"

	"gongkai/generator/form"
)

// few is how many cells a remark may concern and still mark each of them for the eye;
// a remark on a whole table is told once, beside it.
const few = 21

// Remarks ties cells to what is said about them elsewhere on the page. A nil Remarks
// has none.
type Remarks struct {
	form  *form.Form
	attrs map[int]*remark // by form.Cell.Index
}

type remark struct {
	path, ids string
	marks     string // what is printed at the cell on paper, if it is marked
	marked    bool
}

// NewRemarks returns an empty set for a report of the form.
func NewRemarks(f *form.Form) *Remarks {
	return &Remarks{form: f, attrs: map[int]*remark{}}
}

// Tied is the place that a remark was tied to.
type Tied struct {
	Label string // of the cell, row or table
	ID    string // of its first cell's element
	Table string // that the cells are in
	Whole bool   // the remark concerns more cells than it marks
}

// TiePath ties the cell, row or table of a path to the element id; nothing happens for
// a path that names none.
func (r *Remarks) TiePath(path, id, mark string) Tied {
	if path == "" {
		return Tied{}
	}
	return r.Tie(r.form.Slot(path), id, mark)
}

// Tie ties all cells of a slot, which may be nil, to the element id; mark is short and printed at each cell.
func (r *Remarks) Tie(s *form.Slot, id, mark string) Tied {
	if s == nil {
		return Tied{}
	}
	cells := s.Cells()
	if len(cells) == 0 {
		return Tied{}
	}
	t := Tied{Label: s.Label, ID: "cell." + cells[0].Path}
	if s.Cell != nil {
		t.Label = s.Cell.Label // with its row
	}
	t.Table, _, _ = strings.Cut(cells[0].Path, ".")
	t.Whole = len(cells) > few
	for _, c := range cells {
		a := r.attrs[c.Index]
		if a == nil {
			a = &remark{path: c.Path}
			r.attrs[c.Index] = a
		} else if a.ids != "" {
			a.ids += " "
		}
		a.ids += id
		if !t.Whole {
			a.marks = strings.TrimPrefix(a.marks+" "+mark, " ")
			a.marked = true
		}
	}
	return t
}

// Anchor lets a link lead to a cell, and returns the id of the cell's element.
func (r *Remarks) Anchor(c *form.Cell) (id string) {
	if r.attrs[c.Index] == nil {
		r.attrs[c.Index] = &remark{path: c.Path}
	}
	return "cell." + c.Path
}

// append prints a cell's attributes, among them its classes.
func (r *Remarks) append(dst []byte, cell int, classes string) []byte {
	var a *remark
	if r != nil {
		a = r.attrs[cell]
	}
	if a != nil {
		dst = append(append(append(dst, ` id="cell.`...), a.path...), '"')
		if a.marked {
			classes = strings.TrimSuffix("remarked "+classes, " ")
		}
	}
	if classes != "" {
		dst = append(append(append(dst, ` class="`...), classes...), '"')
	}
	if a != nil && a.ids != "" {
		dst = append(append(append(dst, ` aria-describedby="`...), a.ids...), '"')
	}
	if a != nil && a.marked {
		dst = append(append(append(dst, ` data-mark="`...), template.HTMLEscapeString(a.marks)...), '"')
	}
	return dst
}
