package localize

import "slices"

// shifted finds runs of figures that were typed one place off, along a row or down a
// column: one slip, however many figures it moved. At least two of them are not 0, and
// three findings must agree; four where the figure that was pushed out at the end of the
// run has to be found too. The groups of relations that no shift explains are left.
func (s *solver) shifted(groups [][]int) (out []Answer, left [][]int) {
	var all []int
	in := map[int]int{} // group by relation
	for g, group := range groups {
		all = append(all, group...)
		for _, r := range group {
			in[r] = g
		}
	}
	if s.findings(all) < 3 || len(all) > limit {
		return nil, groups
	}
	var found []Answer
	for _, line := range s.Lines {
		if !slices.ContainsFunc(line, func(c int) bool { return slices.ContainsFunc(s.of[c], func(r int) bool { return s.broken[r] }) }) {
			continue
		}
		for from := range line {
			for to := from + 1; to < len(line); to++ {
				run := line[from : to+1]
				for _, a := range s.unshift(run) {
					slices.Sort(a.Relations)
					if !slices.ContainsFunc(found, func(b Answer) bool { return slices.Equal(a.Changes, b.Changes) }) {
						found = append(found, a)
					}
				}
			}
		}
	}
	// A shift that settles a part of a group explains nothing: the rest has its cause
	// in the same cells. Nor does one that is a piece of a longer one. Of two others that
	// would explain a relation neither is known.
	taken := make([]int, len(groups))
	var whole []Answer
	for _, a := range found {
		if slices.ContainsFunc(found, func(b Answer) bool { return a.within(b) }) {
			continue
		}
		touched := map[int]bool{}
		for _, r := range a.Relations {
			if g, ok := in[r]; ok {
				touched[g] = true
			}
		}
		n := 0
		for g := range touched {
			n += len(groups[g])
		}
		if n != len(a.Relations) {
			continue
		}
		for g := range touched {
			taken[g]++
		}
		whole = append(whole, a)
	}
	explained := make([]bool, len(groups))
	for _, a := range whole {
		if slices.ContainsFunc(a.Relations, func(r int) bool { return taken[in[r]] > 1 }) {
			continue
		}
		if pairs, sure := s.pairs(a.Relations); len(a.Changes) > 2 && (len(pairs) > 0 || !sure) {
			continue // two wrong figures would explain as much
		}
		for _, r := range a.Relations {
			explained[in[r]] = true
		}
		out = append(out, a)
	}
	for g, group := range groups {
		if !explained[g] {
			left = append(left, group)
		}
	}
	return out, left
}

// within reports whether all changes of an answer are among those of a longer one.
func (a *Answer) within(b Answer) bool {
	return len(a.Changes) < len(b.Changes) &&
		!slices.ContainsFunc(a.Changes, func(c Change) bool { return !slices.Contains(b.Changes, c) })
}

// unshift moves a run back by one place, either way, and returns what settles relations
// and breaks none.
func (s *solver) unshift(run []int) (out []Answer) {
	last := len(run) - 1
	s.back = slices.Grow(s.back[:0], len(run))
	back := s.back[:len(run)] // from where each cell of the run gets its figure; the last is the free end
	for _, right := range []bool{true, false} {
		for i := range run {
			back[i] = run[i]
			if !right {
				back[i] = run[last-i]
			}
		}
		moved, changes := 0, s.changes[:0]
		for i := range last {
			v := s.value[back[i+1]]
			if v != 0 {
				moved++
			}
			if v != s.value[back[i]] {
				changes = append(changes, Change{back[i], v})
			}
		}
		s.changes = changes // to be used again: there are many runs
		if moved < 2 {
			continue
		}
		end, n := back[last], len(changes)
		if s.value[back[0]] == 0 { // a blank was typed at the beginning instead of at the end
			if s.value[end] != 0 {
				changes = append(changes, Change{end, 0})
			}
			if a, ok := s.answer(changes, 3); ok {
				out = append(out, a)
				continue
			}
			changes = changes[:n]
		}
		if c, ok := s.free(changes, end); ok {
			if a, ok := s.answer(append(changes, c), 4); ok {
				out = append(out, a)
			}
		}
	}
	return out
}

// free finds what the cell at the end of a run must have been.
func (s *solver) free(changes []Change, end int) (c Change, ok bool) {
	for _, x := range changes {
		s.value[x.Cell] = x.Value
	}
	for _, r := range s.of[end] {
		if s.Relations[r].Kind == Zero {
			c.Cell = end
			c.Value, ok = s.solve(r, end)
			break
		}
	}
	for _, x := range changes {
		s.value[x.Cell] = s.Cells[x.Cell].Value
	}
	return c, ok && c.Value != s.value[end]
}

// answer makes one of changes that settle the relations of that many findings.
func (s *solver) answer(changes []Change, findings int) (a Answer, ok bool) {
	if len(changes) < 2 || !s.try(changes...) {
		return a, false
	}
	settled := s.settled(changes...)
	if s.findings(settled) < findings {
		return a, false
	}
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b Change) int { return a.Cell - b.Cell })
	return Answer{Shifted, changes, settled}, true
}
