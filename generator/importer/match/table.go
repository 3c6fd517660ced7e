// Package match finds the cells of a form in the tables of a file, by their labels. Figures never
// decide what a cell is: what the labels do not tell is not read, and said.
package match

import (
	"slices"

	"gongkai/generator/importer/grid"
)

// source is a table of a file, with its labels made comparable.
type source struct {
	*grid.Table
	matrix [][]int
	label  []string // of each cell, plain; "" for a figure or a blank
	used   []bool
	taken  []bool            // rows whose figures were read
	fits   map[[2]string]int // how well labels fit, by label and the first name of an axis
}

func sourceOf(t *grid.Table) *source {
	s := &source{Table: t, matrix: t.Matrix(), label: make([]string, len(t.Cells)), used: make([]bool, len(t.Cells)), taken: make([]bool, t.Rows), fits: map[[2]string]int{}}
	for i, c := range t.Cells {
		if !figureLike(c.Text) {
			s.label[i] = plain(c.Text)
		}
	}
	return s
}

// above is the chain of labels over a column, from the top down to a row; it begins below the last
// figure. A label that goes on in the row below it, as 商业 and 企业 in two rows, is in it as both.
func (s *source) above(row, column int) (chain []int) {
	for r := row; r >= 0; r-- {
		i := s.matrix[r][column]
		if i < 0 || s.Cells[i].Text == "" {
			continue
		}
		if s.label[i] == "" {
			break
		}
		if !slices.Contains(chain, i) {
			chain = append(chain, i)
		}
	}
	slices.Reverse(chain)
	return chain
}

// placement is where a view was found in a table: which of its columns each column of the file is,
// and which of its rows each row.
type placement struct {
	source  *source
	columns []int // by column of the file; -1 for none of the view's; nil in a loose table
	rows    []int // by row of the file; -1 for none
	score   int
}

// find looks for a view in a table.
func (s *source) find(v view) (best placement) {
	if s.Loose {
		return s.findLoose(v)
	}
	best.score = -1
	if len(v.rows) == 0 {
		return best
	}
	for header := range s.Rows {
		columns, score := s.fitColumns(v, header)
		if score == 0 {
			continue
		}
		rows, found := s.fitRows(v, columns, header+1)
		if found == 0 {
			continue
		}
		if total := score + found; total > best.score {
			best = placement{s, columns, rows, total}
		}
	}
	return best
}

// fitColumns says which column of the view each column of the file is, by the labels down to a
// row; a column of the view may take several of the file, under one cell.
func (s *source) fitColumns(v view, header int) (columns []int, score int) {
	type unit struct{ first, last, cell int }
	var units []unit
	for c := range s.Columns {
		chain := s.above(header, c)
		cell := -1
		if len(chain) > 0 {
			cell = chain[len(chain)-1]
		}
		if n := len(units); n > 0 && cell >= 0 && units[n-1].cell == cell {
			units[n-1].last = c
			continue
		}
		units = append(units, unit{c, c, cell})
	}
	at, total := align(len(units), len(v.columns), func(i, j int) int {
		return s.fitChain(s.above(header, units[i].first), v.columns[j])
	})
	columns = make([]int, s.Columns)
	for c := range columns {
		columns[c] = -1
	}
	found := 0 // the columns of the view, a bit each
	for i, u := range units {
		if at[i] < 0 {
			continue
		}
		found |= 1 << at[i]
		for c := u.first; c <= u.last; c++ {
			columns[c] = at[i]
		}
	}
	for j := range v.columns {
		if found&(1<<j) == 0 && !v.optional(j) {
			return nil, 0
		}
	}
	return columns, total
}

// fit is the fit of a label, which many rows are compared by, found once.
func (s *source) fit(label string, names []string) int {
	key := [2]string{label, names[0]}
	n, ok := s.fits[key]
	if !ok {
		n = fit(label, names)
		s.fits[key] = n
	}
	return n
}

// fitChain compares a chain of labels with an axis. Its own label may be in two cells, one over
// the other.
func (s *source) fitChain(chain []int, a axis) int {
	if len(chain) == 0 || len(a.names) == 0 {
		return none
	}
	n := len(chain) - 1
	own := s.label[chain[n]]
	best, groups := s.fit(own, a.names), chain[:n]
	if n > 0 && best < exact {
		if both := s.fit(s.label[chain[n-1]]+own, a.names); both > best {
			best, groups = both, chain[:n-1]
		}
	}
	if best == none {
		return none
	}
	for _, g := range groups {
		for _, want := range a.groups {
			if s.fit(s.label[g], []string{want}) > none {
				best += shared
			}
		}
	}
	return best
}

// fitRows says which row of the view each row of the file is, from a row on, until the columns
// have labels again.
func (s *source) fitRows(v view, columns []int, from int) (rows []int, score int) {
	rows = make([]int, s.Rows)
	for r := range rows {
		rows[r] = -1
	}
	var candidates []int
	for r := from; r < s.Rows && !s.labelled(v, r, columns); r++ {
		if !s.taken[r] {
			candidates = append(candidates, r)
		}
	}
	if len(v.rows) == 1 && len(v.rows[0].names) == 0 {
		for _, r := range candidates {
			if len(s.beside(r, columns)) == 0 && s.filled(r, columns) {
				rows[r] = 0
				return rows, exact
			}
		}
		return rows, 0
	}
	at, total := align(len(candidates), len(v.rows), func(i, j int) int {
		return s.fitChain(s.beside(candidates[i], columns), v.rows[j])
	})
	for i, r := range candidates {
		rows[r] = at[i]
	}
	return rows, total
}

// labelled reports whether a row has a label where the view has figures.
func (s *source) labelled(v view, row int, columns []int) bool {
	for c, of := range columns {
		if of < 0 || v.optional(of) {
			continue
		}
		if i := s.matrix[row][c]; i >= 0 && s.label[i] != "" {
			return true
		}
	}
	return false
}

// filled reports whether a row has cells in its columns.
func (s *source) filled(row int, columns []int) bool {
	for c, of := range columns {
		if of >= 0 && s.matrix[row][c] >= 0 && s.Cells[s.matrix[row][c]].Row == row {
			return true
		}
	}
	return false
}

// beside is the chain of labels of a row, outside the columns of figures.
func (s *source) beside(row int, columns []int) (chain []int) {
	for c, of := range columns {
		i := s.matrix[row][c]
		if of < 0 && i >= 0 && s.label[i] != "" && !slices.Contains(chain, i) {
			chain = append(chain, i)
		}
	}
	return chain
}

// align finds which of m things each of n is, in the same order, so that the sum of their fits is
// largest; -1 for none.
func align(n, m int, fits func(i, j int) int) (at []int, total int) {
	best := make([][]int, n+1)
	for i := range best {
		best[i] = make([]int, m+1)
	}
	scores := make([][]int, n)
	for i := n - 1; i >= 0; i-- {
		scores[i] = make([]int, m)
		for j := m - 1; j >= 0; j-- {
			scores[i][j] = fits(i, j)
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if scores[i][j] > none {
				best[i][j] = max(best[i][j], best[i+1][j+1]+scores[i][j])
			}
		}
	}
	at = make([]int, n)
	for i := range at {
		at[i] = -1
	}
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case scores[i][j] > none && best[i][j] == best[i+1][j+1]+scores[i][j]:
			at[i] = j
			i, j = i+1, j+1
		case best[i][j] == best[i][j+1]:
			j++
		default:
			i++
		}
	}
	return at, best[0][0]
}
