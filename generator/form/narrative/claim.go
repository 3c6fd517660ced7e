package narrative

import "slices"

// far is how many tokens away something is looked for: a sentence without end takes no
// more time than others of its length.
const far = 60

// remember adds a claim that later ones may go on from.
func (s *reading) remember(t antecedent) {
	s.antecedents, s.run, s.blocked, s.versus = append(s.antecedents, t), s.run+1, false, false
	s.governed = s.governed && s.vocabulary.Topics[t.topic].Nouns == nil
}

// block notes a number that is not understood.
func (s *reading) block(t *token) {
	if t.word != 0 || t.given || t.percent || t.approximate {
		s.blocked, s.governed, s.run, s.versus = true, true, 0, false
	}
}

// figure reads the number at k, whose words may begin at start, and returns where the
// words of the next may begin.
func (s *reading) figure(start, k, b int) int {
	t := &s.tokens[k]
	for j := k - 1; j >= start; j-- {
		if s.tokens[j].is(Share) && t.percent {
			if j > start && s.tokens[j-1].is(Respectively) {
				return s.shares(k, b)
			}
			s.share(start, j, k, b)
			return k + 1
		}
		if s.tokens[j].is(Up|Down) && s.names(start, k, Respectively) {
			return s.growths(start, j, k, b)
		}
		if s.tokens[j].is(Up | Down) {
			s.growth(start, j, k, b)
			return k + 1
		}
		if !s.tokens[j].is(Filler | noun | row | column | All | OwnBody | ThisYear | VersusLastYear | Join | Respectively) {
			break
		}
	}
	if t.percent { // a rate of something: what follows is not a part of it
		s.run, s.versus = 0, false
		return k + 1
	}
	if t.approximate && !t.over {
		s.block(t)
		return k + 1
	}
	if s.lastYears(start, k) {
		return k + 1
	}
	if s.lexicon.words[t.word].role&Times != 0 {
		s.factor(start, k, b)
		return k + 1
	}
	p := s.back(start, k)
	c, d, next := s.after(p, k, b)
	ok := s.parse(p, k, c, d)
	whole := next < b && s.tokens[next].is(OfWhich)
	if ok {
		s.unsaid(whole)
	} else if s.run > 0 && s.summed(start, k) {
		return k + 1
	}
	if ok && whole && len(s.phrase.rows)+len(s.phrase.cols) == 0 && s.phrase.named && s.plainUpTo(start, p) {
		return next
	}
	if ok && s.run == 0 && !s.blocked && !s.phrase.named && s.phrase.topic == s.topic && s.weak() && s.plainUpTo(start, p) && s.counts(t, s.topic) {
		return next // 答复12件: perhaps of something else, and its parts may be read
	}
	if !ok || !s.mayClaim(start, p, d) || !s.ends(next, b) && !(d > c && next < b && s.tokens[next].is(OtherPeriod)) {
		s.leave(start, p)
		s.block(t)
		return next
	}
	if s.phrase.each {
		return s.several(k, next, b)
	}
	s.count(k, -1, d)
	return next
}

// summed reports whether the number at k only adds up what was claimed before: 合计28件.
func (s *reading) summed(start, k int) bool {
	if k == start || !s.counts(&s.tokens[k], s.antecedents[len(s.antecedents)-1].topic) {
		return false
	}
	for j := start; j < k; j++ {
		if !s.tokens[j].is(Filler) {
			return false
		}
	}
	return s.tokens[k-1].is(Altogether)
}

// lastYears reports whether the number at k is last year's, with which what follows is
// compared: 比去年的16件少5件.
func (s *reading) lastYears(start, k int) bool {
	versus := false
	for j := k - 1; j >= start && (s.tokens[j].is(VersusLastYear|Particle|Filler) || s.tokens[j].is(Than)); j-- {
		versus = versus || s.tokens[j].is(VersusLastYear)
	}
	return versus && s.lexicon.words[s.tokens[k].word].role&Times == 0
}

