package rule

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/prose/han"
)

// hasAny reports whether a text holds one of the words.
func hasAny(text []byte, words []string) bool {
	for _, w := range words {
		if han.Index(text, w) >= 0 {
			return true
		}
	}
	return false
}

// prefix returns the longest of the words that a text begins with, "" for none.
func prefix(text []byte, words []string) string {
	best := ""
	for _, w := range words {
		if len(w) > len(best) && len(text) >= len(w) && string(text[:len(w)]) == w {
			best = w
		}
	}
	return best
}

// suffix reports whether a text ends with one of the words.
func suffix(text []byte, words []string) bool {
	for _, w := range words {
		if bytes.HasSuffix(text, []byte(w)) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// yearAt reads four digits of a year of this or the last century at i, with
// no further digit on either side.
func yearAt(text []byte, i int) (year int, ok bool) {
	if i+4 > len(text) || i > 0 && (isDigit(text[i-1]) || text[i-1] == '.') || i+4 < len(text) && isDigit(text[i+4]) {
		return 0, false
	}
	for _, c := range text[i : i+4] {
		if !isDigit(c) {
			return 0, false
		}
		year = year*10 + int(c-'0')
	}
	return year, year >= 1949 && year < 2100
}

// skipSpace returns the offset of the first byte after i that is not a space.
func skipSpace(text []byte, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}
