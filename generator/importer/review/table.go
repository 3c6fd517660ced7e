package review

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/match"
)

// group is tables of the file beside the tables of the form that their figures are in.
type group struct {
	Originals, Readings []table
}

// table is a table of the page.
type table struct {
	ID, Caption string
	Rows        [][]cell
}

// cell is a cell of the page. What is said of it is in Marks.
type cell struct {
	Text             string
	Rowspan, Colspan int
	ID, Scope        string // of a header; "" for a figure
	Headers          string // of a figure: the ids of its headers, where they are known
	Figure           bool
	Marks            []mark
}

// mark is a word on a cell, and the remark that says more; 0 for none.
type mark struct {
	Word    string
	N, File int
}

// groups puts the tables of the file beside those of the form, in their order.
func (f *file) groups(language string) (out []*group) {
	r := f.Report
	index := map[*form.Table]int{}
	of := map[*form.Cell]*form.Table{}
	for i, t := range r.Form.Tables {
		index[t] = i
		g := t.Layout(i + 1)
		for _, body := range g.Bodies {
			for _, row := range body {
				for _, c := range row {
					if c.Cell != nil {
						of[c.Cell] = t
					}
				}
			}
		}
	}
	placed := map[*form.Table]*group{}
	numbers := 0
	for _, b := range r.Document.Blocks {
		if b.Table == nil || r.Cells.Tables[b.Table] == nil {
			continue
		}
		tables := map[*form.Table]bool{r.Cells.Tables[b.Table]: true}
		for i := range b.Table.Cells {
			for _, c := range r.Cells.Taken[match.Source{Table: b.Table, Cell: i}] {
				if of[c] != nil {
					tables[of[c]] = true
				}
			}
		}
		var into *group
		for _, t := range r.Form.Tables {
			if tables[t] && placed[t] != nil {
				into = placed[t]
			}
		}
		if into == nil {
			into = &group{}
			out = append(out, into)
		}
		numbers++
		into.Originals = append(into.Originals, f.original(b.Table, numbers, language))
		for _, t := range r.Form.Tables {
			if tables[t] && placed[t] == nil {
				placed[t] = into
				into.Readings = append(into.Readings, f.reading(t, index[t]+1, language))
			}
		}
	}
	return out
}

// marksOf are the words on cells of the form: what was changed or not read, and blanks.
func (f *file) marksOf(cells []*form.Cell, language string) (out []mark) {
	add := func(m mark) {
		if !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	for _, c := range cells {
		said := false
		for _, x := range f.ofCell[c.Path] {
			add(mark{x.Mark, x.N, f.Number})
			said = true
		}
		if x, ok := f.Report.Cells.Readings[c]; ok && x.Text == "" && !said {
			add(mark{Word: blank.In(language)})
		}
	}
	return out
}

// original is a table as the file has it.
func (f *file) original(t *grid.Table, number int, language string) table {
	r := f.Report
	out := table{ID: id(f.Number, "o"+strconv.Itoa(number)), Caption: t.Place.In(language)}
	figures := map[int]bool{} // rows with some
	for i, c := range t.Cells {
		if len(r.Cells.Taken[match.Source{Table: t, Cell: i}]) > 0 {
			figures[c.Row] = true
		}
	}
	shown := make([]bool, len(t.Cells))
	out.Rows = make([][]cell, t.Rows)
	add := func(row, i int) {
		shown[i] = true
		out.Rows[row] = append(out.Rows[row], f.printed(t, i, figures[row], language))
	}
	for row, cells := range t.Matrix() {
		for column, i := range cells {
			switch {
			case i < 0:
				out.Rows[row] = append(out.Rows[row], cell{Rowspan: 1, Colspan: 1}) // nothing there
			case t.Cells[i].Row == row && t.Cells[i].Column == column:
				add(row, i)
			}
		}
	}
	for i, c := range t.Cells {
		if !shown[i] { // another lies over it
			add(c.Row, i)
		}
	}
	return out
}

// printed is a cell as the file has it; beside says that its row has figures.
func (f *file) printed(t *grid.Table, i int, beside bool, language string) cell {
	c := t.Cells[i]
	taken := f.Report.Cells.Taken[match.Source{Table: t, Cell: i}]
	x := cell{Text: c.Text, Rowspan: c.Rows, Colspan: c.Columns, Figure: len(taken) > 0, Marks: f.marksOf(taken, language)}
	for _, m := range f.ofPlace[c.Place.In(language)+c.Text] {
		x.Marks = append(x.Marks, mark{m.Mark, m.N, f.Number})
	}
	if len(taken) == 0 && len(x.Marks) == 0 && strings.TrimSpace(c.Text) != "" {
		x.Scope = "col"
		if beside || c.Column == 0 && c.Row > 0 && c.Columns < t.Columns {
			x.Scope = "row"
		}
	}
	return x
}

// reading is a table of the form with what was entered.
func (f *file) reading(t *form.Table, number int, language string) table {
	r := f.Report
	g := t.Layout(number)
	out := table{ID: id(f.Number, "r"+strconv.Itoa(number)), Caption: t.Caption}
	add := func(row []*form.GridCell) {
		var cells []cell
		for _, c := range row {
			x := cell{Text: c.Text, Rowspan: c.Rowspan, Colspan: c.Colspan, Scope: c.Scope}
			if c.ID != "" {
				x.ID = id(f.Number, c.ID)
			}
			for h := range strings.FieldsSeq(c.Headers) {
				x.Headers = strings.TrimSpace(x.Headers + " " + id(f.Number, h))
			}
			if c.Cell != nil {
				v, ok := r.Cells.Readings[c.Cell]
				x.Text, x.Figure, x.Marks = v.Text, true, f.marksOf([]*form.Cell{c.Cell}, language)
				if !ok && len(x.Marks) == 0 {
					x.Marks = []mark{{Word: absent.In(language)}}
				}
			}
			cells = append(cells, x)
		}
		out.Rows = append(out.Rows, cells)
	}
	for _, row := range g.Head {
		add(row)
	}
	for _, body := range g.Bodies {
		for _, row := range body {
			add(row)
		}
	}
	return out
}

// id is an id of a file's own.
func id(file int, name string) string { return "f" + strconv.Itoa(file) + "." + name }
