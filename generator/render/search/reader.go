package search

import (
	"bytes"
	"html"
)

// reader takes the text out of a finished page: its heading, and what else stands in
// <main>. It expects what the renderer writes, well formed and quoted. Left out are
// navigation, the labels of facts, statutory tables, whose words are the same on every
// report, and what a theme marks with data-search="off".
type reader struct {
	title, text []byte
	into        *[]byte
}

// read returns a page's heading and text, whose blocks are parted by line breaks. Both
// are valid until the next call.
func (r *reader) read(page []byte) (title, text []byte) {
	r.title, r.text = r.title[:0], r.text[:0]
	r.into = &r.text
	if at := bytes.Index(page, []byte("<main")); at >= 0 {
		page = page[at:]
	}
	if end := bytes.LastIndex(page, []byte("</main>")); end >= 0 {
		page = page[:end]
	}
	for len(page) > 0 {
		at := bytes.IndexByte(page, '<')
		if at < 0 {
			at = len(page)
		}
		r.take(page[:at])
		page = r.tag(page[at:])
	}
	return bytes.TrimSpace(r.title), bytes.TrimSpace(r.text)
}

// tag goes past a tag, or past the element if that is left out.
func (r *reader) tag(page []byte) []byte {
	end := bytes.IndexByte(page, '>')
	if end < 0 {
		return nil
	}
	inside, rest := page[1:end], page[end+1:]
	name := inside
	if at := bytes.IndexAny(inside, " \t\n/"); at > 0 {
		name = inside[:at]
	}
	switch string(name) {
	case "h1":
		r.into = &r.title
	case "/h1":
		r.into = &r.text
	case "a", "/a", "abbr", "/abbr", "b", "/b", "code", "/code", "del", "/del", "em", "/em", "i", "/i", "mark", "/mark",
		"span", "/span", "strong", "/strong", "sub", "/sub", "sup", "/sup", "wbr":
		return rest
	case "nav", "dt", "script", "style", "noscript", "template", "form":
		return past(name, rest)
	case "table":
		if bytes.Contains(inside, []byte(`class="statutory`)) {
			return past(name, rest)
		}
	}
	if bytes.Contains(inside, []byte(`data-search="off"`)) {
		return past(name, rest)
	}
	r.part()
	return rest
}

// past goes behind an element's end, over others of its name inside it.
func past(name, page []byte) []byte {
	for depth := 1; ; {
		at := bytes.Index(page, name)
		if at < 0 {
			return nil
		}
		after := page[at+len(name):]
		if len(after) > 0 && (after[0] == '>' || after[0] == ' ' || after[0] == '\n') {
			switch {
			case at >= 2 && page[at-1] == '/' && page[at-2] == '<':
				depth--
			case at >= 1 && page[at-1] == '<':
				depth++
			}
		}
		page = after
		if depth == 0 {
			if end := bytes.IndexByte(page, '>'); end >= 0 {
				return page[end+1:]
			}
			return nil
		}
	}
}

// part ends a block.
func (r *reader) part() {
	t := *r.into
	if n := len(t); n > 0 && t[n-1] == ' ' {
		t = t[:n-1]
	}
	if n := len(t); n > 0 && t[n-1] != '\n' {
		t = append(t, '\n')
	}
	*r.into = t
}

// take adds text with its white space collapsed.
func (r *reader) take(text []byte) {
	if bytes.IndexByte(text, '&') >= 0 {
		text = []byte(html.UnescapeString(string(text)))
	}
	t := *r.into
	for len(text) > 0 {
		n := bytes.IndexAny(text, " \t\r\n")
		if n < 0 {
			n = len(text)
		}
		t = append(t, text[:n]...)
		if text = text[n:]; len(text) > 0 {
			if end := len(t); end > 0 && t[end-1] != ' ' && t[end-1] != '\n' {
				t = append(t, ' ')
			}
			text = text[1:]
		}
	}
	*r.into = t
}
