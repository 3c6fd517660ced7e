package narrative

import (
	"bytes"
	"unicode"
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
	void // put into another token
)

type token struct {
	kind        tokenKind
	percent     bool
	approximate bool  // no exact number
	over        bool  // a little more than that: 3000余
	zero        bool  // 为零, without a unit
	given       bool  // a placeholder
	compound    bool  // a noun with modifiers
	area        bool  // the agency called by the name of its area
	reason      bool  // a reason, whatever it says
	mostly      int32 // of what most of something was: the word of its column, 0 for none
	role        Role  // of known
	word        int32 // of known, in the lexicon; the unit of a number; 0 for none
	from, to    int32
	match       int32 // of open and closed: the other bracket, -1 for none
	value       int32 // the year; the cell of a placeholder, -1 for none
	num         Number
}

// lex makes the tokens of the line.
func (s *reading) lex() {
	s.tokens = s.tokens[:0]
	text := s.line
	fresh := true // a sentence begins
	quoted := -1  // where a quotation of words of the vocabulary ends
	for i := 0; i < len(text); {
		if fresh {
			if n := ordinal(text, i); n > 0 {
				i += n
				continue
			}
			fresh = false
		}
		r, size := char(text, i)
		n := s.lexicon.at(text, i, r, size)
		if x := s.named(text[i:], r); x != nil && (x.full || !x.plain && len(x.text) > 9 && !s.inWord(i) || !s.another(i) && len(s.lexicon.words[n].text) <= len(x.text)) {
			if y := s.everyBody(text, i, x); y != nil {
				x = y
			}
			s.tokens = append(s.tokens, token{kind: known, role: x.role, area: x.area, from: int32(i), to: int32(i + len(x.text)), match: -1})
			i += len(x.text)
			if x.role == OwnBody {
				i = s.tail(text, i)
			}
			continue
		}
		if n != 0 && s.lexicon.words[n].role&OfWhich != 0 && len(s.lexicon.words[n].text) == size && s.inWord(i) && !stopsAt(text, i+size) {
			n = 0 // 集中
		}
		if n != 0 && s.lexicon.words[n].role != Unit {
			w := &s.lexicon.words[n]
			s.tokens = append(s.tokens, token{kind: known, role: w.role, word: n, from: int32(i), to: int32(i + len(w.text))})
			if i += len(w.text); w.role&OwnBody != 0 {
				i = s.tail(text, i)
			}
			continue
		}
		if end := s.boxed(text, i, r, size); end > 0 {
			i = end
			continue
		}
		if i == quoted || r == '“' && s.words(text, i+size, &quoted) {
			i += size
			continue
		}
		kind := unknown
		switch {
		case r == ' ':
			i++
			continue
		case r >= 0x4E00 && r <= 0x9FFF || r >= '0' && r <= '9' || r >= '０' && r <= '９' || r == '〇' || r == given:
			if n := s.number(text, i, r); n > i {
				i = n
				continue
			}
			if r == '零' || r == '〇' {
				next, n := char(text, i+size)
				if w := s.lexicon.at(text, i+size, next, n); s.lexicon.words[w].role&meaning != 0 { // 零申请
					s.tokens = append(s.tokens, token{kind: known, role: Not, from: int32(i), to: int32(i + size)})
					i += size
					continue
				}
			}
		default:
			if i == 0 && unicode.Is(unicode.So, r) { // ◆, ● before an item
				i += size
				continue
			}
			if role := s.change(text, i, r, size); role != 0 {
				s.tokens = append(s.tokens, token{kind: known, role: role, from: int32(i), to: int32(i + size), match: -1})
				i += size
				continue
			}
			kind, size = s.sign(text, i, r, size)
			fresh = kind == stop || kind == comma && (r == '：' || r == ':')
		}
		if last := len(s.tokens) - 1; kind == unknown && last >= 0 && s.tokens[last].kind == unknown && s.tokens[last].to == int32(i) {
			s.tokens[last].to += int32(size)
		} else {
			t := token{kind: kind, from: int32(i), to: int32(i + size), match: -1}
			if r == '、' || r == '＋' || r == '+' {
				t.role = Join
			}
			s.tokens = append(s.tokens, t)
		}
		i += size
	}
}

// tail reads what follows the agency's name and belongs to it, 局·机关, and returns its end.
func (s *reading) tail(text []byte, i int) int {
	if w := longest(string(text[i:min(i+48, len(text))]), s.vocabulary.Names.Tails); w != "" {
		i += len(w)
		s.tokens[len(s.tokens)-1].to = int32(i)
	}
	return i
}

