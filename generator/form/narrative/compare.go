package narrative

import "slices"

// target finds what the words [a, b) before a percentage speak of: themselves, or what
// was claimed last.
func (s *reading) target(a, b int) (what antecedent, ok bool) {
	if s.ofOthers() {
		return what, false
	}
	spoken := false
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		switch {
		case t.is(row | column):
			spoken = true
		case t.kind == year && int(t.value) == s.about.Year, t.is(Filler | noun | ThisYear | OwnBody | WholeArea | EveryBody | Join | OfWhich | VersusLastYear | Than), t.kind == unknown && s.ownName(t.from, t.to):
		case t.kind == open && int(t.match) > k && int(t.match) < b:
			k = int(t.match)
		default:
			return what, false
		}
	}
	if spoken {
		if !s.parse(a, b, b, b) || s.phrase.each || s.otherCases && !s.phrase.caused && s.vocabulary.Topics[s.phrase.topic].Causes != nil || !s.phrase.named && (s.phrase.topic != s.topic || s.blocked) {
			return what, false
		}
		s.unsaid(false)
		if what, ok = s.resolve(-1); !ok {
			return what, false
		}
	} else if (s.run == 0 && s.versus || s.kept && len(s.antecedents) == 1) && s.names(a, b, noun) {
		if !s.parse(a, b, b, b) || s.phrase.each {
			return what, false
		}
		if s.unsaid(true); len(s.phrase.rows) == 0 {
			return what, false
		}
		if what, ok = s.resolve(-1); !ok {
			return what, false
		}
	} else {
		if s.run == 0 || len(s.antecedents) == 0 {
			return what, false
		}
		what = s.antecedents[len(s.antecedents)-1]
	}
	// What else was claimed in the sentence may be meant too.
	for i := range s.antecedents {
		if x := &s.antecedents[i]; x.topic == what.topic {
			for _, r := range x.readings {
				r.Named = false
				what.readings = append(what.readings[:len(what.readings):len(what.readings)], r)
			}
		}
	}
	return what, true
}

// firstShare returns the first of the words for a share that end at j: 占·总数·的·比例为.
func (s *reading) firstShare(start, j int) int {
	for i := j - 1; i >= start && !s.tokens[j].is(meaning) && s.tokens[i].is(Filler|Share|noun|row|column|ThisYear); i-- {
		if s.tokens[i].is(Share) && !s.tokens[i].is(meaning) {
			j = i
		}
	}
	return j
}

// rough are the words that make a percentage a round one.
const rough = Around | Nearly | AtLeast | AtMost

// roughly returns how the percentage at k is meant, whose words begin at j, and where
// what is before it ends: 约·占, 占比·超过.
func (s *reading) roughly(start, j, k int) (how Role, end int) {
	for i := j; i < k; i++ {
		if t := &s.tokens[i]; t.is(rough) {
			how |= t.role & rough
		}
	}
	for end = j; end > start && s.tokens[end-1].is(rough); end-- {
		how |= s.tokens[end-1].role & rough
	}
	return how, end
}

// orMore returns what follows the percentage at k and says that it is at least or at most that
// much, and where that ends: 80%·以上.
func (s *reading) orMore(k, b int) (how Role, end int) {
	if k+1 < b && s.tokens[k+1].is(AtLeast|AtMost) {
		return s.tokens[k+1].role & rough, k + 2
	}
	return 0, k + 1
}

