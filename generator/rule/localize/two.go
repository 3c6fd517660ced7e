package localize

import "slices"

// two finds the two cells that are wrong, where one is not enough. Two say something of
// three findings or more; where several pairs would do, a cell that all of them have, with
// one value, is wrong in any case.
func (s *solver) two(relations []int) []Answer {
	if s.findings(relations) < 3 {
		return nil
	}
	pairs, sure := s.pairs(relations)
	switch {
	case !sure || len(pairs) == 0:
		return nil
	case len(pairs) == 1:
		return []Answer{{Wrong, pairs[0][:], relations}}
	}
	for _, c := range pairs[0] {
		if slices.ContainsFunc(pairs[1:], func(p [2]Change) bool { return p[0] != c && p[1] != c }) {
			continue
		}
		if settled := s.settled(c); s.findings(settled) >= 2 {
			return []Answer{{Wrong, []Change{c}, settled}}
		}
	}
	return nil
}

// pairs lists the changes of two cells that settle all of the relations and break none.
// sure is false where two cells would do with more than one value.
func (s *solver) pairs(relations []int) (out [][2]Change, sure bool) {
	sure = true
	for _, t := range s.Relations[relations[0]].Terms {
		x := t.Cell
		left := s.without(relations, x)
		var others []int
		if len(left) > 0 {
			others = s.common(left)
		} else { // x is in all of them, and another cell makes up for what x breaks
			for _, r := range s.of[x] {
				for _, t := range s.Relations[r].Terms {
					if !slices.Contains(others, t.Cell) {
						others = append(others, t.Cell)
					}
				}
			}
		}
		for _, y := range others {
			if x == y {
				continue
			}
			pair, unique := s.both(min(x, y), max(x, y))
			if !unique {
				sure = false
				continue
			}
			if s.try(pair[:]...) && !slices.Contains(out, pair) {
				out = append(out, pair)
			}
		}
	}
	return out, sure
}

// both solves the equations of two cells; unique is false where they have more than one
// solution. Whether all of them hold is for try to say.
func (s *solver) both(x, y int) (pair [2]Change, unique bool) {
	type equation struct{ a, b, off int64 } // a·dx + b·dy + off = 0
	var equations []equation
	for _, r := range slices.Concat(s.of[x], s.of[y]) {
		if rel := &s.Relations[r]; rel.Kind == Zero {
			equations = append(equations, equation{rel.factor(x), rel.factor(y), s.sum(rel)})
		}
	}
	for i, e := range equations {
		for _, f := range equations[i+1:] {
			det := e.a*f.b - f.a*e.b
			if det == 0 {
				continue
			}
			dx, dy := e.b*f.off-f.b*e.off, f.a*e.off-e.a*f.off
			if dx%det != 0 || dy%det != 0 {
				return pair, true // none
			}
			return [2]Change{{x, s.value[x] + dx/det}, {y, s.value[y] + dy/det}}, true
		}
	}
	return pair, false
}
