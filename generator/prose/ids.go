package prose

import (
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/prose/han"
)

// IDs hands out ids that are unique on one page. It is not safe for concurrent
// use: a page is rendered by one goroutine.
type IDs struct {
	used map[string]int // the last number given to an id that came again
}

// NewIDs returns an empty set.
func NewIDs() *IDs { return &IDs{used: map[string]int{}} }

// Reserve marks ids as taken.
func (s *IDs) Reserve(ids ...string) {
	for _, id := range ids {
		if _, ok := s.used[id]; !ok {
			s.used[id] = 1
		}
	}
}

// Next returns id, or id with the first free number from 2 after it.
func (s *IDs) Next(id string) string {
	n, ok := s.used[id]
	if !ok {
		s.used[id] = 1
		return id
	}
	for {
		n++
		numbered := id + "-" + strconv.Itoa(n)
		if _, ok := s.used[numbered]; !ok {
			s.used[id], s.used[numbered] = n, 1
			return numbered
		}
	}
}

// slug makes an id from a heading: letters and digits of any script stay, so
// that Chinese headings have readable addresses; spaces become one hyphen;
// everything else goes.
func slug(heading string) string {
	var b strings.Builder
	b.Grow(len(heading))
	gap := false
	for _, r := range heading {
		switch {
		case r == unicode.ReplacementChar:
		case unicode.IsLetter(r) || han.Is(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case r == '-' || unicode.IsSpace(r):
			gap = true
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}