// boxed reads a number in brackets before its unit, （22）件, and returns its
// end, 0 for none.
func (s *reading) boxed(text []byte, i int, r rune, size int) int {
	if r != '（' && r != '(' {
		return 0
	}
	n, digits, end := arabic(text, i+size)
	r, size = char(text, end)
	if digits == 0 || r != '）' && r != ')' {
		return 0
	}
	t := token{kind: number, num: n, from: int32(i), value: -1, match: -1}
	if s.unit(text, &t, end+size); t.word == 0 {
		return 0
	}
	s.tokens = append(s.tokens, t)
	return int(t.to)
}

// words reports whether a quotation that begins before i holds nothing but words of the
// vocabulary, one of which is of a topic; end is then the place of its last mark.
func (s *reading) words(text []byte, i int, end *int) bool {
	const most = 45
	found := false
	for from := i; i < min(len(text), from+most); {
		r, size := char(text, i)
		if r == '”' {
			*end = i
			return found
		}
		w := &s.lexicon.words[s.lexicon.at(text, i, r, size)]
		if w.role&(meaning|modifier|Filler|Not) == 0 {
			return false
		}
		found = found || w.role&meaning != 0 || w.role&Not != 0 && len(w.text) > size // “零发生”
		i += len(w.text)
	}
	return false
}

// change tells what a sign before a number says of last year's: 同比+46%, 同比↓20%.
func (s *reading) change(text []byte, i int, r rune, size int) Role {
	n := len(s.tokens)
	if n == 0 || s.tokens[n-1].to != int32(i) || !s.tokens[n-1].is(VersusLastYear) {
		return 0
	}
	if _, digits := digit(text, i+size); digits == 0 {
		return 0
	}
	switch r {
	case '+', '＋', '↑':
		return Up
	case '-', '－', '−', '–', '—', '↓':
		return Down
	}
	return 0
}

// sign tells what a mark of punctuation does, and its length: a title and a quotation
// are one unknown thing.
func (s *reading) sign(text []byte, i int, r rune, size int) (tokenKind, int) {
	switch r {
	case '、', '＋', '+':
		return known, size
	case '—':
		if next, n := char(text, i+size); next == '—' {
			return comma, size + n
		}
	case '，', ',', '：', ':', '→', '／':
		return comma, size
	case '/':
		if _, n := digit(text, i+size); n == 0 {
			return comma, size
		}
	case '。', '；', ';', '！', '？', '!', '?':
		return stop, size
	case '（', '(', '[', '【', '［', '〔', '｛':
		return open, size
	case '）', ')', ']', '】', '］', '〕', '｝':
		return closed, size
	case '《':
		return unknown, skipTo(text, i, size, "》")
	case '“':
		return unknown, skipTo(text, i, size, "”")
	}
	return unknown, size
}

// ordinal returns the length of the number with which an item of a list begins: 一、 1. 一是.
func ordinal(text []byte, i int) int {
	if r, n := char(text, i); r >= '①' && r <= '⒛' || r >= '㈠' && r <= '㈩' {
		return n
	}
	k, digits := i, 0
	for {
		_, n := digit(text, k)
		if n == 0 {
			break
		}
		k, digits = k+n, digits+1
	}
	chinese := digits == 0
	for chinese && digits < 4 {
		r, n := char(text, k)
		if v, p := numeral(r); v < 0 || p > 10 {
			break
		}
		k, digits = k+n, digits+1
	}
	if digits == 0 || digits > 3 {
		return 0
	}
	switch r, n := char(text, k); {
	case r == '、', chinese && r == '是':
		return k + n - i
	case r == '.' || r == '．':
		if _, more := digit(text, k+n); more == 0 {
			return k + n - i
		}
	}
	return 0
}

// stopsAt reports whether a comma follows at i.
func stopsAt(text []byte, i int) bool {
	r, _ := char(text, i)
	return r == '，' || r == ','
}

// inWord reports whether a word that is in no vocabulary goes on at i.
func (s *reading) inWord(i int) bool {
	n := len(s.tokens)
	return n > 0 && s.tokens[n-1].kind == unknown && s.tokens[n-1].to == int32(i)
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
				s.tokens[i].match, s.tokens[depth[n-1]].match = int32(depth[n-1]), int32(i)
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
