// Package textedit applies changes, given as places and texts, to the bytes of a file and
// shows what they change. Every byte that no change names stays as it is: comments,
// line endings, the byte order mark.
package textedit

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// ErrOverlap says that two edits change the same text.
var ErrOverlap = errors.New("two edits overlap")

// ErrPlace says that an edit's place is not in the file.
var ErrPlace = errors.New("an edit lies outside the file")

var bom = []byte("\ufeff")

// change is an edit with its place as byte offsets.
type change struct {
	from, to int
	text     string
}

// Apply returns the file with the edits made; data itself is not changed. Columns count
// as those of findings do: in characters, after the byte order mark, and a line ends
// before its \n or \r\n. Edits may come in any order. Two at one place are refused,
// unless they are the same.
func Apply(data []byte, edits []diag.Edit) ([]byte, error) {
	b := NewBatch(data)
	if err := b.Add(edits); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Batch is a file and edits that can be made in it at once.
type Batch struct {
	data    []byte
	lines   []int
	changes []change // in order, none over another
}

// NewBatch is a file without edits.
func NewBatch(data []byte) *Batch { return &Batch{data: data, lines: starts(data)} }

// Add adds edits as Apply takes them, all or, with an error, none.
func (b *Batch) Add(edits []diag.Edit) error {
	all := make([]change, 0, len(edits))
	for _, e := range edits {
		from, ok := offset(b.data, b.lines, e.Span.Line, e.Span.Column)
		to, ok2 := offset(b.data, b.lines, e.Span.EndLine, e.Span.EndColumn)
		if !ok || !ok2 || to < from {
			return ErrPlace
		}
		all = append(all, change{from, to, e.Text})
	}
	slices.SortFunc(all, compare)
	all = slices.Compact(all)
	for i, c := range all {
		if i > 0 && !all[i-1].before(c) {
			return ErrOverlap
		}
		at, same := slices.BinarySearchFunc(b.changes, c, compare)
		if !same && (at > 0 && !b.changes[at-1].before(c) || at < len(b.changes) && !c.before(b.changes[at])) {
			return ErrOverlap
		}
	}
	for _, c := range all {
		if at, same := slices.BinarySearchFunc(b.changes, c, compare); !same {
			b.changes = slices.Insert(b.changes, at, c)
		}
	}
	return nil
}

// Bytes is the file with the edits made.
func (b *Batch) Bytes() []byte {
	out, at := make([]byte, 0, len(b.data)), 0
	for _, c := range b.changes {
		out = append(append(out, b.data[at:c.from]...), c.text...)
		at = c.to
	}
	return append(out, b.data[at:]...)
}

func compare(a, b change) int {
	return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.text, b.text))
}

// before reports whether a change is made before another one, and does not touch its text.
func (c change) before(next change) bool { return c.to <= next.from && c.from != next.from }

// starts lists the offsets at which lines begin.
func starts(data []byte) []int {
	first := 0
	if bytes.HasPrefix(data, bom) {
		first = len(bom)
	}
	out := []int{first}
	for i, c := range data {
		if c == '\n' {
			out = append(out, i+1)
		}
	}
	return out
}

// offset is the byte at which a line's column begins; the column after the last
// character is the line's end.
func offset(data []byte, lines []int, line, column int) (int, bool) {
	if line < 1 || line > len(lines) || column < 1 {
		return 0, false
	}
	at, end := lines[line-1], len(data)
	if line < len(lines) {
		end = lines[line] - 1
		if end > at && data[end-1] == '\r' {
			end--
		}
	}
	for ; column > 1; column-- {
		if at >= end {
			return 0, false
		}
		_, n := utf8.DecodeRune(data[at:end])
		at += n
	}
	return at, true
}
