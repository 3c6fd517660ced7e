package narrative

import "strings"

// compose makes one token of what several words say together, so that the grammar need
// not know in which order they may come:
//
//	政府信息·依申请·公开, 依申请·公开·的·政府信息   a noun and its modifiers: a noun
//	因·政府信息公开申请·引起·的 before 复议          a cause
//	通过·网站·、·邮寄·等途径                       every way there is: a filler
//	以·“…”·为主                                    what most of it was: a filler
//	结转·至·2024年                                 the row of what is carried over
//	复议·：·7件, 公开·（·15件·）                   as without the marks
//
// Modifiers that belong to no noun are unknown text. It takes time in proportion to the
// number of tokens.
func (s *reading) compose() {
	var roles Role
	for i := range s.tokens {
		roles |= s.tokens[i].role
	}
	if roles&(noun|modifier|caused) != 0 {
		s.nouns()
		s.causes()
	}
	if roles&Channel != 0 && roles&Etc != 0 {
		s.allChannels()
	}
	if roles&row != 0 {
		s.carries()
	}
	s.marks()
	out := s.tokens[:0]
	for i := range s.tokens {
		t := s.tokens[i]
		if t.kind == void {
			continue
		}
		if t.kind == known && t.role == modifier {
			if w := s.lexicon.words[t.word].beside; w > 0 && s.besideRow(i, out) {
				t.role, t.word = s.lexicon.words[w].role, w
			} else if t.kind, t.role, t.word = unknown, 0, 0; s.whatWasDone(i, out) {
				t.kind, t.role = known, Filler
			} else if s.whatTheyWere(i, out) {
				t.kind, t.role = known, Filler|caused
			}
		}
		if n := len(out); t.kind == unknown && n > 0 && out[n-1].kind == unknown && out[n-1].to == t.from {
			out[n-1].to = t.to
			continue
		}
		out = append(out, t)
	}
	s.tokens = s.bodiesIn(out)
	if roles&Because != 0 && roles&row != 0 {
		s.reasons()
	}
}

// whatWasDone reports whether the modifier at k only says of what a row before it is, at
// the end of a clause: 转入下年的·事项.
func (s *reading) whatWasDone(k int, out []token) bool {
	if k+1 < len(s.tokens) && s.tokens[k+1].kind != comma && s.tokens[k+1].kind != stop {
		return false
	}
	n := len(out) - 1
	for n >= 0 && out[n].is(Particle) {
		n--
	}
	return n >= 0 && out[n].is(row)
}

// whatTheyWere reports whether the modifier at k says of what cases before it are:
// 被纠正的·政府信息公开·案件.
func (s *reading) whatTheyWere(k int, out []token) bool {
	n := len(out) - 1
	if n < 1 || !out[n].is(Particle) {
		return false
	}
	for from := n - far; n > max(from, 0) && out[n].is(column|Filler); n-- {
	}
	return out[n].is(row) && s.vocabulary.Topics[s.lexicon.words[out[n].word].topic].Causes != nil
}

// besideRow reports whether the modifier at k counts one kind of outcome in a list of them:
// 公开·3件·、·部分公开·1件.
func (s *reading) besideRow(k int, out []token) bool {
	topic := s.lexicon.words[s.tokens[k].word].topic
	outcome := func(t *token) bool {
		w := &s.lexicon.words[t.word]
		return t.is(row) && w.topic == topic && s.vocabulary.Topics[topic].Rows[w.term].All
	}
	separates := func(t *token) bool { return t.kind == comma || t.is(Join) }
	n := s.solid(k+1, 1)
	if n < 0 || s.tokens[n].kind != number || !s.counts(&s.tokens[n], topic) || len(out) > 0 && out[len(out)-1].kind == unknown {
		return false
	}
	if mark := s.solid(n+1, 1); mark > 0 && separates(&s.tokens[mark]) {
		if next := s.solid(mark+1, 1); next > 0 && outcome(&s.tokens[next]) {
			return true
		}
	}
	i := len(out) - 3
	return i >= 0 && separates(&out[i+2]) && out[i+1].kind == number && outcome(&out[i])
}

// solid returns the first token from i on, in steps of one, that was put into no other; -1 for none.
func (s *reading) solid(i, step int) int {
	for i >= 0 && i < len(s.tokens) && s.tokens[i].kind == void {
		i += step
	}
	if i >= len(s.tokens) {
		return -1
	}
	return i
}

