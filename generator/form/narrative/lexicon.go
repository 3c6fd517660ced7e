package narrative

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// word is what the lexicon knows of one text.
type word struct {
	text  string
	role  Role
	topic int // of noun, row, column, modifier
	term  int // of row, column

	verb, causedVerb, cause uint32 // of the topics with these bits
	lastYear, nextYear      int32  // of a row: the words that are meant with last year and the next, 0 for none
	beside                  int32  // of a modifier: the word of the row that is meant beside others, 0 for none

	order uint64 // by first and second character, the longest first
	more  bool   // the next word begins with the same two characters
}

// lexicon finds the longest word at a place of a text.
type lexicon struct {
	words  []word // by first and second character, the longest first
	starts starts
}

// Reader reads texts by one vocabulary. It may be used by many at the same time.
type Reader struct {
	vocabulary Vocabulary
	lexicon    lexicon
	plain      [][][]Reading // by topic: of each row without a column and with each
	bodies     [][]byte      // with what the names of bodies end
	bodyStarts letters       // of bodies
	tailEnds   letters       // of what may follow the head of a name
	bare       []int         // by topic: the row that is meant where none is named, -1 for none
	spare      sync.Pool     // of *reading

	build sync.Once
	twice string // a word that is declared with two meanings, "" for none
}

// NewReader makes a reader. The vocabulary is the reader's from then on; it is prepared when
// something is read for the first time, for a site uses few of the forms that there are.
func NewReader(v Vocabulary) *Reader { return &Reader{vocabulary: v} }

// Twice is a word that is declared with two meanings, "" for none.
func (r *Reader) Twice() string {
	r.build.Do(r.prepare)
	return r.twice
}

// prepare makes the lexicon.
func (r *Reader) prepare() {
	r.spell()
	v, twice := &r.vocabulary, ""
	found := make(map[string]*word, 4096)
	const lexical = meaning | modifier
	add := func(text string, w word) {
		if text == "" {
			return
		}
		old := found[text]
		switch {
		case old == nil:
			w.text = text
			found[text] = &w
		case old.role&lexical != 0 && w.role&lexical != 0 && ((old.role^w.role)&lexical != 0 || old.topic != w.topic || old.term != w.term),
			old.role&lexical != 0 != (w.role&lexical != 0) && (old.role|w.role)&Unit == 0:
			if twice == "" || text < twice {
				twice = text
			}
		default:
			old.role |= w.role
			if w.role&lexical != 0 {
				old.topic, old.term = w.topic, w.term
			}
		}
	}
	for i, t := range v.Topics {
		for _, text := range t.Nouns {
			add(text, word{role: noun | naming, topic: i})
		}
		for _, text := range t.Modifiers {
			add(text, word{role: modifier, topic: i})
		}
		for _, text := range t.Units {
			add(text, word{role: Unit})
		}
		for j, term := range t.Rows {
			for _, text := range term.Words {
				w := word{role: row, topic: i, term: j}
				if term.Names || len(t.Nouns) == 0 || t.named(text) {
					w.role |= naming
				}
				if term.Marks {
					w.role |= marking
				}
				if len(t.Causes) > 0 && v.modified(text) {
					w.role |= caused
				}
				add(text, w)
			}
		}
		for j, term := range t.Rows {
			for _, text := range term.Rates {
				add(text, word{role: row | Share, topic: i, term: j})
			}
		}
		for j, term := range t.Columns {
			for _, text := range term.Words {
				w := word{role: column, topic: i, term: j}
				if t.named(text) {
					w.role |= naming
				}
				if term.Marks {
					w.role |= marking
				}
				add(text, w)
			}
			for _, text := range term.Rates {
				add(text, word{role: column | Share, topic: i, term: j})
			}
		}
	}
	for role, texts := range v.Words {
		for _, text := range texts {
			add(text, word{role: role})
		}
	}
	for i, t := range v.Topics {
		mark := func(texts []string, role Role, bits func(*word) *uint32) {
			for _, text := range texts {
				if found[text] == nil {
					found[text] = &word{text: text, role: role}
				}
				*bits(found[text]) |= 1 << i
			}
		}
		mark(t.Verbs, Filler, func(w *word) *uint32 { return &w.verb })
		mark(t.CausedVerbs, Opaque, func(w *word) *uint32 { return &w.causedVerb })
		mark(t.Causes, Opaque, func(w *word) *uint32 { return &w.cause })
		for _, text := range t.Causes {
			if v.modified(text) {
				found[text].role |= caused // 信息公开类
			}
		}
		mark(t.OwnCauses, Opaque, func(w *word) *uint32 { return &w.cause })
		for _, text := range t.OwnCauses {
			found[text].role |= caused
		}
	}
	l := &r.lexicon
	sorted := make([]*word, 0, len(found))
	for _, w := range found {
		head, n := utf8.DecodeRuneInString(w.text)
		second := rune(0)
		if n < len(w.text) {
			second, _ = utf8.DecodeRuneInString(w.text[n:])
		}
		w.order = pair(head, second)<<16 | uint64(math.MaxUint16-len(w.text))
		sorted = append(sorted, w)
	}
	slices.SortFunc(sorted, func(a, b *word) int { return cmp.Or(cmp.Compare(a.order, b.order), strings.Compare(a.text, b.text)) })
	l.words = make([]word, 1, len(sorted)+1)
	for _, w := range sorted {
		l.words = append(l.words, *w)
	}
	l.starts = startsOf(l.words)
	for i := range l.words[1:] {
		w, next := &l.words[i+1], &l.words[min(i+2, len(l.words)-1)]
		w.more = next != w && next.order>>16 == w.order>>16
	}
	for _, heads := range v.Names.Heads {
		for i, head := range heads {
			if i == 0 || utf8.RuneCountInString(head) > 1 { // 办 is of a name already known only
				r.bodies = append(r.bodies, []byte(head))
				r.bodyStarts.addFirst(head)
			}
		}
	}
	for _, tail := range v.Names.Tails {
		r.tailEnds.addLast(tail)
	}
	for i := range l.words {
		w := &l.words[i]
		if w.role&row == 0 {
			continue
		}
		find := func(text string) int32 {
			c, n := utf8.DecodeRuneInString(text)
			return l.at([]byte(text), 0, c, n)
		}
		w.lastYear, w.nextYear = find(v.Topics[w.topic].Rows[w.term].Last), find(v.Topics[w.topic].Rows[w.term].Next)
		for _, text := range v.Topics[w.topic].Rows[w.term].Beside {
			if m := &l.words[find(text)]; m.role&modifier != 0 && m.beside == 0 {
				m.beside = int32(i)
			}
		}
	}
	r.readings()
	r.twice = twice
}

