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
	lines := starts(data)
	changes := make([]change, 0, len(edits))
	size := len(data)
	for _, e := range edits {
		from, ok := offset(data, lines, e.Span.Line, e.Span.Column)
		to, ok2 := offset(data, lines, e.Span.EndLine, e.Span.EndColumn)
		if !ok || !ok2 || to < from {
			return nil, ErrPlace
		}
		changes = append(changes, change{from, to, e.Text})
		size += len(e.Text)
	}
	slices.SortFunc(changes, func(a, b change) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.text, b.text))
	})
	changes = slices.Compact(changes)
	out, at := make([]byte, 0, size), 0
	for i, c := range changes {
		if c.from < at || i > 0 && c.from == changes[i-1].from {
			return nil, ErrOverlap
		}
		out = append(append(out, data[at:c.from]...), c.text...)
		at = c.to
	}
	return append(out, data[at:]...), nil
}

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
