package prose

import (
	"bytes"
	"sort"

	"gongkai/generator/diag"
)

// cleaned is a text without comments and with plain line feeds, and the way
// back to the offsets of the text it was made from.
type cleaned struct {
	text    []byte
	removed []removal
	cuts    []cut // the comments, in the text it was made from
}

type removal struct{ at, total int } // from offset at on, total bytes are gone

func clean(src []byte) cleaned {
	var cuts []cut
	if bytes.Contains(src, []byte("<!--")) {
		_, cuts = scan(src)
	}
	if len(cuts) == 0 && bytes.IndexByte(src, '\r') < 0 {
		return cleaned{text: src}
	}
	c := cleaned{text: make([]byte, 0, len(src)), cuts: cuts}
	pos := 0
	copyTo := func(end int) {
		for pos < end {
			i := bytes.Index(src[pos:end], []byte("\r\n"))
			if i < 0 {
				c.text = append(c.text, src[pos:end]...)
				pos = end
				return
			}
			c.text = append(c.text, src[pos:pos+i]...)
			pos += i + 1
			c.note(pos)
		}
	}
	for _, x := range cuts {
		copyTo(x.start)
		pos = x.end
		c.note(pos)
	}
	copyTo(len(src))
	return c
}

func (c *cleaned) note(pos int) {
	c.removed = append(c.removed, removal{len(c.text), pos - len(c.text)})
}

// origin maps an offset of the cleaned text to the text it came from.
func (c *cleaned) origin(off int) int {
	i := sort.Search(len(c.removed), func(i int) bool { return c.removed[i].at > off })
	if i == 0 {
		return off
	}
	return off + c.removed[i-1].total
}

// offset finds where part lies in the cleaned text, given that it is a slice of
// it: goldmark hands out slices of its source, but not their places.
func (c *cleaned) offset(part []byte) (int, bool) {
	off := cap(c.text) - cap(part)
	if len(part) == 0 || off < 0 || off+len(part) > len(c.text) || &c.text[off] != &part[0] {
		return 0, false
	}
	return off, true
}

// lines turns offsets of a body into lines and columns.
type lines struct {
	src    []byte
	first  int
	starts []int

	at, line, column int // the last place, for the next is seldom far after it in its line
}

func newLines(src []byte, first int) *lines {
	l := &lines{src: src, first: first, starts: []int{0}}
	for pos := 0; ; {
		i := bytes.IndexByte(src[pos:], '\n')
		if i < 0 {
			return l
		}
		pos += i + 1
		l.starts = append(l.starts, pos)
	}
}

func (l *lines) position(off int) (line, column int) {
	i := sort.SearchInts(l.starts, off+1) - 1
	from, column := l.starts[i], 1
	if l.line == i && from < l.at && l.at <= off {
		from, column = l.at, l.column
	}
	column += characters(l.src[from:off])
	l.at, l.line, l.column = off, i, column
	return l.first + i, column
}

func (l *lines) span(from, to int) diag.Span {
	var s diag.Span
	s.Line, s.Column = l.position(from)
	s.EndLine, s.EndColumn = l.position(to)
	return s
}
