// Package figures compares the figures of a published site cell by cell: the pages, the files
// beside them, and the files over all reports. It reads each format by itself, knows no form, and
// shares nothing with the code that wrote them.
package figures

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"unicode"

	"gongkai/generator/diag"
)

// Figure is a value and its place.
type Figure struct {
	Cell  string
	Value string
	Place string // in its file, such as ":12", a line, or " [Sheet!B5]"; "" where the cell's name finds it
	Kind  Kind
}

// Kind says how a value is written.
type Kind uint8

// The kinds. A truth is JSON's true or false, which pages and tables print in words. An amount is
// a number without the zeros at its end. Words are what a page marks as not a number.
const (
	Plain Kind = iota
	Truth
	Amount
	Words
)

// Reading is a value, and the files that have it.
type Reading struct {
	Value  string
	Absent bool // the files have no such cell
	Files  []string
}

// Difference is a cell that is not the same everywhere.
type Difference struct {
	File   string // the page of the report
	Agency string
	Year   int
	Cell   string
	Values []Reading
}

// Fault is a file of which the figures could not be read, or a report that a file lacks.
type Fault struct {
	File string
	Text diag.Text
}

// faulty is an error in what was read, in words for people.
type faulty struct{ text diag.Text }

func (f *faulty) Error() string { return "figures: " + f.text.EN }

func wrong(zh, en string, args ...any) error { return &faulty{diag.Textf(zh, en, args...)} }

// errHuge ends the reading of something that would not fit into memory.
var errHuge = wrong("太大或嵌套太深，没有读", "too large or nested too deep to be read")

// Set is the figures of all reports of a site. It is safe for concurrent use while reports are
// added; then the files over all of them are compared, one at a time or several.
type Set struct {
	prefix  string // before the path of each file of the site, as it is shown
	mu      sync.Mutex
	reports map[key]*report
	named   map[key][]*report // by agency and year alone
	shapes  map[uint64][]*shape
	seed    maphash.Seed
	labels  map[key]string // of a form's cells (the key's agency is the cell)
	book    map[string][]labelled
	differs map[place]*Difference
	faults  []Fault
	count   int
}

// key is how data over all reports names one.
type key struct {
	agency string
	year   int
	form   string
}

type place struct {
	report *report
	cell   string
}

// report is the figures of one report, as they are kept for the comparison.
type report struct {
	key
	page  string   // file of the page
	files []string // all that agree, or should
	shape *shape
	text  string // the values, one after the other
	ends  []uint32
}

// shape is the cells of reports that have the same ones.
type shape struct {
	cells []string
	words []bool // which hold words
	index map[string]int
}

// New returns an empty set; prefix is shown before the path of each file of the site.
func New(prefix string) *Set {
	return &Set{prefix: prefix, labels: map[key]string{}, reports: map[key]*report{}, named: map[key][]*report{}, shapes: map[uint64][]*shape{}, seed: maphash.MakeSeed(), differs: map[place]*Difference{}}
}

// value is that of a cell by its number.
func (r *report) value(i int) string {
	from := uint32(0)
	if i > 0 {
		from = r.ends[i-1]
	}
	return r.text[from:r.ends[i]]
}

// shapeOf finds the shape with these cells, or makes it.
func (s *Set) shapeOf(cells []string, words []bool) *shape {
	var h maphash.Hash
	h.SetSeed(s.seed)
	for _, c := range cells {
		h.WriteString(c)
		h.WriteByte(0)
	}
	sum := h.Sum64()
	for _, known := range s.shapes[sum] {
		if slices.Equal(known.cells, cells) && slices.Equal(known.words, words) {
			return known
		}
	}
	n := &shape{cells: slices.Clone(cells), words: slices.Clone(words), index: make(map[string]int, len(cells))}
	for i, c := range n.cells {
		n.index[strings.Clone(c)] = i
	}
	s.shapes[sum] = append(s.shapes[sum], n)
	return n
}

// Results are the cells that differ, and what could not be read, each in a fixed order.
func (s *Set) Results() ([]Difference, []Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Difference
	for _, d := range s.differs {
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b Difference) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return strings.Compare(a.Cell, b.Cell)
	})
	slices.SortFunc(s.faults, func(a, b Fault) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return strings.Compare(a.Text.EN, b.Text.EN)
	})
	return out, s.faults
}

// Counts are how many reports and figures were compared.
func (s *Set) Counts() (reports, figures int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, list := range s.named {
		n += len(list)
	}
	return n, s.count
}

func (s *Set) fault(file, zh, en string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, Fault{file, diag.Textf(zh, en, args...)})
}

// equal compares two values as they are written in two formats. White space is one space, the
// sign of a number that is not negative may be left out, the mark by which a table of text is
// guarded against formulas is not part of it, and what is empty is absent.
func equal(a, b Figure) bool {
	switch {
	case a.Kind == Truth && b.Kind != Truth:
		return sameTruth(a.Value, b.Value)
	case b.Kind == Truth && a.Kind != Truth:
		return sameTruth(b.Value, a.Value)
	case a.Kind == Amount || b.Kind == Amount:
		return shortened(canonical(a.Value)) == shortened(canonical(b.Value))
	}
	return a.Value == b.Value || canonical(a.Value) == canonical(b.Value)
}

func canonical(s string) string {
	if strings.IndexFunc(s, unicode.IsSpace) >= 0 {
		s = strings.Join(strings.Fields(s), " ")
	}
	if len(s) > 1 && s[0] == '\'' && strings.IndexAny(s[1:], "=+-@＝＋－＠") == 0 {
		s = s[1:]
	}
	if len(s) > 1 && s[0] == '+' && number(s[1:]) {
		s = s[1:]
	}
	return s
}

// number says whether a text is digits with at most one point among them.
func number(s string) bool {
	whole, part, point := strings.Cut(s, ".")
	digits := func(s string) bool {
		return s != "" && strings.Trim(s, "0123456789") == ""
	}
	return digits(whole) && (!point || digits(part))
}

// shortened leaves out the zeros that end a number with a point.
func shortened(s string) string {
	if number(strings.TrimPrefix(s, "-")) && strings.Contains(s, ".") {
		return strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// answers are words for true and false; a form may have others, of which nothing is known.
var answers = map[string]string{"是": "true", "否": "false", "有": "true", "无": "false", "yes": "true", "no": "false"}

func sameTruth(truth, word string) bool {
	if word == "" {
		return truth == ""
	}
	known, ok := answers[strings.ToLower(strings.TrimSpace(word))]
	return !ok || known == truth
}