// bodiesIn makes words of unknown text that names the agency, the business in its name, or
// for whom it acts. Parts of a name may look like words: 自 of 自然资源局.
func (s *reading) bodiesIn(out []token) []token {
	for i := 0; i < len(out); i++ {
		t := &out[i]
		if t.kind != unknown || i > 0 && out[i-1].to == t.from && out[i-1].is(OtherBodies|EveryBody|WholeArea|Rest) {
			continue
		}
		if i > 0 && out[i-1].is(OnBehalf) {
			t.kind, t.role, t.word = known, Filler, 0
			continue
		}
		for from := s.nameStart(out, i); from <= i; from++ {
			if x := out[from]; t.to-x.from > 3 && s.ownName(x.from, t.to) {
				t.kind, t.role, t.word, t.from = known, OwnBody, 0, x.from
				out = append(out[:from], out[i:]...)
				i = from
				break
			}
		}
		if t := &out[i]; t.kind == unknown && t.to-t.from > 3 && s.ownBusiness(t.from, t.to) {
			t.kind, t.role, t.word = known, Filler, 0
		}
	}
	return out
}

// nameStart returns where a name that ends with the token at i may begin.
func (s *reading) nameStart(out []token, i int) int {
	const most = 4
	from := i
	for k := i - 1; k >= 0 && k >= i-most && out[k].to == out[k+1].from; k-- {
		switch t := &out[k]; {
		case t.kind == unknown:
			from = k
		case t.kind != known || t.to-t.from > 3:
			return from
		}
	}
	return from
}

// merge puts tokens [i, j) into one, like that at k.
func (s *reading) merge(i, j, k int) *token {
	t := s.tokens[k]
	t.from, t.to = s.tokens[i].from, s.tokens[j-1].to
	for n := i; n < j; n++ {
		s.tokens[n].kind = void
	}
	s.tokens[i] = t
	return &s.tokens[i]
}

// nouns joins the nouns of a topic with their modifiers.
func (s *reading) nouns() {
	for i := 0; i < len(s.tokens); i++ {
		if s.tokens[i].is(column) && s.tokens[i].is(naming) {
			s.modified(i)
		}
		if !s.tokens[i].is(noun | modifier) {
			continue
		}
		topic := s.lexicon.words[s.tokens[i].word].topic
		core, end, parts := -1, i, 0
		for j := i; j < len(s.tokens); j++ {
			t := &s.tokens[j]
			switch {
			case t.is(noun|modifier) && s.lexicon.words[t.word].topic == topic:
				if t.is(noun) {
					core = j
				}
				end, parts = j+1, parts+1
				continue
			case t.is(Particle):
				continue
			}
			break
		}
		if core < 0 && end < len(s.tokens) && s.tokens[end].is(naming) && s.lexicon.words[s.tokens[end].word].topic == topic {
			core, end, parts = end, end+1, parts+1 // 政府信息公开·申请数量
		}
		if core >= 0 && parts > 1 {
			s.merge(i, end, core).compound = true
		}
		i = max(i, end-1)
	}
}

// modified joins the modifiers that follow a word which holds the noun: 个人申请·公开信息.
func (s *reading) modified(i int) {
	topic, end := s.lexicon.words[s.tokens[i].word].topic, i+1
	for j := end; j < len(s.tokens); j++ {
		t := &s.tokens[j]
		if t.is(modifier) && s.lexicon.words[t.word].topic == topic {
			end = j + 1
		} else if !t.is(Particle) {
			break
		}
	}
	if end > i+1 {
		s.merge(i, end, i)
	}
}

// causes makes one token of why there was a case, where its row follows.
func (s *reading) causes() {
	from := 0 // what is before it belongs to an earlier case
	for k := range s.tokens {
		t := &s.tokens[k]
		if !t.is(row) {
			continue
		}
		topic := s.lexicon.words[t.word].topic
		if len(s.vocabulary.Topics[topic].Causes) == 0 {
			continue
		}
		first, end, named := k, k, t.is(caused)
		for i := k - 1; i >= from; i-- {
			x := &s.tokens[i]
			if x.kind == void {
				continue
			}
			switch {
			case x.is(noun | modifier | caused):
				named = true
			case x.kind == known && (s.lexicon.words[x.word].cause&(1<<topic) != 0 || x.is(Particle|OwnBody|OtherObject) || x.is(Join) && !x.is(meaning)):
			case x.is(Not) && !named && end == k && i > 0 && !s.tokens[i-1].is(Join): // 信息公开工作·无·复议
				end = i
			default:
				i = -1
				continue
			}
			first = i
		}
		if from = k + 1; named && first < end {
			x := s.merge(first, end, first)
			x.kind, x.role, x.word = known, Filler|caused, 0
		}
	}
}