// mayClaim reports whether what is before the words [p, …) lets them speak of the
// agency's figures.
func (s *reading) mayClaim(start, p, end int) bool {
	if s.ruled(start, end) || s.otherTopic || s.otherBody || s.otherPeriod || s.exception || !s.plainUpTo(start, p) {
		return false
	}
	return s.phrase.named || s.phrase.topic == s.topic && !s.blocked && !s.otherObject && (s.run > 0 || !s.weak())
}

// ruled reports whether the words [start, end) are but a member of a list of something
// else: of what was shown, checked or asked for. They are not where they have a verb of
// their own, or say why there was a case.
func (s *reading) ruled(start, end int) bool {
	ph := &s.phrase
	t := &s.vocabulary.Topics[ph.topic]
	if t.Nouns != nil && !ph.bare || len(ph.rows) == 0 || ph.caused {
		return false
	}
	if !s.governed && !s.listHead && (!s.foreign || len(t.Columns) > 0) {
		return false
	}
	for k := start; k < end; k++ {
		if x := &s.tokens[k]; x.kind == known && s.lexicon.words[x.word].verb&(1<<ph.topic) != 0 {
			return false
		}
	}
	return len(ph.cols) == 0 || len(t.Columns) == 0
}

// weak reports whether the phrase only says that something was done.
func (s *reading) weak() bool {
	for _, r := range s.phrase.rows {
		if !s.vocabulary.Topics[s.phrase.topic].Rows[r].Weak {
			return false
		}
	}
	return len(s.phrase.rows) > 0
}

// leave notes that a number was another body's, of which the paragraph may go on.
func (s *reading) leave(start, p int) {
	if s.otherBody || s.phrase.named && len(s.phrase.rows) > 0 && !s.plainUpTo(start, p) {
		s.left = true
	}
}

// after finds the words after the number at k that belong to it, [c, d): its noun, and
// where nothing before says it, what it counts. next is where other words begin.
func (s *reading) after(p, k, b int) (c, d, next int) {
	spoken := false
	for j := p; j < k; j++ {
		spoken = spoken || s.tokens[j].is(row|column)
	}
	c, d = k+1, k+1
	for j := c; j < b; j++ {
		t := &s.tokens[j]
		switch {
		case t.is(All) && !spoken: // 2件均按期答复
		case t.is(Not | All | Share | VersusLastYear | Up | Down | OtherObject | OtherTopic | OtherBodies | Channel | Approximate | Opaque | Hypothetical | OtherPeriod | OfWhich):
			return c, d, j
		case t.is(noun), t.is(row|column) && !spoken, t.is(OwnBody) && d > c, t.is(row) && s.same(p, k, j):
			d = j + 1
		case t.is(Join):
			if j+1 >= b || !s.tokens[j+1].is(row|column) || spoken || d == c {
				return c, d, j
			}
		case t.is(Filler), t.is(ThisYear) && !spoken:
		default:
			return c, d, j
		}
	}
	return c, d, b
}

// same reports whether the word at j is another for a row that [p, k) names: 结转4件到下年度.
func (s *reading) same(p, k, j int) bool {
	w := &s.lexicon.words[s.tokens[j].word]
	for i := max(p, k-far); i < k; i++ {
		if t := &s.tokens[i]; t.is(row) && s.lexicon.words[t.word].topic == w.topic {
			rows := s.vocabulary.Topics[w.topic].Rows
			return slices.Equal(rows[s.lexicon.words[t.word].term].Sets[0].Plus, rows[w.term].Sets[0].Plus)
		}
	}
	return false
}

// ends reports whether the words of a claim end before k.
func (s *reading) ends(k, b int) bool {
	if k >= b {
		return true
	}
	t := &s.tokens[k]
	return t.kind == comma || t.kind == open || t.kind == closed || t.kind == stop || t.kind == number ||
		t.is(Join|All|Share|VersusLastYear|OfWhich) && !t.is(Approximate)
}

