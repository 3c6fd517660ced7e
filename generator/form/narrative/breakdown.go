package narrative

// A breakdown is a list of parts after the whole they make:
//
//	公开信息38条，其中公文类8条、非公文类30条。
//	网站公开信息343条，包括：…，其他类信息182条。
//	人大建议5件、政协提案8件，共计13件。
//
// Parts that are more than the whole are always wrong. Parts that are less are wrong only
// where the list says that it is complete. What it does not understand ends a list, and
// leaves it open.

// separators of a list, in order of weight.
const (
	bySeries    = iota + 1 // 、和
	byComma                // ，
	bySemicolon            // ；
)

// breakdowns looks for lists of parts in the sentence [a, b), and for those in its
// brackets. whole is the number before the brackets, -1 for none.
func (s *reading) breakdowns(a, b, whole int) {
	last, from := whole, a // the number before, where the clause begins
	if whole >= 0 && !s.tokens[a].is(OfWhich) {
		s.parts(a, whole, a, b, 0)
	}
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		opener := Role(0)
		switch {
		case t.kind == open && int(t.match) > k && int(t.match) < b:
			s.breakdowns(k+1, int(t.match), last)
			k = int(t.match)
		case t.kind == number:
			s.totals(a, k, b)
			last = k
		case t.is(Respectively) && last >= 0 && k > a && s.tokens[k-1].kind == comma && s.goesOn(last, k):
			opener = DividedBy
		case t.is(OfWhich) && last >= 0 && s.goesOn(last, k):
			opener = t.role & (OfWhich | Complete)
		case t.kind == comma && last >= from && s.colon(k), t.kind == comma && last >= a && s.divides(last, from, k):
			opener = DividedBy
		}
		if opener != 0 {
			for k+1 < b && (s.tokens[k+1].is(OfWhich|Filler|Join|Respectively) || s.tokens[k+1].kind == comma) {
				k++
				opener |= s.tokens[k].role & Complete
			}
			if n := s.parts(a, last, k+1, b, opener); n > k+1 {
				k, last = n-1, s.lastNumber(k+1, n)
			}
		}
		if t.kind == comma || t.kind == stop {
			from = k + 1
		}
	}
}

// colon reports whether the comma at k is a colon.
func (s *reading) colon(k int) bool {
	r, _ := char(s.line, int(s.tokens[k].from))
	return r == '：' || r == ':'
}

// divides reports whether the clause [a, b), the next after the one with the number at w,
// only says by what a whole is divided: 从方式看, 按申请内容分.
func (s *reading) divides(w, a, b int) bool {
	if b-a < 2 || a-w > far || !s.tokens[a].is(DividedBy) {
		return false
	}
	for k := w + 1; k < b; k++ {
		if t := &s.tokens[k]; k < a-1 && (t.kind == comma || t.kind == stop) || t.kind == number {
			return false
		}
	}
	return true
}

// goesOn reports whether the word for parts at k goes on from the number at w: in its
// clause, or at the beginning of the next.
func (s *reading) goesOn(w, k int) bool {
	next := false
	for j := w + 1; j < k; j++ {
		switch t := &s.tokens[j]; {
		case t.kind == open && int(t.match) > j && int(t.match) < k:
			j = int(t.match)
		case t.kind == comma || t.kind == stop:
			if next {
				return false
			}
			next = true
		case next && !t.is(Filler|Join) || j > w+6:
			return false
		}
	}
	return true
}

func (s *reading) lastNumber(a, b int) int {
	for k := b - 1; k >= a; k-- {
		if s.tokens[k].kind == number {
			return k
		}
	}
	return -1
}