// allChannels takes a list of ways by which something came for no restriction, where it
// ends with 等 and the sentence names no way outside it.
func (s *reading) allChannels() {
	start := 0
	for k := 0; k <= len(s.tokens); k++ {
		if k < len(s.tokens) && s.tokens[k].kind != stop {
			continue
		}
		first, end, open := -1, -1, false
		joined, alone := false, true
		for i := start; i < k && alone; i++ {
			t := &s.tokens[i]
			switch {
			case t.kind == void:
			case t.is(Channel) && first < 0:
				first, end, open = i, i+1, true
			case t.is(Channel):
				alone = open
				end = i + 1
			case open && t.is(Join) && !t.is(meaning):
				joined = true
			case open && t.is(Etc):
				end = i + 1
				for end < k && s.tokens[end].is(Channel) {
					end++
				}
				i, open = end-1, false
			case open:
				alone = false
			}
		}
		if first >= 0 && alone && joined && !open {
			t := s.merge(first, end, first)
			t.kind, t.role, t.word = known, Filler, 0
		}
		start = k + 1
	}
}

// meantBefore reports whether a word of a topic comes before k, at most one other between.
func (s *reading) meantBefore(k int) bool {
	fillers := 0
	for k--; k >= 0; k-- {
		switch t := &s.tokens[k]; {
		case t.kind == void, t.is(Particle):
		case t.is(meaning):
			return true
		case t.is(Filler) && fillers < 2:
			fillers++
		default:
			return false
		}
	}
	return false
}

// wholeYears makes one token of a range of dates that is the whole year: 1月1日·至·12月31日.
func (s *reading) wholeYears(k int) {
	for i := k + 1; i < len(s.tokens) && i < k+4; i++ {
		t := &s.tokens[i]
		if t.value == 12 && (t.kind == part || t.is(Filler)) {
			x := s.merge(k, i+1, k)
			x.kind, x.role, x.word = known, ThisYear, 0
			return
		}
		if !t.is(Filler) && t.kind != year && (t.kind != unknown || t.to-t.from > 6) {
			return
		}
	}
}

// notOne reads over the one thing of which there is none: 未发生·一起·复议.
func (s *reading) notOne(k int) {
	i := s.beside(k+1, 1)
	if i < 0 || i+1 >= len(s.tokens) {
		return
	}
	t, next := &s.tokens[i], &s.tokens[i+1]
	if _, n := digit(s.line, int(t.from)); t.kind == number && t.num == (Number{Int: 1}) && t.word != 0 && n == 0 && next.kind != comma && next.kind != stop {
		t.kind, t.role, t.word = known, Filler, 0
	}
}

// plainRow reports whether the word at k is a row of a topic that is that row alone.
func (s *reading) plainRow(k int) bool {
	x := &s.vocabulary.Topics[s.lexicon.words[s.tokens[k].word].topic]
	return s.tokens[k].is(row) && len(x.Rows) == 1 && len(x.Columns) == 0 && x.Nouns == nil
}

// examples reads over those of a column that are named before the word at k:
// “A, B and other Cs”, where C is the column.
func (s *reading) examples(k int) {
	s.tokens[k].kind, s.tokens[k-1].kind = void, void
	for k > 1 && s.tokens[k-2].to == s.tokens[k-1].from && (s.tokens[k-2].kind == unknown || s.tokens[k-2].is(Opaque)) {
		k-- // 律师事务·所
		s.tokens[k-1].kind = void
	}
	for i := k - 2; i > 0 && s.tokens[i].is(Join) && s.tokens[i-1].kind == unknown; i -= 2 {
		s.tokens[i].kind, s.tokens[i-1].kind = void, void
	}
}

// onlyNot reports whether the clause at k says nothing but that there was none: 本年度未发生.
func (s *reading) onlyNot(k int) bool {
	if k = s.past(k, Filler|ThisYear); k >= len(s.tokens) || !s.tokens[k].is(Not) {
		return false
	}
	k = s.past(k+1, Filler)
	return k == len(s.tokens) || s.tokens[k].kind == stop || s.tokens[k].kind == comma
}

