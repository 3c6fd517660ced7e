package narrative

import "slices"

// after finds the words after the number at k that belong to it, [c, d): its noun, and
// where nothing before says it, what it counts. next is where other words begin.
func (s *reading) after(p, k, b int) (c, d, next int) {
	spoken, done := false, -1 // the topic of a column alone before the number: 制定2件文件
	for j := p; j < k; j++ {
		if t := &s.tokens[j]; t.is(column) && !spoken && s.vocabulary.Topics[s.lexicon.words[t.word].topic].Nouns == nil {
			done = int(s.lexicon.words[t.word].topic)
		} else if t.is(row | column) {
			done = -1
		}
		spoken = spoken || s.tokens[j].is(row|column)
	}
	c, d = k+1, k+1
	for j := c; j < b; j++ {
		t := &s.tokens[j]
		switch {
		case t.is(row) && !spoken && s.names(c, j, noun) && j+1 < b && s.tokens[j+1].kind == number && s.tokens[j+1].word != 0:
			return c, d, j // 25件申请·办结23件
		case t.is(All) && !spoken && !s.names(c, d, row|column): // 2件均按期答复
		case t.is(Not | All | Share | VersusLastYear | Up | Down | OtherObject | OtherTopic | OtherBodies | Channel | Approximate | Opaque | Hypothetical | OtherPeriod | OfWhich):
			return c, d, j
		case t.is(noun), t.is(row|column) && !spoken, t.is(OwnBody) && (d > c || j+1 < b && s.outcomeAt(j+1)), t.is(row) && (s.same(p, k, j) || done >= 0 && s.lexicon.words[t.word].topic == done):
			d = j + 1
		case t.is(Join) && !spoken && j+1 < b && (s.tokens[j+1].kind == unknown || s.tokens[j+1].is(Not|Opaque|OtherObject)) && s.names(c, d, row|column):
			return c, c, j + 1 // “N of a column and others”: the second name is of no column
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

// shared reports whether the words at k go on with more numbers and their words, and what
// follows the last is said of all of them: 10件复议·、5件诉讼未结.
func (s *reading) shared(k, b int) bool {
	from := k
	for k+1 < b && s.tokens[k].is(Join) && s.tokens[k+1].kind == number {
		for k += 2; k < b && s.tokens[k].is(Filler|noun|row) && !s.tokens[k].is(Join); k++ {
		}
	}
	return k > from && !s.ends(k, b) && s.columnOfAll(from, b) < 0
}

// columnOfAll is the column that is said of a number that ends before k, and of those in the
// list that may go on there, after the last of them: “3 reviews, 2 lawsuits, all undecided”. It is -1 for none.
func (s *reading) columnOfAll(k, b int) int {
	topic := s.phrase.topic
	if s.vocabulary.Topics[topic].Causes == nil || len(s.phrase.rows) != 1 {
		return -1
	}
	for k < b && s.tokens[k].is(Join) && !s.tokens[k].is(meaning) {
		n := k + 1
		for n < b && s.tokens[n].is(Filler|noun|row) && !s.tokens[n].is(Join) {
			n++
		}
		if n >= b || s.tokens[n].kind != number || s.tokens[n].percent || !s.counts(&s.tokens[n], topic) {
			return -1
		}
		for k = n + 1; k < b && s.tokens[k].is(Filler|noun|row) && !s.tokens[k].is(Join); k++ {
		}
	}
	for k < b && s.tokens[k].is(Filler) && !s.tokens[k].is(Join|meaning) {
		k++
	}
	if k >= b || !s.tokens[k].is(column) || s.tokens[k].is(Share) || s.lexicon.words[s.tokens[k].word].topic != topic || !s.vocabulary.Topics[topic].Columns[s.lexicon.words[s.tokens[k].word].term].All {
		return -1
	}
	if end := s.past(k+1, Filler); end < b && (!s.ends(end, b) || s.tokens[end].kind == number || s.tokens[end].is(Join|Share)) {
		return -1
	}
	return s.lexicon.words[s.tokens[k].word].term
}

// someOf reports whether the number at k only tells of how many there are what follows at
// next is a part: 25件·有·3件结转.
func (s *reading) someOf(k, next int) bool {
	if next >= len(s.tokens) || next <= k+1 || s.tokens[next].kind != number || s.tokens[next].percent {
		return false
	}
	t := &s.tokens[next-1]
	return t.is(Filler) && string(s.line[t.from:t.to]) == "有"
}

// predicate reports whether the clause goes on at k with what was done to those counted
// before, and ends with that: 上年结转的3件·已答复.
func (s *reading) predicate(k, b int) bool {
	if s.weak() || len(s.phrase.rows) == 0 {
		return false
	}
	done := false
	for ; k < b && (!s.ends(k, b) || s.tokens[k].is(All)); k++ {
		switch t := &s.tokens[k]; {
		case t.is(row):
			w := &s.lexicon.words[t.word]
			x := &s.vocabulary.Topics[w.topic].Rows[w.term]
			if w.topic != s.phrase.topic || !x.Weak && x.Rest == nil && !(x.All && len(s.phrase.rows) == 1 && within(s.vocabulary.Topics[w.topic].Rows[s.phrase.rows[0]].Sets[0], x.Sets[0])) {
				return false
			}
			done = true
		case !t.is(Filler|ThisYear|OtherPeriod|All) && t.kind != part && t.kind != year:
			return false
		}
	}
	return done && (k >= b || s.tokens[k].kind != number)
}

// nextRow reports whether the word at k is what the next number counts: 新收12件·办结10件.
func (s *reading) nextRow(k, b int) bool {
	return len(s.phrase.rows) > 0 && !s.weak() && s.rowOfNext(k, b)
}

// rowOfNext reports whether the word at k is a row before a number: 25件申请·办结23件.
func (s *reading) rowOfNext(k, b int) bool {
	if k >= b || !s.tokens[k].is(row) {
		return false
	}
	for k++; k < b && s.tokens[k].is(Filler|noun); k++ {
	}
	return k < b && s.tokens[k].kind == number && !s.tokens[k].percent
}

// spoken reports whether [a, b) says what is counted.
func (s *reading) spoken(a, b int) bool {
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		if w := &s.lexicon.words[t.word]; t.is(column) || t.is(row) && !s.vocabulary.Topics[w.topic].Rows[w.term].Weak {
			return true
		}
	}
	return false
}

// trailing finds the end of the next clause, which begins after the comma at k, where it
// does nothing but say what a number before counts: 尚有2件，结转下年.
func (s *reading) trailing(k, b int) (end int) {
	if k >= b || s.tokens[k].kind != comma {
		return 0
	}
	found := false
	for end = k + 1; end < b; end++ {
		t := &s.tokens[end]
		if t.kind == comma || t.kind == stop {
			break
		}
		switch {
		case t.is(row):
			w := &s.lexicon.words[t.word]
			x := &s.vocabulary.Topics[w.topic].Rows[w.term]
			if found = found || x.Trails; !x.Trails && !x.Weak {
				return 0
			}
		case !t.is(Filler | ThisYear | noun):
			return 0
		}
	}
	if !found {
		return 0
	}
	return end
}

// clauseStart returns where the clause begins that the token at k is in, or some tokens before it.
func (s *reading) clauseStart(k int) int {
	for first := max(k-far, 0); k > first && s.tokens[k-1].kind != comma && s.tokens[k-1].kind != stop; k-- {
	}
	return k
}

// subset reports whether the number at k, whose words begin at p, is a part of something less
// than all that came or was done: 上年结转2件，其中1件已公开; 结转申请中1件已办结.
func (s *reading) subset(start, p, k int) bool {
	ph := &s.phrase
	before := start > 1 && s.tokens[start-1].kind == comma && s.tokens[start-2].is(OfWhich) // 结转的30件中，
	if !before && !s.names(start, k, OfWhich) {
		return false
	}
	j := k - 1
	for j > p && s.tokens[j].is(Filler) && !s.tokens[j].is(OfWhich) {
		j--
	}
	if j > p && s.tokens[j].is(OfWhich) && s.names(p, j, row) {
		return true
	}
	now := s.antecedents[min(s.earlier, len(s.antecedents)):]
	if before && len(now) == 0 {
		from := s.clauseStart(start - 2) // of what was counted and not understood
		return s.names(from, start, row) && s.numbered(from, start)
	}
	if len(ph.rows) == 0 || ph.bare || len(now) == 0 || len(s.vocabulary.Topics[ph.topic].Wholes) == 0 {
		return false
	}
	t := &s.vocabulary.Topics[ph.topic]
	for i := range now {
		x := &now[i]
		if x.topic != ph.topic || within(t.Rows[ph.rows[0]].Sets[0], x.rows[0]) || slices.ContainsFunc(t.Wholes, func(all Set) bool { return within(all, x.rows[0]) }) {
			return false
		}
	}
	return true
}
