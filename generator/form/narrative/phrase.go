package narrative

import "slices"

// phrase is what the words around a number, or a denial, speak of.
type phrase struct {
	topic      int
	rows, cols []int // terms
	nested     bool  // the first row is a part of the second, or the other way round
	apiece     bool  // 分别 is one of the words
	each       bool  // one number for each of the rows or columns
	named      bool  // the words say what is spoken of, without what went before
	compound   bool  // a noun is named with its modifiers
	caused     bool  // the words say why there was a case
	among      bool  // 其中 is one of them
	bare       bool  // no row is named: that of the topic alone is meant
	first      int   // token of the first term
}

const (
	meaning = noun | row | column
	inside  = Filler | Join | Respectively | Etc | All | ThisYear | OwnBody | OfWhich | meaning // may be between the words of a claim
)

// back returns the first token of the words that end before k, no earlier than start.
func (s *reading) back(start, k int) int {
	p := k
	for p > start {
		t := &s.tokens[p-1]
		switch {
		case t.kind == closed && int(t.match) >= start:
			p = int(t.match)
			continue
		case t.is(inside) && t.role&(OtherObject|OtherTopic|Channel|OtherBodies|OtherPeriod|Hypothetical|Approximate|Not|Opaque|Share|VersusLastYear) == 0,
			t.kind == year && int(t.value) == s.about.Year:
			p--
			continue
		}
		break
	}
	return p
}

// plainUpTo reports whether nothing in [start, p) changes what is said: nothing but the
// agency's name and words without a meaning of their own.
func (s *reading) plainUpTo(start, p int) bool {
	for k := start; k < p; k++ {
		t := &s.tokens[k]
		switch {
		case t.kind == unknown && s.ownName(t.from, t.to), t.kind == year, t.kind == known && t.role&^(Filler|ThisYear|OtherPeriod|LastYear|NextYear|From|OwnBody|OtherBodies|EveryBody|Department|WholeArea|OwnArea|Join|OfWhich|Except|Than|Rest|Because|Askers) == 0:
		case t.is(Particle) && k > start && (s.isThisYear(k-1) || s.tokens[k-1].is(LastYear)): // 本年的·25件
		case t.kind == open && int(t.match) > k && int(t.match) < p:
			k = int(t.match)
		default:
			return false
		}
	}
	return true
}

// parse finds what the tokens of [a, b) and of [c, d) speak of. The number, if any,
// is between them.
func (s *reading) parse(a, b, c, d int) bool {
	ph := &s.phrase
	*ph = phrase{topic: -1, rows: ph.rows[:0], cols: ph.cols[:0], first: -1}
	for k := a; k < b; k++ {
		ph.apiece = ph.apiece || s.tokens[k].is(Respectively)
	}
	// The topic is that of the naming word next to the number, else of the other words.
	nearest := -1
	for k := a; k < d; k++ {
		if k == b {
			if k = c; k >= d {
				break
			}
		}
		t := &s.tokens[k]
		if k < b && t.kind == open && int(t.match) > k && int(t.match) < b {
			k = int(t.match)
			continue
		}
		ph.caused = ph.caused || t.is(caused)
		if !t.is(meaning) {
			continue
		}
		ph.compound = ph.compound || t.compound
		topic := s.lexicon.words[t.word].topic
		if t.is(naming) {
			if k >= c && nearest >= 0 && nearest < b {
				if topic != ph.topic {
					return false
				}
				continue
			}
			nearest, ph.topic = k, topic
		} else if nearest < 0 {
			if ph.topic >= 0 && ph.topic != topic {
				return false
			}
			ph.topic = topic
		}
	}
	if ph.topic < 0 {
		return false
	}
	ph.named = nearest >= 0
	return s.terms(a, b, true) && s.terms(c, d, false)
}

