package narrative

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// number appends the number, year or date at i and returns its end; i for none.
func (s *reading) number(text []byte, i int, r rune) int {
	if r >= 0x4E00 && r <= 0x9FFF && r != '百' {
		if v, p := numeral(r); v < 0 || p > 10 { // none begins with 千 or 万
			return i
		}
	}
	t := token{kind: number, from: int32(i), value: -1}
	if end := half(text, i); end > 0 {
		t.num, t.percent, t.to = Number{Int: 5, Exp: 1}, true, int32(end)
		s.tokens = append(s.tokens, t)
		return end
	}
	digits, end := 0, i
	switch {
	case r == given:
		t.given, t.value = true, s.places[s.placed]
		s.placed++
		s.unit(text, &t, i+1)
		s.tokens = append(s.tokens, t)
		return int(t.to)
	case r <= '9' || r >= '０':
		if t.num, digits, end = arabic(text, i); end == i { // no count: a telephone number, an account
			for {
				_, n := digit(text, end)
				if n == 0 {
					break
				}
				end += n
			}
			s.tokens = append(s.tokens, token{kind: unknown, from: int32(i), to: int32(end)})
			return end
		}
	case r == '百':
		from := i + len("百分之")
		if !bytes.HasPrefix(text[i:], []byte("百分之")) {
			return i
		}
		if t.num, end = chinese(text, from); end == from {
			if t.num, _, end = arabic(text, from); end == from {
				return i
			}
		}
		t.percent, t.to = true, int32(end)
		s.tokens = append(s.tokens, t)
		return end
	default:
		if t.num, end = chinese(text, i); end == i || bytes.HasSuffix(text[:i], []byte("第")) {
			return i
		}
		if bytes.HasPrefix(text[end:], []byte("成")) && t.num.Int > 0 && t.num.Int < 10 && t.num.Scale+t.num.Exp == 0 {
			return s.tenths(text, t, end+len("成"))
		}
		if bytes.HasPrefix(text[end:], []byte("分之")) {
			return s.fraction(text, t, end+len("分之"))
		}
		if t.num.Int == 0 && s.nothing(text, i, end) {
			t.zero, t.to = true, int32(end)
			s.tokens = append(s.tokens, t)
			return end
		}
		if digits = (end - i) / 3; !s.follows(text, end, digits) {
			return i
		}
		t.approximate = vague(text[i:end]) || i > 0 && digits > 0 && tens(text, i)
	}
	if till := wholeYear(text, t.num, end); till > 0 {
		s.tokens = append(s.tokens, token{kind: known, role: Filler, from: int32(i), to: int32(till), match: -1})
		return till
	}
	end = s.scaled(text, &t, end)
	t.over = t.over && (r != '十' || digits > 1) // 十余: anything below a hundred
	t.to = int32(end)
	plain := t.num.Scale+t.num.Exp == 0
	next, size := char(text, end)
	switch {
	case plain && digits == 4 && t.num.Int >= 1949 && t.num.Int < 2100 && (next == '年' || !s.follows(text, end, 0)):
		t.kind, t.value = year, int32(t.num.Int)
		if next == '年' {
			end += size
			for _, tail := range [...]string{"度", "间", "全年", "底", "末"} {
				if bytes.HasPrefix(text[end:], []byte(tail)) {
					end += len(tail)
				}
			}
			t.to = int32(end)
		}
	case (next == '月' || next == '日') && plain:
		date(text, &t, end+size, next)
	case next == '%' || next == '％':
		t.percent, t.to = true, int32(end+size)
	default:
		s.unit(text, &t, end)
		t.zero = plain && t.num.Int == 0 && t.word == 0 && s.nothing(text, i, end)
	}
	s.tokens = append(s.tokens, t)
	return int(t.to)
}

// wholeYear returns the end of the months of a whole year, of which the first is the number
// that ends at i, 0 where they are none: 1-12月.
func wholeYear(text []byte, first Number, i int) (end int) {
	if first != (Number{Int: 1}) {
		return 0
	}
	r, n := char(text, i)
	if r != '-' && r != '－' && r != '—' && r != '–' && r != '至' && r != '~' && r != '～' {
		return 0
	}
	last, _, end := arabic(text, i+n)
	r, n = char(text, end)
	if last != (Number{Int: 12}) || r != '月' {
		return 0
	}
	if end += n; bytes.HasPrefix(text[end:], []byte("份")) {
		end += len("份")
	}
	return end
}

// nothing reports whether [i, end) of a text says that there was none: 为零, 为0.
func (s *reading) nothing(text []byte, i, end int) bool {
	if !bytes.HasSuffix(text[:i], []byte("为")) && !bytes.HasSuffix(text[:i], []byte("是")) {
		return false
	}
	r, _ := char(text, end)
	return r == 0 || r == '。' || r == '，' || r == '；' || r == ',' || r == '、'
}

// tenths reads the rest of 三成, 三成六 at i.
func (s *reading) tenths(text []byte, t token, i int) int {
	next, n := char(text, i)
	if v, p := numeral(next); v > 0 && p == 0 {
		t.num, i = Number{Int: t.num.Int*10 + v}, i+n
	} else if next == '半' {
		t.num, i = Number{Int: t.num.Int*10 + 5}, i+n
	} else if isWord(next) { // 三成员
		return int(t.from)
	} else {
		t.num.Exp = 1
	}
	t.percent, t.to = true, int32(i)
	s.tokens = append(s.tokens, t)
	return i
}

