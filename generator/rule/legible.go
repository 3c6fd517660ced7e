package rule

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/diag"
)

// legible is what a reader sees of a name, to compare it with another: without white space and
// characters that are not seen, and each character in its plain form (１ is 1, （ is ().
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || diag.Unseen(r) {
			return -1
		}
		return r
	}, norm.NFKC.String(s))
}