// share reads “占 … 的 k%”; the word for it is at j. 维持率 is such a word, and says of which
// column.
func (s *reading) share(start, j, k, b int) {
	t := &s.tokens[k]
	rows := false
	for i := j + 1; i < k; i++ {
		x := &s.tokens[i]
		if x.is(Respectively) || !x.is(Filler|noun|row|column|All|OwnBody|WholeArea|ThisYear|Join|Particle|Share|rough) || x.is(WholeArea) && !s.speaks(i) {
			s.block(t)
			return
		}
		rows = rows || x.is(row)
	}
	how, end := s.roughly(start, j, k)
	if s.tokens[j].is(row | column) {
		end = j + 1
	}
	what, ok := s.mostOf(start, end)
	if !ok {
		what, ok = s.target(start, end)
	}
	more, after := s.orMore(k, b)
	if !ok || t.approximate || t.given || !s.ends(after, b) {
		s.block(t)
		return
	}
	c := s.part(k, what)
	c.Rough = how | more
	c.From = s.at(min(what.from, s.tokens[j].from))
	if rows { // 占甲类总数的
		if !s.parse(j+1, k, k, k) || s.phrase.topic != what.topic || s.phrase.each {
			s.block(t)
			return
		}
		whole, ok := s.resolve(-1)
		if !ok {
			s.block(t)
			return
		}
		c.Whole = whole.readings
	}
	if end > j && s.tokens[j].is(column) {
		topic := &s.vocabulary.Topics[what.topic]
		if total, ok := topic.column(-1); ok {
			c.Whole = topic.cells(nil, what.rows, total, 1)
			less := topic.Columns[s.lexicon.words[s.tokens[j].word].term].Less
			c.Whole = topic.without(c.Whole, what.rows, total, less)
		}
	}
	if len(c.Whole) > 0 {
		s.make(c)
	}
}

// shares gives the percentages from k on to the last claims, one each, and returns where
// they end: 信函21件、网络5件，分别占80.8%和19.2%.
func (s *reading) shares(start, j, k, b int) (end int) {
	at := []int{k}
	end = k + 1
	for i := k + 1; i < b && (s.tokens[i].is(Join) || s.tokens[i].kind == number && s.tokens[i].percent); i++ {
		if s.tokens[i].kind == number {
			at, end = append(at, i), i+1
		}
	}
	n := len(s.antecedents)
	subjects := s.antecedents[n-min(n, s.run):]
	if s.names(start, j, row|column) {
		subjects = s.eachOf(start, j)
	}
	if len(at) != len(subjects) || s.ofOthers() {
		s.block(&s.tokens[k])
		return end
	}
	for i, j := range at {
		if c := s.part(j, subjects[i]); len(c.Whole) > 0 {
			s.make(c)
		}
	}
	return end
}

// eachOf is what [start, j) names, one by one: 个人、企业分别.
func (s *reading) eachOf(start, j int) (out []antecedent) {
	end := j
	for end > start && s.tokens[end-1].is(VersusLastYear|Respectively|Filler) && !s.tokens[end-1].is(meaning) {
		end--
	}
	p := s.back(start, end)
	if s.exception || !s.plainUpTo(start, p) || !s.parse(p, j, j, j) || !s.phrase.named && s.phrase.topic != s.topic {
		return nil
	}
	ph := s.phrase
	rows, cols := slices.Clone(ph.rows), slices.Clone(ph.cols)
	if len(rows) > 0 && len(cols) > 0 {
		return nil
	}
	for i := range max(len(rows), len(cols)) {
		s.phrase = phrase{topic: ph.topic, first: ph.first, compound: ph.compound, named: ph.named}
		if len(rows) > 0 {
			s.phrase.rows = rows[i : i+1]
		} else {
			s.phrase.cols = cols[i : i+1]
			s.unsaid(false)
		}
		what, ok := s.resolve(-1)
		if !ok {
			return nil
		}
		out = append(out, what)
	}
	return out
}

