package audit

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind uint8

const (
	textToken tokenKind = iota + 1
	startToken
	endToken
)

// tokenizer splits a page into tags and text. It expects what the renderer
// writes, lower-case names and a ">" only at the end of a tag or in quotes, and
// takes all that HTML allows there; on a page that is not well formed it
// may misread, never fail. It allocates nothing but for character references.
type tokenizer struct {
	src    string
	pos    int
	kind   tokenKind
	offset int    // where the token starts
	name   string // of a tag
	value  string // of a text, as written
	attrs  []attribute
}

type attribute struct{ name, value string }

// next reads one token; comments and the doctype are passed over.
func (t *tokenizer) next() bool {
	for t.pos < len(t.src) {
		t.offset = t.pos
		rest := t.src[t.pos:]
		if rest[0] != '<' || len(rest) < 2 || !tagByte(rest[1]) {
			n := strings.IndexByte(rest[1:], '<')
			if n < 0 {
				n = len(rest) - 1
			}
			t.kind, t.value = textToken, rest[:n+1]
			t.pos += n + 1
			return true
		}
		switch rest[1] {
		case '!', '?':
			t.skipMarkup(rest)
		case '/':
			t.kind = endToken
			t.pos += 2
			t.name = t.tagName()
			t.skipPast('>')
			return true
		default:
			t.kind = startToken
			t.pos++
			t.name = t.tagName()
			t.attributes()
			return true
		}
	}
	return false
}

func tagByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '/' || c == '!' || c == '?'
}

func (t *tokenizer) skipMarkup(rest string) {
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

func (t *tokenizer) skipPast(c byte) {
	if n := strings.IndexByte(t.src[t.pos:], c); n >= 0 {
		t.pos += n + 1
		return
	}
	t.pos = len(t.src)
}

func (t *tokenizer) tagName() string {
	start := t.pos
	for t.pos < len(t.src) && !space(t.src[t.pos]) && t.src[t.pos] != '>' && t.src[t.pos] != '/' {
		t.pos++
	}
	return lower(t.src[start:t.pos])
}

// attributes reads up to and past the end of the tag.
func (t *tokenizer) attributes() {
	t.attrs = t.attrs[:0]
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
		t.attrs = append(t.attrs, attribute{name, value})
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

// rawText reads the text of an element that holds no markup, up to its end tag.
func (t *tokenizer) rawText(name string) string {
	start := t.pos
	for i := start; i < len(t.src); {
		n := strings.Index(t.src[i:], "</")
		if n < 0 {
			break
		}
		i += n
		if end := i + 2 + len(name); end <= len(t.src) && strings.EqualFold(t.src[i+2:end], name) {
			t.pos = i
			return t.src[start:i]
		}
		i += 2
	}
	t.pos = len(t.src)
	return t.src[start:]
}

func (t *tokenizer) attr(name string) string {
	for _, a := range t.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

func (t *tokenizer) has(name string) bool {
	for _, a := range t.attrs {
		if a.name == name {
			return true
		}
	}
	return false
}

// line counts the lines up to an offset; only faults ask.
func (t *tokenizer) line(offset int) int { return 1 + strings.Count(t.src[:offset], "\n") }

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

// blank says whether a text shows nothing: white space of any script.
func blank(s string) bool {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false
		}
		i += n
	}
	return true
}
