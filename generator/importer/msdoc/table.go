package msdoc

import (
	"slices"

	"gongkai/generator/importer/grid"
)

// cell is what is in a cell.
type cell []*grid.Paragraph

// content is what is printed in it.
func (c cell) content() (string, []grid.Mark) {
	var lines grid.Lines
	picture := false
	for _, p := range c {
		lines.Add(p)
		picture = picture || len(p.Pictures()) > 0
	}
	text, marks := lines.Text()
	if text == "" && picture {
		text = grid.Shown
	}
	return text, marks
}

// row is a row of a table: its cells and how the file defines it.
type row struct {
	cells []cell
	paragraph
}

// level is a table that is being read, with what has come of its next row.
type level struct {
	cell cell
	row  []cell
	rows []row
}

// mostNested is how deep tables are in each other.
const mostNested = 30

// close ends the tables that are deeper than that. Those in a cell come after the outermost.
func (r *reader) close(depth int) {
	for n := len(r.levels); n > depth; n-- {
		l := r.levels[n-1]
		r.levels = r.levels[:n-1]
		to := &r.doc.Blocks
		if n > 1 {
			to = &r.after
		}
		if t := table(l.rows); t != nil {
			*to = append(*to, grid.Block{Table: t})
		}
		for _, c := range append(l.row, l.cell) { // of a row that does not end: what is in it is text
			for _, p := range c {
				if p.Text != "" {
					*to = append(*to, grid.Block{Paragraph: p})
				}
			}
		}
	}
	if depth == 0 {
		r.doc.Blocks = append(r.doc.Blocks, r.after...)
		r.after = nil
	}
}

// apart is how far apart edges of cells are that are two, in twentieths of a point.
const apart = 60

// Flags of a cell ([MS-DOC] 2.9.332).
const (
	horizontalNext = 2
	verticalShift  = 5
	verticalNext   = 1
	verticalFirst  = 3
)

// table places the cells of rows by their edges; nil where there are none.
func table(rows []row) *grid.Table {
	if len(rows) == 0 {
		return nil
	}
	var edges []int
	for _, row := range rows {
		edges = append(edges, row.edges...)
	}
	slices.Sort(edges)
	var xs []int
	for _, e := range edges {
		if n := len(xs); n == 0 || e-xs[n-1] > apart {
			xs = append(xs, e)
		}
	}
	column := func(edge int) int {
		best := 0
		for i, x := range xs {
			if max(edge-x, x-edge) < max(edge-xs[best], xs[best]-edge) {
				best = i
			}
		}
		return best
	}
	t := &grid.Table{Rows: len(rows), Columns: max(len(xs)-1, 0)}
	open := map[int]int{} // the cell that reaches down in a column
	for y, row := range rows {
		for i := range row.cells {
			if i+1 >= len(row.edges) {
				break
			}
			from, to := column(row.edges[i]), column(row.edges[i+1])
			flags := row.paragraph.cells[i]
			last := len(t.Cells) - 1
			if flags&3 == horizontalNext && last >= 0 && t.Cells[last].Row == y {
				t.Cells[last].Columns += max(to-from, 0)
				continue
			}
			vertical := flags >> verticalShift & 3
			if k, ok := open[from]; vertical == verticalNext && ok && t.Cells[k].Row+t.Cells[k].Rows == y {
				t.Cells[k].Rows++
				continue
			}
			delete(open, from)
			text, marks := row.cells[i].content()
			t.Cells = append(t.Cells, grid.Cell{Row: y, Column: from, Rows: 1, Columns: max(to-from, 1), Text: text, Marks: marks, Place: grid.Place{Row: y + 1, Column: i + 1}})
			if vertical == verticalFirst {
				open[from] = len(t.Cells) - 1
			}
		}
	}
	t.Cells = slices.DeleteFunc(t.Cells, func(c grid.Cell) bool { return c.Column >= t.Columns })
	for i := range t.Cells { // edges of a damaged file need not rise
		t.Cells[i].Columns = min(t.Cells[i].Columns, t.Columns-t.Cells[i].Column)
	}
	return t
}
