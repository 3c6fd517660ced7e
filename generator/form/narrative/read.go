package narrative

import (
	"bytes"
	"strings"
)

// reading is the state of reading one text.
type reading struct {
	*Reader
	about     *About
	text, raw []byte
	line      []byte // of the paragraph
	gaps      []gap
	places    []int32 // the cells of the line's placeholders
	placed    int     // how many of them were lexed
	tokens    []token
	depth     []int
	claim     Claim        // the last
	do        func(*Claim) // what becomes of it

	// Of the paragraph.
	headingTopic int // the topic of the heading above, -1 for none
	topic        int // last spoken of
	rows         []int
	rowsTopic    int          // the topic of rows
	left         bool         // it went over to another body
	otherCases   bool         // cases were counted that are of another cause
	antecedents  []antecedent // what was claimed in the sentence, up to here
	run          int          // how many of them were claimed one after the other
	earlier      int          // how many of them before the last semicolon
	kept         bool         // the first of them was claimed in the sentence before

	// Of the sentence, up to here; the first three go on after a semicolon.
	governed    bool // what is counted is a list of something else
	listHead    bool // a word said so
	foreign     bool // something is in no vocabulary
	caseEnd     int  // where the last token is that says why there was a case, -1 for none
	caseSeen    int  // up to where one was looked for
	blocked     bool // a number was of something unknown: what follows may be a part of it
	otherObject bool // another object of counting was named
	otherTopic  bool // it is about something else
	otherBody   bool // it is about another body
	otherPeriod bool // it is about another year, or a part of one
	lastOnly    bool // which is last year, and nothing but that
	until       bool // it says up to when
	cut         bool // which is before the end of the year: 截至6月30日
	wholeYear   bool // it says that it is about the whole year
	dates       bool // it says the year
	exception   bool // something was taken out
	tookOut     bool // which is not done yet
	versus      bool // it compares with last year
	denial      bool // the words of a denial are being read
	phrase      phrase

	grew   antecedent // what the last comparison with last year was of
	grewAt int        // its number, 0 for none
	was    antecedent // what was last counted for last year
	wasAt  int        // its number, 0 for none
}

// antecedent is a claim that later ones may go on from: 收到12件, of which 其中网络9件
// speaks.
type antecedent struct {
	topic    int
	rows     []Set // what the row may be
	cols     Set
	narrow   bool // a column was named
	readings []Reading
	base     Number
	said     bool  // base was given
	from     int32 // in the line
	outcome  bool  // the rows are not all that came in
}

// Read calls do for every claim of a text below a heading, in order; the claim is do's
// until it returns, its readings are nobody's to change. raw is the text as written
// where what is not prose was blotted out of it byte for byte (placeholders by zeros),
// nil where nothing was.
func (r *Reader) Read(about *About, heading string, text, raw []byte, do func(*Claim)) {
	s := r.reading(about)
	defer r.spare.Put(s)
	s.text, s.raw, s.do = text, raw, do
	s.headingTopic = s.heading([]byte(heading))
	from, end := 0, 0
	for i := 0; i < len(text); i = end {
		if end = bytes.IndexByte(text[i:], '\n') + i + 1; end == i {
			end = len(text)
		}
		at := i
		for at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r') {
			at++
		}
		switch skip := item(text[at:end]); {
		case at == end || text[at] == '\n':
			s.paragraph(from, i)
			from = end
		case text[at] == '#':
			s.paragraph(from, i)
			s.headingTopic = s.heading(text[at:end])
			from = end
		case text[at] == '|':
			s.paragraph(from, i)
			from = end
		case skip > 0:
			s.paragraph(from, i)
			from = at + skip
		}
	}
	s.paragraph(from, len(text))
	s.Reader, s.about, s.text, s.raw, s.do = nil, nil, nil, nil, nil
	s.claim, s.antecedents = Claim{}, s.antecedents[:0]
}

