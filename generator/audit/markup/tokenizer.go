// Package markup splits finished pages into tags and text, for what reads each of them in
// passing: the audit and the search. It expects what the renderer writes, lower-case names and
// a ">" only at the end of a tag or in quotes, and takes all that HTML allows there; a page
// that is not well formed it may misread, but it never fails. It allocates nothing except for
// character references and names in capitals.
package markup

import (
	"html"
	"strings"
	"unsafe"
)

// Kind is what a token is.
type Kind uint8

const (
	Text Kind = iota + 1
	Start
	End
)

// Tokenizer reads a page token by token. Its fields describe the current one.
type Tokenizer struct {
	Kind   Kind
	Offset int         // of its first byte in the page
	Name   string      // of a tag, in lower case
	Value  string      // of a text, as written
	Attrs  []Attribute // of a start tag, in order; overwritten by the next one

	src string
	pos int
}

// Attribute is one of a start tag: its name in lower case, its value without character
// references.
type Attribute struct{ Name, Value string }

// Reset begins to read a page; the memory of an earlier one is used again. The strings that the fields hold are
// the page's own bytes, which are not to change before the next Reset, and are not valid after it: a copy of each page
// was a seventh of what a build allocated.
func (t *Tokenizer) Reset(page []byte) {
	clear(t.Attrs[:cap(t.Attrs)])
	*t = Tokenizer{src: unsafe.String(unsafe.SliceData(page), len(page)), Attrs: t.Attrs[:0]}
}

// Next reads one token and reports whether there is one; comments and the doctype are passed
// over.
func (t *Tokenizer) Next() bool {
	for t.pos < len(t.src) {
		t.Offset = t.pos
		rest := t.src[t.pos:]
		if rest[0] != '<' || len(rest) < 2 || !tagByte(rest[1]) {
			n := strings.IndexByte(rest[1:], '<')
			if n < 0 {
				n = len(rest) - 1
			}
			t.Kind, t.Value = Text, rest[:n+1]
			t.pos += n + 1
			return true
		}
		switch rest[1] {
		case '!', '?':
			t.skipMarkup(rest)
		case '/':
			t.Kind = End
			t.pos += 2
			t.Name = t.tagName()
			t.skipPast('>')
			return true
		default:
			t.Kind = Start
			t.pos++
			t.Name = t.tagName()
			t.attributes()
			return true
		}
	}
	return false
}

// Tag is the current tag as written.
func (t *Tokenizer) Tag() string { return t.src[t.Offset:t.pos] }

// Position is the offset after the current token.
func (t *Tokenizer) Position() int { return t.pos }

// Rest is the page after the current token.
func (t *Tokenizer) Rest() string { return t.src[t.pos:] }

// Pass goes past the next n bytes.
func (t *Tokenizer) Pass(n int) { t.pos += n }

func tagByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '/' || c == '!' || c == '?'
}

func (t *Tokenizer) skipMarkup(rest string) {
	if strings.HasPrefix(rest, "<!--") {
		if n := strings.Index(rest[4:], "-->"); n >= 0 {
			t.pos += n + 7
			return
		}
		t.pos = len(t.src)
		return
	}
	t.skipPast('>')
}

func (t *Tokenizer) skipPast(c byte) {
	if n := strings.IndexByte(t.src[t.pos:], c); n >= 0 {
		t.pos += n + 1
		return
	}
	t.pos = len(t.src)
}

func (t *Tokenizer) tagName() string {
	start := t.pos
	for t.pos < len(t.src) && !space(t.src[t.pos]) && t.src[t.pos] != '>' && t.src[t.pos] != '/' {
		t.pos++
	}
	return lower(t.src[start:t.pos])
}

// attributes reads up to and past the end of the tag.
func (t *Tokenizer) attributes() {
	t.Attrs = t.Attrs[:0]
	src, i := t.src, t.pos
	for {
		for i < len(src) && (space(src[i]) || src[i] == '/') {
			i++
		}
		if i == len(src) || src[i] == '>' {
			break
		}
		start := i
		for i < len(src) && src[i] != '=' && src[i] != '>' && !space(src[i]) && src[i] != '/' {
			i++
		}
		name := lower(src[start:i])
		for i < len(src) && space(src[i]) {
			i++
		}
		value := ""
		if i < len(src) && src[i] == '=' {
			value, i = attributeValue(src, i+1)
		} else if i == start {
			i++ // a stray character
		}
		t.Attrs = append(t.Attrs, Attribute{name, value})
	}
	t.pos = min(i+1, len(src))
}

// attributeValue reads what follows the "=" and returns where it ends.
func attributeValue(src string, i int) (string, int) {
	for i < len(src) && space(src[i]) {
		i++
	}
	if i == len(src) {
		return "", i
	}
	if q := src[i]; q == '"' || q == '\'' {
		n := strings.IndexByte(src[i+1:], q)
		if n < 0 {
			return "", len(src)
		}
		return unescape(src[i+1 : i+1+n]), i + n + 2
	}
	start := i
	for i < len(src) && !space(src[i]) && src[i] != '>' {
		i++
	}
	return unescape(src[start:i]), i
}

// RawText reads the text of the element that the current tag starts, up to its end tag: of one
// that holds no markup, such as script.
func (t *Tokenizer) RawText() string {
	start := t.pos
	for i := start; i < len(t.src); {
		n := strings.Index(t.src[i:], "</")
		if n < 0 {
			break
		}
		i += n
		if end := i + 2 + len(t.Name); end <= len(t.src) && strings.EqualFold(t.src[i+2:end], t.Name) {
			t.pos = i
			return t.src[start:i]
		}
		i += 2
	}
	t.pos = len(t.src)
	return t.src[start:]
}

// Skip goes past the end of the element that the current tag starts, over others of its name
// inside it. It looks at nothing but names, which takes much less time than to read all tokens.
func (t *Tokenizer) Skip() {
	for depth := 1; depth > 0; {
		n := strings.IndexByte(t.src[t.pos:], '<')
		if n < 0 {
			t.pos = len(t.src)
			return
		}
		t.pos += n + 1
		rest, ends := strings.CutPrefix(t.src[t.pos:], "/")
		switch {
		case !named(rest, t.Name):
		case ends:
			depth--
		default:
			depth++
		}
	}
	t.skipPast('>')
}

// named reports whether a tag, after its "<", has this name.
func named(tag, name string) bool {
	n := len(name)
	if len(tag) < n || !strings.EqualFold(tag[:n], name) {
		return false
	}
	return len(tag) == n || tag[n] == '>' || tag[n] == '/' || space(tag[n])
}

// Attr returns the value of an attribute of the current start tag, and whether it has one.
func (t *Tokenizer) Attr(name string) (string, bool) {
	for _, a := range t.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

// Line returns the number of the line of an offset, from 1. It counts from the top of the page.
func (t *Tokenizer) Line(offset int) int { return 1 + strings.Count(t.src[:offset], "\n") }

// Lines returns how many lines end between two offsets.
func (t *Tokenizer) Lines(from, to int) int { return strings.Count(t.src[from:to], "\n") }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return strings.ToLower(s)
		}
	}
	return s
}

func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return html.UnescapeString(s)
}
