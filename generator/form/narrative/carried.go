package narrative

// carries makes one token of the word for what was carried over and the year from or to
// which it was; without one a word that needs it is none.
func (s *reading) carries() {
	for k := range s.tokens {
		t := &s.tokens[k]
		if !t.is(row) {
			continue
		}
		w := &s.lexicon.words[t.word]
		if w.lastYear == 0 && w.nextYear == 0 {
			continue
		}
		end := s.carriedOn(k+1, w) // 未办结·转入; 未办结·、·结转
		from, till := s.beside(k-1, -1), s.beside(end, 1)
		switch {
		case w.nextYear > 0 && till >= 0 && s.isNextYear(till):
			s.merge(k, s.carriedOn(till+1, w), k).word = w.nextYear
		case w.nextYear > 0 && from >= 0 && s.isNextYear(from):
			s.merge(from, end, k).word = w.nextYear
		case w.lastYear > 0 && from >= 0 && s.isLastYear(from):
			s.merge(from, end, k).word = w.lastYear
		case w.lastYear > 0 && from > 0 && s.tokens[from].is(Not) && s.isLastYear(from-1): // 上年·无·结转
			t.word, s.tokens[from-1].kind = w.lastYear, void
		case w.lastYear > 0 && till >= 0 && s.isLastYear(till) && !s.wasLastYear(till): // 结转自2021年
			s.merge(k, s.carriedOn(till+1, w), k).word = w.lastYear
		case w.nextYear > 0 && till >= 0 && s.intoNext(till, w): // 留存28件至次年
			t.word = w.nextYear
		case end > k+1 && !s.vocabulary.Topics[w.topic].Rows[w.term].Dated:
			s.merge(k, end, k)
		case s.vocabulary.Topics[w.topic].Rows[w.term].Dated:
			t.kind, t.role, t.word = unknown, 0, 0
		}
	}
}

// intoNext reports whether the number at k is of what goes on into the next year.
func (s *reading) intoNext(k int, w *word) bool {
	if s.tokens[k].kind != number {
		return false
	}
	for k++; k < len(s.tokens) && s.tokens[k].is(Filler|noun) && !s.tokens[k].is(NextYear); k++ {
	}
	if k == len(s.tokens) {
		return false
	}
	t := &s.tokens[k]
	x := &s.lexicon.words[t.word]
	return s.isNextYear(k) || t.is(row) && x.topic == w.topic && s.vocabulary.Topics[x.topic].Rows[x.term].Trails
}

// carriedOn returns where the words of the same kind as w end that go on at k.
func (s *reading) carriedOn(k int, w *word) int {
	for i := k; i < len(s.tokens) && i < k+2; i++ {
		t := &s.tokens[i]
		if x := &s.lexicon.words[t.word]; t.is(row) && x.topic == w.topic && x.lastYear == w.lastYear {
			return s.carriedOn(i+1, w)
		}
		if !t.is(Join|Filler) || t.is(meaning) {
			break
		}
	}
	return k
}

// beside returns the first token from i on, in steps of one, that is not a word without
// a meaning of its own, -1 where it is far.
func (s *reading) beside(i, step int) int {
	for n := 0; n < 3 && i >= 0 && i < len(s.tokens); i += step {
		t := &s.tokens[i]
		if t.kind == void {
			continue
		}
		if n++; !t.is(Filler) || t.is(Cumulative|meaning|LastYear|NextYear) {
			return i
		}
	}
	return -1
}

// wasLastYear reports whether a number follows last year at k, from which something became
// what it is: 由上年的3件降至1件.
func (s *reading) wasLastYear(k int) bool {
	return s.tokens[k-1].is(From) && s.numberAfter(k+1)
}

func (s *reading) isLastYear(k int) bool {
	t := &s.tokens[k]
	return t.kind == year && int(t.value) == s.about.Year-1 || t.is(LastYear)
}

func (s *reading) isNextYear(k int) bool {
	t := &s.tokens[k]
	return t.kind == year && int(t.value) == s.about.Year+1 || t.is(NextYear)
}

// numberAfter reports whether the next thing from k on is a number.
func (s *reading) numberAfter(k int) bool {
	k = s.beside(k, 1)
	return k >= 0 && s.tokens[k].kind == number
}
