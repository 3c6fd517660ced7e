package ruling

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/importer/grid"
)

// A row that a page ends in is drawn as two: the last of one page and the first of the next. A label
// then begins in one and goes on in the other, and the figures are all in one of them.

// torn reports whether the last row of a table and the first of the next page are one.
func torn(t, next *grid.Table) bool {
	last, first := rowOf(t, t.Rows-1), rowOf(next, 0)
	both := false
	figures := [2]bool{}
	for column := range t.Columns {
		a, b := last[column], first[column]
		if a == nil || b == nil {
			continue
		}
		if a.Column != b.Column || a.Columns != b.Columns {
			return false
		}
		figures[0], figures[1] = figures[0] || figure(a.Text), figures[1] || figure(b.Text)
		if a.Text != "" && b.Text != "" {
			if figure(a.Text) || figure(b.Text) {
				return false
			}
			both = true
		}
	}
	return both && figures[0] != figures[1]
}

// mend joins the two rows in the first.
func mend(t, next *grid.Table) {
	last, first := rowOf(t, t.Rows-1), rowOf(next, 0)
	for column := range t.Columns {
		a, b := last[column], first[column]
		if a != nil && b != nil && a.Column == column && b.Text != "" {
			a.Text = strings.TrimPrefix(a.Text+"\n"+b.Text, "\n")
			b.Text = ""
		}
	}
	next.Cells = slices.DeleteFunc(next.Cells, func(c grid.Cell) bool { return c.Row == 0 && c.Rows == 1 })
	for i := range next.Cells {
		if c := &next.Cells[i]; c.Row == 0 {
			c.Rows--
		} else {
			c.Row--
		}
	}
	next.Rows--
}

// rowOf lists the cells of a row by column, those that begin above it too.
func rowOf(t *grid.Table, row int) []*grid.Cell {
	out := make([]*grid.Cell, t.Columns)
	for i := range t.Cells {
		c := &t.Cells[i]
		if c.Row <= row && row < c.Row+c.Rows {
			for k := c.Column; k < min(c.Column+c.Columns, t.Columns); k++ {
				out[k] = c
			}
		}
	}
	return out
}

// figure reports whether a text has digits and no letters.
func figure(s string) bool {
	return strings.ContainsAny(s, "0123456789０１２３４５６７８９") && !strings.ContainsFunc(s, unicode.IsLetter)
}
