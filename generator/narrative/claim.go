package narrative

import "slices"

// tell adds a claim that later ones may go on from.
func (s *reading) tell(t told) {
	s.told, s.fresh, s.killed, s.against = append(s.told, t), s.fresh+1, false, false
}

// kill notes a number that is not understood.
func (s *reading) kill(t *token) {
	if t.word != 0 || t.given || t.percent || t.rough {
		s.killed, s.fresh, s.against = true, 0, false
	}
}

// figure reads the number at k, whose words may begin at start, and returns where the
// words of the next may begin.
func (s *reading) figure(start, k, b int) int {
	t := &s.tokens[k]
	for j := k - 1; j >= start; j-- {
		if s.tokens[j].is(Share) && t.percent {
			s.share(start, j, k, b)
			return k + 1
		}
		if s.tokens[j].is(Up | Down) {
			s.growth(start, j, k, b)
			return k + 1
		}
		if !s.tokens[j].is(Filler | noun | row | column | All | Self | ThisYear | Against | Join) {
			break
		}
	}
	if t.percent || t.rough {
		s.kill(t)
		return k + 1
	}
	if s.lexicon.words[t.word].role&Times != 0 {
		s.factor(start, k, b)
		return k + 1
	}
	p := s.back(start, k)
	c, d, next := s.after(p, k, b)
	if !s.parse(p, k, c, d) || !s.may(start, p) || !s.ends(next, b) {
		s.wander(start, p)
		s.kill(t)
		return next
	}
	if s.ph.each {
		return s.several(k, next, b)
	}
	s.count(k, -1, d)
	return next
}

// may reports whether what stands before the words [p, …) lets them speak of the
// agency's figures.
func (s *reading) may(start, p int) bool {
	return !s.thing && !s.foreign && !s.elsewhen && s.clean(start, p) && (s.ph.named || s.ph.topic == s.topic && !s.killed)
}

// wander notes that a number was told of another body, of which the paragraph may go on.
func (s *reading) wander(start, p int) {
	if s.foreign || s.ph.named && len(s.ph.rows) > 0 && !s.clean(start, p) {
		s.abroad = true
	}
}

// after finds the words behind the number at k that belong to it, [c, d): its noun, and
// where nothing before says it, what it is told of. next is where other words begin.
func (s *reading) after(p, k, b int) (c, d, next int) {
	spoken := false
	for j := p; j < k; j++ {
		spoken = spoken || s.tokens[j].is(row|column)
	}
	c, d = k+1, k+1
	for j := c; j < b; j++ {
		t := &s.tokens[j]
		switch {
		case t.is(Not | All | Share | Against | Up | Down | Thing | Others | Way | Rough | Apart | Supposed | OtherTime | Among):
			return c, d, j
		case t.is(noun), t.is(row|column) && !spoken, t.is(Self) && d > c:
			d = j + 1
		case t.is(Join):
			if j+1 >= b || !s.tokens[j+1].is(row|column) || spoken || d == c {
				return c, d, j
			}
		case t.is(Filler):
		default:
			return c, d, j
		}
	}
	return c, d, b
}

// ends reports whether the words of a claim end before k.
func (s *reading) ends(k, b int) bool {
	if k >= b {
		return true
	}
	t := &s.tokens[k]
	return t.kind == comma || t.kind == open || t.kind == closed || t.kind == stop || t.kind == number ||
		t.is(Join|All|Share|Against|Among) && !t.is(Rough)
}

// count makes the claim that the phrase's i-th row or column (-1: their sum) is the
// number at k; d is the token behind the last word of the claim.
func (s *reading) count(k, i, d int) {
	t := &s.tokens[k]
	what, ok := s.resolve(i)
	if !ok || !s.counts(t, what.topic) {
		s.kill(t)
		return
	}
	c := Claim{Kind: Count, From: s.at(min(what.from, t.from)), Till: s.end(max(t.to, s.tokens[d-1].to)), At: s.at(t.from), To: s.end(t.to), Number: t.num, Unit: s.lexicon.words[t.word].text, Readings: what.readings, Given: t.given}
	if t.given {
		if t.value < 0 {
			s.kill(t)
			return
		}
	} else {
		what.base, what.said = t.num, true
	}
	s.make(c)
	s.tell(what)
}

// several gives the numbers from k on to the phrase's rows or columns, one each; where
// they do not come out even none is told of anything.
func (s *reading) several(k, next, b int) int {
	n := max(len(s.ph.rows), len(s.ph.cols))
	at := []int{k}
	end := next
	for j := next; j < b && len(at) <= n; j++ {
		t := &s.tokens[j]
		if t.is(Join) {
			continue
		}
		if t.kind != number || t.word == 0 || t.percent || t.rough {
			break
		}
		at = append(at, j)
		end = j + 1
	}
	same := len(at) == 1 && !s.hasEach(k)
	if len(at) != n && !same || end < b && !s.ends(end, b) {
		s.kill(&s.tokens[k])
		return end
	}
	topic, from := s.ph.topic, s.ph.first
	rows, cols := slices.Clone(s.ph.rows), slices.Clone(s.ph.cols)
	for i := range n {
		s.ph = phrase{topic: topic, rows: rows, cols: cols, first: from}
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
		if s.tokens[j].is(Each) {
			return true
		}
	}
	return false
}

