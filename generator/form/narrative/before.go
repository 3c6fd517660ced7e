package narrative

import "slices"

// multiple reads the word at k for twice, four times or half of last year's.
func (s *reading) multiple(a, k, b int) {
	if !s.versus && !s.names(a, k, VersusLastYear) {
		return
	}
	for j := k + 1; j < b; j++ {
		if !s.tokens[j].is(Filler) {
			return
		}
	}
	what, ok := s.target(a, k)
	if !ok {
		return
	}
	t := &s.tokens[k]
	c := Claim{Kind: Factor, From: s.at(what.from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Readings: what.readings, Base: what.base, Told: what.said, Over: true}
	switch {
	case t.is(Doubled):
		c.Number = Number{Int: 2}
	case t.is(Quadrupled):
		c.Number = Number{Int: 4}
	default:
		c.Number, c.Over = Number{Int: 5, Scale: 1}, false
	}
	s.make(c)
	s.versus = true
}

// changed reads that what [a, k) names is more or less than last year, and remembers it for the
// number that may follow: 较上年有所增加，增幅20%.
func (s *reading) changed(a, k, b int) {
	if !s.names(a, k, VersusLastYear) && !(b+1 < len(s.tokens) && s.tokens[b].kind == comma && s.tokens[b+1].is(VersusLastYear)) { // 有所下降，较上年减少3件
		return
	}
	what, ok := s.target(a, k)
	if !ok {
		return
	}
	if t := &s.tokens[k]; s.past(k+1, Filler) == b {
		c := Claim{Kind: Growth, From: s.at(s.tokens[a].from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Readings: what.readings, Base: what.base, Told: what.said, Sign: 1, Bare: true}
		if t.is(Down) {
			c.Sign = -1
		}
		s.make(c)
	}
	if s.names(a, k, row|column|noun) {
		what.base, what.said = Number{}, false
		s.remember(what)
		s.versus = true
	}
}

// became reads what something was last year and is now, 由上年的8件增至10件, at the first
// number; end is 0 where the words are none of that.
func (s *reading) became(start, k, b int) (end int) {
	from, last := -1, s.versus
	for j := k - 1; j >= start && from < 0; j-- {
		switch t := &s.tokens[j]; {
		case t.is(From):
			from = j
		case t.is(LastYear | VersusLastYear):
			last = true
		case !t.is(Filler):
			return 0
		}
	}
	if from < 0 {
		return 0
	}
	n, to := 0, false
	for j := k + 1; j < b && n == 0; j++ {
		switch t := &s.tokens[j]; {
		case t.kind == number:
			n = j
		case t.is(ChangedTo):
			to = true
		case t.is(Up | Down):
			to = to || s.tokens[j+1].is(Filler)
		case !t.is(Filler|noun|ThisYear) && !(t.kind == year && int(t.value) == s.about.Year):
			return 0
		}
	}
	if n == 0 || !to {
		return 0
	}
	end = n + 1
	for end < b && s.tokens[end].is(Filler|noun) {
		end++
	}
	what, ok := s.target(start, from)
	if !ok || !s.ends(end, b) || !s.exact(k, what.topic) || !s.exact(n, what.topic) {
		s.block(&s.tokens[n])
		return end
	}
	last = last || s.names(start, from, VersusLastYear)
	if last {
		s.make(s.counted(Before, k, what))
	}
	s.make(s.counted(Count, n, what))
	what.base, what.said = s.tokens[n].num, true
	s.remember(what)
	s.versus = last
	return end
}

// exact reports whether the number at k is one with a unit of the topic, and no round one.
func (s *reading) exact(k, topic int) bool {
	t := &s.tokens[k]
	return !t.given && !t.percent && !s.rounded(k) && t.word != 0 && s.counts(t, topic)
}

// counted makes the claim that the number at k is how many there are of what was named.
func (s *reading) counted(kind Kind, k int, what antecedent) Claim {
	t := &s.tokens[k]
	return Claim{Kind: kind, From: s.at(min(what.from, t.from)), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num, Unit: s.lexicon.words[t.word].text, Readings: what.readings}
}

// lastYear reads the number at k where it is last year's of what was just claimed of this:
// 新收12件，上年为9件; it reports whether it is that.
func (s *reading) lastYear(start, k, b int) bool {
	years, spoken, apart := 0, false, false
	for j := start; j < k; j++ {
		switch t := &s.tokens[j]; {
		case s.isLastYear(j):
			years++
		case !t.is(Filler | noun | row | column):
			return false
		case t.is(row | column):
			spoken = true
		case !t.is(Particle):
			apart = true
		}
	}
	if n := len(s.antecedents); years != 1 || s.run == 0 || n == 0 || !spoken && !apart && s.carriesOver(s.antecedents[n-1].topic) || s.tokens[k-1].is(Particle) && spoken ||
		s.otherObject || s.otherTopic || s.otherBody || s.exception {
		return false
	}
	end := k + 1
	for end < b && s.tokens[end].is(Filler|noun) {
		end++
	}
	if !s.ends(end, b) {
		return false
	}
	what := s.antecedents[len(s.antecedents)-1]
	if spoken {
		if !s.parse(start, k, k+1, end) || s.phrase.each {
			return false
		}
		x, ok := s.resolve(-1)
		if !ok || x.topic != what.topic || !slices.Equal(x.rows[0].Plus, what.rows[0].Plus) || !slices.Equal(x.cols.Plus, what.cols.Plus) {
			return false
		}
	}
	return s.wasBefore(k, what)
}

// carriesOver reports whether a topic's cases may be left from last year.
func (s *reading) carriesOver(topic int) bool {
	return slices.ContainsFunc(s.vocabulary.Topics[topic].Rows, func(x Term) bool { return x.Last != "" })
}

// wasBefore claims that the number at k is last year's of what was claimed last, or of
// anything claimed before it in the sentence.
func (s *reading) wasBefore(k int, what antecedent) bool {
	if !s.exact(k, what.topic) {
		return false
	}
	for i := range s.antecedents {
		if x := &s.antecedents[i]; x.topic == what.topic {
			for _, r := range x.readings {
				r.Named = false
				what.readings = append(what.readings[:len(what.readings):len(what.readings)], r)
			}
		}
	}
	what.from = s.tokens[k].from
	s.make(s.counted(Before, k, what))
	s.otherPeriod, s.versus = false, true
	return true
}
