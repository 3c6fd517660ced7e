package localize

import "slices"

// solver is a problem on which answers are tried out.
type solver struct {
	*Problem
	value  []int64 // as it is tried
	of     [][]int // by cell, the relations it is in
	broken []bool  // by relation, before anything was tried

	changes []Change // room for those of a shift
	back    []int
}

// newSolver makes a solver, and lists the relations that do not hold.
func newSolver(p *Problem) (s *solver, broken []int) {
	s = &solver{Problem: p, value: make([]int64, len(p.Cells)), of: make([][]int, len(p.Cells)), broken: make([]bool, len(p.Relations))}
	in, all := make([]int, len(p.Cells)), 0
	for _, r := range p.Relations {
		for _, t := range r.Terms {
			in[t.Cell]++
			all++
		}
	}
	room := make([]int, all) // one for all lists of relations
	for i, c := range p.Cells {
		s.value[i] = c.Value
		s.of[i], room = room[:0:in[i]], room[in[i]:]
	}
	for i, r := range p.Relations {
		for _, t := range r.Terms {
			s.of[t.Cell] = append(s.of[t.Cell], i)
		}
		if s.broken[i] = !s.holds(i); s.broken[i] {
			broken = append(broken, i)
		}
	}
	return s, broken
}

// groups divides relations into those that have cells in common, directly or by way of
// others.
func (s *solver) groups(relations []int) (out [][]int) {
	left := slices.Clone(relations)
	for len(left) > 0 {
		group := []int{left[0]}
		left = left[1:]
		for i := 0; i < len(group); i++ {
			var apart []int
			for _, r := range left {
				if slices.ContainsFunc(s.Relations[r].Terms, func(t Term) bool { return s.Relations[group[i]].factor(t.Cell) != 0 }) {
					group = append(group, r)
				} else {
					apart = append(apart, r)
				}
			}
			left = apart
		}
		slices.Sort(group)
		out = append(out, group)
	}
	return out
}

// findings counts the findings by which relations were reported.
func (s *solver) findings(relations []int) int {
	var seen []int
	for _, r := range relations {
		if f := s.Relations[r].Finding; !slices.Contains(seen, f) {
			seen = append(seen, f)
		}
	}
	return len(seen)
}

// singles lists the changes of one cell that settle all of the relations and break none.
func (s *solver) singles(relations []int) (out []Change) {
	for _, x := range s.common(relations) {
		for _, r := range relations {
			if s.Relations[r].Kind != Zero {
				continue
			}
			if v, ok := s.solve(r, x); ok && s.try(Change{x, v}) {
				out = append(out, Change{x, v})
			}
			break // another equation would have to say the same
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return a.Cell - b.Cell })
	return out
}

// common lists the cells that all of the relations have.
func (s *solver) common(relations []int) (out []int) {
	for _, t := range s.Relations[relations[0]].Terms {
		if !slices.ContainsFunc(relations[1:], func(r int) bool { return s.Relations[r].factor(t.Cell) == 0 }) {
			out = append(out, t.Cell)
		}
	}
	return out
}

// without lists the relations that do not have a cell.
func (s *solver) without(relations []int, cell int) (out []int) {
	for _, r := range relations {
		if s.Relations[r].factor(cell) == 0 {
			out = append(out, r)
		}
	}
	return out
}

// solve is the value of a cell with which an equation holds, if there is one.
func (s *solver) solve(relation, cell int) (v int64, ok bool) {
	r := &s.Relations[relation]
	off, f := s.sum(r), r.factor(cell)
	if off%f != 0 {
		return 0, false
	}
	return s.value[cell] - off/f, true
}

// try reports whether changes are such as their cells may have, and every relation that
// their cells are in holds with them. All of them must be changes.
func (s *solver) try(changes ...Change) bool {
	for _, c := range changes {
		if !s.Cells[c.Cell].admits(c.Value) || c.Value == s.Cells[c.Cell].Value {
			return false
		}
	}
	for _, c := range changes {
		s.value[c.Cell] = c.Value
	}
	ok := true
	for _, c := range changes {
		ok = ok && !slices.ContainsFunc(s.of[c.Cell], func(r int) bool { return !s.holds(r) })
	}
	for _, c := range changes {
		s.value[c.Cell] = s.Cells[c.Cell].Value
	}
	return ok
}

// settled lists the broken relations that hold with changes.
func (s *solver) settled(changes ...Change) (out []int) {
	for _, c := range changes {
		s.value[c.Cell] = c.Value
	}
	for _, c := range changes {
		for _, r := range s.of[c.Cell] {
			if s.broken[r] && s.holds(r) && !slices.Contains(out, r) {
				out = append(out, r)
			}
		}
	}
	for _, c := range changes {
		s.value[c.Cell] = s.Cells[c.Cell].Value
	}
	slices.Sort(out)
	return out
}

func (c *Cell) admits(v int64) bool {
	return v%c.Unit == 0 && v <= c.Max && (v >= 0 || c.Signed && v >= -c.Max)
}

func (s *solver) holds(relation int) bool {
	r := &s.Relations[relation]
	switch r.Kind {
	case AtMost:
		return s.sum(r) <= 0
	case Present:
		return s.value[r.Terms[0].Cell] != 0 || !slices.ContainsFunc(r.Terms[1:], func(t Term) bool { return s.value[t.Cell] != 0 })
	}
	return s.sum(r) == 0
}

func (s *solver) sum(r *Relation) int64 {
	n := r.Rest
	for _, t := range r.Terms {
		n += t.Factor * s.value[t.Cell]
	}
	return n
}

// factor is that of a cell, 0 for one that the relation does not have.
func (r *Relation) factor(cell int) int64 {
	for _, t := range r.Terms {
		if t.Cell == cell {
			return t.Factor
		}
	}
	return 0
}
