// Package han knows Chinese characters, those too that are younger than the Unicode tables
// of Go: characters for names of persons and places are still being added, and browsers
// know them years earlier.
package han

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// Class is the class of Chinese characters in a regular expression, to be put in brackets.
const Class = `\p{Han}\x{20000}-\x{3FFFD}`

// Is reports whether r is a Chinese character: of Unicode's script Han, or of planes 2 and 3
// (U+20000–U+3FFFD), which Unicode keeps for such characters, assigned or not.
// themes/default/assets/js/search.js has the same rule.
func Is(r rune) bool {
	if 0x4E00 <= r && r <= 0x9FFF { // nearly all that are written
		return true
	}
	return 0x20000 <= r && r <= 0x3FFFD || unicode.Is(unicode.Han, r)
}

// At reports whether one of the common Chinese characters (U+4000–U+9FFF) begins at i, as most of a text does. It has
// three bytes, none of which is any other character, so that whoever looks for those passes over it as a whole.
func At(text []byte, i int) bool {
	return text[i] >= 0xE4 && text[i] <= 0xE9 && i+2 < len(text) && text[i+1]&0xC0 == 0x80 && text[i+2]&0xC0 == 0x80
}

// Decode returns the character that begins at i and its length, as utf8.DecodeRune does: in half the time where it is one
// of the common ones.
func Decode(text []byte, i int) (rune, int) {
	if At(text, i) {
		return rune(text[i]&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRune(text[i:])
}

// Index returns where a word is first in a text, -1 where it is not, as bytes.Index does. That looks for the first byte,
// which in Chinese is one of seven for nearly all characters; here it is the third, of 64, in a third of the time.
func Index(text []byte, word string) int {
	const third = 2
	if len(word) <= third || word[0] < 0xE0 {
		return bytes.Index(text, []byte(word))
	}
	for i := third; i < len(text); i++ {
		k := bytes.IndexByte(text[i:], word[third])
		if k < 0 {
			return -1
		}
		i += k
		if from := i - third; len(text)-from >= len(word) && string(text[from:from+len(word)]) == word {
			return from
		}
	}
	return -1
}

// IsVariation reports whether r selects a variant of the character before it, as 葛 has several,
// and is none itself (U+FE00–FE0F, U+E0100–E01EF).
func IsVariation(r rune) bool {
	return 0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}
