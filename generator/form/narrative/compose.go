package narrative

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
	if roles&(noun|modifier) != 0 {
		s.nouns()
		s.causes()
	}
	if roles&Channel != 0 && roles&Etc != 0 {
		s.allChannels()
	}
	s.marks()
	out := s.tokens[:0]
	for i := range s.tokens {
		t := s.tokens[i]
		if t.kind == void {
			continue
		}
		if t.kind == known && t.role == modifier {
			t.kind, t.role, t.word = unknown, 0, 0
		}
		if n := len(out); t.kind == unknown && n > 0 && out[n-1].kind == unknown && out[n-1].to == t.from {
			out[n-1].to = t.to
			continue
		}
		out = append(out, t)
	}
	s.tokens = s.bodiesIn(out)
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
		first, named := k, false
		for i := k - 1; i >= from; i-- {
			x := &s.tokens[i]
			if x.kind == void {
				continue
			}
			switch {
			case x.is(noun | modifier):
				named = true
			case x.kind == known && (s.lexicon.words[x.word].cause&(1<<topic) != 0 || x.is(Particle)):
			default:
				i = -1
				continue
			}
			first = i
		}
		if from = k + 1; named {
			x := s.merge(first, k, first)
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

// marks reads over the marks that set a number apart from its words, and joins what says
// where something was carried, or what most of it was.
func (s *reading) marks() {
	for k := range s.tokens {
		t := &s.tokens[k]
		switch {
		case k < 1 || k+1 >= len(s.tokens):
		case t.kind == comma && s.colon(k) && s.tokens[k+1].kind == number && (s.tokens[k-1].is(meaning) || s.tokens[k-1].is(Filler) && k > 1 && s.tokens[k-2].is(meaning)):
			t.kind, t.role, t.word = known, Filler, 0
		case t.kind == open && k+2 < len(s.tokens) && s.tokens[k+1].kind == number && s.tokens[k+1].word != 0 && s.tokens[k+2].kind == closed && s.tokens[k-1].is(meaning):
			t.kind, s.tokens[k+2].kind = void, void
		case t.is(Mostly):
			for i := k - 1; i >= 0 && i > k-4; i-- {
				if s.tokens[i].is(Channel) && s.tokens[i].kind != void {
					x := s.merge(i, k+1, i)
					x.kind, x.role, x.word = known, Filler, 0
					break
				}
			}
		case t.kind == year && int(t.value) == s.about.Year+1:
			i := k - 1
			for i > 0 && s.tokens[i].is(Filler) && !s.tokens[i].is(meaning) && i > k-3 {
				i--
			}
			if t := &s.tokens[max(i, 0)]; t.is(row) && s.lexicon.words[t.word].nextYear > 0 {
				x := s.merge(i, k+1, i)
				x.word = s.lexicon.words[x.word].nextYear
			}
		case t.is(row) && s.tokens[k-1].kind == year && int(s.tokens[k-1].value) == s.about.Year-1 && s.lexicon.words[t.word].lastYear > 0:
			x := s.merge(k-1, k+1, k)
			x.word = s.lexicon.words[x.word].lastYear
		}
	}
}
