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
	if end := s.became(start, k, b); end > 0 {
		return end
	}
	if s.lastYear(start, k, b) || s.isNow(start, k, b) {
		return k + 1
	}
	for j := k - 1; j >= start; j-- {
		if s.tokens[j].is(Share) && t.percent {
			j = s.firstShare(start, j)
			if j > start && s.tokens[j-1].is(Respectively) {
				return s.shares(start, j, k, b)
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
		if !s.tokens[j].is(Filler|noun|row|column|All|OwnBody|WholeArea|ThisYear|VersusLastYear|Join|Respectively) && (!t.percent || !s.tokens[j].is(rough)) {
			break
		}
	}
	if t.percent { // a rate of something: what follows is not a part of it
		if s.shareOf(start, k, b) || s.shareAlone(start, k, b) {
			return k + 1
		}
		s.run, s.versus = 0, false
		return k + 1
	}
	if t.approximate && !t.over {
		s.block(t)
		return k + 1
	}
	if j := s.lastYears(start, k); j >= 0 {
		if what, ok := s.target(start, j); ok && s.tokens[k-1].is(Particle|VersusLastYear) && s.wasBefore(k, what) && s.run == 0 {
			what.base, what.said = Number{}, false // 较上年的16件增加5件
			s.remember(what)
			s.versus = true
		}
		return k + 1
	}
	if s.lexicon.words[t.word].role&Times != 0 {
		s.factor(start, k, b)
		return k + 1
	}
	p := s.back(start, k)
	if from := s.led(start, k); from >= 0 {
		start, p = from, from
	}
	c, d, next := s.after(p, k, b)
	if end := s.trailing(next, b); end > 0 && !s.spoken(p, k) && !s.spoken(c, d) && s.counts(t, max(s.topic, 0)) {
		d, next = end, end
	}
	ok := s.parse(p, k, c, d)
	whole := next < b && (s.tokens[next].is(OfWhich) && !s.names(k+1, next, Because) || s.someOf(k, next))
	if ok = ok && s.reasoned(start); ok {
		s.unsaid(whole || next+1 < b && s.tokens[next].kind == comma && (s.tokens[next+1].is(OfWhich) || s.outcomeAt(next+1) && s.rowOfNext(next+1, b)) || s.rowOfNext(next, b))
	} else if s.run > 0 && s.summed(start, k) {
		return k + 1
	}
	if whole && (ok && len(s.phrase.rows)+len(s.phrase.cols) == 0 && s.phrase.named || s.phrase.topic < 0 && s.past(p, Filler) >= k && s.topic >= 0 && !s.blocked && !s.otherObject && s.counts(t, s.topic)) && s.plainUpTo(start, p) {
		return next
	}
	if ok && s.run == 0 && !s.blocked && !s.phrase.named && s.phrase.topic == s.topic && s.weak() && s.plainUpTo(start, p) && s.counts(t, s.topic) {
		return next // 答复12件: perhaps of something else, and its parts may be read
	}
	if ok && s.subset(start, p, k) {
		s.exception = true
	}
	if ok && (d > c && s.names(c, d, row) && !s.names(c, d, column) && s.shared(next, b) || s.weak() && s.names(start, k, Rest)) {
		ok = false // or 其余8件在期限内办理: of the others
	}
	if ok && len(s.phrase.cols) == 0 {
		if c := s.columnOfAll(next, b); c >= 0 {
			s.phrase.cols = append(s.phrase.cols, c)
			if next < b && s.tokens[next].is(column|Filler) && !s.tokens[next].is(Join) {
				next = s.past(next, column|Filler)
			}
		}
	}
	if ok && s.lastYearFirst(start, p, k, d, next, b) {
		return next
	}
	came := 0
	if ok {
		came = s.wholeCame(next, b)
	}
	if !ok || !s.mayClaim(start, p, d) || !s.ends(next, b) && !(d > c && next < b && s.tokens[next].is(OtherPeriod)) && !s.predicate(next, b) && !s.nextRow(next, b) && !s.outside(start, p, next, b) && !s.reasonAt(k, next, b) && came == 0 {
		s.leave(start, p)
		s.block(t)
		s.otherCases = s.otherCases || s.countsCases(start, k)
		if next < b && s.tokens[next].kind == number && (s.phrase.topic < 0 || !s.counts(t, s.phrase.topic)) {
			return k + 1 // 9家·企业提出9件申请
		}
		return next
	}
	if s.phrase.each {
		return s.several(k, next, b)
	}
	s.count(start, k, -1, d)
	s.tookOut = s.tookOut || s.exception && s.takenOut(start, p)
	s.allDone(k, next, b)
	if came > 0 {
		s.cameTo(next, came)
		return came
	}
	if s.run > 0 && s.reasonAt(k, next, b) {
		s.cameTo(next, next+1)
		return next + 1
	}
	return next
}

// allDone claims that nothing is left where the clause goes on at next from all that came in,
// the number at k, with that it is done: 收到的12件申请·已办结.
func (s *reading) allDone(k, next, b int) {
	if len(s.phrase.rows) != 1 || len(s.phrase.cols) > 0 || s.run == 0 || next >= b || s.names(next, b, OfWhich|Not) || !s.predicate(next, b) {
		return
	}
	topic := &s.vocabulary.Topics[s.phrase.topic]
	total, ok := topic.column(-1)
	for j := next; ok && j < b && (!s.ends(j, b) || s.tokens[j].is(All)); j++ {
		if !s.tokens[j].is(row) {
			continue
		}
		x := &topic.Rows[s.lexicon.words[s.tokens[j].word].term]
		if x.Rest == nil || !within(Set{Plus: x.Of}, topic.Rows[s.phrase.rows[0]].Sets[0]) {
			continue
		}
		s.make(Claim{Kind: Done, From: s.at(s.antecedents[len(s.antecedents)-1].from), Till: s.end(s.tokens[j].to), At: s.at(s.tokens[j].from), To: s.end(s.tokens[j].to),
			Readings: topic.cells(nil, []Set{{Plus: x.Rest}}, total, 1)})
		return
	}
}

// countsCases reports whether [start, k) names cases of a topic that has causes.
func (s *reading) countsCases(start, k int) bool {
	for ; start < k; start++ {
		if t := &s.tokens[start]; t.is(row) && s.vocabulary.Topics[s.lexicon.words[t.word].topic].Causes != nil {
			return true
		}
	}
	return false
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

// lastYears returns where the comparison begins if the number at k is last year's, with
// which what follows is compared, 比去年的16件少5件, -1 if it is not.
func (s *reading) lastYears(start, k int) (from int) {
	from = -1
	for j := k - 1; j >= start && (s.tokens[j].is(VersusLastYear|Particle|Filler) || s.tokens[j].is(Than)); j-- {
		if s.tokens[j].is(VersusLastYear) {
			from = j
		}
	}
	if s.lexicon.words[s.tokens[k].word].role&Times != 0 {
		return -1
	}
	return from
}

// ofOthers reports whether the sentence is about another thing, body or time.
func (s *reading) ofOthers() bool {
	return s.otherTopic || s.otherObject || s.otherBody || s.otherPeriod
}

// mayClaim reports whether what is before the words [p, …) lets them speak of the
// agency's figures.
func (s *reading) mayClaim(start, p, end int) bool {
	if s.ruled(start, end) || s.otherTopic || s.otherBody || s.otherPeriod || s.exception && !s.takenOut(start, p) && !s.rest(start, p) || !s.plainUpTo(start, p) {
		return false
	}
	for k := start + 1; k < end; k++ { // 管委会（含代管镇）: another body
		if t := &s.tokens[k]; t.kind == open && int(t.match) > k && s.tokens[k-1].is(OwnBody|WholeArea) && s.names(k, int(t.match), OfWhich|Except|OtherBodies) && !s.wholeWith(k) {
			return false
		}
	}
	return s.phrase.named || s.phrase.topic == s.topic && !s.blocked && !s.otherObject && (s.run > 0 || !s.weak())
}

// wholeWith reports whether the brackets that open at k only say what belongs to the area whose
// bodies all speak: 全县（含各乡镇、县直部门）.
func (s *reading) wholeWith(k int) bool {
	return s.about.scope == TotalArea && s.tokens[k-1].is(WholeArea) && s.tokens[k+1].is(OfWhich|Complete) && !s.names(k, int(s.tokens[k].match), Except)
}

// takenOut reports whether the phrase is what an exception takes out of all that was done:
// 除结转下年的3件外.
func (s *reading) takenOut(start, p int) bool {
	if !s.names(start, p, Except) {
		return false
	}
	for _, r := range s.phrase.rows {
		if x := &s.vocabulary.Topics[s.phrase.topic].Rows[r]; !x.Trails && (x.Next == "" || x.Dated) {
			return false
		}
	}
	return len(s.phrase.rows) > 0 && len(s.phrase.cols) == 0
}

// rest reports whether the phrase is all that was done, after those that were not were taken
// out of it: 除结转下年的3件外，其余9件均办结.
func (s *reading) rest(start, p int) bool {
	if !s.tookOut || len(s.phrase.rows) != 1 || len(s.phrase.cols) > 0 || !s.names(start, p, Rest) {
		return false
	}
	x := &s.vocabulary.Topics[s.phrase.topic].Rows[s.phrase.rows[0]]
	return x.Rest != nil && !x.Weak
}

// outside reports whether an exception that begins before p ends at k: 除结转下年的3件·外.
func (s *reading) outside(start, p, k, b int) bool {
	if k >= b || s.tokens[k].kind != unknown || !s.takenOut(start, p) {
		return false
	}
	switch string(s.line[s.tokens[k].from:s.tokens[k].to]) {
	case "外", "之外", "以外":
		return true
	}
	return false
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

// count makes the claim that the phrase's i-th row or column (-1: their sum) is the
// number at k; d is the token after the last word of the claim.
func (s *reading) count(start, k, i, d int) {
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
	c.Least = !s.wholeYear && !s.dates && s.names(max(start, k-far), k, Cumulative)
	for j := max(start, k-far); j < d; j++ {
		c.Most = c.Most || s.tokens[j].reason
	}
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
	if s.phrase.caused || len(s.vocabulary.Topics[s.phrase.topic].Causes) == 0 {
		return false
	}
	for j := k + 1; j+2 < len(s.tokens) && j < k+4; j++ { // 其中涉征地8件
		if t := &s.tokens[j+1]; s.tokens[j].is(OfWhich) && s.lexicon.words[t.word].cause&(1<<s.phrase.topic) != 0 && s.tokens[j+2].kind == unknown {
			return true
		}
	}
	return s.caseEnd > k
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
	var narrow []Reading
	if x := s.columnBefore(what.topic); x != nil {
		narrow = topic.cells(nil, []Set{own}, x.cols, 0)
	}
	return slices.DeleteFunc(slices.Clone(what.readings), func(r Reading) bool {
		return !r.Named && !slices.ContainsFunc(narrow, func(x Reading) bool { return slices.Equal(x.Plus, r.Plus) })
	})
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
	topic, from, caused, bare := s.phrase.topic, s.phrase.first, s.phrase.caused, s.phrase.bare
	rows, cols := slices.Clone(s.phrase.rows), slices.Clone(s.phrase.cols)
	for i := range n {
		s.phrase = phrase{topic: topic, rows: rows, cols: cols, first: from, caused: caused, bare: bare}
		if same {
			s.count(k, k, i, k+1)
		} else {
			s.count(at[i], at[i], i, at[i]+1)
		}
	}
	return end
}

// hasEach reports whether the word before the number at k says that several follow.
func (s *reading) hasEach(k int) bool {
	for j := k - 1; j >= 0 && s.tokens[j].kind == known; j-- {
		if s.tokens[j].is(Respectively) {
			return s.tokens[j].word != 0 // 各2件 says one number of all
		}
	}
	return false
}
