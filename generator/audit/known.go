package audit

import (
	"slices"
	"strings"
	"sync"
)

// known remembers tables that were found to be sound. The statutory tables of the reports of one form differ only in
// their figures, on which nothing depends that is checked: what holds on the first page that has a table need not be
// looked at on the next. Tables are most of a report's page.
//
// A table is known by its outline, its markup without the figures. One is kept only if nothing is to be known of it but its ids:
// it has no fault and no link, and no element that counts on the page as a whole.
type known struct {
	mu     sync.RWMutex
	tables map[string][]string // → its ids, in order
}

// manyTables is how many are kept: more than forms have, fewer than would fill the memory where each page has its own.
const manyTables = 256

func (k *known) ids(outline []byte) ([]string, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	ids, ok := k.tables[string(outline)]
	return ids, ok
}

func (k *known) add(outline []byte, ids []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.tables == nil {
		k.tables = map[string][]string{}
	}
	if len(k.tables) < manyTables {
		k.tables[string(outline)] = ids
	}
}

// candidate is a table that may be kept: the first one that is open.
type candidate struct {
	outline []byte // empty where there is none
	end     int    // where it ends in the page
	ids     int    // length of the page's list of ids before it
	faults  int    // of the page before it
}

// passOver goes past a table that is known, and reports whether it is.
func (s *scan) passOver() bool {
	s.candidate.outline = s.candidate.outline[:0]
	if s.known == nil || len(s.tables) > 0 {
		return false
	}
	tag, rest := s.Tag(), s.Rest()
	end := strings.Index(rest, "</table>")
	if end < 0 {
		return false
	}
	end += len("</table>")
	s.candidate.outline = appendOutline(append(s.candidate.outline, tag...), rest[:end])
	ids, ok := s.known.ids(s.candidate.outline)
	if !ok || slices.ContainsFunc(ids, s.hasID) { // whose place a fault names
		s.candidate.end, s.candidate.ids, s.candidate.faults = s.Position()+end, len(s.idList), len(s.faults)
		return false
	}
	s.candidate.outline = s.candidate.outline[:0]
	for _, id := range ids {
		s.id(id)
	}
	s.Pass(end)
	return true
}

// appendOutline appends markup without its figures. One digit stands for each, so that a table with a blank cell has another outline.
func appendOutline(dst []byte, markup string) []byte {
	for {
		at := strings.IndexByte(markup, '>')
		if at < 0 {
			return append(dst, markup...)
		}
		dst, markup = append(dst, markup[:at+1]...), markup[at+1:]
		n := 0
		for n < len(markup) && ('0' <= markup[n] && markup[n] <= '9' || n > 0 && markup[n] == '.') {
			n++
		}
		if n > 0 && n < len(markup) && markup[n] == '<' {
			dst, markup = append(dst, '0'), markup[n:]
		}
	}
}

// drop gives up the candidate: there is more to be known of it.
func (s *scan) drop() { s.candidate.outline = s.candidate.outline[:0] }

// keep remembers the table that ends here, if it is the candidate and sound.
func (s *scan) keep() {
	c := &s.candidate
	if len(c.outline) == 0 || len(s.tables) > 0 {
		return
	}
	if s.Position() == c.end && len(s.faults) == c.faults {
		var ids []string
		for id := range strings.SplitSeq(string(s.idList[c.ids:]), "\x00") {
			if id != "" {
				ids = append(ids, id)
			}
		}
		s.known.add(c.outline, ids)
	}
	s.drop()
}
