package narrative

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// given is in a line for a placeholder.
const given = 2

// gap is a place of the line after which the text's offsets run on from another.
type gap struct{ line, text int }

// load makes the line of a paragraph, [from, to) of the text: without white space,
// characters that are not seen, marks of emphasis and what was blotted out, so that words are whole wherever the text
// is broken. A space between two words in Latin letters or digits stays.
func (s *reading) load(from, to int) {
	s.line, s.gaps, s.places, s.placed = s.line[:0], append(s.gaps[:0], gap{0, from}), s.places[:0], 0
	text := s.text
	for i := from; i < to; {
		c := text[i]
		switch {
		case s.raw != nil && c == '0' && s.raw[i] == '{':
			end := min(to, i+1)
			if k := bytes.Index(s.raw[i:], []byte("}}")); k >= 0 {
				end = min(to, i+k+2)
			}
			path := strings.Trim(string(s.raw[i:end]), "{} \t")
			s.line, s.places = append(s.line, given), append(s.places, int32(s.vocabulary.Cell(path)))
			i = end
			s.gaps = append(s.gaps, gap{len(s.line), i})
		case c > ' ' && c < 0x7F && c != '*' && c != '_':
			s.line = append(s.line, c)
			i++
		case c == 0xE3 && i+2 < to && text[i+1] == 0x80 && text[i+2] == 0x80, c == 0xEF && i+2 < to && text[i+1] == 0xBB && text[i+2] == 0xBF:
			i += 3
			s.gaps = append(s.gaps, gap{len(s.line), i})
		case c == 0xC2 && i+1 < to && (text[i+1] == 0xA0 || text[i+1] == 0xAD), c == 0xE2 && i+2 < to && unseen(text[i+1], text[i+2]):
			_, n := utf8.DecodeRune(text[i:to])
			i += n
			s.gaps = append(s.gaps, gap{len(s.line), i})
		case c >= 0xE3 && c <= 0xE9 && i+2 < to && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80:
			s.line = append(s.line, c, text[i+1], text[i+2])
			i += 3
		case c >= utf8.RuneSelf:
			_, n := utf8.DecodeRune(text[i:to])
			if n == 1 {
				s.line = append(s.line, '?'+1) // not UTF-8: another rule's business
			} else {
				s.line = append(s.line, text[i:i+n]...)
			}
			i += n
		default:
			i++
			if n := len(s.line); c == ' ' && n > 0 && latin(s.line[n-1]) && i < to && latin(text[i]) && !s.spaced(i, to) {
				s.line = append(s.line, ' ')
			} else {
				s.gaps = append(s.gaps, gap{n, i})
			}
		}
	}
}

// unseen reports whether E2 b c is a character that is not seen: of zero width (U+200B to
// U+200F, U+2060 to U+2064) or one that turns the direction of writing (U+202A to U+202E,
// U+2066 to U+2069).
func unseen(b, c byte) bool {
	return b == 0x80 && (c >= 0x8B && c <= 0x8F || c >= 0xAA && c <= 0xAE) || b == 0x81 && (c >= 0xA0 && c <= 0xA4 || c >= 0xA6 && c <= 0xA9)
}

// spaced reports whether the space before i only sets two single digits apart, as a
// converter of documents does: 2 9件.
func (s *reading) spaced(i, to int) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	n := len(s.line)
	return digit(s.line[n-1]) && digit(s.text[i]) && (i+1 == to || !latin(s.text[i+1])) && (n < 2 || !latin(s.line[n-2]))
}

func latin(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// at returns the place in the text of a byte of the line.
func (s *reading) at(i int32) int {
	k := len(s.gaps) - 1
	for k > 0 && s.gaps[k].line > int(i) {
		k--
	}
	return s.gaps[k].text + int(i) - s.gaps[k].line
}

// end returns the place in the text after the byte that ends before i of the line.
func (s *reading) end(i int32) int {
	if i == 0 {
		return s.at(0)
	}
	if s.line[i-1] != given {
		return s.at(i-1) + 1
	}
	for _, g := range s.gaps {
		if g.line == int(i) {
			return g.text
		}
	}
	return s.at(i)
}
