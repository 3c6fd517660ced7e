package narrative

// reasons reads over why something was carried over, whatever the reason says:
//
//	3件申请·因需征求第三方意见，·结转下年
//	因临近年底收到，·3件结转下年
//
// Where a sentence gives several reasons a number is of one of them only. Where it gives one
// there may be others still: the number is wrong only if it is more than all.
func (s *reading) reasons() {
	out := s.tokens[:0]
	for i := 0; i < len(s.tokens); i++ {
		t := s.tokens[i]
		if t.is(Because) && !t.is(caused) {
			if end := s.reasonEnd(i); end > i+1 && !s.harmless(i, end) && s.onlyReason(i) {
				t.to, t.role, t.word, t.reason = s.tokens[end-1].to, Filler, 0, true
				i = end - 1
			}
		}
		out = append(out, t)
	}
	s.tokens = out
}

// reasonEnd returns where the reason at i ends, 0 where it is none for carrying something
// over.
func (s *reading) reasonEnd(i int) int {
	const most = 16
	mark := -1
	for j := i + 1; j < min(len(s.tokens), i+most); j++ {
		switch t := &s.tokens[j]; {
		case t.kind == stop, t.kind == open, t.kind == closed, t.kind == comma && mark >= 0:
			return 0
		case t.kind == comma:
			mark = j
		case t.kind == number:
			if k := s.past(j+1, Filler|noun); mark > 0 && s.pastWeak(mark+1) == j && s.trailsAt(k) && s.last(k) {
				return mark + 1
			}
			return 0
		case s.trailsAt(j) && s.last(j) && s.countedBefore(i):
			return j
		}
	}
	return 0
}

// harmless reports whether [a, b) is nothing that a claim could not go over.
func (s *reading) harmless(a, b int) bool {
	for ; a < b; a++ {
		if !s.tokens[a].is(Filler) && s.tokens[a].kind != comma {
			return false
		}
	}
	return true
}

// past returns the first token from k on that has none of the roles, one of the next few at
// most.
func (s *reading) past(k int, role Role) int {
	for end := min(len(s.tokens), k+far); k < end && s.tokens[k].is(role); k++ {
	}
	return k
}

// pastWeak is the same of words that only say that something was done, or is to be done.
func (s *reading) pastWeak(k int) int {
	for end := min(len(s.tokens), k+far); k < end && (s.tokens[k].is(Filler) || s.tokens[k].is(row) && s.weakAt(k)); k++ {
	}
	return k
}

// weakAt reports whether the row at k gives way to any other.
func (s *reading) weakAt(k int) bool {
	w := &s.lexicon.words[s.tokens[k].word]
	return s.vocabulary.Topics[w.topic].Rows[w.term].Weak
}

// trailsAt reports whether the word at k is a row that may follow its number in the next
// clause.
func (s *reading) trailsAt(k int) bool {
	if k >= len(s.tokens) || !s.tokens[k].is(row) {
		return false
	}
	w := &s.lexicon.words[s.tokens[k].word]
	return s.vocabulary.Topics[w.topic].Rows[w.term].Trails
}

// last reports whether nothing with a meaning follows the row at k in its clause, but that
// it was done.
func (s *reading) last(k int) bool {
	for end := min(len(s.tokens), k+far); k+1 < end; {
		k++
		t := &s.tokens[k]
		if t.kind == comma || t.kind == stop || t.kind == closed {
			return true
		}
		if !t.is(Filler|ThisYear|noun) && !(t.is(row) && s.weakAt(k)) {
			return false
		}
	}
	return k+1 == len(s.tokens)
}

// countedBefore reports whether the word at i follows a number and what it counts.
func (s *reading) countedBefore(i int) bool {
	first := max(i-far, 0)
	for i--; i > first && s.tokens[i].is(Filler|noun); i-- {
	}
	return i >= 0 && s.tokens[i].kind == number && s.tokens[i].word != 0 && !s.tokens[i].percent
}

// onlyReason reports whether the sentence of the token at i gives no other reason.
func (s *reading) onlyReason(i int) bool {
	ends := func(k int) bool { return s.tokens[k].kind == stop && !s.semicolon(k) }
	other := func(k int) bool { return s.tokens[k].is(Because) && !s.tokens[k].is(caused) }
	for k := i - 1; k >= 0 && !ends(k); k-- {
		if other(k) || i-k > far {
			return false
		}
	}
	for k := i + 1; k < len(s.tokens) && !ends(k); k++ {
		if other(k) || k-i > far {
			return false
		}
	}
	return true
}

// reasoned reports whether the phrase, which begins at start, is of what it says or of the
// reason that the clause before it gives. It is neither where
// that gives several, or one that is in no vocabulary.
func (s *reading) reasoned(start int) bool {
	ph := &s.phrase
	if start < 2 || s.tokens[start-1].kind != comma || len(ph.rows) != 1 || len(ph.cols) > 0 {
		return true
	}
	rows := s.vocabulary.Topics[ph.topic].Rows
	if !rows[ph.rows[0]].All {
		return true
	}
	because, foreign, reason := false, false, -1
	for k := start - 2; k >= max(start-far, 0) && s.tokens[k].kind != comma && s.tokens[k].kind != stop; k-- {
		t := &s.tokens[k]
		if t.kind == number || t.kind == open || t.kind == closed {
			return true
		}
		because, foreign = because || t.is(Because), foreign || t.kind == unknown || t.is(Opaque|OtherObject|OtherTopic)
		if w := &s.lexicon.words[t.word]; t.is(row) && w.topic == ph.topic && rows[w.term].All && w.term != ph.rows[0] && within(rows[w.term].Sets[0], rows[ph.rows[0]].Sets[0]) {
			if reason >= 0 && reason != w.term {
				return false
			}
			reason = w.term
		}
	}
	if reason >= 0 {
		ph.rows[0] = reason
		return true
	}
	return !because || !foreign
}
