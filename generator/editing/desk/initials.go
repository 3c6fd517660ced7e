package desk

import (
	_ "embed"
	"strings"
	"unicode"
)

// initials has the first letter of the pinyin of each character from firstInitial on, - where there is none, 64 a line. A
// library would build a map of 42,000 texts whenever the command starts, for a list that few people ever paste.
//
//go:embed initials.txt
var initials string

const (
	firstInitial, lastInitial = 0x3400, 0x9fff
	initialsInLine            = 64
)

// initialsOf are the initials of a name's characters, and its Latin letters and digits, in small letters.
func initialsOf(name string) string {
	var b strings.Builder
	for _, r := range name {
		if i := initial(r); i != 0 {
			b.WriteByte(i)
		}
	}
	return b.String()
}

// initial is 0 where a character has none.
func initial(r rune) byte {
	switch r = unicode.ToLower(r); {
	case r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
		return byte(r)
	case r == '〇':
		return 'l'
	case r < firstInitial || r > lastInitial:
		return 0
	}
	n := int(r - firstInitial)
	if i := initials[n+n/initialsInLine]; i != '-' {
		return i
	}
	return 0
}