// growths gives the comparisons from k on to the last claims, one each, and returns where
// they end: 新收26件，办结26件，同比分别增长30%和18%.
func (s *reading) growths(start, j, k, b int) (end int) {
	at := []int{k}
	end = k + 1
	for i := k + 1; i < b && (s.tokens[i].is(Join) || s.tokens[i].kind == number && s.tokens[i].percent); i++ {
		if s.tokens[i].kind == number {
			at, end = append(at, i), i+1
		}
	}
	versus := s.versus || s.names(start, k, VersusLastYear)
	subjects := s.antecedents[len(s.antecedents)-min(len(s.antecedents), s.run):]
	if s.names(start, j, row|column) {
		subjects = s.eachOf(start, j)
	}
	if !versus || len(at) != len(subjects) || s.ofOthers() || !s.tokens[k].percent {
		s.block(&s.tokens[k])
		return end
	}
	sign := 1
	if s.tokens[j].is(Down) {
		sign = -1
	}
	for i, g := range at {
		t, what := &s.tokens[g], &subjects[i]
		s.make(Claim{Kind: Growth, From: s.at(s.tokens[j].from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num,
			Percent: true, Readings: what.readings, Base: what.base, Told: what.said, Sign: sign})
	}
	return end
}

// part makes the claim that the number at k is the percentage of what was claimed in its
// whole.
func (s *reading) part(k int, what antecedent) Claim {
	t, topic := &s.tokens[k], &s.vocabulary.Topics[what.topic]
	c := Claim{Kind: Part, From: s.at(what.from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num, Percent: true, Base: what.base, Told: what.said, Readings: what.readings, Sole: len(s.antecedents) == 1}
	if total, ok := topic.column(-1); ok {
		c.Whole = topic.cells(nil, topic.Wholes, total, 1)
		c.Whole = topic.cells(c.Whole, what.rows, total, 0)
	}
	if !s.wholeNamed(what) {
		c.Whole = topic.cells(c.Whole, topic.Wholes, what.cols, 0)
	}
	for i := range s.antecedents {
		if s.antecedents[i].topic == what.topic {
			c.Whole = append(c.Whole, s.antecedents[i].readings...)
		}
	}
	return c
}

// wholeNamed reports whether the whole of which something is a column was counted in the
// sentence: 复议200件，其中维持120件，占60%.
func (s *reading) wholeNamed(what antecedent) bool {
	return what.narrow && slices.ContainsFunc(s.antecedents, func(x antecedent) bool {
		return x.topic == what.topic && !x.narrow && slices.Equal(x.rows[0].Plus, what.rows[0].Plus)
	})
}

// bracketed reads a percentage that is alone in brackets, at k, after a number:
// 公开111件（51.9%）.
func (s *reading) bracketed(k int) {
	n := len(s.antecedents)
	if s.run == 0 || n == 0 || s.versus || s.ofOthers() {
		return
	}
	if c := s.part(k, s.antecedents[n-1]); len(c.Whole) > 0 {
		s.make(c)
	}
}

// growth reads a comparison with last year: the word for its direction is at j, the
// number at k (the same token where nothing changed).
func (s *reading) growth(start, j, k, b int) {
	t := &s.tokens[k]
	against := s.versus
	for i := start; i < j; i++ {
		against = against || s.tokens[i].is(VersusLastYear)
	}
	after := !t.percent && s.names(j+1, k, noun|row) // 较上年多收申请6件
	for i := j + 1; i < k; i++ {
		if !s.tokens[i].is(Filler|Up|Down) && (!t.percent || !s.tokens[i].is(rough)) && !(after && s.tokens[i].is(noun|row|column)) {
			against = false
		}
	}
	plain := t.kind != number || t.percent || t.word != 0
	end := k + 1
	for end < b && s.tokens[end].is(Filler) {
		end++
	}
	if !against || !plain || t.approximate || t.given || !s.ends(end, b) {
		if t.kind == number {
			s.block(t)
		}
		return
	}
	from, to := start, j
	if after && s.compares(start, j) {
		from, to = j+1, k
	}
	what, ok := s.grew, t.percent && s.grewAt > 0 && s.grewAt == start-2 && s.compares(start, j) // 增加15件，增幅25%
	if !ok {
		what, ok = s.target(from, to)
	}
	if !ok {
		if t.kind == number {
			s.block(t)
		}
		return
	}
	c := Claim{Kind: Growth, From: s.at(s.tokens[j].from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num, Percent: t.percent, Readings: what.readings, Base: what.base, Told: what.said, Sign: 1}
	c.Rough, _ = s.roughly(j, j, k)
	switch {
	case t.kind != number:
		c.Sign = 0
	case s.tokens[j].is(Down):
		c.Sign = -1
	}
	for i := start; i < j; i++ {
		if s.tokens[i].is(VersusLastYear) {
			c.From = s.at(s.tokens[i].from)
			break
		}
	}
	switch {
	case t.kind != number || t.percent:
	case s.lexicon.words[t.word].role&Times != 0: // 增长 2 倍
		c.Number.Int, c.Number.Exp, c.Percent = c.Number.Int*10, c.Number.Exp+1, true
	case !s.counts(t, what.topic):
		s.block(t)
		return
	}
	s.make(c)
	s.versus, s.grew, s.grewAt = true, what, k
}

// compares reports whether [a, b) says nothing but that it is compared with last year.
func (s *reading) compares(a, b int) bool {
	for k := a; k < b; k++ {
		if t := &s.tokens[k]; !t.is(VersusLastYear|Than|Filler|ThisYear|OwnBody) && t.kind != year || t.is(meaning) {
			return false
		}
	}
	return true
}

// shareOf reads a percentage before what it is a share of, 八成的甲由乙提出, at k; it
// reports whether it is one.
func (s *reading) shareOf(start, k, b int) bool {
	t := &s.tokens[k]
	more, of := s.orMore(k, b)
	for of < b && s.tokens[of].is(Particle) {
		of++
	}
	if of >= b || t.given || !s.tokens[of].is(noun) && !s.outcomeAt(of) && !(of+1 < b && s.tokens[of].is(Filler) && s.tokens[of+1].is(column)) {
		return false
	}
	end := of + 1
	for end < b && s.tokens[end].is(Filler|row|column) {
		end++
	}
	how, p := s.roughly(start, k, k)
	if !s.ends(end, b) || !s.names(of+1, end, row|column) && !s.outcomeAt(of) || !s.plainUpTo(start, p) || s.exception || s.ofOthers() ||
		!s.parse(of, end, end, end) || s.phrase.each || s.weak() {
		return false
	}
	c, ok := s.partOfPhrase(k, how|more)
	if !ok {
		return false
	}
	c.From, c.Till, c.Base, c.Told = s.at(t.from), s.end(s.tokens[end-1].to), Number{}, false
	if len(c.Whole) > 0 {
		s.make(c)
	}
	return true
}

// shareAlone reads a percentage right after what it is a share of, at k, as in “granted 51.8%”;
// it reports whether it is one.
func (s *reading) shareAlone(start, k, b int) bool {
	t := &s.tokens[k]
	end := k
	for end > start && s.tokens[end-1].is(Filler|rough) && !s.tokens[end-1].is(meaning|Join) {
		end--
	}
	how, _ := s.roughly(start, end, k)
	p := s.back(start, end)
	if p >= end || t.given || t.approximate || s.versus || s.exception || s.ofOthers() || s.names(p, k, VersusLastYear|Up|Down|OfWhich|Respectively) {
		return false
	}
	more, after := s.orMore(k, b)
	if !s.tokens[end-1].is(row|column) || !s.ends(after, b) || !s.plainUpTo(start, p) || !s.parse(p, end, end, end) || s.phrase.each || !s.phrase.named && (s.phrase.topic != s.topic || s.blocked) {
		return false
	}
	topic := &s.vocabulary.Topics[s.phrase.topic]
	for _, r := range s.phrase.rows {
		if !topic.Rows[r].All && len(s.phrase.cols) == 0 {
			return false
		}
	}
	if len(topic.Wholes) == 0 || s.ruled(p, end) {
		return false
	}
	c, ok := s.partOfPhrase(k, how|more)
	if ok && len(c.Whole) > 0 {
		s.make(c)
	}
	return ok
}

// partOfPhrase is the claim that the percentage at k is the share of what the phrase says.
func (s *reading) partOfPhrase(k int, how Role) (c Claim, ok bool) {
	s.unsaid(false)
	what, ok := s.resolve(-1)
	if !ok {
		return c, false
	}
	c = s.part(k, what)
	c.Rough = how
	return c, true
}

// factor reads “是上年的 k 倍”.
func (s *reading) factor(start, k, b int) {
	t := &s.tokens[k]
	against := s.versus
	for i := start; i < k; i++ {
		against = against || s.tokens[i].is(VersusLastYear)
	}
	what, ok := s.target(start, k)
	if !against || !ok || t.given || !s.ends(k+1, b) {
		s.block(t)
		return
	}
	from := s.at(t.from)
	for i := k - 1; i >= start; i-- {
		if s.tokens[i].is(VersusLastYear) {
			from = s.at(s.tokens[i].from)
		}
	}
	s.make(Claim{Kind: Factor, From: from, Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num, Readings: what.readings, Base: what.base, Told: what.said})
}
