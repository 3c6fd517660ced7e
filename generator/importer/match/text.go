package match

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// numbering is what may come before a label: 一、 （一） (一) 1. 1、 ① and what a conversion left of them.
var numbering = regexp.MustCompile(`^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|[(（]?[0-9]{1,2}[)）、.．]|[)）、.．])+`)

// plain is a label without what editors change: width, blanks, punctuation, and numbering of any
// style. Radicals that some PDF writers put in place of characters are the characters.
func plain(s string) string {
	s = strings.TrimSpace(norm.NFKC.String(strings.Map(raised, minus.Replace(s)))) // without what is not seen
	s = strings.Join(strings.Fields(s), "")
	s = numbering.ReplaceAllString(s, "")
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '/' {
			return r
		}
		return -1
	}, s))
}

// raised takes out the digits of marks above or below the line.
func raised(r rune) rune {
	if strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", r) {
		return -1
	}
	return r
}

// How well a label of a file fits one of the form.
const (
	none   = 0
	near   = 6
	alias  = 9
	exact  = 10
	shared = 2 // for each group that both are in
)

// fit compares a label with those that a form knows something by, the printed one first. All are
// plain.
func fit(label string, names []string) int {
	best := none
	for i, name := range names {
		switch {
		case label == "" || name == "":
		case label == name && i == 0:
			return exact
		case label == name:
			best = alias
		case best < near && similar(label, name):
			best = near
		}
	}
	return best
}

// similar reports whether a label is one with small errors: at least two thirds of the longer are
// in both in the same order, and the shorter has four characters at least.
func similar(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < 4 || len(y) < 4 {
		return false
	}
	return 3*common(x, y) >= 2*max(len(x), len(y))
}

// common is the length of the longest common subsequence.
func common(x, y []rune) int {
	row := make([]int, len(y)+1)
	for i := range x {
		before := 0
		for j := range y {
			above := row[j+1]
			if x[i] == y[j] {
				row[j+1] = before + 1
			} else {
				row[j+1] = max(above, row[j])
			}
			before = above
		}
	}
	return row[len(y)]
}

// SameLabel reports whether a text is one of the names that a form knows something by, except for
// numbering, punctuation, width and small errors.
func SameLabel(text string, names ...string) bool {
	return Likeness(text, names...) > none
}

// Likeness is how well a text is one of the names that a form knows something by, the printed one first; 0 for not at all.
func Likeness(text string, names ...string) int {
	own := make([]string, len(names))
	for i, n := range names {
		own[i] = plain(n)
	}
	return fit(plain(text), own)
}