// terms adds the rows and columns that [a, b) names, before the number or after it.
func (s *reading) terms(a, b int, before bool) bool {
	ph := &s.phrase
	joined, many, among := false, false, false
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		if t.kind == open && int(t.match) > k && int(t.match) < b {
			k = int(t.match)
			continue
		}
		if t.kind != known {
			continue
		}
		switch {
		case t.role&meaning != 0:
			w := &s.lexicon.words[t.word]
			if ph.first < 0 {
				ph.first = k
			}
			if w.topic != ph.topic {
				bit := uint32(1) << ph.topic
				if t.role&noun == 0 && w.verb&bit == 0 && (t.role&column == 0 || w.cause&bit == 0) && (w.causedVerb&bit == 0 || !ph.caused && !s.denial) {
					return false
				}
				joined = false
				continue
			}
			if t.role&row != 0 {
				if among {
					ph.rows, ph.nested, among = ph.rows[:0], false, false
				}
				if !s.addRow(w.term, joined || k > a && s.apart(k)) {
					return false
				}
			}
			if t.role&column != 0 && !s.addColumn(w.term, joined) {
				return false
			}
			joined = false
		case t.role&Etc != 0 && s.denial:
		case t.role&Etc != 0:
			ph.rows, ph.cols, ph.nested, joined = ph.rows[:0], ph.cols[:0], false, false
		case t.role&Join != 0:
			joined = true
		case t.role&Respectively != 0:
			ph.each = ph.each || len(ph.rows)+len(ph.cols) > 0 // else 分别为第三方3件、过程性信息4件
		case t.role&All != 0:
			many = true
		case t.role&OfWhich != 0:
			among, ph.among = true, true
		}
	}
	ph.each = ph.each || many && before && len(ph.rows)+len(ph.cols) > 1 && !ph.nested
	return !ph.each || len(ph.rows) == 0 || len(ph.cols) < 2
}

// apart reports whether the words at k and before it are two rows of a topic that its rows
// name, side by side: 复议·诉讼.
func (s *reading) apart(k int) bool {
	x, y := &s.tokens[k-1], &s.tokens[k]
	if !x.is(row) || x.to != y.from {
		return false
	}
	v, w := &s.lexicon.words[x.word], &s.lexicon.words[y.word]
	t := &s.vocabulary.Topics[w.topic]
	return v.topic == w.topic && t.Nouns == nil && len(t.Causes) > 0 && !overlaps(t.Rows[v.term].Sets[0].Plus, t.Rows[w.term].Sets[0].Plus)
}

// unsaid takes the row that is meant where a topic is named and nothing that was done:
// 全年依申请公开信息5件. whole is said of a number of which parts follow: 26件申请中.
func (s *reading) unsaid(whole bool) {
	ph := &s.phrase
	r := s.bare[ph.topic]
	if r < 0 || len(ph.rows)+len(s.antecedents) > 0 {
		return
	}
	if ph.each && len(ph.cols) > 1 && s.columnAlone() || !ph.each && len(ph.cols) > 0 && s.columnAlone() || (ph.compound && !ph.among || whole && ph.named) && !ph.each && len(ph.cols) == 0 {
		ph.rows, ph.bare = append(ph.rows, r), true
	}
}

// columnAlone reports whether a column is named and nothing before says of which row.
func (s *reading) columnAlone() bool {
	return s.rowsTopic != s.phrase.topic || len(s.rows) == 0
}

func (s *reading) addRow(term int, joined bool) bool {
	ph, rows := &s.phrase, s.vocabulary.Topics[s.phrase.topic].Rows
	if len(ph.rows) == 0 {
		ph.rows = append(ph.rows, term)
		return true
	}
	last := ph.rows[len(ph.rows)-1]
	switch x, y := &rows[last], &rows[term]; {
	case term == last: // twice the same: 不掌握或不存在
		return !joined || !ph.apiece
	case joined && len(ph.rows) == 1 && !ph.nested && !ph.apiece && within(x.Sets[0], y.Sets[0]) && x.All && y.All:
		// 甲、不公开: of 甲 alone
	case joined && (x.Weak || y.Weak || (x.Rest != nil || y.Rest != nil) && !ph.apiece || ph.nested):
		return false
	case joined:
		ph.rows = append(ph.rows, term)
	case y.Weak:
	case x.Weak && len(ph.rows) == 1:
		ph.rows[0] = term
	case len(ph.rows) > 1 && !ph.nested && !slices.ContainsFunc(ph.rows, func(r int) bool { return !within(rows[r].Sets[0], y.Sets[0]) }):
		// 因甲、乙不公开: of these alone
	case len(ph.rows) == 1 && !ph.nested && (within(x.Sets[0], y.Sets[0]) || within(y.Sets[0], x.Sets[0])):
		if len(x.Sets[0].Plus) < len(y.Sets[0].Plus) && x.All && y.All {
			break // 因甲不公开: of 甲 alone
		}
		ph.rows, ph.nested = append(ph.rows, term), true
		ph.rows[0], ph.rows[1] = term, last // the nearer one first
	default:
		return false
	}
	return true
}

