package search

import (
	"bytes"
	"html"
	"strings"

	"gongkai/generator/audit/markup"
)

// reader takes the text out of a finished page: its heading, and the rest of <main>. Left
// out are navigation, the labels of facts, statutory tables, whose words are the same on
// every report, and what a theme marks with data-search="off".
type reader struct {
	tokens      markup.Tokenizer
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
	r.tokens.Reset(page)
	for r.tokens.Next() {
		switch r.tokens.Kind {
		case markup.Text:
			r.take(r.tokens.Value)
		case markup.Start:
			r.start()
		case markup.End:
			r.end()
		}
	}
	r.tokens.Reset(nil) // let go of the page
	return bytes.TrimSpace(r.title), bytes.TrimSpace(r.text)
}

// start looks at a start tag and goes past the element if that is left out.
func (r *reader) start() {
	t := &r.tokens
	switch name := t.Name; {
	case inline(name):
		return
	case name == "script" || name == "style":
		t.RawText()
		return
	case name == "nav" || name == "dt" || name == "noscript" || name == "template" || name == "form":
		t.Skip()
		return
	case name == "h1":
		r.into = &r.title
	case name == "table":
		if class, _ := t.Attr("class"); strings.HasPrefix(class, "statutory") {
			t.Skip()
			return
		}
	}
	if off, _ := t.Attr("data-search"); off == "off" {
		t.Skip()
		return
	}
	r.part()
}

func (r *reader) end() {
	switch name := r.tokens.Name; {
	case inline(name), name == "script", name == "style":
		return
	case name == "h1":
		r.into = &r.text
	}
	r.part()
}

// inline reports whether an element is inside a line, so that its tags part nothing.
func inline(name string) bool {
	switch name {
	case "a", "abbr", "b", "code", "del", "em", "i", "mark", "span", "strong", "sub", "sup", "wbr":
		return true
	}
	return false
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
func (r *reader) take(text string) {
	if strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(text)
	}
	t := *r.into
	for len(text) > 0 {
		n := strings.IndexAny(text, " \t\r\n")
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
