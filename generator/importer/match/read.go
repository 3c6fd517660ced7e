package match

import (
	"math/bits"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
)

// pick lists the cells of a row of the file by column of the view: where it has as many as the
// view, in their order, else those under each column's labels. It is nil for a row of a loose table
// that has another number of figures, and for one that ends before its last column.
func (s *source) pick(v view, p placement, row int) (out [][]int, inOrder bool) {
	out = make([][]int, len(v.columns))
	put := func(cells []int) {
		i := 0
		for j := range v.columns {
			if v.optional(j) && len(cells) < len(v.columns) {
				continue
			}
			out[j] = []int{cells[i]}
			i++
		}
	}
	if s.Loose {
		cells := s.loose(row, v)
		if cells == nil {
			return nil, false
		}
		put(cells)
		return out, true
	}
	var cells []int
	columns := 0
	for c, of := range p.columns {
		if of >= 0 {
			columns |= 1 << of
		}
		if i := s.matrix[row][c]; of >= 0 && i >= 0 && s.Cells[i].Row == row && (len(cells) == 0 || cells[len(cells)-1] != i) {
			cells = append(cells, i)
		}
	}
	if n := bits.OnesCount(uint(columns)); len(cells) == n && s.inside(cells, p.columns) {
		i := 0
		for j := range v.columns {
			if columns&(1<<j) != 0 {
				out[j] = []int{cells[i]}
				i++
			}
		}
		return out, true
	}
	lacks := false
	for j := range v.columns {
		out[j] = s.under(row, p.columns, j)
		lacks = lacks || len(out[j]) == 0 && columns&(1<<j) != 0
	}
	if lacks { // perhaps the cell of a group was lost, and all figures are one place off
		return nil, false
	}
	return out, false
}

// inside reports whether cells reach only over columns of the view.
func (s *source) inside(cells, columns []int) bool {
	for _, i := range cells {
		c := s.Cells[i]
		for k := c.Column; k < c.Column+c.Columns; k++ {
			if columns[k] < 0 {
				return false
			}
		}
	}
	return true
}

// under lists the cells of a row in a column of the view.
func (s *source) under(row int, columns []int, column int) (out []int) {
	for c, of := range columns {
		if i := s.matrix[row][c]; of == column && i >= 0 && (len(out) == 0 || out[len(out)-1] != i) {
			out = append(out, i)
		}
	}
	return out
}

// enter reads one cell of a row of the form.
func (m *matcher) enter(row []*form.Cell, column int, s *source, at []int, p placement, inOrder bool) {
	if len(at) == 0 {
		return
	}
	c := row[column]
	for _, i := range at {
		m.take(s, i, c)
	}
	from := s.Cells[at[0]]
	refuse := func(why diag.Text) {
		m.Unread = append(m.Unread, Unread{c, from.Text, why, from.Place})
	}
	if len(at) > 1 {
		var full []int
		for _, i := range at {
			if clean(s.Cells[i].Text) != "" {
				full = append(full, i)
			}
		}
		if len(full) > 1 {
			refuse(diag.Textf("一栏里有 %d 个数", "there are %d figures in one column", len(full)))
			return
		}
		if len(full) == 1 {
			from = s.Cells[full[0]]
		}
	}
	var unit *form.Cell // the cell that holds the unit of this one
	if column+1 < len(row) && c.Unit == "" && row[column+1].Kind == form.Text && row[column+1].Default != "" {
		unit = row[column+1]
	}
	x := read(from.Text, c, unit != nil)
	if x.problem.EN != "" {
		refuse(x.problem)
		return
	}
	if x.text != "" && spans(from, p, inOrder) {
		if x.text != "0" {
			refuse(diag.Textf("一个数占了几栏", "one figure reaches over several cells"))
			return
		}
		x.note = diag.Textf("原文几栏合并为一个 0", "one 0 reaches over several cells")
	}
	m.Readings[c] = Reading{x.text, from.Text, x.note, from.Place}
	if unit != nil && x.unit != "" {
		m.Readings[unit] = Reading{Text: x.unit, Original: from.Text, Place: from.Place}
	}
}

// spans reports whether a cell of the file reaches over several of the form. Where the cells of a
// row are its columns in order, it reaches over one of them, whatever the file says.
func spans(c grid.Cell, p placement, inOrder bool) bool {
	rows := 0
	for r := c.Row; r < min(c.Row+c.Rows, len(p.rows)); r++ {
		if p.rows[r] >= 0 {
			rows++
		}
	}
	columns := 0
	for k := c.Column; k < min(c.Column+c.Columns, len(p.columns)); k++ {
		if p.columns[k] >= 0 {
			columns |= 1 << p.columns[k]
		}
	}
	return rows > 1 || !inOrder && bits.OnesCount(uint(columns)) > 1
}