// reading returns the state for reading a text.
func (r *Reader) reading(about *About) *reading {
	r.build.Do(r.prepare)
	s, _ := r.spare.Get().(*reading)
	if s == nil {
		s = new(reading)
	}
	s.Reader, s.about, s.raw, s.do = r, about, nil, nil
	return s
}

// make hands a claim on.
func (s *reading) make(c Claim) {
	s.claim = c
	s.do(&s.claim)
}

// item returns the length of the mark with which a line begins a list's item.
func item(line []byte) int {
	if len(line) > 1 && line[1] == ' ' && (line[0] == '-' || line[0] == '*' || line[0] == '+' || line[0] == '>') {
		return 2
	}
	n := 0
	for n < len(line) && line[n] >= '0' && line[n] <= '9' {
		n++
	}
	if n > 0 && n < 3 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && line[n+1] == ' ' {
		return n + 1
	}
	return 0
}

// heading returns the topic that a heading names, -1 for none.
func (s *reading) heading(text []byte) int {
	topic := -1
	for i := 0; i < len(text); {
		r, size := char(text, i)
		if n := s.lexicon.at(text, i, r, size); n != 0 {
			w := &s.lexicon.words[n]
			if size = len(w.text); w.role&naming != 0 {
				topic = w.topic
			}
		}
		i += size
	}
	return topic
}

// paragraph reads [from, to) of the text.
func (s *reading) paragraph(from, to int) {
	if from >= to {
		return
	}
	s.load(from, to)
	s.lex()
	if !s.claims() {
		return
	}
	s.compose()
	s.brackets()
	s.caseEnd, s.caseSeen = -1, -1
	s.topic, s.rows, s.left, s.antecedents, s.run = s.headingTopic, s.rows[:0], false, s.antecedents[:0], 0
	s.otherCases, s.grewAt, s.wasAt, s.kept = false, 0, 0, false
	start, first := 0, 0 // of what ends with a semicolon, of the sentence
	for k := 0; k <= len(s.tokens); k++ {
		end := k == len(s.tokens)
		if !end && s.tokens[k].kind == open && int(s.tokens[k].match) > k {
			k = int(s.tokens[k].match)
			continue
		}
		if !end && s.tokens[k].kind != stop {
			continue
		}
		if start == 0 || !s.semicolon(start-1) {
			s.governed, s.listHead, s.foreign = false, false, false
		}
		s.lastCause(start)
		s.marked(start, k)
		s.until, s.cut, s.wholeYear, s.dates, s.earlier = false, false, false, s.dates && start > 0 && s.semicolon(start-1), len(s.antecedents)
		s.blocked, s.otherObject, s.otherTopic, s.lastOnly, s.exception, s.tookOut, s.versus, s.wasAt = false, false, false, false, false, false, false, 0
		s.otherBody = s.left || s.namesOther(start, k)
		s.otherPeriod = s.running(start, k)
		s.areas(start, k)
		s.walk(start, k)
		if end || !s.semicolon(k) {
			if s.kept = s.goesOnWithLastYear(k + 1); !s.kept {
				s.antecedents, s.run = s.antecedents[:0], 0
			}
			s.breakdowns(first, k, -1)
			first = k + 1
		}
		start = k + 1
	}
}

// claims reports whether a paragraph may say anything of figures: whether it has a
// number, or a word that does without one.
func (s *reading) claims() bool {
	for i := range s.tokens {
		if t := &s.tokens[i]; t.kind == number || t.is(Not|All|Unchanged|Doubled|Quadrupled|Halved) {
			return true
		}
	}
	return false
}

// goesOnWithLastYear reports whether the sentence at k only compares with last year what was
// counted in the one before, and nothing else was: 收到12件。同比增长20%。
func (s *reading) goesOnWithLastYear(k int) bool {
	if len(s.antecedents) != 1 || s.run != 1 {
		return false
	}
	for k < len(s.tokens) && s.tokens[k].is(Filler) && !s.tokens[k].is(VersusLastYear|meaning) {
		k++
	}
	return k+1 < len(s.tokens) && (s.tokens[k].is(VersusLastYear) || s.tokens[k].is(Than) && s.isLastYear(k+1))
}

