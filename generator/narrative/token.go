package narrative

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	unknown tokenKind = iota
	known             // a word
	number
	year  // and what belongs to it
	part  // a part of a year: a month, a date that does not begin or end it
	comma // also a colon
	open
	closed
	stop
)

type token struct {
	kind     tokenKind
	from, to int
	word     *word // of known; the unit of a number, nil for none
	num      Number
	year     int
	percent  bool
	rough    bool
	given    bool // a placeholder
	cell     int  // of a placeholder, -1 for none
	match    int  // of open and closed: the other bracket, -1 for none
}

// lex appends the tokens of a paragraph, [i, end) of the text.
func (s *reading) lex(i, end int) {
	s.tokens = s.tokens[:0]
	text := s.text[:end]
	for i < end {
		c := text[i]
		switch {
		case c <= ' ' || c == '*' || c == '_' || c == 0x7F:
			i++
			continue
		case s.raw != nil && c == '0' && s.raw[i] == '{':
			i = s.placeholder(text, i)
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if w := s.lexicon.at(text[i:], r); w != nil && w.role != Unit {
			s.tokens = append(s.tokens, token{kind: known, from: i, to: i + len(w.text), word: w})
			i += len(w.text)
			continue
		}
		if name := s.named(text[i:]); name > 0 {
			s.tokens = append(s.tokens, token{kind: known, from: i, to: i + name, word: &self})
			i += name
			continue
		}
		if n := s.number(text, i, r); n > i {
			i = n
			continue
		}
		kind := unknown
		switch r {
		case '\u3000', '\u00A0', '\uFEFF':
			i += size
			continue
		case '、':
			s.tokens = append(s.tokens, token{kind: known, from: i, to: i + size, word: &pause})
			i += size
			continue
		case '，', ',', '：', ':':
			kind = comma
		case '。', '；', ';', '！', '？', '!', '?':
			kind = stop
		case '（', '(', '[', '【':
			kind = open
		case '）', ')', ']', '】':
			kind = closed
		case '《':
			size = skipTo(text, i, size, "》")
		case '“':
			size = skipTo(text, i, size, "”")
		}
		if last := len(s.tokens) - 1; kind == unknown && last >= 0 && s.tokens[last].kind == unknown && s.tokens[last].to == i {
			s.tokens[last].to += size
		} else {
			s.tokens = append(s.tokens, token{kind: kind, from: i, to: i + size, match: -1})
		}
		i += size
	}
	s.brackets()
}

// self stands for the agency's name, pause for the mark between the items of a list.
var (
	self  = word{role: Self}
	pause = word{text: "、", role: Join}
)

// named returns the length of the agency's name where a text begins with it.
func (s *reading) named(text []byte) int {
	for _, name := range s.about.Names {
		if len(name) > 6 && len(text) >= len(name) && text[0] == name[0] && string(text[:len(name)]) == name {
			return len(name)
		}
	}
	return 0
}

// skipTo returns the length of a title or quotation that begins at i with a mark of
// the given size.
func skipTo(text []byte, i, size int, mark string) int {
	const most = 300
	if k := bytes.Index(text[i:min(i+most, len(text))], []byte(mark)); k >= 0 {
		return k + len(mark)
	}
	return size
}

// brackets joins each opening bracket with its closing one.
func (s *reading) brackets() {
	depth := s.depth[:0]
	for i := range s.tokens {
		switch s.tokens[i].kind {
		case open:
			depth = append(depth, i)
		case closed:
			if n := len(depth); n > 0 {
				s.tokens[i].match, s.tokens[depth[n-1]].match = depth[n-1], i
				depth = depth[:n-1]
			}
		case stop:
			if n := len(depth); n > 0 && i-depth[0] > 60 {
				depth = depth[:0] // never closed
			}
		}
	}
	s.depth = depth
}

// placeholder reads {{ path }} at i, masked by zeros in the text.
func (s *reading) placeholder(text []byte, i int) int {
	end := i
	if k := bytes.Index(s.raw[i:], []byte("}}")); k >= 0 {
		end = min(i+k+2, len(text))
	}
	if end <= i+4 {
		return i + 1
	}
	t := token{kind: number, from: i, to: end, given: true}
	t.cell = s.vocabulary.Cell(strings.TrimSpace(string(s.raw[i+2 : end-2])))
	s.unit(text, &t)
	s.tokens = append(s.tokens, t)
	return t.to
}

// number appends the number, year or date at i and returns its end; i for none.
func (s *reading) number(text []byte, i int, r rune) int {
	t := token{kind: number, from: i, cell: -1}
	digits := 0
	switch {
	case r >= '0' && r <= '9' || r >= '０' && r <= '９':
		t.num, digits, t.to = arabic(text, i)
		if t.to == i { // no count: a telephone number, an account
			t.to = i
			for {
				_, n := digit(text, t.to)
				if n == 0 {
					break
				}
				t.to += n
			}
			s.tokens = append(s.tokens, token{kind: unknown, from: i, to: t.to})
			return t.to
		}
	case r == '百' && bytes.HasPrefix(text[i:], []byte("百分之")):
		from := blank(text, i+len("百分之"))
		if t.num, t.to = chinese(text, from); t.to == from {
			if t.num, _, t.to = arabic(text, from); t.to == from {
				return i
			}
		}
		t.percent = true
		s.tokens = append(s.tokens, t)
		return t.to
	default:
		if v, p := numeral(r); v < 0 || p > 10 { // none begins with 百, 千, 万
			return i
		}
		t.num, t.to = chinese(text, i)
		if t.to == i || s.ordinal(i) {
			return i
		}
		if digits = (t.to - i) / 3; !s.follows(text, t.to, digits) {
			return i
		}
	}
	s.scaled(text, &t)
	at := blank(text, t.to)
	next, size := utf8.DecodeRune(text[at:])
	switch {
	case t.num.Scale+t.num.Exp == 0 && digits == 4 && t.num.Int >= 1949 && t.num.Int < 2100 && (next == '年' || !s.follows(text, t.to, 0)):
		t.kind, t.year = year, int(t.num.Int)
		if next == '年' {
			t.to = at + size
			for _, tail := range [...]string{"度", "间", "全年"} {
				if bytes.HasPrefix(text[blank(text, t.to):], []byte(tail)) {
					t.to = blank(text, t.to) + len(tail)
				}
			}
		}
	case (next == '月' || next == '日') && t.num.Scale+t.num.Exp == 0:
		s.date(text, &t, at, size, next)
	case next == '%' || next == '％':
		t.percent, t.to = true, at+size
	default:
		s.unit(text, &t)
	}
	s.tokens = append(s.tokens, t)
	return t.to
}

// date reads the rest of a date at a month or a day. The first day of January and the
// last of December bound the whole year and are no part of it.
func (s *reading) date(text []byte, t *token, at, size int, next rune) {
	t.kind, t.to = part, at+size
	if next != '月' {
		return
	}
	day, _, end := arabic(text, blank(text, t.to))
	if rest := blank(text, end); end > t.to && bytes.HasPrefix(text[rest:], []byte("日")) {
		t.to = rest + len("日")
		if t.num.Int == 1 && day.Int == 1 || t.num.Int == 12 && day.Int == 31 {
			t.kind, t.word = known, &bound
		}
	}
}

var bound = word{role: Filler}

// ordinal reports whether what begins at i is counted, not a count.
func (s *reading) ordinal(i int) bool { return bytes.HasSuffix(s.text[:i], []byte("第")) }

// follows reports whether what must stand behind a Chinese numeral does: a unit, or 年
// or 月 behind the digits of a year or month.
func (s *reading) follows(text []byte, i, digits int) bool {
	i = blank(text, i)
	r, size := utf8.DecodeRune(text[i:])
	if digits > 0 && (r == '年' && digits == 4 || r == '月') {
		return true
	}
	if r == '余' || r == '多' || r == '来' || r == '几' {
		i += size
		r, _ = utf8.DecodeRune(text[i:])
	}
	w := s.lexicon.at(text[i:], r)
	return w != nil && w.role&Unit != 0
}

// scaled reads 万 or 亿 behind a number in digits, and the signs of a round number.
func (s *reading) scaled(text []byte, t *token) {
	at := blank(text, t.to)
	r, size := utf8.DecodeRune(text[at:])
	switch r {
	case '万':
		t.num.Exp += 4
	case '亿':
		t.num.Exp += 8
	case '十', '百', '千':
		t.rough = true // 5千: how many digits count is not said
	default:
		size = 0
	}
	if size > 0 {
		t.to = at + size
	}
	at = blank(text, t.to)
	switch r, size = utf8.DecodeRune(text[at:]); r {
	case '余', '多', '来', '几':
		t.rough, t.to = true, at+size
	}
}

// unit reads a number's unit.
func (s *reading) unit(text []byte, t *token) {
	at := blank(text, t.to)
	r, _ := utf8.DecodeRune(text[at:])
	if w := s.lexicon.at(text[at:], r); w != nil && w.role&Unit != 0 {
		t.word, t.to = w, at+len(w.text)
	}
}

// blank returns the place behind white space and marks of emphasis.
func blank(text []byte, i int) int {
	for i < len(text) {
		if c := text[i]; c <= ' ' || c == '*' || c == '_' {
			i++
			continue
		}
		if text[i] < 0xC2 {
			break
		}
		r, n := utf8.DecodeRune(text[i:])
		if r != '\u3000' && r != '\u00A0' && !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}
