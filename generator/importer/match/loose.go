package match

import "slices"

// findLoose looks for a view in a table of which the columns are not known. The labels of all its
// columns are above its rows, and a row has as many figures as the view has columns.
func (s *source) findLoose(v view) (best placement) {
	best.score = -1
	if len(v.rows) == 0 {
		return best
	}
	for header := range s.Rows {
		if s.filledLoose(header) || !s.headed(v, header) {
			continue
		}
		rows, score := s.fitLoose(v, header+1)
		if score > best.score && score > 0 {
			best = placement{source: s, rows: rows, score: score}
		}
	}
	return best
}

// in lists the cells of a row.
func (s *source) in(row int) (out []int) {
	for i, c := range s.Cells {
		if c.Row == row {
			out = append(out, i)
		}
	}
	return out
}

// labels are those of a row, in their order.
func (s *source) labels(row int) (out []int) {
	for _, i := range s.in(row) {
		if s.label[i] != "" {
			out = append(out, i)
		}
	}
	return out
}

// rowLabels are the labels of a row before its figures.
func (s *source) rowLabels(row int, v view) []int {
	labels := s.labels(row)
	if figures := s.loose(row, v); len(figures) > 0 {
		labels = slices.DeleteFunc(labels, func(i int) bool { return i >= figures[0] })
	}
	return labels
}

// figures are the figures and blanks of a row, after its last label.
func (s *source) figures(row int) (out []int) {
	for _, i := range s.in(row) {
		if s.label[i] != "" {
			out = nil
		} else {
			out = append(out, i)
		}
	}
	return out
}

func (s *source) filledLoose(row int) bool {
	return slices.ContainsFunc(s.in(row), func(i int) bool { return s.label[i] == "" && clean(s.Cells[i].Text) != "" })
}

// headed reports whether the labels of all columns of a view are in the rows down to this one, up
// to the figures above them.
func (s *source) headed(v view, row int) bool {
	var seen []string
	for r := row; r >= 0 && !s.filledLoose(r); r-- {
		if s.hasMore(v, r) {
			return false
		}
		for _, i := range s.labels(r) {
			seen = append(seen, s.label[i])
		}
	}
	last := s.labels(row)
	if len(last) == 0 {
		return false
	}
	for j, c := range v.columns {
		if !v.optional(j) && !slices.ContainsFunc(seen, func(label string) bool { return s.fit(label, c.names) > none }) {
			return false
		}
	}
	return true
}

// hasMore reports whether a row of heads has a column after those of the view, such as a local one for remarks:
// a row with a blank and a figure there would have as many figures as the view has columns.
func (s *source) hasMore(v view, row int) bool {
	known := func(label string) bool {
		return slices.ContainsFunc(v.columns, func(c axis) bool {
			return s.fit(label, c.names) > none || slices.ContainsFunc(c.groups, func(g string) bool { return s.fit(label, []string{g}) > none })
		})
	}
	labels := s.labels(row)
	first := slices.IndexFunc(labels, func(i int) bool { return known(s.label[i]) })
	return first >= 0 && slices.ContainsFunc(labels[first:], func(i int) bool { return !known(s.label[i]) })
}

// fitLoose says which row of the view each row of the file is, from a row on, until there are
// labels of columns again.
func (s *source) fitLoose(v view, from int) (rows []int, score int) {
	rows = make([]int, s.Rows)
	for r := range rows {
		rows[r] = -1
	}
	var candidates []int
	for r := from; r < s.Rows; r++ {
		if s.taken[r] {
			continue
		}
		if s.filledLoose(r) || len(s.figures(r)) > 0 && len(s.labels(r)) > 0 {
			candidates = append(candidates, r)
		} else if len(s.labels(r)) > 0 {
			break
		}
	}
	if len(v.rows) == 1 && len(v.rows[0].names) == 0 {
		for _, r := range candidates {
			if labels := s.labels(r); (len(labels) == 0 || len(labels) == 1 && s.fit(s.label[labels[0]], v.columns[len(v.columns)-1].names) > none) && len(s.loose(r, v)) == len(v.columns) {
				rows[r] = 0
				return rows, exact * len(v.columns)
			}
		}
		return rows, 0
	}
	at, total := align(len(candidates), len(v.rows), func(i, j int) int {
		if len(s.labels(candidates[i])) == 0 {
			return none
		}
		return s.fitChain(s.rowLabels(candidates[i], v), v.rows[j])
	})
	for i, r := range candidates {
		rows[r] = at[i]
	}
	return rows, total
}

// loose lists the figures of a row, one for each column of the view: all that follow its labels or,
// where a blank too many is among them, those that are there. It is nil where their number is
// not that of the columns.
func (s *source) loose(row int, v view) []int {
	all := s.figures(row)
	n := len(v.columns)
	for j := range v.columns {
		if v.optional(j) {
			n--
		}
	}
	if n < len(v.columns) { // words at the end of the row are figures of the form too
		if cells := s.in(row); len(cells) >= len(v.columns) {
			last := cells[len(cells)-len(v.columns):]
			if !slices.ContainsFunc(last[:n], func(i int) bool { return s.label[i] != "" }) {
				return last
			}
		}
	}
	if len(all) == n {
		return all
	}
	var full []int
	for _, i := range all {
		if clean(s.Cells[i].Text) != "" {
			full = append(full, i)
		}
	}
	if len(full) == n {
		return full
	}
	return nil
}