// semicolon reports whether a sentence stops at k only to go on with its parts.
func (s *reading) semicolon(k int) bool {
	r, _ := char(s.line, int(s.tokens[k].from))
	return r == ';' || r == '；'
}

// namesOther reports whether the sentence [a, b) begins with the name of another body, or
// of an area that is not the one whose figures these are.
func (s *reading) namesOther(a, b int) bool {
	for ; a < b; a++ {
		t := &s.tokens[a]
		if t.kind == unknown {
			const most = 36
			name := s.line[t.from:min(t.to, t.from+most)]
			if s.vocabulary.Names.area(name) && !s.ownName(t.from, t.to) {
				return true
			}
			end := s.bodyEnd(name)
			return end > 0 && !s.ownName(t.from, t.from+int32(end))
		}
		if t.kind != year && t.kind != comma && !t.is(Filler|ThisYear|OfWhich|WholeArea) {
			return false
		}
	}
	return false
}

// walk reads a sentence, or what is in brackets.
func (s *reading) walk(a, b int) {
	start := a
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		switch t.kind {
		case known:
			s.note(k)
		case unknown:
			s.foreign = s.foreign || !s.ownName(t.from, t.to)
		case year:
			s.dated(k, a)
		case part:
			s.otherPeriod, s.lastOnly, s.cut = true, false, s.cut || s.until
		case comma:
			s.clause(start, k)
			start = k + 1
		case open:
			if m := int(t.match); m > k && m < b {
				if m == k+2 && s.tokens[k+1].percent && k > a && s.tokens[k-1].kind == number {
					s.bracketed(k + 1)
				} else if n := s.lastYearAlone(k+1, m); n > 0 {
					s.versus = true
					s.wasBefore(n, s.antecedents[len(s.antecedents)-1])
				} else {
					s.aside(k+1, m)
				}
				k = m
			}
		case number:
			start = s.figure(start, k, b)
			for j := k + 1; j < start; j++ {
				if s.tokens[j].kind == known {
					s.note(j)
				}
			}
			k = start - 1
		}
	}
	s.clause(start, b)
}

// lastYearAlone returns the number in the brackets [a, b) where they hold nothing but last
// year's, 0 where they do not.
func (s *reading) lastYearAlone(a, b int) int {
	before, at := false, 0
	for k := a; k < b; k++ {
		switch t := &s.tokens[k]; {
		case t.kind == number && at == 0:
			at = k
		case s.isLastYear(k), t.is(VersusLastYear):
			before = at == 0
		case !t.is(Filler | Particle):
			return 0
		}
	}
	if !before || s.run == 0 || len(s.antecedents) == 0 {
		return 0
	}
	return at
}

// aside reads what is in brackets; what follows does not go on from it.
func (s *reading) aside(a, b int) {
	n, run, topic, versus := len(s.antecedents), s.run, s.topic, s.versus
	blocked, otherObject, otherBody, otherPeriod := s.blocked, s.otherObject, s.otherBody, s.otherPeriod
	s.walk(a, b)
	s.antecedents, s.run, s.topic, s.versus = s.antecedents[:min(n, len(s.antecedents))], run, topic, versus
	s.blocked, s.otherObject, s.otherBody, s.otherPeriod = blocked, otherObject, otherBody, otherPeriod
}

