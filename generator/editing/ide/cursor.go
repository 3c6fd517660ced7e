package ide

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// cursor is a place in front matter where something is being written. It is found from
// the text alone, since what is being written is seldom YAML yet.
type cursor struct {
	keys   []string // the way to the value that is written, or to the mapping of the key
	value  bool     // a value is written; else a key
	row    int      // number of the item in a row, from 0; -1 outside a sequence in brackets
	prefix string   // what is written of it so far
	start  int      // column where that begins
}

// frame is a block mapping's key, or a list's item, that is open at a line.
type frame struct {
	column int // of the key; after the dash for an item
	key    string
	item   bool
}

// bracket is a flow collection that is open.
type bracket struct {
	kind  rune // { or [
	key   string
	value bool // after the colon
	item  int
}

// scanner walks the front matter down to a place.
type scanner struct {
	frames   []frame
	brackets []bracket
	quote    rune
	token    []rune
	start    int // column where the token begins
}

// cursor finds what is written at a place; ok is false in a comment.
func (d *Document) cursor(at Place) (h cursor, ok bool) {
	s := &scanner{}
	for n := d.from; n < at.Line; n++ {
		s.line([]rune(d.line(n)))
	}
	text := []rune(d.line(at.Line))
	return s.end(text[:min(at.Column-1, len(text))])
}

// line takes in a whole line.
func (s *scanner) line(l []rune) {
	trimmed := strings.TrimSpace(string(l))
	if trimmed == "" || trimmed[0] == '#' {
		return
	}
	from, _ := s.enter(l)
	s.flow(l, from)
	s.separate()
}

// separate ends a token at the end of a line.
func (s *scanner) separate() {
	s.quote = 0
	if len(s.token) > 0 {
		s.token = append(s.token, ' ')
	}
}

// enter takes in the dashes and the key of a line, and returns where its value begins, or
// where what is not a key begins.
func (s *scanner) enter(l []rune) (from int, keyed bool) {
	i := indent(l)
	if len(s.brackets) > 0 {
		if len(s.frames) == 0 || i > s.frames[len(s.frames)-1].column || i < len(l) && (l[i] == ']' || l[i] == '}') {
			return i, false
		}
		s.brackets, s.token = nil, nil // never closed
	}
	for i < len(l) && l[i] == '-' && (i+1 == len(l) || l[i+1] == ' ') {
		s.leave(i + 1)
		s.frames = append(s.frames, frame{column: i + 1, item: true})
		for i++; i < len(l) && l[i] == ' '; i++ {
		}
	}
	s.leave(i)
	end, after := colon(l, i)
	if end < 0 {
		return i, false
	}
	s.frames = append(s.frames, frame{column: i, key: strings.Trim(string(l[i:end]), `"' `)})
	for after < len(l) && l[after] == ' ' {
		after++
	}
	return after, true
}

// leave closes what is not above a column.
func (s *scanner) leave(column int) {
	for n := len(s.frames); n > 0 && s.frames[n-1].column >= column; n-- {
		s.frames = s.frames[:n-1]
	}
}

// colon finds the colon that ends a key, plain or full-width.
func colon(l []rune, from int) (end, after int) {
	for i := from; i < len(l); i++ {
		switch {
		case l[i] == ':' && (i+1 == len(l) || l[i+1] == ' ') || l[i] == '：':
			return i, i + 1
		case strings.ContainsRune("[{#", l[i]):
			return -1, -1
		}
	}
	return -1, -1
}

// flow takes in brackets and what is in them.
func (s *scanner) flow(l []rune, from int) {
	if len(s.brackets) == 0 && (from >= len(l) || !strings.ContainsRune("[{［｛", l[from])) {
		return
	}
	for i := from; i < len(l); i++ {
		c := l[i]
		switch {
		case s.quote != 0:
			if c == s.quote {
				s.quote = 0
			}
			s.token = append(s.token, c)
			continue
		case c == '#' && (i == 0 || l[i-1] == ' ' || l[i-1] == '\t'):
			return
		}
		top := len(s.brackets) - 1
		switch c {
		case '[', '［':
			s.open('[')
		case '{', '｛':
			s.open('{')
		case ']', '}', '］', '｝':
			if top >= 0 {
				s.brackets = s.brackets[:top]
			}
			if s.token = nil; top <= 0 {
				return
			}
		case ',', '，':
			s.token = nil
			if top >= 0 {
				s.brackets[top].item++
				s.brackets[top].value = false
			}
		case ':', '：':
			if top >= 0 && s.brackets[top].kind == '{' && !s.brackets[top].value && (c != ':' || i+1 == len(l) || l[i+1] == ' ') {
				s.brackets[top].key, s.brackets[top].value = strings.Trim(string(s.token), `"' `), true
				s.token = nil
				continue
			}
			s.add(c, i)
		case '"', '\'':
			if len(s.token) == 0 {
				s.quote = c
			}
			s.add(c, i)
		case ' ', '\t':
			if len(s.token) > 0 {
				s.add(c, i)
			}
		default:
			s.add(c, i)
		}
	}
}

// maxOpen brackets are followed; no front matter has so many.
const maxOpen = 64

func (s *scanner) open(kind rune) {
	s.token = nil
	if len(s.brackets) < maxOpen {
		s.brackets = append(s.brackets, bracket{kind: kind})
	}
}

func (s *scanner) add(c rune, at int) {
	if len(s.token) == 0 {
		s.start = at + 1
	}
	s.token = append(s.token, c)
}

// end takes in the last line up to the place, and says what is written there.
func (s *scanner) end(l []rune) (cursor, bool) {
	trimmed := strings.TrimSpace(string(l))
	if strings.HasPrefix(trimmed, "#") || len(s.brackets) == 0 && (strings.Contains(string(l), " #") || strings.Contains(string(l), "\t#")) {
		return cursor{}, false
	}
	inside := len(s.brackets) > 0
	from, keyed := s.enter(l)
	s.flow(l, from)
	h := cursor{row: -1}
	for _, f := range s.frames {
		if !f.item {
			h.keys = append(h.keys, f.key)
		}
	}
	if len(s.brackets) == 0 {
		from = min(from, len(l))
		if inside || from < len(l) && strings.ContainsRune("[{［｛", l[from]) {
			return cursor{}, false // after brackets that are closed
		}
		h.value, h.prefix, h.start = keyed, string(l[from:]), from+1
		return h, true
	}
	for i, b := range s.brackets {
		last := i == len(s.brackets)-1
		switch {
		case b.kind == '{' && (b.value || !last):
			h.keys = append(h.keys, b.key)
			h.value = last
		case b.kind == '[' && last:
			h.value, h.row = true, b.item
		}
	}
	h.prefix, h.start = string(s.token), s.start
	if len(s.token) == 0 {
		h.start = len(l) + 1
	}
	return h, true
}

func indent(l []rune) int {
	i := 0
	for i < len(l) && l[i] == ' ' {
		i++
	}
	return i
}

// word is the end of a text that could be a path or a name, and where it begins.
func word(s string) (w string, start int) {
	i := len(s)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' && r != '.' {
			break
		}
		i -= n
	}
	return s[i:], utf8.RuneCountInString(s[:i])
}
