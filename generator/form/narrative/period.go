package narrative

// lastYearFirst reads the number at k, which the phrase names and whose sentence speaks of last
// year: 2022年收到8件，2023年收到12件; it reports whether it is that. Where the sentence does not
// come to the report's year, it may have been meant: then only a figure of this year that is
// none of last year's is wrong.
func (s *reading) lastYearFirst(start, p, k, d, next, b int) bool {
	if !s.lastOnly || !s.otherPeriod || s.cut || s.phrase.each || s.otherCases || !s.ends(next, b) || s.names(start, k, Cumulative) {
		return false
	}
	for j := start - 1; j >= 0 && !s.isLastYear(j); j-- { // what is between is another thing of that year
		if t := &s.tokens[j]; t.kind == unknown && !s.ownName(t.from, t.to) || t.is(Opaque|OtherObject|OtherTopic|Channel|ListHead) {
			return false
		}
	}
	s.otherPeriod = false
	ok := s.mayClaim(start, p, d)
	s.otherPeriod = true
	if !ok {
		return false
	}
	s.unsaid(true)
	what, ok := s.resolve(-1)
	if !ok || !s.exact(k, what.topic) || s.weak() {
		return false
	}
	c := s.counted(Before, k, what)
	c.Stale = true
	for j := k + 1; c.Stale && j < b; j++ {
		c.Stale = !s.isThisYear(j)
	}
	s.make(c)
	s.was, s.wasAt, s.run, s.blocked = what, k, 0, false
	return true
}

func (s *reading) isThisYear(k int) bool {
	t := &s.tokens[k]
	return t.is(ThisYear) || t.kind == year && int(t.value) == s.about.Year
}

// isNow reads the number at k where the clause says nothing but that it is this year's of what
// was counted for last year in the clause before: 2022年收到8件，2023年·12件.
func (s *reading) isNow(start, k, b int) bool {
	if s.wasAt == 0 || start < 2 || s.tokens[start-1].kind != comma {
		return false
	}
	for j := s.wasAt + 1; j < start-1; j++ {
		if !s.tokens[j].is(Filler | noun | row) {
			return false
		}
	}
	said := false
	for j := start; j < k; j++ {
		if said = said || s.isThisYear(j); !s.isThisYear(j) && !s.tokens[j].is(Filler|ChangedTo) {
			return false
		}
	}
	end := k + 1
	for end < b && s.tokens[end].is(Filler|noun) {
		end++
	}
	if !said || s.exception || s.ofOthers() || !s.ends(end, b) || !s.exact(k, s.was.topic) {
		return false
	}
	what := s.was
	what.from = s.tokens[k].from
	s.make(s.counted(Count, k, what))
	what.base, what.said = s.tokens[k].num, true
	s.blocked = false
	s.remember(what)
	s.versus, s.wasAt = true, 0
	return true
}