// note records what a word says of the sentence it is in.
func (s *reading) note(k int) {
	t := &s.tokens[k]
	if t.role&naming != 0 {
		w := &s.lexicon.words[t.word]
		s.topic = w.topic
		if t.role&row != 0 {
			if s.rowsTopic != w.topic || k == 0 || !s.tokens[k-1].is(Join) {
				s.rows = s.rows[:0]
			}
			s.rows, s.rowsTopic = append(s.rows, w.term), w.topic
		}
		return
	}
	s.foreign = s.foreign || t.role&(Opaque|OtherObject|OtherTopic|Channel|ListHead|Hypothetical) != 0
	if t.role&(OtherObject|OtherTopic|OtherBodies|WholeArea|OwnBody|OtherPeriod|ThisYear|Except|VersusLastYear|ListHead|Until|Cumulative) == 0 {
		return
	}
	s.listHead = s.listHead || t.role&ListHead != 0
	switch {
	case t.role&OtherObject != 0:
		s.otherObject = true
	case t.role&OtherTopic != 0:
		s.otherTopic = true
	case t.role&(OtherBodies|WholeArea|OwnBody) != 0:
		if s.speaks(k) {
			s.otherBody, s.left = false, false
		} else {
			s.otherBody = true
		}
	}
	if t.role&OtherPeriod != 0 {
		s.lastOnly = t.role&LastYear != 0 && (s.lastOnly || !s.otherPeriod)
		s.otherPeriod = true
	}
	if t.role&ThisYear != 0 {
		s.otherPeriod, s.wholeYear = s.cut || s.upTo(k, 0), true
		s.lastOnly = false
	}
	s.until = s.until || t.role&Until != 0
	if t.role&Cumulative != 0 && k+1 < len(s.tokens) && s.tokens[k+1].is(Until) {
		s.otherPeriod = true // 累计至年末
	}
	if t.role&Cumulative != 0 && s.until && t.role&ThisYear == 0 && !s.wholeYear {
		s.otherPeriod = true
	}
	s.exception = s.exception || t.role&Except != 0
	s.versus = s.versus || t.role&VersusLastYear != 0
}

// speaks reports whether the body or the bodies that the word at k names are those whose
// figures these are.
func (s *reading) speaks(k int) bool {
	t := &s.tokens[k]
	switch {
	case t.role&OwnBody != 0:
		return s.about.scope != TotalArea
	case t.role&WholeArea != 0:
		return t.word == 0 || s.whole(s.lexicon.words[t.word].text, t.is(OwnArea))
	}
	if t.role&EveryBody != 0 {
		begins := k == 0 || s.tokens[k-1].kind == comma || s.tokens[k-1].kind == stop || s.tokens[k-1].kind == year || s.tokens[k-1].is(ThisYear)
		return k > 0 && s.tokens[k-1].is(WholeArea) && s.speaks(k-1) || s.everyKind(k) || begins && s.about.scope == TotalArea && !s.tokens[k].is(Department) && s.severalLevels(k)
	}
	return s.everyKind(k)
}

// severalLevels reports whether the word at k is of bodies of every level: 各级行政机关.
func (s *reading) severalLevels(k int) bool {
	return strings.HasPrefix(s.lexicon.words[s.tokens[k].word].text, "各级")
}

// everyKind reports whether the list of bodies that ends at k is of all in the area:
// departments and others, 全区各部门、各街道; 区政府及各部门、各街道.
func (s *reading) everyKind(k int) bool {
	departments, others := false, false
	together := false // 各街道、各部门·共收到
	for j := k + 1; j < len(s.tokens) && j < k+4 && s.tokens[j].is(Filler|ThisYear); j++ {
		together = together || s.about.scope == TotalArea && s.tokens[j].is(Altogether)
	}
	for ; k >= 0; k-- {
		t := &s.tokens[k]
		switch {
		case t.is(WholeArea):
			return departments && others && s.speaks(k)
		case t.is(OwnBody):
			return departments && others && s.about.scope == TotalArea
		case t.is(EveryBody):
			departments, others = true, true
		case t.is(OtherBodies) && t.is(Department):
			departments = true
		case t.is(OtherBodies):
			others = true
		case !t.is(Join) || t.is(meaning):
			return false
		}
	}
	return departments && others && together
}

