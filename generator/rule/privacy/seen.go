package privacy

import (
	"bytes"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/prose/han"
)

// A number can be in a file in pieces and be whole on the page: half of it bold, half a
// link, a comment or a character that is not seen in between, a digit as a character reference or in another
// script. seen is the text as a reader of the page has it, with the way back to the file.
type seen struct {
	text []byte
	from []int // for each byte of text where in the file it comes from
	to   []int // and where that ends
}

func (s *seen) add(text string, from, to int) {
	for i := range len(text) {
		s.text = append(s.text, text[i])
		s.from, s.to = append(s.from, from), append(s.to, to)
	}
}

// hits finds the numbers of the text; their bounds are those in the file, and pieces are the bounds
// of each of their characters.
func (s *seen) hits() (out []Hit, pieces [][][2]int) {
	for _, h := range Scan(s.text) {
		var of [][2]int
		for i := h.Start; i < h.End; i++ {
			of = append(of, [2]int{s.from[i], s.to[i]})
		}
		h.Start, h.End = s.from[h.Start], s.to[h.End-1]
		out, pieces = append(out, h), append(pieces, of)
	}
	return out, pieces
}

// splits are the first bytes of what can be between two digits in a file and is not seen, or
// is no more than a space, on the page.
var splits [256]bool

func init() {
	for _, c := range []byte("*`~_[]<&\\\n!\r") {
		splits[c] = true
	}
	for c := 0xc2; c < 0xf5; c++ {
		splits[c] = true
	}
	for c := 0xe4; c <= 0xe9; c++ { // Chinese characters
		splits[c] = false
	}
}

// mayDiffer reports whether a number could be seen that is not in the text as it is. Up to front the
// marks of Markdown mean nothing.
func mayDiffer(data []byte, front int) bool {
	for i := 1; i < len(data); i++ {
		c := data[i]
		if han.At(data, i) {
			i += 2
			continue
		}
		if !splits[c] || c < utf8.RuneSelf && data[i-1]-'0' > 9 {
			continue
		}
		switch {
		case c == '\n' || c == '\r':
			rest := bytes.TrimLeft(data[i:], "\r\n \t")
			if len(rest) > 0 && rest[0]-'0' <= 9 {
				return true
			}
		case c < utf8.RuneSelf:
			if i >= front || c == '\\' {
				return true
			}
		default:
			r, _ := utf8.DecodeRune(data[i:])
			if r >= 0x3001 && r <= 0x3020 || r > 0xFF00 && r < '０' { // 、。，（）
				continue
			}
			if diag.Unseen(r) && data[i-1]-'0' <= 9 || unicode.In(r, unicode.Nd, unicode.No) && (r < '０' || r > '９') {
				return true
			}
		}
	}
	// Numbers none of whose digits is a plain one; and those in an address.
	for _, sign := range []string{"&#", "%3", "\\u00", "\\x3", "_1"} {
		if bytes.Contains(data, []byte(sign)) {
			return true
		}
	}
	return false
}

// asSeen is a content file as it is seen; up to front it is YAML, from there on Markdown.
func asSeen(data []byte, front int) *seen {
	comments := prose.Comments(data[front:])
	s := &seen{text: make([]byte, 0, len(data)), from: make([]int, 0, len(data)), to: make([]int, 0, len(data))}
	for i := 0; i < len(data); {
		for len(comments) > 0 && front+comments[0].To <= i {
			comments = comments[1:]
		}
		if len(comments) > 0 && front+comments[0].From <= i {
			i = front + comments[0].To
			continue
		}
		n := 0
		switch c := data[i]; {
		case c >= utf8.RuneSelf:
			n = s.wide(data, i)
		case i < front && c == '\\':
			n = s.escape(data, i)
		case i < front:
		case c == '<':
			n = s.angle(data, i)
		case c == '&':
			n = s.reference(data, i)
		case c == '\\' && i+1 < len(data) && data[i+1] < utf8.RuneSelf && unicode.In(rune(data[i+1]), unicode.P, unicode.S):
			s.add(string(data[i+1:i+2]), i, i+2)
			n = 2
		case c == '*', c == '`', c == '~' && i+1 < len(data) && (data[i+1] == '~' || i > 0 && data[i-1] == '~'), c == '_' && !(word(data, i-1) && word(data, i+1)):
			n = 1
		case c == '!' && i+1 < len(data) && data[i+1] == '[' || c == '[' || c == ']':
			n = bracket(data, i)
		}
		if n == 0 && (data[i] == '\n' || data[i] == '\r') {
			n = s.newline(data, i, front)
		}
		if n == 0 {
			s.add(string(data[i:i+1]), i, i+1)
			n = 1
		}
		i += n
	}
	return s
}

func word(data []byte, i int) bool {
	return i >= 0 && i < len(data) && (data[i]-'0' <= 9 || data[i]|0x20 >= 'a' && data[i]|0x20 <= 'z')
}

// wide reads a character that is not ASCII: a digit of any kind counts as that digit, what is not seen
// as nothing.
func (s *seen) wide(data []byte, i int) int {
	r, n := utf8.DecodeRune(data[i:])
	switch {
	case diag.Unseen(r):
		return n
	case unicode.In(r, unicode.Nd, unicode.No) || r >= 0x1d400 && r <= 0x1d7ff || r == '×':
		if text := plainDigits(r); text != "" {
			s.add(text, i, i+n)
			return n
		}
	}
	s.add(string(data[i:i+n]), i, i+n)
	return n
}