// marks reads over the marks that set a number apart from its words, and joins what says
// where something was carried, or what most of it was.
func (s *reading) marks() {
	for k := range s.tokens {
		t := &s.tokens[k]
		switch {
		case k < 1 || k+1 >= len(s.tokens):
		case t.kind == comma && s.colon(k) && s.onlyNot(k+1) && s.meantBefore(k):
			t.kind, t.role, t.word = known, Filler, 0 // 复议：无
		case t.kind == comma && (s.colon(k) || t.to-t.from == int32(len("——"))) && s.tokens[k+1].kind == number && s.meantBefore(k):
			t.kind, t.role, t.word = known, Filler, 0
		case t.kind == open && k+2 < len(s.tokens) && s.tokens[k+1].kind == number && s.tokens[k+1].word != 0 && s.tokens[k+2].kind == closed && s.tokens[k-1].is(meaning):
			t.kind, s.tokens[k+2].kind = void, void
		case t.is(Share) && !t.is(meaning):
			if i := s.beside(k+1, 1); i >= 0 && s.tokens[i].kind == number && !s.tokens[i].percent {
				t.role = Filler // 个人占9件
			}
		case t.kind == open && k+2 < len(s.tokens) && s.tokens[k+1].is(row|column) && s.tokens[k+2].kind == closed && s.tokens[k-1].is(meaning):
			t.kind, s.tokens[k+2].kind = void, void
		case t.value == 1 && (t.kind == part || t.kind == known):
			s.wholeYears(k)
		case t.is(Mostly):
			for i := k - 1; i >= 0 && i > k-4; i-- {
				if s.tokens[i].is(Channel) && s.tokens[i].kind != void {
					role := Filler // 以…为被告的
					if s.names(i, k, OwnBody) && s.about.scope == TotalArea {
						role = OtherBodies
					}
					column := s.onlyColumn(i, k)
					x := s.merge(i, k+1, i)
					x.kind, x.role, x.word, x.mostly = known, role, 0, column
					break
				}
			}
		case t.is(From) && s.isLastYear(k+1) && s.numberAfter(k+2):
			s.tokens[k+1].kind, s.tokens[k+1].role = known, LastYear
		case t.kind == unknown && s.tokens[k+1].kind == number && string(s.line[t.from:t.to]) == "各":
			t.kind, t.role = known, Respectively // 复议、诉讼·各2件
		case t.kind == number && s.withoutUnit(k):
			t.word = s.unitFor(k - 1)
		case t.is(Not):
			s.notOne(k)
		case t.is(Etc) && (s.tokens[k+1].is(column) || s.plainRow(k+1)) && (s.tokens[k-1].kind == unknown || s.tokens[k-1].is(Opaque) && k > 1 && s.tokens[k-2].kind == unknown):
			s.examples(k)
		}
	}
}

// withoutUnit reports whether the number at k counts a row in a list of rows whose numbers
// have no unit: 甲11，乙2.
func (s *reading) withoutUnit(k int) bool {
	t := &s.tokens[k]
	if t.word != 0 || t.percent || t.given || t.zero || t.approximate || t.num.Scale+t.num.Exp != 0 {
		return false
	}
	before, after := s.solid(k-1, -1), s.solid(k+1, 1)
	if before < 0 || s.tokens[before].is(Share) || after >= 0 && s.tokens[after].kind != stop && s.tokens[after].kind != closed && !s.separates(after) {
		return false
	}
	if !s.tokens[before].is(row | column) {
		return s.amounts(before)
	}
	topic := s.lexicon.words[s.tokens[before].word].topic
	counted := func(i, n int) bool { // a row of the topic and its number, without a unit
		return i >= 0 && n >= 0 && s.tokens[i].is(row|column) && s.lexicon.words[s.tokens[i].word].topic == topic && s.tokens[n].kind == number && !s.tokens[n].percent
	}
	if after >= 0 && s.separates(after) {
		if next := s.solid(after+1, 1); next >= 0 && counted(next, s.solid(next+1, 1)) {
			return true
		}
	}
	if mark := s.solid(before-1, -1); mark >= 0 && s.separates(mark) {
		if n := s.solid(mark-1, -1); n >= 0 {
			return counted(s.solid(n-1, -1), n)
		}
	}
	return false
}

// separates reports whether the token at k sets members of a list apart.
func (s *reading) separates(k int) bool {
	return s.tokens[k].kind == comma || s.tokens[k].is(Join) && !s.tokens[k].is(meaning)
}

// amounts reports whether the word at k, before a number, says with those before it that the
// number is how many there are of what one of them names: 申请·总数·为.
func (s *reading) amounts(k int) bool {
	if is := string(s.line[s.tokens[k].from:s.tokens[k].to]); is != "为" && is != "是" {
		return false
	}
	counted := false
	for j := s.solid(k-1, -1); j >= 0 && s.tokens[j].is(Filler|noun|row); j = s.solid(j-1, -1) {
		text := s.lexicon.words[s.tokens[j].word].text
		counted = counted || strings.HasSuffix(text, "数") || strings.HasSuffix(text, "量")
		if s.tokens[j].is(noun | row) {
			return counted
		}
	}
	return false
}

// unitFor is the first unit of the topic of the word at k or before it, as a word of the lexicon.
func (s *reading) unitFor(k int) int32 {
	for !s.tokens[k].is(noun | row | column) {
		k--
	}
	text := []byte(s.vocabulary.Topics[s.lexicon.words[s.tokens[k].word].topic].Units[0])
	r, size := char(text, 0)
	return s.lexicon.at(text, 0, r, size)
}
