// Package han knows Chinese characters, those too that are younger than the Unicode tables
// of Go: characters for names of persons and places are still being added, and browsers
// know them years earlier.
package han

import "unicode"

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

// IsVariation reports whether r selects a variant of the character before it, as 葛 has several,
// and is none itself (U+FE00–FE0F, U+E0100–E01EF).
func IsVariation(r rune) bool {
	return 0xFE00 <= r && r <= 0xFE0F || 0xE0100 <= r && r <= 0xE01EF
}
