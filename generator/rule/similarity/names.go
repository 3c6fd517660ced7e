package similarity

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// authors are the names that texts give, which may change.
type authors struct {
	given   map[string]int // in so many texts
	names   *names
	entered map[string]bool // in names
	changed map[string]bool // since
}

func newAuthors() authors {
	return authors{given: map[string]int{}, names: newNames(nil), entered: map[string]bool{}, changed: map[string]bool{}}
}

func (a *authors) count(names []string, by int) {
	for _, name := range names {
		if len(name) < head {
			continue
		}
		if a.given[name] += by; a.given[name] == 0 {
			delete(a.given, name)
		}
		a.changed[name] = true
	}
}

// collect enters the names that are given now, and returns those that are names only now,
// or no longer; nil where there are none.
func (a *authors) collect() *names {
	var other []string
	for name := range a.changed {
		if is := a.given[name] > 0; is != a.entered[name] {
			other = append(other, name)
			if is {
				a.entered[name] = true
			} else {
				delete(a.entered, name)
			}
		}
	}
	clear(a.changed)
	if other == nil {
		return nil
	}
	all := make([]string, 0, len(a.entered))
	for name := range a.entered {
		all = append(all, name)
	}
	a.names = newNames(all)
	return newNames(other)
}

// digest is that of the names that were entered.
func (a *authors) digest() [sha256.Size]byte {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(a.entered)) {
		fmt.Fprintf(h, "%q\n", name)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// names are those of all authors: who copies may change the name, or forget to.
type names struct {
	first [1 << 16]bool // by the first character, which is not that of a name mostly
	by    map[string][]string
}

// head is how many bytes of a name find it: two Chinese characters.
const head = 6

// newNames takes names, each once and none shorter than a head.
func newNames(all []string) *names {
	n := &names{by: map[string][]string{}}
	for _, name := range all {
		if r, _ := utf8.DecodeRuneInString(name); int(r) < len(n.first) {
			n.first[r] = true
		}
		n.by[name[:head]] = append(n.by[name[:head]], name)
	}
	for _, list := range n.by { // the longest name counts
		slices.SortFunc(list, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	}
	return n
}

// at is the length of the name that a text starts with, 0 for none; r is its first character.
func (n *names) at(text []byte, r rune) int {
	if int(r) >= len(n.first) || !n.first[r] || len(text) < head {
		return 0
	}
	for _, name := range n.by[string(text[:head])] {
		if len(text) >= len(name) && string(text[:len(name)]) == name {
			return len(name)
		}
	}
	return 0
}

// in reports whether one of the names is in a text.
func (n *names) in(t *Text) bool {
	for _, part := range t.parts() {
		for text := part.Markdown; len(text) > 0; {
			if text[0] < utf8.RuneSelf {
				text = text[1:]
				continue
			}
			r, size := utf8.DecodeRune(text)
			if n.at(text, r) > 0 {
				return true
			}
			text = text[size:]
		}
	}
	return false
}
