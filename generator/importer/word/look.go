package word

import "strings"

// Moved is how far a character that is above or below the line is from it, in half points; less is a matter of looks.
const Moved = 6

// Symbol is what a character of a font of symbols means. Only the minus of the font Symbol is known: any other is one
// that cannot be read.
func Symbol(font string, c rune) rune {
	if c&0xff == '-' && strings.EqualFold(font, "Symbol") {
		return '\u2212'
	}
	return '\ufffd'
}
