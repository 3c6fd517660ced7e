package diag

import "unicode"

// Unseen reports whether a character is not seen where it is: a control character, a mark of
// the direction of text, a character of no width, or one that Unicode keeps for no
// character at all. Line ends, tabs and spaces are seen.
func Unseen(r rune) bool {
	switch {
	case r < 0x80:
		return r != '\n' && r != '\r' && r != '\t' && (r < ' ' || r == 0x7f)
	case r >= 0x3000 && r <= 0xd7ff && r != 0x3164, r >= 0xff01 && r <= 0xff9f:
		return false // most of a Chinese text
	}
	return Turning(r) || Nothing(r) || unicode.IsControl(r) || r == 0x2028 || r == 0x2029 ||
		unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) && !shown(r)
}

// Turning reports whether a character changes the direction of the text around it.
func Turning(r rune) bool {
	return r == 0x061c || r == 0x200e || r == 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// Nothing reports whether Unicode says that there will never be such a character.
func Nothing(r rune) bool { return r >= 0xfdd0 && r <= 0xfdef || r&0xfffe == 0xfffe }

// shown reports whether a format character is drawn all the same: the signs of Arabic and other
// scripts over or under a number.
func shown(r rune) bool {
	return r >= 0x0600 && r <= 0x0605 || r == 0x06dd || r == 0x070f || r >= 0x0890 && r <= 0x0891 || r == 0x08e2 || r == 0x110bd || r == 0x110cd ||
		r >= 0x13430 && r <= 0x1343f
}