// clause reads [a, b), which has no number behind its last one: denials, what is said
// of all, and what stayed as it was.
func (s *reading) clause(a, b int) {
	all := -1
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		switch {
		case t.kind == open && int(t.match) > k && int(t.match) < b:
			k = int(t.match)
		case t.is(Not):
			s.none(a, k, b)
			return
		case t.is(All):
			all = k
		case t.is(Level):
			s.growth(a, k, k, b)
			return
		}
	}
	if all >= 0 {
		s.every(a, all, b)
	}
}

// none reads a denial: nothing of what [k+1, b) speaks of.
func (s *reading) none(a, k, b int) {
	for j := k + 1; j < b; j++ {
		if t := &s.tokens[j]; !t.is(inside) || t.is(All|Among) {
			return
		}
	}
	if !s.parse(k+1, b, b, b) || s.ph.each || !s.may(a, k) {
		return
	}
	for _, r := range s.ph.rows {
		if t := &s.vocabulary.Topics[s.ph.topic].Rows[r]; t.Weak || t.Rest != nil {
			return
		}
	}
	what, ok := s.resolve(-1)
	if !ok {
		return
	}
	from := s.at(s.tokens[k].from)
	s.make(Claim{Kind: Count, From: from, Till: s.end(s.tokens[b-1].to), At: from, To: s.end(s.tokens[b-1].to), Readings: what.readings})
	what.base, what.said = Number{}, true
	s.tell(what)
}

// every reads what is said of all that was told before, or of all that [a, k) names.
func (s *reading) every(a, k, b int) {
	if s.but || s.thing || s.foreign || s.elsewhen || s.killed || k+1 >= b {
		return
	}
	for j := k + 1; j < b; j++ {
		if t := &s.tokens[j]; !t.is(inside) || t.is(Among|Each|Etc) {
			return
		}
	}
	before, end := s.fresh, s.end(s.tokens[b-1].to)
	var subject []told
	if p := s.back(a, k); p < k && s.parse(p, k, k, k) {
		if !s.clean(a, p) || !s.ph.named {
			return
		}
		if len(s.ph.rows) > 0 {
			what, ok := s.resolve(-1)
			if !ok {
				return
			}
			subject = append(subject, what)
		} else if len(s.ph.cols) > 0 {
			return
		}
	} else if p > a && !s.clean(a, p) || before == 0 || before > len(s.told) {
		return
	} else {
		subject = s.told[len(s.told)-before:]
	}
	whole := len(subject) == 0
	if !s.parse(k+1, b, b, b) || s.ph.each || len(s.ph.rows)+len(s.ph.cols) != 1 {
		return
	}
	topic := &s.vocabulary.Topics[s.ph.topic]
	var term *Term
	if len(s.ph.rows) == 1 {
		term = &topic.Rows[s.ph.rows[0]]
	} else {
		term = &topic.Columns[s.ph.cols[0]]
	}
	total, ok := topic.column(-1)
	if !ok {
		return
	}
	at := s.at(s.tokens[k].from)
	claim := Claim{From: at, Till: end, At: at, To: end}
	received := false
	for i := range subject {
		x := &subject[i]
		if x.topic != s.ph.topic || x.narrow {
			return
		}
		claim.Whole = sumReadings(claim.Whole, x.readings, i > 0)
		is := within(Set{Plus: term.Of}, x.rows[0])
		received = received || is
		if term.Rest != nil && (x.outcome || len(x.rows[0].Plus) > len(term.Of)) {
			return
		}
	}
	if !whole {
		claim.From = s.at(subject[len(subject)-1].from)
	}
	switch {
	case term.Rest != nil && (whole || received):
		claim.Kind = Done
		claim.Readings = topic.cells(nil, []Set{{Plus: term.Rest}}, total, 1)
	case term.All && !whole:
		claim.Kind = Every
		if len(s.ph.cols) == 1 {
			var sum Set
			for _, x := range subject {
				sum.Plus = append(sum.Plus, x.rows[0].Plus...)
			}
			claim.Readings = topic.cells(nil, []Set{sum}, term.Sets[0], 1)
		} else {
			claim.Readings = topic.cells(nil, term.Sets, total, term.Named)
		}
		if len(subject) == 1 {
			claim.Base, claim.Told = subject[0].base, subject[0].said
		}
	default:
		return
	}
	if len(claim.Readings) > 0 {
		s.make(claim)
	}
}

// sumReadings adds what was told next to what was told before: the first readings of
// both, which are what is named.
func sumReadings(sum, next []Reading, more bool) []Reading {
	if !more {
		return next
	}
	if len(sum) == 0 || len(next) == 0 {
		return nil
	}
	return []Reading{{Plus: append(slices.Clone(sum[0].Plus), next[0].Plus...), Minus: append(slices.Clone(sum[0].Minus), next[0].Minus...), Named: true}}
}