// spell writes out all words in which brackets hold alternatives.
func (r *Reader) spell() {
	v := &r.vocabulary
	for i := range v.Topics {
		t := &v.Topics[i]
		for _, words := range []*[]string{&t.Nouns, &t.Modifiers, &t.Verbs, &t.CausedVerbs, &t.Causes, &t.OwnCauses} {
			*words = Spelled(*words)
		}
		for _, terms := range [][]Term{t.Rows, t.Columns} {
			for j := range terms {
				terms[j].Words = Spelled(terms[j].Words)
			}
		}
	}
	for role, words := range v.Words {
		v.Words[role] = Spelled(words)
	}
	v.Names.Tails = Spelled(v.Names.Tails)
}

// Spelled writes out words in which brackets hold alternatives: (上年|去年)(度|)结转.
func Spelled(words []string) []string {
	var out []string
	for _, w := range words {
		head, rest, found := strings.Cut(w, "(")
		if !found {
			out = append(out, w)
			continue
		}
		inside, tail, _ := strings.Cut(rest, ")")
		for part := range strings.SplitSeq(inside, "|") {
			out = append(out, Spelled([]string{head + part + tail})...)
		}
	}
	return out
}

// named reports whether a text holds one of the topic's nouns.
func (t *Topic) named(text string) bool {
	return slices.ContainsFunc(t.Nouns, func(n string) bool { return strings.Contains(text, n) })
}

// modified reports whether a text holds a modifier of a topic.
func (v *Vocabulary) modified(text string) bool {
	return slices.ContainsFunc(v.Topics, func(t Topic) bool {
		return slices.ContainsFunc(t.Modifiers, func(m string) bool { return strings.Contains(text, m) })
	})
}

// readings makes the readings of each row of each topic, in its column for numbers
// without one and in each of the others.
func (r *Reader) readings() {
	for i := range r.vocabulary.Topics {
		t := &r.vocabulary.Topics[i]
		plain := make([][]Reading, 0, len(t.Rows)*(len(t.Columns)+1))
		for j := range t.Rows {
			for k := -1; k < len(t.Columns); k++ {
				var out []Reading
				if cols, ok := t.column(k); ok {
					out = t.cells(nil, t.Rows[j].Sets, cols, t.Rows[j].Named)
				}
				plain = append(plain, out)
			}
		}
		r.plain = append(r.plain, plain)
		r.bare = append(r.bare, slices.IndexFunc(t.Rows, func(x Term) bool { return x.Bare }))
	}
}

// column returns the columns of a term, of none (-1) those for which none is named.
func (t *Topic) column(k int) (cols Set, ok bool) {
	switch {
	case k >= 0:
		return t.Columns[k].Sets[0], true
	case len(t.Columns) == 0:
		return Set{Plus: []int{0}}, true
	}
	return t.Columns[0].Sets[0], len(t.Columns[0].Words) == 0
}

// at returns the longest word at i of a text, as its place among the words, 0 for none.
// head is the character there, of the given size.
func (l *lexicon) at(text []byte, i int, head rune, size int) int32 {
	second, _ := char(text, i+size)
	if k := l.starts.at(head, second, l.words); k != 0 {
		for rest := text[i:]; ; k++ {
			w := &l.words[k]
			if len(rest) >= len(w.text) && string(rest[:len(w.text)]) == w.text {
				return k
			}
			if !w.more {
				break
			}
		}
	}
	return l.starts.at(head, 0, l.words)
}