// within reports whether a sum is a part of another.
func within(a, b Set) bool {
	for _, x := range a.Plus {
		found := false
		for _, y := range b.Plus {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return len(a.Minus)+len(b.Minus) == 0
}

// overlaps reports whether two sums have a part in common.
func overlaps(a, b []int) bool {
	return slices.ContainsFunc(a, func(x int) bool { return slices.Contains(b, x) })
}

func (s *reading) addColumn(term int, joined bool) bool {
	ph := &s.phrase
	switch {
	case len(ph.cols) == 0 || joined:
		ph.cols = append(ph.cols, term)
	case ph.cols[len(ph.cols)-1] != term:
		cols, last := s.vocabulary.Topics[ph.topic].Columns, ph.cols[len(ph.cols)-1]
		switch {
		case len(ph.cols) > 1:
			return false
		case within(cols[term].Sets[0], cols[last].Sets[0]): // 审结并维持
			ph.cols[0] = term
		case !within(cols[last].Sets[0], cols[term].Sets[0]):
			return false
		}
	}
	return true
}

// sets are what the phrase's rows may mean; those of index i alone where i >= 0.
func (s *reading) sets(terms []Term, of []int, i int, nested bool) (sets []Set, namedSets int) {
	switch {
	case i >= 0:
		return terms[of[i]].Sets, terms[of[i]].Named
	case len(of) == 1:
		return terms[of[0]].Sets, terms[of[0]].Named
	case nested:
		sets = append(sets, terms[of[0]].Sets...)
		return append(sets, terms[of[1]].Sets...), terms[of[0]].Named
	}
	var sum Set
	for _, term := range of {
		sum.Plus = append(sum.Plus, terms[term].Sets[0].Plus...)
		sum.Minus = append(sum.Minus, terms[term].Sets[0].Minus...)
	}
	return []Set{sum}, 1
}

// resolve makes what the phrase speaks of; i is the row or column of those joined, -1
// for their sum. ok is false where what went before does not say it either.
func (s *reading) resolve(i int) (out antecedent, ok bool) {
	ph, t := &s.phrase, &s.vocabulary.Topics[s.phrase.topic]
	out.topic, out.from = ph.topic, s.tokens[max(ph.first, 0)].from
	rowAt, colAt := i, -1
	if i >= 0 && len(ph.rows) <= 1 {
		rowAt, colAt = -1, i
	}
	out.narrow = len(ph.cols) > 0
	switch {
	case out.narrow:
		sets, _ := s.sets(t.Columns, ph.cols, colAt, false)
		out.cols = sets[0]
	default:
		if out.cols, ok = t.column(-1); !ok {
			// 制定甲2部，乙8件: what was done to the first was done to the second
			n := len(s.antecedents)
			if n == 0 || s.run == 0 || ph.among || s.antecedents[n-1].topic != out.topic || !s.antecedents[n-1].narrow {
				return out, false
			}
			out.cols, out.narrow = s.antecedents[n-1].cols, true
		}
	}
	named := 0
	switch {
	case len(ph.rows) > 0:
		out.rows, named = s.sets(t.Rows, ph.rows, rowAt, ph.nested)
		if ph.bare && out.narrow {
			out.rows = out.rows[:named]
		}
		for _, r := range ph.rows {
			out.outcome = out.outcome || t.Rows[r].Rest != nil
		}
		if x := s.columnBefore(out.topic); x != nil && !out.narrow {
			out.readings = t.cells(out.readings, out.rows, x.cols, 0) // perhaps of that column alone
		}
	case len(ph.cols) == 0:
		return out, false
	default:
		if len(s.rows) > 0 && s.rowsTopic == ph.topic {
			out.rows, named = s.sets(t.Rows, s.rows, -1, false)
			if len(s.antecedents) == 0 {
				out.rows = s.orAll(out.rows)
			}
		}
		var sum Set
		for j := len(s.antecedents) - 1; j >= 0; j-- {
			if b := &s.antecedents[j]; b.topic == ph.topic {
				if len(out.rows) == 0 {
					named = 1
				}
				out.rows = append(out.rows[:len(out.rows):len(out.rows)], b.rows...)
				if !overlaps(sum.Plus, b.rows[0].Plus) {
					sum.Plus = append(sum.Plus, b.rows[0].Plus...)
				}
			}
		}
		if len(out.rows) == 0 {
			return out, false
		}
		out.rows = append(out.rows[:len(out.rows):len(out.rows)], sum)
	}
	granted := out.readings
	if len(ph.rows) == 1 && rowAt < 0 && colAt < 0 && len(ph.cols) < 2 && granted == nil && !ph.bare && out.narrow == (len(ph.cols) > 0) {
		k := ph.rows[0] * (len(t.Columns) + 1)
		if len(ph.cols) == 1 {
			k += ph.cols[0] + 1
		}
		out.readings = s.plain[ph.topic][k]
		return out, len(out.readings) > 0
	}
	out.readings = append(t.cells(nil, out.rows, out.cols, named), granted...)
	return out, len(out.readings) > 0 && out.readings[0].Named
}

// columnBefore is what was counted last in the sentence of one column of a topic with nouns: what
// follows, to the end of a list, may be of that column alone. It is nil for none.
func (s *reading) columnBefore(topic int) *antecedent {
	n := len(s.antecedents)
	if t := &s.vocabulary.Topics[topic]; t.Nouns == nil {
		if k := s.phrase.first; len(t.Causes) > 0 && k > 0 && s.tokens[k-1].is(Join) && n > 0 && s.antecedents[n-1].topic == topic && s.antecedents[n-1].narrow {
			return &s.antecedents[n-1] // 未审结的有复议3件、诉讼4件
		}
		return nil
	}
	for i := n - 1; i >= 0; i-- {
		if x := &s.antecedents[i]; x.topic == topic && x.narrow {
			return x
		}
	}
	return nil
}

// orAll adds to rows that an earlier sentence named what a column may be of as well: all
// that came, or one of the rows.
func (s *reading) orAll(rows []Set) []Set {
	t, topic := &s.vocabulary.Topics[s.phrase.topic], s.phrase.topic
	rows = slices.Clone(rows)
	if r := s.bare[topic]; r >= 0 {
		return append(rows, t.Rows[r].Sets[:t.Rows[r].Named]...)
	}
	for _, r := range s.rows {
		rows = append(rows, t.Rows[r].Sets...)
	}
	return append(rows, t.Wholes...)
}

// without adds to out the wholes of rows in a column that leave out others: cases that are
// not decided yet.
func (t *Topic) without(out []Reading, rows []Set, total Set, less []int) []Reading {
	if len(less) == 0 {
		return out
	}
	for _, x := range rows {
		all, some := t.cells(nil, []Set{x}, total, 0), t.cells(nil, []Set{x}, Set{Plus: less}, 0)
		if len(all) == 1 && len(some) == 1 && len(all[0].Minus)+len(some[0].Minus) == 0 {
			out = append(out, Reading{Plus: all[0].Plus, Minus: some[0].Plus})
		}
	}
	return out
}

// cells adds the readings of rows and columns to out; the first named are shown to the
// reader.
func (t *Topic) cells(out []Reading, rows []Set, cols Set, named int) []Reading {
	add := func(to []int, rows []int) ([]int, bool) {
		for _, r := range rows {
			for _, c := range cols.Plus {
				if c >= len(t.Grid[r]) || t.Grid[r][c] < 0 {
					return to, false
				}
				to = append(to, t.Grid[r][c])
			}
		}
		return to, true
	}
	for i, set := range rows {
		if len(set.Plus) == 0 {
			continue
		}
		plus, ok := add(make([]int, 0, len(set.Plus)*len(cols.Plus)), set.Plus)
		var minus []int
		if ok && len(set.Minus) > 0 {
			minus, ok = add(nil, set.Minus)
		}
		if ok {
			out = append(out, Reading{plus, minus, i < named})
		}
	}
	return out
}