// parts reads the list of parts at a of the whole at w, and returns where it ends. The
// words and numbers before the whole begin at start.
func (s *reading) parts(start, w, a, b int, opener Role) (end int) {
	w = s.wholeOf(start, w, a, b)
	whole := &s.tokens[w]
	sum, ok := whole.units()
	unit := s.unitOf(w)
	if !ok || unit == "" || s.rounded(w) {
		return a
	}
	least, most := sum, s.before(start, w, sum)               // that the whole may be
	total, slack, n, weight := int64(0), 2*whole.step(), 0, 0 // slack is twice what rounding may make
	var seen [16]class
	rest, closed := false, false
	end = a
	for k := a; k < b; {
		q := k
		for q < b && s.tokens[q].kind != number && s.tokens[q].kind != comma && s.tokens[q].kind != stop && !s.tokens[q].is(OfWhich|DividedBy) {
			if t := &s.tokens[q]; t.kind == open && int(t.match) > q && int(t.match) < b {
				q = int(t.match)
			}
			q++
		}
		if q < b && s.tokens[q].kind == number && s.tokens[q].percent && n > 0 { // 占57.7%
			k = s.separator(q+1, b)
			continue
		}
		if q >= b || s.tokens[q].kind != number || s.unitOf(q) != unit || s.rounded(q) || n == len(seen) {
			break
		}
		c, plain := s.classOf(k, q)
		if k == q && !s.ends(q+1, b) {
			plain = false // 3次邀请代表，7次邀请家长: perhaps the same
		}
		v, ok := s.tokens[q].units()
		if !ok || !plain || s.mixes(seen[:n], c) {
			break
		}
		next := s.separator(q+1, b)
		if n > 0 && next+1 < b && s.tokens[next+1].is(OfWhich) {
			closed = false
			break // a whole of its own: 甲40件，其中…；乙34件，其中…
		}
		rest = s.names(k, q, Rest)
		total, slack, seen[n] = total+v, slack+s.tokens[q].step(), c
		n, end = n+1, q+1
		k = next
		if c.role == 0 && (total == least || total == most) && (weight == 0 || k >= b || s.weight(k) != bySeries) {
			return end // complete; what follows may be something else
		}
		if k >= b || s.tokens[k].kind == stop && !s.semicolon(k) {
			closed = !s.names(q+1, k, Etc)
			break
		}
		if s.names(q+1, k, Etc|OfWhich) {
			break
		}
		heavy := s.weight(k)
		if weight == 0 {
			weight = heavy
		}
		if heavy > weight {
			closed = s.tokens[k].kind == comma && rest
			break
		}
		k++
	}
	if weight == byComma {
		slack *= 2 // what comes after a comma is less surely a part
	}
	single := n == 1 && opener&OfWhich != 0 && weight == 0
	said := least
	switch more := total - most; {
	case s.overlapping(end):
	case 2*more > slack && (n > 1 || single):
		said = most
		fallthrough
	case closed && (rest || opener&Complete != 0) && n > 1 && 2*(least-total) > slack:
		s.make(Claim{Kind: Sum, From: s.at(min(whole.from, s.tokens[a].from)), Till: s.end(max(s.tokens[end-1].to, whole.to)),
			At: s.at(whole.from), To: s.end(whole.to), Number: plain(said), Unit: unit, Parts: plain(total)})
	}
	return end
}

// wholeOf returns the number before a list at a that has the unit of its first part: the one
// at w, or where that is of another unit the one before: 45批次120人次，其中集体访5批次.
func (s *reading) wholeOf(start, w, a, b int) int {
	for q := a; q < b && q < a+far; q++ {
		if s.tokens[q].kind != number {
			continue
		}
		for k := w - 1; k >= start && k > w-8 && s.unitOf(q) != s.unitOf(w); k-- {
			if s.tokens[k].kind == number {
				if s.unitOf(k) == s.unitOf(q) {
					return k
				}
				break
			}
		}
		break
	}
	return w
}

// overlapping reports whether brackets at k say that parts were counted twice, or the rest of
// the sentence that some of them are the same: 两场同步直播.
func (s *reading) overlapping(k int) bool {
	for j := k; j < len(s.tokens) && s.tokens[j].kind != stop; j++ {
		if s.tokens[j].is(Same) {
			return true
		}
	}
	return k < len(s.tokens) && s.tokens[k].kind == open && int(s.tokens[k].match) > k && s.names(k, int(s.tokens[k].match), Overlap)
}

// separator returns where what follows a part's number ends: at a mark that divides the
// list, or at b.
func (s *reading) separator(k, b int) int {
	for k < b {
		t := &s.tokens[k]
		if t.kind == comma || t.kind == stop || t.is(Join) && !t.is(meaning) {
			return k
		}
		if t.kind == open && int(t.match) > k && int(t.match) < b {
			k = int(t.match)
		}
		k++
	}
	return k
}

func (s *reading) weight(k int) int {
	switch s.tokens[k].kind {
	case comma:
		return byComma
	case stop:
		return bySemicolon
	}
	return bySeries
}

// names reports whether a word with one of the roles is in [a, b).
func (s *reading) names(a, b int, role Role) bool {
	for k := a; k < b; k++ {
		if s.tokens[k].is(role) {
			return true
		}
	}
	return false
}

// class is what a part's label says that it is.
type class struct {
	role  Role // row, column, Channel, 0 for anything else
	topic int
	term  int
}

// classOf returns the class of the label [a, b); plain is false where it says more than
// that, such as another period, or that parts overlap.
func (s *reading) classOf(a, b int) (c class, plain bool) {
	for k := a; k < b; k++ {
		t := &s.tokens[k]
		switch {
		case t.is(Rest):
		case t.is(Overlap | Except | VersusLastYear | Up | Down | Altogether):
			return c, false
		case t.is(row | column):
			w := &s.lexicon.words[t.word]
			x := &s.vocabulary.Topics[w.topic]
			if t.is(row) && x.Rows[w.term].Weak || len(x.Columns) == 0 && x.Nouns == nil {
				continue
			}
			c = class{t.role & (row | column), w.topic, w.term}
		case t.is(Channel) && c.role == 0:
			c.role = Channel
		}
	}
	return c, true
}

