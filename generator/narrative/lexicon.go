package narrative

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// word is what the lexicon knows of one text.
type word struct {
	text  string
	role  Role
	topic int // of noun, row, column
	term  int // of row, column

	second rune // the text's second character, 0 for none
	last   bool // of those that begin with the same character
}

// lexicon finds the longest word at a place of a text.
type lexicon struct {
	first [0x10000]uint16 // by the first character: where its words begin, 0 for none
	words []word          // by first character, the longest first
}

// Reader reads texts by one vocabulary. It may be used by many at the same time.
type Reader struct {
	vocabulary Vocabulary
	lexicon    lexicon
	spare      sync.Pool // of *reading
}

// NewReader prepares a vocabulary for reading. twice is a word that is declared with
// two meanings, "" for none.
func NewReader(v Vocabulary) (r *Reader, twice string) {
	found := map[string]*word{}
	add := func(text string, w word) {
		if text == "" {
			return
		}
		old := found[text]
		const meaning = noun | row | column
		switch {
		case old == nil:
			w.text = text
			found[text] = &w
		case old.role&meaning != 0 && w.role&meaning != 0 && ((old.role^w.role)&meaning != 0 || old.topic != w.topic || old.term != w.term),
			old.role&meaning != 0 != (w.role&meaning != 0) && (old.role|w.role)&Unit == 0:
			twice = text
		default:
			old.role |= w.role
			if w.role&meaning != 0 {
				old.topic, old.term = w.topic, w.term
			}
		}
	}
	for i, t := range v.Topics {
		for _, text := range t.Nouns {
			add(text, word{role: noun | naming, topic: i})
		}
		for _, text := range t.Units {
			add(text, word{role: Unit})
		}
		for j, term := range t.Rows {
			for _, text := range term.Words {
				w := word{role: row, topic: i, term: j}
				if term.Names || len(t.Nouns) == 0 || slices.ContainsFunc(t.Nouns, func(n string) bool { return strings.Contains(text, n) }) {
					w.role |= naming
				}
				add(text, w)
			}
		}
		for j, term := range t.Columns {
			for _, text := range term.Words {
				add(text, word{role: column, topic: i, term: j})
			}
		}
	}
	for role, texts := range v.Words {
		for _, text := range texts {
			add(text, word{role: role})
		}
	}
	r = &Reader{vocabulary: v}
	l := &r.lexicon
	l.words = make([]word, 1, len(found)+1)
	for _, w := range found {
		l.words = append(l.words, *w)
	}
	head := func(w word) rune { c, _ := utf8.DecodeRuneInString(w.text); return c }
	slices.SortFunc(l.words[1:], func(a, b word) int {
		return cmp.Or(cmp.Compare(head(a), head(b)), cmp.Compare(len(b.text), len(a.text)), cmp.Compare(a.text, b.text))
	})
	for i := len(l.words) - 1; i > 0; i-- {
		w := &l.words[i]
		c, n := utf8.DecodeRuneInString(w.text)
		if n < len(w.text) {
			w.second, _ = utf8.DecodeRuneInString(w.text[n:])
		}
		if c < rune(len(l.first)) {
			w.last = l.first[c] == 0
			l.first[c] = uint16(i)
		}
	}
	return r, twice
}

// at returns the longest word that a text begins with, nil for none; head is the text's
// first character.
func (l *lexicon) at(text []byte, head rune) *word {
	if head >= rune(len(l.first)) || l.first[head] == 0 {
		return nil
	}
	second, _ := utf8.DecodeRune(text[utf8.RuneLen(head):])
	for i := int(l.first[head]); ; i++ {
		w := &l.words[i]
		if (w.second == second || w.second == 0) && len(text) >= len(w.text) && string(text[:len(w.text)]) == w.text {
			return w
		}
		if w.last {
			return nil
		}
	}
}
