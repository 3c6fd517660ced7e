package match

import (
	"slices"
	"strings"

	"gongkai/generator/form"
)

// view is a table of a form, or a block of one, as a file may print it: rows and columns by the
// labels above and beside them. The labels of an axis go from the outermost group to its own.
type view struct {
	table   *form.Table
	rows    []axis
	columns []axis
	cells   [][]*form.Cell // by row and column
}

// axis is a row or a column: the groups that it is in, and what it is called.
type axis struct {
	groups []string
	names  []string
}

// views lists how the tables of a form may be printed: as the form prints them, and, where it
// prints a table as one row, with its rows as rows.
func views(f *form.Form) (out [][]view) {
	for i, t := range f.Tables {
		if t.List != nil {
			continue
		}
		g := t.Layout(i + 1)
		labels := map[string]*form.GridCell{}
		bodies := [][][]*form.GridCell{}
		for _, rows := range append([][][]*form.GridCell{g.Head}, g.Bodies...) {
			for _, row := range rows {
				for _, c := range row {
					if c.Header {
						labels[c.ID] = c
					}
				}
			}
		}
		if g.Blocks {
			bodies = g.Bodies
		} else {
			var all [][]*form.GridCell
			for _, b := range g.Bodies {
				all = append(all, b...)
			}
			bodies = append(bodies, all)
		}
		for _, body := range bodies {
			printed := viewOf(t, body, labels)
			ways := []view{printed}
			if t.Across {
				ways = append(ways, turned(printed))
			}
			out = append(out, ways)
		}
	}
	return out
}

// viewOf reads the axes of a body from the chains of headers of its cells.
func viewOf(t *form.Table, body [][]*form.GridCell, labels map[string]*form.GridCell) view {
	v := view{table: t}
	for _, row := range body {
		var cells []*form.Cell
		var rowAxis axis
		for _, c := range row {
			if c.Cell == nil {
				continue
			}
			var beside, above []string
			for id := range strings.FieldsSeq(c.Headers) {
				h := labels[id]
				switch {
				case h == nil:
				case strings.HasPrefix(h.Scope, "row"):
					beside = append(beside, plain(h.Text))
				default:
					above = append(above, plain(h.Text))
				}
			}
			if len(cells) == 0 {
				rowAxis = axisOf(beside)
				if short := plain(c.Cell.RowName); short != "" && len(beside) > 0 && !slices.Contains(rowAxis.names, short) {
					rowAxis.names = append(rowAxis.names, short)
				}
			}
			if len(v.rows) == 0 {
				v.columns = append(v.columns, axisOf(above))
			}
			cells = append(cells, c.Cell)
		}
		if len(cells) > 0 {
			v.rows, v.cells = append(v.rows, rowAxis), append(v.cells, cells)
		}
	}
	return v
}

func axisOf(chain []string) axis {
	if len(chain) == 0 {
		return axis{}
	}
	return axis{groups: chain[:len(chain)-1], names: []string{chain[len(chain)-1]}}
}

// turned is a table that the form prints as one row, with the outer headers as rows.
func turned(v view) view {
	out := view{table: v.table}
	for i, c := range v.columns {
		row := axisOf(c.groups)
		if n := len(out.rows); n == 0 || !slices.Equal(out.rows[n-1].names, row.names) {
			out.rows, out.cells = append(out.rows, row), append(out.cells, nil)
		}
		last := len(out.rows) - 1
		out.cells[last] = append(out.cells[last], v.cells[0][i])
		if last == 0 {
			out.columns = append(out.columns, axis{names: c.names})
		}
	}
	return out
}

// optional reports whether a column may be left out: its words have a default, as the unit of an
// amount has, which files print beside the amount.
func (v view) optional(column int) bool {
	for _, row := range v.cells {
		if c := row[column]; c.Kind != form.Text || c.Default == "" {
			return false
		}
	}
	return true
}
