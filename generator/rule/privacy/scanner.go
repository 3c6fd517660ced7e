package privacy

// scanner reads a text run by run: digits in groups, with spaces or hyphens between.
type scanner struct {
	text   []byte
	digits []byte  // of the run, plain
	ends   []int   // where each digit ends in the text
	starts []int   // where each begins
	groups []group // of the run
	hits   []Hit
}

// group is digits without anything between them.
type group struct {
	from, to int  // in the run's digits
	x        bool // ends with the check character X
	hyphen   bool // a hyphen is before it, not only spaces
}

// run reads the run that starts at a digit, looks for numbers in it, and returns
// where the text goes on.
func (s *scanner) run(text []byte, at int) int {
	s.text, s.digits, s.starts, s.ends, s.groups = text, s.digits[:0], s.starts[:0], s.ends[:0], s.groups[:0]
	g := group{}
	for {
		d, size := digit(text[at:])
		if size == 0 {
			break
		}
		s.push(d, at, size)
		at += size
		if _, size := digit(text[at:]); size > 0 {
			continue
		}
		if size := ten(text[at:]); size > 0 && !letterOrDigit(text, at+size) {
			s.push('X', at, size)
			g.x = true
			at += size
			break
		}
		next, hyphen := at, false
		for range 3 {
			h, size := separator(text[next:])
			hyphen = hyphen || h
			next += size
		}
		if _, size := digit(text[next:]); size == 0 || next == at {
			break
		}
		g.to = len(s.digits)
		s.groups = append(s.groups, g)
		g = group{from: g.to, hyphen: hyphen}
		at = next
	}
	g.to = len(s.digits)
	s.groups = append(s.groups, g)
	if len(s.digits) >= 11 {
		s.look()
	}
	return at
}

func (s *scanner) push(d byte, at, size int) {
	s.digits = append(s.digits, d)
	s.starts = append(s.starts, at)
	s.ends = append(s.ends, at+size)
}

// look tries every group of the run as the first of a number.
func (s *scanner) look() {
	for i := 0; i < len(s.groups); {
		n, kind := s.number(i)
		if n == 0 {
			i++
			continue
		}
		from, to := s.groups[i].from, s.groups[i+n-1].to
		if kind == Mobile {
			from = to - 11 // without the country's code
		}
		s.hits = append(s.hits, Hit{kind, string(s.digits[from:to]), s.starts[from], s.ends[to-1]})
		i += n
	}
}

// number says how many groups from the i-th on make a personal number.
func (s *scanner) number(i int) (groups int, kind Kind) {
	if n := s.identity(i); n > 0 {
		return n, Identity
	}
	if n := s.mobile(i); n > 0 {
		return n, Mobile
	}
	return s.card(i), Card
}

// identity-card numbers carry their own proof, so any grouping will do.
func (s *scanner) identity(i int) int {
	from := s.groups[i].from
	for j := i; j < len(s.groups); j++ {
		to := s.groups[j].to
		if to-from < 18 {
			continue
		}
		if to-from > 18 || !validIdentity(s.digits[from:to]) || s.decimal(from, to) || letterAt(s.text, s.ends[to-1]) {
			return 0
		}
		if validCreditCode(s.digits[from:to]) && labelled(s.before(from), creditLabels) {
			return 0
		}
		return j - i + 1
	}
	return 0
}

// mobile numbers have no check digit: the grouping and what is around must fit.
func (s *scanner) mobile(i int) int {
	g := s.groups[i]
	n := g.to - g.from
	switch {
	case g.x:
		return 0
	case n == 13 && s.digits[g.from] == '8' && s.digits[g.from+1] == '6' && s.byteBefore(g.from) == '+',
		n == 15 && string(s.digits[g.from:g.from+4]) == "0086":
		if s.shaped(g.to-11) && s.free(i, i+1) && s.alone(g.from, g.to) {
			return 1
		}
		return 0
	case n == 11:
		if s.shaped(g.from) && s.free(i, i+1) && s.alone(g.from, g.to) {
			return 1
		}
		return 0
	}
	for _, sizes := range [...][]int{{3, 4, 4}, {3, 8}, {7, 4}} {
		if !s.sized(i, sizes) || !s.shaped(g.from) || !s.whole(i, i+len(sizes)) {
			continue
		}
		if len(sizes) == 2 && sizes[0] == 3 && validDate(s.digits[g.from+3:g.from+11]) {
			continue // a serial number with a date
		}
		if s.alone(g.from, g.from+11) {
			return len(sizes)
		}
	}
	return 0
}

// card finds a bank card beside a word that says so.
func (s *scanner) card(i int) int {
	from := s.groups[i].from
	fits := func(to int) bool {
		n := to - from
		return n >= 13 && n <= 19 && luhn(s.digits[from:to]) && !s.decimal(from, to) && !s.glued(from, to) && s.beside(from, to)
	}
	if s.groups[i].x {
		return 0
	}
	if fits(s.groups[i].to) {
		return 1
	}
	const longest = 5 // groups of four, and what is left
	if len(s.groups)-i > longest {
		return 0
	}
	// In fours, as it is printed, the last group being what is left.
	for j := i; j < len(s.groups)-1; j++ {
		if s.groups[j].to-s.groups[j].from != 4 {
			return 0
		}
	}
	if last := s.groups[len(s.groups)-1]; !last.x && last.to-last.from <= 4 && (i == 0 || !s.groups[i].hyphen) && fits(last.to) {
		return len(s.groups) - i
	}
	return 0
}

func (s *scanner) sized(i int, sizes []int) bool {
	if i+len(sizes) > len(s.groups) {
		return false
	}
	for k, size := range sizes {
		if g := s.groups[i+k]; g.to-g.from != size || g.x {
			return false
		}
	}
	return true
}

// shaped reports whether eleven digits look like a mobile number.
func (s *scanner) shaped(from int) bool {
	return len(s.digits) >= from+11 && s.digits[from] == '1' && s.digits[from+1] >= '3'
}

// free reports whether groups [i, j) are not tied to their neighbours by a hyphen,
// which would make them parts of a longer number; the country's code may be, and so
// may another mobile number.
func (s *scanner) free(i, j int) bool {
	other := func(k int) bool {
		g := s.groups[k]
		return g.to-g.from == 11 && !g.x && s.shaped(g.from)
	}
	return (i == 0 || !s.groups[i].hyphen || s.country(i-1) || other(i-1)) && (j == len(s.groups) || !s.groups[j].hyphen || other(j))
}

// whole reports whether a number in groups [i, j) is all of the run, or is set off
// from the rest by spaces where it has hyphens itself.
func (s *scanner) whole(i, j int) bool {
	inner := s.groups[i+1].hyphen
	for k := i + 1; k < j; k++ {
		if s.groups[k].hyphen != inner {
			return false
		}
	}
	before := i == 0 || s.country(i-1) || inner && !s.groups[i].hyphen
	return before && (j == len(s.groups) || inner && !s.groups[j].hyphen)
}

func (s *scanner) country(i int) bool {
	g := string(s.digits[s.groups[i].from:s.groups[i].to])
	return g == "86" || g == "0086"
}
