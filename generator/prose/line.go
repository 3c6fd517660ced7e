package prose

import (
	"bytes"

	"gongkai/generator/prose/han"
)

func characters(b []byte) (n int) {
	for i := 0; i < len(b); n++ { // utf8.RuneCount copies what is not ASCII, of Go 1.26
		_, size := han.Decode(b, i)
		i += size
	}
	return n
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isBlank(b []byte) bool {
	for _, c := range b {
		if !isSpace(c) {
			return false
		}
	}
	return true
}

// lineEnd returns the start of the line after the one that holds pos.
func lineEnd(src []byte, pos int) int {
	if i := bytes.IndexByte(src[pos:], '\n'); i >= 0 {
		return pos + i + 1
	}
	return len(src)
}

// indentation returns the width of the spaces and tabs that a text from a column on begins
// with, and their bytes.
func indentation(line []byte, column int) (width, n int) {
	for ; n < len(line); n++ {
		switch line[n] {
		case ' ':
			width++
		case '\t':
			width += 4 - (column+width)%4
		default:
			return width, n
		}
	}
	return width, n
}

func run(b []byte, c byte) int {
	n := 0
	for n < len(b) && b[n] == c {
		n++
	}
	return n
}

// listMarker returns the length of the bullet or number line starts with, or 0.
func listMarker(line []byte) int {
	n := 0
	for n < len(line) && n < 9 && '0' <= line[n] && line[n] <= '9' {
		n++
	}
	switch {
	case n == len(line):
		return 0
	case n > 0 && line[n] != '.' && line[n] != ')':
		return 0
	case n == 0 && line[0] != '-' && line[0] != '+' && line[0] != '*':
		return 0
	}
	n++
	if n < len(line) && !isSpace(line[n]) {
		return 0
	}
	return n
}

// thematicBreak reports whether a line is a rule across the page.
func thematicBreak(line []byte) bool {
	n := 0
	for _, c := range line {
		if isSpace(c) {
			continue
		}
		if c != line[0] || c != '-' && c != '*' && c != '_' {
			return false
		}
		n++
	}
	return n >= 3
}

// atx reports whether a line is a heading after number signs.
func atx(line []byte) bool {
	n := run(line, '#')
	return n > 0 && n < 7 && (n == len(line) || isSpace(line[n]))
}

// underline reports whether a line below a paragraph makes a heading of it.
func underline(line []byte) bool {
	c := line[0]
	return (c == '=' || c == '-') && isBlank(line[run(line, c):])
}

func fenceOpen(line []byte) (int, byte) {
	if len(line) < 3 || line[0] != '`' && line[0] != '~' {
		return 0, 0
	}
	n := run(line, line[0])
	if n < 3 || line[0] == '`' && bytes.IndexByte(line[n:], '`') >= 0 {
		return 0, 0
	}
	return n, line[0]
}

// headingText narrows [from, to) to an ATX heading's text: without the spaces
// around it and without closing number signs.
func headingText(src []byte, from, to int) (int, int) {
	for from < to && isSpace(src[from]) {
		from++
	}
	for to > from && isSpace(src[to-1]) {
		to--
	}
	end := to
	for end > from && src[end-1] == '#' {
		end--
	}
	switch {
	case end == from:
		return from, from
	case end == to || !isSpace(src[end-1]):
		return from, to
	}
	for end > from && isSpace(src[end-1]) {
		end--
	}
	return from, end
}
