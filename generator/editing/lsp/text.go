package lsp

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/editing/ide"
)

// Position is a place as the protocol counts: from 0, in units of the encoding that was
// agreed on.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// Range is a piece of a text; the end is exclusive.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// encoding says what a position's character counts.
type encoding string

// The encodings; utf16 is the one every client knows.
const (
	utf8Units  encoding = "utf-8"
	utf16Units encoding = "utf-16"
	utf32Units encoding = "utf-32"
)

// text is the content of an open file. The protocol ends a line also at a carriage
// return alone, findings only at a line feed; so every place goes by way of bytes.
type text struct {
	data     []byte
	ends     []int // where the protocol's lines begin
	feeds    []int // where the findings' lines begin
	encoding encoding
}

func newText(data []byte, e encoding) *text {
	t := &text{data: data, ends: []int{0}, feeds: []int{0}, encoding: e}
	for i, c := range data {
		switch {
		case c == '\n':
			t.feeds = append(t.feeds, i+1)
			t.ends = append(t.ends, i+1)
		case c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			t.ends = append(t.ends, i+1)
		}
	}
	return t
}

// offset is the byte of a position. One after the end of its line, or of the text, is
// the end.
func (t *text) offset(p Position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.ends) {
		return len(t.data)
	}
	at, end := t.ends[p.Line], len(t.data)
	if p.Line+1 < len(t.ends) {
		end = t.ends[p.Line+1]
		end = at + len(bytes.TrimRight(t.data[at:end], "\r\n"))
	}
	for n := 0; at < end && n < p.Character; {
		r, size := utf8.DecodeRune(t.data[at:end])
		if n += t.units(r, size); n > p.Character {
			return at // inside a character
		}
		at += size
	}
	return at
}

// position is the place of a byte.
func (t *text) position(offset int) Position {
	offset = min(max(offset, 0), len(t.data))
	line := sort.SearchInts(t.ends, offset+1) - 1
	n := 0
	for at := t.ends[line]; at < offset; {
		r, size := utf8.DecodeRune(t.data[at:])
		n += t.units(r, size)
		at += size
	}
	return Position{line, n}
}

func (t *text) units(r rune, size int) int {
	switch {
	case t.encoding == utf8Units:
		return size
	case t.encoding == utf16Units && r > 0xffff:
		return 2
	}
	return 1
}

// byteOf is the byte of a line and a column that count from 1, the column in characters.
// A byte order mark before the first line is not counted.
func (t *text) byteOf(line, column int) int {
	if line < 1 {
		return 0
	}
	if line > len(t.feeds) {
		return len(t.data)
	}
	at, end := t.feeds[line-1], len(t.data)
	if line < len(t.feeds) {
		end = t.feeds[line] - 1
	}
	if line == 1 && bytes.HasPrefix(t.data, bom) {
		at += len(bom)
	}
	for n := 1; n < column && at < end; n++ {
		_, size := utf8.DecodeRune(t.data[at:end])
		at += size
	}
	return at
}

var bom = []byte("\ufeff")

// span turns the place of a finding into a range.
func (t *text) span(s diag.Span) Range {
	if s.Line == 0 {
		return Range{}
	}
	from := t.byteOf(s.Line, s.Column)
	return Range{t.position(from), t.position(max(t.byteOf(s.EndLine, s.EndColumn), from))}
}

// place turns a position into a place as findings count.
func (t *text) place(p Position) ide.Place {
	offset := t.offset(p)
	line := sort.SearchInts(t.feeds, offset+1)
	from := t.feeds[line-1]
	if line == 1 && bytes.HasPrefix(t.data, bom) {
		from += len(bom)
	}
	return ide.Place{Line: line, Column: utf8.RuneCount(t.data[min(from, offset):offset]) + 1}
}

// change replaces a range; without one the whole.
func (t *text) change(r *Range, with string) *text {
	if r == nil {
		return newText([]byte(with), t.encoding)
	}
	from := t.offset(r.Start)
	to := max(t.offset(r.End), from)
	data := make([]byte, 0, len(t.data)-(to-from)+len(with))
	data = append(append(append(data, t.data[:from]...), with...), t.data[to:]...)
	return newText(data, t.encoding)
}