// lastCause finds the last word that says why there was a case, in the sentence that
// begins at start and in one after it that goes on with 其中. Cases counted before it are
// not those alone that it speaks of: 复议10件，其中涉及政府信息公开的2件.
func (s *reading) lastCause(start int) {
	if s.caseEnd >= start || s.caseSeen > start {
		return // looked for before
	}
	s.caseEnd = -1
	for k := start; k < len(s.tokens); k++ {
		t := &s.tokens[k]
		s.caseSeen = k
		switch {
		case t.kind == stop && (k+1 >= len(s.tokens) || !s.tokens[k+1].is(OfWhich)):
			return
		case t.is(caused):
			s.caseEnd = k
		}
	}
}

// marked takes the topic of a sentence that names none from a word that is said of
// nothing else.
func (s *reading) marked(a, b int) {
	for ; s.topic < 0 && a < b; a++ {
		if t := &s.tokens[a]; t.is(marking) {
			s.topic = s.lexicon.words[t.word].topic
		}
	}
}

// dated notes a year: the report's, another, or one to compare with.
func (s *reading) dated(k, a int) {
	t := &s.tokens[k]
	switch {
	case k > a && s.tokens[k-1].is(Than):
		t.kind, t.role = known, Opaque
		if int(t.value) == s.about.Year-1 {
			t.role = VersusLastYear
		}
		s.versus = t.role == VersusLastYear
	case int(t.value) == s.about.Year:
		s.dates = true
		s.otherPeriod, s.lastOnly = s.cut || s.rangeOfYears(k, a) || s.upTo(k, a) || s.toDate(k, a), false
	default:
		s.lastOnly = int(t.value) == s.about.Year-1 && (s.lastOnly || !s.otherPeriod)
		s.otherPeriod = true
	}
}

// upTo reports whether what is counted up to the year at k is of all years before it:
// 累计至2023年.
func (s *reading) upTo(k, a int) bool {
	for j := k - 1; j >= a && s.tokens[j].is(Filler); j-- {
		if s.tokens[j].is(Cumulative) {
			return j < k-1
		}
	}
	return false
}

// toDate reports whether the sentence counts up to the year at k, and from no year on:
// 截至2023年，共收到….
func (s *reading) toDate(k, a int) bool {
	if year := s.line[s.tokens[k].from:s.tokens[k].to]; bytes.HasSuffix(year, []byte("底")) || bytes.HasSuffix(year, []byte("末")) {
		return false // what is left at its end
	}
	return k > a && s.tokens[k-1].is(Until) && (k-1 == a || !s.tokens[k-2].is(From)) && k+1 < len(s.tokens) && s.tokens[k+1].kind == comma
}

// running reports whether the sentence [a, b) counts over several years and then picks
// out the report's: 累计收到417件，其中2023年26件.
func (s *reading) running(a, b int) bool {
	over := false
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		switch {
		case !over && (t.is(ThisYear) || t.kind == year):
			return false
		case t.is(Cumulative):
			over = true
		case over && t.is(OfWhich):
			if k = s.beside(k+1, 1); k < 0 || k >= b {
				return false
			}
			return s.tokens[k].is(ThisYear) || s.tokens[k].kind == year && int(s.tokens[k].value) == s.about.Year
		}
	}
	return false
}

// rangeOfYears reports whether the year at k ends a range that begins with another:
// 2019年至2023年.
func (s *reading) rangeOfYears(k, a int) bool {
	for j := k - 1; j >= a && j > k-4; j-- {
		t := &s.tokens[j]
		switch {
		case t.kind == year:
			return int(t.value) != s.about.Year
		case t.kind == unknown && t.to-t.from > 6, t.kind != unknown && !t.is(Filler|Join):
			return false
		}
	}
	return false
}

// is reports whether the token is a word with one of the roles.
func (t *token) is(r Role) bool { return t.kind == known && t.role&r != 0 }
