package han

import "golang.org/x/text/width"

// Width is how many columns a character takes where a Chinese one takes two. What Unicode leaves open is as wide as those,
// as fonts for Chinese have it.
func Width(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	return 1
}

// Columns is how many columns a text takes.
func Columns(text string) (n int) {
	for _, r := range text {
		n += Width(r)
	}
	return n
}