// isWord reports whether a character goes on with a word, where a share of a whole ends.
func isWord(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF && r != '的' && r != '以' && r != '左' && r != '多' && r != '由'
}

// fraction reads the rest of 三分之二 at i, whose denominator is t's number, as a percentage.
func (s *reading) fraction(text []byte, t token, i int) int {
	n, end := chinese(text, i)
	if end == i || t.num.Int < 1 || t.num.Scale+n.Scale+t.num.Exp+n.Exp > 0 || n.Int > 1000 {
		return int(t.from)
	}
	t.num, t.percent, t.to = Number{Int: (2*n.Int*100 + t.num.Int) / (2 * t.num.Int)}, true, int32(end)
	s.tokens = append(s.tokens, t)
	return end
}

// date reads the rest of a date after a month or a day. The first day of January and
// the last of December bound the whole year and are not part of it.
func date(text []byte, t *token, at int, next rune) {
	t.kind, t.to = part, int32(at)
	if next == '月' && bytes.HasPrefix(text[at:], []byte("份")) {
		t.to += int32(len("份"))
	}
	if next != '月' {
		return
	}
	if day, _, end := arabic(text, at); end > at && bytes.HasPrefix(text[end:], []byte("日")) {
		t.to = int32(end + len("日"))
		if t.num.Int == 1 && day.Int == 1 || t.num.Int == 12 && day.Int == 31 {
			t.kind, t.role = known, Filler
		}
	} else if r, n := char(text, at); t.num.Int == 12 && (r == '底' || r == '末') {
		t.kind, t.role, t.to = known, Filler, int32(at+n)
	}
	if t.num.Int == 1 || t.num.Int == 12 {
		t.value = int32(t.num.Int)
	}
}

// follows reports whether what must come after a Chinese numeral does: a unit, or 年
// or 月 after the digits of a year or month.
func (s *reading) follows(text []byte, i, digits int) bool {
	r, size := char(text, i)
	if digits > 0 && (r == '年' && digits == 4 || r == '月') {
		return true
	}
	if roughly(r) {
		i += size
		r, size = char(text, i)
	}
	n := s.lexicon.at(text, i, r, size)
	return n != 0 && s.lexicon.words[n].role&Unit != 0
}

// roughly reports whether a character between a number and its unit makes it a round
// one.
func roughly(r rune) bool { return r == '余' || r == '多' || r == '来' || r == '几' }

// scaled reads 万 or 亿 after a number in digits, and the signs of a round number.
func (s *reading) scaled(text []byte, t *token, end int) int {
	r, size := char(text, end)
	if next, n := char(text, end+size); (r == '余' || r == '多') && (next == '万' || next == '亿') {
		t.over, t.approximate = true, true // 90余万
		r, size, end = next, n, end+size
	}
	switch r {
	case '万':
		t.num.Exp += 4
	case '亿':
		t.num.Exp += 8
	case '十', '百', '千':
		t.approximate = true // 5千: how many digits count is not said
	default:
		size = 0
	}
	end += size
	if r, size = char(text, end); roughly(r) {
		t.over = !t.approximate && (r == '余' || r == '多')
		t.approximate, end = true, end+size
	}
	return end
}

// unit reads a number's unit at i.
func (s *reading) unit(text []byte, t *token, i int) {
	t.to = int32(i)
	r, size := char(text, i)
	if n := s.lexicon.at(text, i, r, size); n != 0 && s.lexicon.words[n].role&Unit != 0 {
		t.word, t.to = n, int32(i+len(s.lexicon.words[n].text))
		if half, n := char(text, int(t.to)); half == '半' && s.lexicon.words[t.word].role&Times != 0 && t.num.Scale+t.num.Exp == 0 {
			t.num, t.to = Number{Int: t.num.Int*10 + 5, Scale: 1}, t.to+int32(n) // 一倍半
		}
	}
}

// counts reports whether a number's unit is one of a topic's.
func (s *reading) counts(t *token, topic int) bool {
	return t.zero || t.word != 0 && slices.Contains(s.vocabulary.Topics[topic].Units, s.lexicon.words[t.word].text)
}

// char returns the character at i and its length, 0 and 0 after the end.
func char(text []byte, i int) (rune, int) {
	if i+2 < len(text) && text[i] > 0xE0 && text[i] < 0xF0 && text[i] != 0xED { // of three bytes, Chinese marks too
		return rune(text[i]&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return otherChar(text, i)
}

func otherChar(text []byte, i int) (rune, int) {
	if i >= len(text) {
		return 0, 0
	}
	if text[i] < utf8.RuneSelf {
		return rune(text[i]), 1
	}
	return utf8.DecodeRune(text[i:])
}

// half returns the end of a word for the half at i, 0 for none.
func half(text []byte, i int) (end int) {
	if !bytes.HasPrefix(text[i:], []byte("一半")) && !bytes.HasPrefix(text[i:], []byte("半数")) {
		return 0
	}
	end = i + len("一半")
	if r, _ := char(text, end); r == '时' || r == '路' { // 一半时间
		return 0
	}
	return end
}
