package diag

import "strings"

// Suggest returns a hint with the known name nearest to an unknown one.
func Suggest(name string, known []string) Text {
	return SuggestOr(name, known, Textf("请删除，或检查拼写", "delete it, or check the spelling"))
}

// SuggestOr is the hint with the known name nearest to an unknown one, or else otherwise.
func SuggestOr(name string, known []string, otherwise Text) Text {
	if best, ok := Nearest(name, known); ok {
		return Textf("是不是“%s”？", "did you mean %q?", best)
	}
	return otherwise
}

// Choose is a hint for a name that is none of a few: the nearest of them, or all.
func Choose(name string, known []string) Text {
	return SuggestOr(name, known, Textf("可选 %s", "there are %s", Listed(known)))
}

// Nearest returns the known name that an unknown one may be meant for.
func Nearest(name string, known []string) (string, bool) {
	best, least := "", 1000
	in := []rune(strings.ToLower(name))
	if len(in) > 64 {
		return "", false // no name is as long
	}
	for _, k := range known {
		if d := distance(in, []rune(strings.ToLower(k))); d < least {
			best, least = k, d
		}
	}
	return best, best != "" && least <= max(1, len(in)/2)
}

// distance is the number of single-character edits between two words.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		left := row[0]
		row[0] = i + 1
		for j := range b {
			up := row[j+1]
			cost := left
			if a[i] != b[j] {
				cost = 1 + min(left, up, row[j])
			}
			left, row[j+1] = up, cost
		}
	}
	return row[len(b)]
}
