package narrative

import (
	"slices"
	"strings"
)

// outcome reads a clause, also one in brackets, that says nothing but what became of those counted just before it.
func (s *reading) outcome(a, b int) {
	if a > 0 && (s.tokens[a-1].kind == comma || s.tokens[a-1].kind == open && s.afterNumber(a-1)) {
		s.cameTo(a, b)
	}
}

// reasonAt reports whether the word at k, after the number at n, is a reason of what was
// counted, as in “the 1 refused was a state secret”.
func (s *reading) reasonAt(n, k, b int) bool {
	if k <= n+1 || k >= b || !s.tokens[k-1].is(Filler) || !s.outcomeAt(k) || k+1 < b && s.tokens[k+1].kind != comma && s.tokens[k+1].kind != closed || len(s.phrase.rows) != 1 {
		return false
	}
	w := &s.lexicon.words[s.tokens[k].word]
	rows := s.vocabulary.Topics[w.topic].Rows
	return w.topic == s.phrase.topic && w.term != s.phrase.rows[0] && within(rows[w.term].Sets[0], rows[s.phrase.rows[0]].Sets[0])
}

// cameTo claims that what was counted last came to what [a, b) says.
func (s *reading) cameTo(a, b int) {
	n := len(s.antecedents)
	if a == b || s.run == 0 || n == 0 || s.exception || s.ofOthers() || s.blocked {
		return
	}
	spoken := false
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		if !t.is(Filler|OwnBody|ThisYear|row|column) || t.is(Join|OfWhich|Respectively|OtherPeriod|Cumulative|DividedBy) {
			return
		}
		spoken = spoken || t.is(row|column)
	}
	subject := s.antecedents[n-1]
	if !spoken || !subject.said || subject.narrow || !s.parse(a, b, b, b) || s.phrase.each || s.phrase.topic != subject.topic || len(s.phrase.rows) > 1 || len(s.phrase.cols) > 1 {
		return
	}
	topic := &s.vocabulary.Topics[subject.topic]
	total, ok := topic.column(-1)
	if !ok {
		return
	}
	c := Claim{Kind: Every, From: s.at(subject.from), Till: s.end(s.tokens[b-1].to), At: s.at(s.tokens[a].from), To: s.end(s.tokens[b-1].to), Whole: subject.readings, Base: subject.base, Told: true}
	switch {
	case len(s.phrase.cols) == 1:
		col := &topic.Columns[s.phrase.cols[0]]
		if !col.All || len(s.phrase.rows) == 1 && !slices.Equal(topic.Rows[s.phrase.rows[0]].Sets[0].Plus, subject.rows[0].Plus) {
			return
		}
		c.Readings = topic.cells(nil, subject.rows[:1], col.Sets[0], 1)
	default:
		r := &topic.Rows[s.phrase.rows[0]]
		switch {
		case r.Rest != nil && !subject.outcome && len(subject.rows[0].Plus) <= len(r.Of) && within(Set{Plus: r.Of}, subject.rows[0]):
			c.Kind, c.Readings = Done, topic.cells(nil, []Set{{Plus: r.Rest}}, total, 1)
		case r.All && topic.outcomeOf(r, s.antecedents[n-1:]):
			c.Readings = topic.cells(nil, r.Sets, total, r.Named)
		}
	}
	if len(c.Readings) > 0 {
		s.make(c)
	}
}

// outcomeAt reports whether the word at k is what became of something: 3件为我局·不掌握.
func (s *reading) outcomeAt(k int) bool {
	w := &s.lexicon.words[s.tokens[k].word]
	return s.tokens[k].is(row) && s.vocabulary.Topics[w.topic].Rows[w.term].All
}

// outcomeOf reports whether the figures of a row are of what was counted: of all that came or
// was answered, or of one kind of outcome. What becomes of those carried in no row has by
// itself, as in “the 2 carried over were all published”.
func (t *Topic) outcomeOf(term *Term, subject []antecedent) bool {
	var sum Set
	for i := range subject {
		sum.Plus = append(sum.Plus, subject[i].rows[0].Plus...)
	}
	return within(term.Sets[0], sum) || slices.ContainsFunc(t.Wholes, func(all Set) bool { return within(all, sum) })
}

// onlyColumn is the word of the one column that [a, b) names, 0 where it names none or more.
func (s *reading) onlyColumn(a, b int) (word int32) {
	for k := a; k < b; k++ {
		if t := &s.tokens[k]; t.is(meaning) {
			if word != 0 || !t.is(column) {
				return 0
			}
			word = t.word
		}
	}
	return word
}

