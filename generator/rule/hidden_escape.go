package rule

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
)

// Characters that are not seen can be written by their number, for hidden-character.

// escapes finds them between the double quotation marks of YAML. Those of control characters are found
// when the file is read.
func escapes(front []byte) (out []hidden) {
	if bytes.IndexByte(front, '\\') < 0 {
		return nil
	}
	var quote byte
	for i := 0; i < len(front); i++ {
		switch c := front[i]; {
		case c == '\n':
			quote = 0
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\'') && (i == 0 || bytes.IndexByte([]byte(" [{,:-\n"), front[i-1]) >= 0):
			quote = c
		case quote == '"' && c == '\\':
			r, n := escaped(front[i:])
			if !unicode.IsControl(r) {
				out = append(out, substituted(front, i, i+n, r)...)
			}
			i += n - 1
		}
	}
	return out
}

// escaped reads an escape of YAML; one whose character cannot be hidden is a
// space.
func escaped(text []byte) (r rune, n int) {
	if len(text) < 2 {
		return ' ', len(text)
	}
	switch text[1] {
	case 'L':
		return 0x2028, 2
	case 'P':
		return 0x2029, 2
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[text[1]]
	if digits == 0 || len(text) < 2+digits {
		return ' ', 2
	}
	v, err := strconv.ParseUint(string(text[2:2+digits]), 16, 32)
	if err != nil || v > unicode.MaxRune {
		return ' ', 2
	}
	return rune(v), 2 + digits
}

// references finds them among the character references of a body, outside of code and comments.
func references(data []byte, front int) (out []hidden) {
	const longest = 32
	mask, masked := prose.Mask(nil), false // made when it is needed
	for i := front; ; {
		k := bytes.IndexByte(data[i:], '&')
		if k < 0 {
			return out
		}
		i += k + 1
		end := bytes.IndexByte(data[i:min(len(data), i+longest)], ';')
		if end < 1 {
			continue
		}
		from, to := i-1, i+end+1
		s := html.UnescapeString(string(data[from:to]))
		r, n := utf8.DecodeRuneInString(s)
		if n != len(s) || !diag.Unseen(r) {
			continue
		}
		if !masked {
			mask, masked = prose.MaskOf(data[front:]), true
		}
		if !mask.Covers(from - front) {
			out = append(out, substituted(data, from, to, r)...)
		}
	}
}

// substituted is the character that stands for [from, to) of a text, if it is not seen and not
// needed there.
func substituted(text []byte, from, to int, r rune) []hidden {
	if !diag.Unseen(r) {
		return nil
	}
	const near = 64
	before, written := text[max(0, from-near):from], string(r)
	around := slices.Concat(before, []byte(written), text[to:min(len(text), to+near)])
	if needed(around, hidden{from: len(before), to: len(before) + len(written)}) {
		return nil
	}
	h := hidden{from: from, to: to, first: r, severity: diag.Warning}
	if diag.Turning(r) || diag.Nothing(r) || unicode.IsControl(r) {
		h.severity = diag.Error
	}
	return []hidden{h}
}

// comments are the parts of a file that are not published: comments of HTML in the body, of
// YAML in the front matter.
func comments(data []byte, front int) (out []hidden) {
	for i := 0; i < front; i = lineEnd(data, i) {
		if at := comment(data[i:min(front, lineEnd(data, i))]); at >= 0 {
			out = append(out, hidden{from: i + at, to: lineEnd(data, i)})
		}
	}
	for _, c := range prose.Comments(data[front:]) {
		out = append(out, hidden{from: front + c.From, to: front + c.To})
	}
	return out
}

// comment is the offset of a comment in a line of YAML, -1 for none.
func comment(line []byte) int {
	var quote byte
	for i, c := range line {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (i == 0 || bytes.IndexByte([]byte(" [{,:-"), line[i-1]) >= 0):
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return i
		}
	}
	return -1
}