// count makes the claim that the phrase's i-th row or column (-1: their sum) is the
// number at k; d is the token after the last word of the claim.
func (s *reading) count(k, i, d int) {
	t := &s.tokens[k]
	what, ok := s.resolve(i)
	if !ok || !s.counts(t, what.topic) || s.wider(k) {
		s.block(t)
		return
	}
	if len(s.phrase.rows) == 1 && s.vocabulary.Topics[what.topic].Rows[s.phrase.rows[0]].Alone {
		what.readings = s.alone(k, what)
	}
	c := Claim{Kind: Count, From: s.at(min(what.from, t.from)), Till: s.end(max(t.to, s.tokens[d-1].to)), At: s.at(t.from), To: s.end(t.to), Number: t.num, Unit: s.lexicon.words[t.word].text, Readings: what.readings, Given: t.given, Over: t.over}
	if t.given {
		if t.value < 0 {
			s.block(t)
			return
		}
	} else {
		what.base, what.said = t.num, !t.approximate
	}
	s.make(c)
	s.remember(what)
}

// wider reports whether the cases counted at k are more than those of which the form has
// figures: what follows picks those out by their cause.
func (s *reading) wider(k int) bool {
	return s.caseEnd > k && !s.phrase.caused && len(s.vocabulary.Topics[s.phrase.topic].Causes) > 0
}

// alone leaves out what is only granted of the number at k where the sentence counts a part
// of it by itself: 甲5件，乙1件. Parts counted as such are none: 甲5件，其中乙1件.
func (s *reading) alone(k int, what antecedent) []Reading {
	topic := &s.vocabulary.Topics[what.topic]
	own := topic.Rows[s.phrase.rows[0]].Sets[0]
	separate := func(step int) bool {
		for j := k + step; j >= max(0, k-far) && j < min(len(s.tokens), k+far); j += step {
			t := &s.tokens[j]
			if t.kind == stop || step > 0 && (t.kind == open || t.is(OfWhich)) {
				return false
			}
			if t.is(row) && s.lexicon.words[t.word].topic == what.topic {
				for _, p := range topic.Rows[s.lexicon.words[t.word].term].Sets[:1] {
					if !within(p, own) && within(p, what.rows[len(what.rows)-1]) {
						return true
					}
				}
			}
		}
		return false
	}
	if !separate(1) && !separate(-1) {
		return what.readings
	}
	return slices.DeleteFunc(slices.Clone(what.readings), func(r Reading) bool { return !r.Named })
}

// several gives the numbers from k on to the phrase's rows or columns, one each; where
// there are more or fewer numbers than those nothing is claimed.
func (s *reading) several(k, next, b int) int {
	n := max(len(s.phrase.rows), len(s.phrase.cols))
	at := []int{k}
	end := next
	for j := next; j < b && len(at) <= n; j++ {
		t := &s.tokens[j]
		if t.is(Join) {
			continue
		}
		if t.kind != number || t.word == 0 || t.percent || t.approximate {
			break
		}
		at = append(at, j)
		end = j + 1
	}
	same := len(at) == 1 && !s.hasEach(k)
	if len(at) != n && !same || end < b && !s.ends(end, b) {
		s.block(&s.tokens[k])
		return end
	}
	topic, from, caused := s.phrase.topic, s.phrase.first, s.phrase.caused
	rows, cols := slices.Clone(s.phrase.rows), slices.Clone(s.phrase.cols)
	for i := range n {
		s.phrase = phrase{topic: topic, rows: rows, cols: cols, first: from, caused: caused}
		if same {
			s.count(k, i, k+1)
		} else {
			s.count(at[i], i, at[i]+1)
		}
	}
	return end
}

// hasEach reports whether the word before the number at k says that several follow.
func (s *reading) hasEach(k int) bool {
	for j := k - 1; j >= 0 && s.tokens[j].kind == known; j-- {
		if s.tokens[j].is(Respectively) {
			return true
		}
	}
	return false
}
