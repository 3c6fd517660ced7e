package similarity

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// names are those of all authors: who copies may change the name, or forget to.
type names struct {
	first [1 << 16]bool // by the first character, which is not that of a name mostly
	by    map[string][]string
}

// head is how many bytes of a name find it: two Chinese characters.
const head = 6

func newNames(texts []Text) *names {
	n := &names{by: map[string][]string{}}
	seen := map[string]bool{}
	for i := range texts {
		for _, name := range texts[i].Names {
			if len(name) < head || seen[name] {
				continue
			}
			seen[name] = true
			if r, _ := utf8.DecodeRuneInString(name); int(r) < len(n.first) {
				n.first[r] = true
			}
			n.by[name[:head]] = append(n.by[name[:head]], name)
		}
	}
	for _, list := range n.by { // the longest name counts
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	}
	return n
}

// at is the length of the name that a text starts with, 0 for none.
func (n *names) at(text []byte) int {
	if r, _ := utf8.DecodeRune(text); int(r) >= len(n.first) || !n.first[r] || len(text) < head {
		return 0
	}
	for _, name := range n.by[string(text[:head])] {
		if len(text) >= len(name) && string(text[:len(name)]) == name {
			return len(name)
		}
	}
	return 0
}
