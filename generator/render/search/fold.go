package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/prose/han"
)

// A text is searched in its folded form: each character by itself in compatibility form
// (NFKC) and lower case, so that ２０２３ is 2023. What remains is of three classes:
//
//   - wide: characters that are written without spaces. Each is a term, and so are two
//     that are side by side; a space between them does not count.
//   - narrow: other letters, digits and marks. A run of them is one term: 2023, gov.
//   - all else parts what is before it from what comes after.
//
// A variation selector is passed over: 葛 is found, whichever way it is drawn.
type class uint8

const (
	part class = iota
	space
	narrow
	wide
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return narrow
		case r == ' ' || r == '\t' || r == '\r':
			return space
		}
		return part
	case han.Is(r), unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return wide
	case unicode.In(r, unicode.L, unicode.N, unicode.M):
		return narrow
	}
	return part
}

// folder walks through texts. The zero value is ready.
type folder struct {
	word []rune
}

// each calls term for every term of a text, as often as it is there. The runes are
// valid during the call.
func (f *folder) each(text []byte, term func([]rune)) {
	var pair [2]rune
	before := rune(0) // the wide character that the next one is beside
	f.word = f.word[:0]
	end := func() {
		if len(f.word) > 0 {
			term(f.word)
			f.word = f.word[:0]
		}
	}
	take := func(r rune) {
		switch classOf(r) {
		case wide:
			end()
			pair[0], pair[1] = before, r
			term(pair[1:])
			if before != 0 {
				term(pair[:])
			}
			before = r
		case narrow:
			f.word = append(f.word, r)
			before = 0
		case space:
			end()
		default:
			end()
			before = 0
		}
	}
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		switch {
		case 0x4e00 <= r && r <= 0x9fff:
			take(r)
		case 'A' <= r && r <= 'Z':
			take(r + 'a' - 'A')
		case r < utf8.RuneSelf:
			take(r)
		case plain(r):
			end()
			before = 0
		case han.IsVariation(r): // the character before it is the same one
		default:
			for _, c := range foldRune(r) {
				take(c)
			}
		}
	}
	end()
}

// plain reports whether a character is one of the marks of punctuation that are common
// in Chinese and need no folding.
func plain(r rune) bool {
	return 0x3001 <= r && r <= 0x3003 || 0x3008 <= r && r <= 0x3011 || 0x2018 <= r && r <= 0x201d ||
		r == '，' || r == '；' || r == '：' || r == '（' || r == '）'
}

// foldRune is one character in compatibility form and lower case.
func foldRune(r rune) string { return strings.ToLower(norm.NFKC.String(string(r))) }

// hash spreads terms over files. The page of results computes the same.
func hash(term []rune) uint32 {
	h := uint32(2166136261)
	for _, r := range term {
		h = (h ^ uint32(r)) * 16777619
	}
	h = (h ^ h>>15) * 0x2c1b3c6d
	return h ^ h>>13
}
