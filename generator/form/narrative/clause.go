package narrative

import "slices"

// clause reads [a, b), which has no number after its last one: denials, what is said
// of all, and what stayed as it was.
func (s *reading) clause(a, b int) {
	all, change := -1, -1
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
		case t.is(Up | Down):
			change = k
		case t.is(Unchanged):
			s.growth(a, k, k, b)
			return
		case t.is(Doubled | Quadrupled | Halved):
			s.multiple(a, k, b)
			return
		}
	}
	switch {
	case all >= 0:
		s.everything(a, all, b)
	case change >= 0:
		s.changed(a, change, b)
	default:
		s.outcome(a, b)
	}
}

// none reads a denial: nothing of what [k+1, b) speaks of. What is denied of two topics, or
// twice, is denied of each: 无许可、处罚; 无申请、无复议.
func (s *reading) none(a, k, b int) {
	for j := k + 1; j < b; j++ {
		t := &s.tokens[j]
		if t.is(Not) && j > k+1 && s.tokens[j-1].is(Join) {
			s.none(a, k, j-1)
			if s.plainUpTo(a, s.back(a, k)) {
				a = j
			}
			s.none(a, j, b)
			return
		}
		if !t.is(inside) && !s.listed(k+1, j) || t.is(All|OfWhich) {
			return
		}
	}
	if k+1 == b && !s.names(a, k, meaning) {
		return
	}
	if s.denied(a, k, k+1, b) || !s.topics(k+1, b) {
		return
	}
	from := k + 1
	for j := from; j <= b; j++ {
		if j == b || s.tokens[j].is(Join) && !s.tokens[j].is(meaning) {
			s.denied(a, k, from, j)
			from = j + 1
		}
	}
}

// topics reports whether [a, b) names more than one.
func (s *reading) topics(a, b int) bool {
	first := -1
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		if !t.is(naming) {
			continue
		}
		if topic := s.lexicon.words[t.word].topic; first < 0 {
			first = topic
		} else if topic != first {
			return true
		}
	}
	return false
}

// denied claims that there is nothing of what [from, b) speaks of, which the word at k
// denies; it reports whether these words can be read.
func (s *reading) denied(a, k, from, b int) bool {
	p := s.back(a, k) // 复议无一被纠正
	if !s.names(p, k, row|caused) && from < b {
		p = k
	}
	s.denial = true
	ok := s.parse(p, k, from, b)
	s.denial = false
	if !ok || s.phrase.each {
		return false
	}
	s.phrase.named = s.phrase.named || len(s.phrase.rows) == 0 && s.vocabulary.Topics[s.phrase.topic].Nouns != nil && s.names(a, k, Askers)
	if s.unsaid(p == k && from == k+1 && from < b && s.tokens[from].is(noun) || from == b); !s.mayClaim(a, p, b) {
		return true
	}
	for _, r := range s.phrase.rows {
		if t := &s.vocabulary.Topics[s.phrase.topic].Rows[r]; t.Weak || t.Rest != nil {
			return true
		}
	}
	what, ok := s.resolve(-1)
	if !ok {
		return true
	}
	at, end := s.at(min(s.tokens[k].from, s.tokens[p].from)), s.end(s.tokens[b-1].to)
	s.make(Claim{Kind: Count, From: at, Till: end, At: at, To: end, Readings: what.readings})
	what.base, what.said = Number{}, true
	s.remember(what)
	return true
}

// listed reports whether the word at j is a member of the list that begins at a: of a
// denial of several things each is denied.
func (s *reading) listed(a, j int) bool {
	return s.tokens[j].is(OtherObject) && (j > a && s.tokens[j-1].is(Join|OtherObject) || j+1 < len(s.tokens) && s.tokens[j+1].is(Join))
}

// everything reads what is said of all that was claimed before, or of all that [a, k) names.
func (s *reading) everything(a, k, b int) {
	if s.exception || s.ofOthers() || s.blocked || k+1 >= b {
		return
	}
	for j := k + 1; j < b; j++ {
		if t := &s.tokens[j]; !t.is(inside) && (t.kind != year || int(t.value) != s.about.Year) || t.is(OfWhich|Respectively|Etc) {
			return
		}
	}
	if s.names(a, k, Rest) {
		return
	}
	before, end := min(s.run, len(s.antecedents)-s.earlier), s.end(s.tokens[b-1].to)
	var subject []antecedent
	if p := s.back(a, k); p < k && s.parse(p, k, k, k) && !(before > 0 && !s.phrase.named && s.weak()) {
		if !s.plainUpTo(a, p) || !s.phrase.named {
			return
		}
		if len(s.phrase.rows) > 0 {
			what, ok := s.resolve(-1)
			if !ok {
				return
			}
			subject = append(subject, what)
		} else if len(s.phrase.cols) > 0 {
			return
		}
	} else if p > a && !s.plainUpTo(a, p) || before > len(s.antecedents) || before == 0 && !s.names(a, k, Askers) && !s.tokens[k+1].is(noun) {
		return
	} else if before > 0 {
		subject = s.antecedents[len(s.antecedents)-before:]
		if last := before - 1; slices.ContainsFunc(subject[:last], func(x antecedent) bool {
			return x.topic == subject[last].topic && overlaps(x.rows[0].Plus, subject[last].rows[0].Plus)
		}) {
			subject = subject[last:] // 诉讼5件，直接起诉2件，均获维持: of these at least
		}
	}
	whole, named := len(subject) == 0, s.names(a, k, noun) || s.tokens[k+1].is(noun)
	if !s.parse(k+1, b, b, b) || s.phrase.each || len(s.phrase.rows)+len(s.phrase.cols) != 1 {
		return
	}
	topic := &s.vocabulary.Topics[s.phrase.topic]
	var term *Term
	if len(s.phrase.rows) == 1 {
		term = &topic.Rows[s.phrase.rows[0]]
	} else {
		term = &topic.Columns[s.phrase.cols[0]]
	}
	total, ok := topic.column(-1)
	if !ok {
		return
	}
	if r := s.bare[s.phrase.topic]; whole && r >= 0 && len(s.phrase.cols) == 1 {
		whole = false // 申请均由个人提出: all that came
		subject = append(subject, antecedent{topic: s.phrase.topic, rows: topic.Rows[r].Sets, readings: s.plain[s.phrase.topic][r*(len(topic.Columns)+1)], from: s.tokens[a].from})
	}
	if r := s.bare[s.phrase.topic]; whole && r >= 0 && len(s.phrase.rows) == 1 && term.All && named && len(topic.Wholes) > 0 {
		whole = false // of all that came or were answered
		subject = append(subject, antecedent{topic: s.phrase.topic, rows: topic.Rows[r].Sets, readings: topic.cells(nil, topic.Wholes, total, 1), from: s.tokens[a].from})
	}
	at := s.at(s.tokens[k].from)
	claim := Claim{From: at, Till: end, At: at, To: end}
	received := false
	for i := range subject {
		x := &subject[i]
		if x.topic != s.phrase.topic || x.narrow {
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
		if len(s.phrase.rows) == 1 && !topic.outcomeOf(term, subject) {
			return
		}
		claim.Kind = Every
		if len(s.phrase.cols) == 1 {
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

// sumReadings adds what was claimed next to what was claimed before: the first readings of
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