// mostOf is the column of which the words before a percentage, [a, b), or the clause before
// them say that it makes up most of what came.
func (s *reading) mostOf(a, b int) (what antecedent, ok bool) {
	if s.ofOthers() || s.names(a, b, meaning) {
		return what, false
	}
	k := b - 1
	for k >= 0 && k > b-6 && s.tokens[k].mostly == 0 && (s.tokens[k].kind == comma && k == a-1 || s.tokens[k].is(Filler)) {
		k--
	}
	if k < 0 || s.tokens[k].mostly == 0 {
		return what, false
	}
	w := &s.lexicon.words[s.tokens[k].mostly]
	s.phrase = phrase{topic: w.topic, cols: []int{w.term}, first: k}
	s.unsaid(false)
	return s.resolve(-1)
}

// led returns where the clause before begins that names what the number at k counts, which
// itself says nothing but that it is the sum: 收到的申请较多，共计·12件. It is -1 for none.
func (s *reading) led(start, k int) int {
	if start < 2 || s.tokens[start-1].kind != comma || k == start || s.past(start, Filler) < k {
		return -1
	}
	if from := s.presented(start, k); from >= 0 {
		return from
	}
	if s.run > 0 || !s.tokens[k-1].is(Altogether) {
		return -1
	}
	from, spoken := s.clauseStart(start-2), false
	for j := from; j < start-1; j++ {
		t := &s.tokens[j]
		if !t.is(Filler|ThisYear|OwnBody|WholeArea|noun|row) && t.kind != year || t.is(OtherPeriod|Join) || t.is(row) && s.weakAt(j) {
			return -1
		}
		spoken = spoken || t.is(row)
	}
	if !spoken || !s.names(from, start, noun) {
		return -1
	}
	return from
}

// afterNumber reports whether what is before k is a number and its words.
func (s *reading) afterNumber(k int) bool {
	for k--; k >= 0 && s.tokens[k].is(Filler|noun|row|column|Particle|OwnBody|ThisYear); k-- {
	}
	return k >= 0 && s.tokens[k].kind == number
}

// wholeCame returns where the clause ends that goes on at k with what became of all that came
// in, of which nothing else is counted in the sentence: 收到的2件申请·已予公开。 It is 0 for none.
func (s *reading) wholeCame(k, b int) (end int) {
	if len(s.phrase.rows) != 1 || len(s.phrase.cols) > 0 || len(s.antecedents) > 0 || s.blocked || k >= b || s.names(k, b, Not|OfWhich|Rest|column) || s.numbered(k, b) {
		return 0
	}
	t := &s.vocabulary.Topics[s.phrase.topic]
	if x := &t.Rows[s.phrase.rows[0]]; x.Weak || x.Rest != nil || !slices.ContainsFunc(t.Wholes, func(all Set) bool { return within(all, x.Sets[0]) }) {
		return 0
	}
	came := false
	for end = k; end < b && (s.tokens[end].is(Filler|row) && !s.tokens[end].is(Join|All)); end++ {
		if x := &s.tokens[end]; x.is(row) {
			if came || !s.outcomeAt(end) || s.lexicon.words[x.word].topic != s.phrase.topic {
				return 0
			}
			came = true
		}
	}
	if !came || end < b && s.tokens[end].kind != comma {
		return 0
	}
	return end
}

// presented returns where the clause before begins, which ends at start, if it does nothing but
// present one outcome or column that the number at k counts: 最多的是甲，为·9件. It is -1 for none.
func (s *reading) presented(start, k int) int {
	last := start - 2
	if k != start+1 || !s.outcomeAt(last) && !s.tokens[last].is(column) || !s.is(k-1, "为", "有", "达", "共", "计") {
		return -1
	}
	from := s.clauseStart(last)
	if from == last || !s.tokens[last-1].is(OfWhich|Filler) || !strings.HasSuffix(string(s.line[:s.tokens[last-1].to]), "是") {
		return -1
	}
	for j := from; j < last; j++ {
		if t := &s.tokens[j]; !t.is(Filler|ThisYear|Askers|Particle|OfWhich) || t.is(Join|OtherPeriod|meaning) {
			return -1
		}
	}
	return last
}

// is reports whether the token at k is a word without a meaning of its own, one of those.
func (s *reading) is(k int, words ...string) bool {
	t := &s.tokens[k]
	return t.is(Filler) && slices.Contains(words, string(s.line[t.from:t.to]))
}