// mixes reports whether a part is of another kind than those before it, or a part of one
// of them: then the list goes over to something else.
func (s *reading) mixes(seen []class, c class) bool {
	for _, x := range seen {
		if x.role != c.role && c.role != 0 && (x.role != 0 || c.role == column && s.vocabulary.Topics[c.topic].Causes != nil) || x.role == row && c.role == row && x.topic != c.topic {
			return true
		}
		if x.role != row || c.role != row {
			continue
		}
		rows := s.vocabulary.Topics[x.topic].Rows
		for _, p := range rows[x.term].Sets[0].Plus {
			for _, q := range rows[c.term].Sets[0].Plus {
				if p == q {
					return true
				}
			}
		}
	}
	return false
}

// before adds to the whole at w what comes directly before it in the same unit, for the
// parts may be those of all of them: 建议5件、提案8件，其中…
func (s *reading) before(start, w int, sum int64) int64 {
	unit := s.unitOf(w)
	if w > start && s.tokens[w-1].is(Filler) && s.names(w-1, w, Altogether) {
		return sum
	}
	for k := w - 1; k >= max(start, w-far); k-- {
		if t := &s.tokens[k]; t.kind == number && s.unitOf(k) == unit {
			if v, ok := t.units(); ok {
				sum += v
			}
		}
	}
	return sum
}

// totals checks the number at k where it says what those before it come to: all of them,
// or the last ones.
func (s *reading) totals(a, k, b int) {
	t := &s.tokens[k]
	before := k - 2 // of the word for the sum, and of who speaks: 全县合计62件
	for before > a && s.tokens[before].is(WholeArea|OwnBody) && s.speaks(before) {
		before--
	}
	if before < a+2 || !s.tokens[k-1].is(Altogether) || s.tokens[before].kind != comma || t.word == 0 || s.rounded(k) || !s.ends(k+1, b) && s.tokens[k+1].kind != unknown && !s.tokens[k+1].is(noun) {
		return
	}
	want, ok := t.units()
	if !ok {
		return
	}
	sum, slack, n, first := int64(0), t.step(), 0, k
	for j := before - 1; j >= a; j-- {
		if j < before-2*far {
			return
		}
		x := &s.tokens[j]
		switch {
		case x.kind == closed && int(x.match) >= a && int(x.match) < j:
			j = int(x.match)
		case x.kind == number:
			v, ok := x.units()
			if x.word != t.word || s.rounded(j) || !ok {
				return
			}
			sum, slack, n, first = sum+v, slack+x.step(), n+1, j
			if d := sum - want; n > 1 && max(d, -d) <= slack {
				return
			}
		case x.is(OfWhich) && n > 1 && !s.numbered(a, j):
			j = a // what the whole list is made of
		case x.is(OfWhich | Etc | Overlap):
			return
		}
	}
	if n > 1 {
		s.make(Claim{Kind: Sum, From: s.at(s.tokens[first].from), Till: s.end(t.to), At: s.at(t.from), To: s.end(t.to), Number: t.num,
			Unit: s.lexicon.words[t.word].text, Parts: plain(sum)})
	}
}

// numbered reports whether a number is in [a, b).
func (s *reading) numbered(a, b int) bool {
	for k := a; k < b; k++ {
		if s.tokens[k].kind == number {
			return true
		}
	}
	return false
}

// unitOf returns the unit of the number at k, "" for none: where it is in no vocabulary,
// the character after the number.
func (s *reading) unitOf(k int) string {
	t := &s.tokens[k]
	if t.word != 0 || t.percent || t.zero {
		return s.lexicon.words[t.word].text
	}
	if r, n := char(s.line, int(t.to)); r >= 0x4E00 && r <= 0x9FFF && k+1 < len(s.tokens) && (s.tokens[k+1].kind == unknown || s.tokens[k+1].is(Opaque)) {
		return string(s.line[t.to : int(t.to)+n])
	}
	return ""
}

// rounded reports whether the number at k is said to be no exact one.
func (s *reading) rounded(k int) bool {
	return s.tokens[k].approximate || k > 0 && s.tokens[k-1].is(Approximate) || k+1 < len(s.tokens) && s.tokens[k+1].is(Approximate)
}

// fine is the number of digits after the point with which parts are added up.
const fine = 4

// units is a number as a multiple of 1/10⁴; ok is false for one too large for that.
func (t *token) units() (n int64, ok bool) {
	n = t.num.Int
	for range t.num.Exp - t.num.Scale + fine {
		if n > 1<<58 {
			return 0, false
		}
		n *= 10
	}
	return n, t.num.Scale <= t.num.Exp+fine && !t.given && !t.percent
}

// step is what one more in the last digit of a rounded number is worth, in the same; 0
// for an exact one.
func (t *token) step() int64 {
	if t.num.Exp+t.num.Scale == 0 {
		return 0
	}
	n := int64(1)
	for range t.num.Exp - t.num.Scale + fine {
		n *= 10
	}
	return n
}

// plain is the number of so many units.
func plain(n int64) Number {
	x := Number{Int: n, Scale: fine}
	for x.Scale > 0 && x.Int%10 == 0 {
		x.Int, x.Scale = x.Int/10, x.Scale-1
	}
	return x
}