// plainDigits is the digits that a character stands for, "" for none.
func plainDigits(r rune) string {
	text := norm.NFKC.String(string(r))
	if strings.Trim(text, "0123456789") == "" || text == "X" || text == "x" {
		return text
	}
	if !unicode.Is(unicode.Nd, r) {
		return ""
	}
	value := 0 // the digits of a script follow each other, from zero on
	for value < 9 && unicode.Is(unicode.Nd, r-rune(value)-1) {
		value++
	}
	return strconv.Itoa(value)
}

// escape reads an escape of YAML for a plain character.
func (s *seen) escape(data []byte, i int) int {
	if i+1 >= len(data) {
		return 0
	}
	n := map[byte]int{'x': 2, 'u': 4, 'U': 8}[data[i+1]]
	if n == 0 || i+2+n > len(data) {
		return 0
	}
	v, err := strconv.ParseUint(string(data[i+2:i+2+n]), 16, 32)
	if err != nil || v > unicode.MaxRune {
		return 0
	}
	if !diag.Unseen(rune(v)) {
		s.add(string(rune(v)), i, i+2+n)
	}
	return 2 + n
}

// angle passes over the brackets of an address.
func (s *seen) angle(data []byte, i int) int {
	const longest = 500
	end := bytes.IndexAny(data[i:min(len(data), i+longest)], "> \n")
	if end < 0 || data[i+end] != '>' || !bytes.ContainsAny(data[i:i+end], ":@") {
		return 0
	}
	for k := i + 1; k < i+end; k++ {
		s.add(string(data[k:k+1]), k, k+1)
	}
	return end + 1
}

// reference reads a character reference.
func (s *seen) reference(data []byte, i int) int {
	const longest = 32
	end := bytes.IndexByte(data[i:min(len(data), i+longest)], ';')
	if end < 2 {
		return 0
	}
	text := html.UnescapeString(string(data[i : i+end+1]))
	r, n := utf8.DecodeRuneInString(text)
	if n != len(text) {
		return 0
	}
	if plain := plainDigits(r); plain != "" {
		text = plain
	}
	if !diag.Unseen(r) {
		s.add(text, i, i+end+1)
	}
	return end + 1
}

// bracket passes over the brackets of a link or a picture, and over its target.
func bracket(data []byte, i int) int {
	line := data[i:]
	if k := bytes.IndexByte(line, '\n'); k >= 0 {
		line = line[:k]
	}
	if line[0] != ']' { // only where it is a link's
		if k := bytes.Index(line, []byte("](")); k < 0 || bytes.Contains(line[:k], []byte("]")) {
			if k := bytes.Index(line, []byte("][")); k < 0 {
				return 0
			}
		}
		return bytes.IndexByte(line, '[') + 1
	}
	if len(line) < 2 || line[1] != '(' && line[1] != '[' {
		return 0
	}
	closing, depth := map[byte]byte{'(': ')', '[': ']'}[line[1]], 0
	for k := 1; k < len(line); k++ {
		switch line[k] {
		case line[1]:
			depth++
		case closing:
			if depth--; depth == 0 {
				return k + 1
			}
		}
	}
	return 0
}

// newline makes a space of the end of a line where the text goes on.
func (s *seen) newline(data []byte, i, front int) int {
	n := 1
	if data[i] == '\r' && i+1 < len(data) && data[i+1] == '\n' {
		n = 2
	}
	rest := data[i+n:]
	indent := len(rest) - len(bytes.TrimLeft(rest, " "))
	rest = rest[indent:]
	goesOn := len(rest) > 0 && rest[0] != '\n' && rest[0] != '\r' && bytes.IndexByte([]byte("#-*+>|"), rest[0]) < 0
	if digits := len(rest) - len(bytes.TrimLeft(rest, "0123456789")); digits > 0 && digits < 4 && digits < len(rest) && (rest[digits] == '.' || rest[digits] == ')') {
		goesOn = false // an item of a list
	}
	if i < front && (indent == 0 || len(rest) == 0 || rest[0]-'0' > 9) {
		goesOn = false
	}
	if !goesOn {
		s.add("\n", i, i+n)
		return n
	}
	s.add(" ", i, i+n)
	return n + indent
}

// addressed finds numbers that are written in an address with their bytes by number.
func addressed(data []byte) (out []Hit) {
	for i := 0; ; {
		k := bytes.Index(data[i:], []byte("%3"))
		if k < 0 {
			return out
		}
		at := i + k
		from, to := at, at
		for from > 0 && inAddress(data[from-1]) {
			from--
		}
		for to < len(data) && inAddress(data[to]) {
			to++
		}
		i = max(to, at+1)
		text, err := url.PathUnescape(string(data[from:to]))
		if err != nil {
			continue
		}
		for _, h := range Scan([]byte(text)) {
			out = append(out, Hit{h.Kind, h.Number, from, to})
		}
		if j := strings.IndexByte(text, ':'); j >= 0 { // tel:138…
			for _, h := range Scan([]byte(text[j+1:])) {
				out = append(out, Hit{h.Kind, h.Number, from, to})
			}
		}
	}
}
