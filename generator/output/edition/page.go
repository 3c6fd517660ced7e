package edition

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/audit/markup"
	"gongkai/generator/report"
)

// Section is a part of a report's text under one heading, "" for what is before the first. Text is what is read,
// without any white space, so that only what was written counts.
type Section struct{ Heading, Text string }

// page is what is read of a page.
type page struct {
	title    string
	refresh  string // the relative address that it leads on to; "" for a page that stays
	figures  []report.Figure
	sections []Section
}

// voids are elements without an end.
var voids = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// readPage reads a page: its title, the cells that carry their paths, and the text in its elements of class prose. What
// it returns holds parts of source, which is not to be changed.
func readPage(source []byte) *page {
	p := &page{}
	var t markup.Tokenizer
	t.Reset(source)
	depth := 0 // inside an element of class prose
	for t.Next() {
		switch {
		case t.Kind == markup.Text:
			if depth > 0 {
				p.write(t.Value)
			}
		case t.Kind == markup.End:
			if depth > 0 && !slices.Contains(voids, t.Name) {
				depth--
			}
		default:
			name := t.Name
			prose, whole := p.start(&t)
			switch {
			case depth > 0 && !whole && !aside(&t) && !slices.Contains(voids, name):
				depth++
			case depth == 0 && prose:
				depth = 1
			}
		}
	}
	p.sections = slices.DeleteFunc(p.sections, func(s Section) bool { return s.Text == "" && s.Heading == "" })
	return p
}

// start looks at an element that begins. It reports whether it is one of class prose, and whether it was read to its
// end.
func (p *page) start(t *markup.Tokenizer) (prose, whole bool) {
	switch t.Name {
	case "script", "style":
		t.RawText()
		return false, false
	case "h1":
		if p.title == "" {
			p.title = strings.TrimSpace(content(t))
			return false, true
		}
		return false, false
	case "h2":
		p.sections = append(p.sections, Section{Heading: strings.TrimSpace(content(t))})
		return false, true
	case "meta":
		if kind, _ := t.Attr("http-equiv"); strings.EqualFold(kind, "refresh") {
			what, _ := t.Attr("content")
			if _, address, ok := strings.Cut(what, "url="); ok {
				p.refresh = address
			}
		}
		return false, false
	}
	if cell, ok := t.Attr("data-cell"); ok {
		at := slices.IndexFunc(p.figures, func(f report.Figure) bool { return f.Cell == cell })
		if text := strings.TrimSpace(content(t)); at < 0 && text != "" {
			p.figures = append(p.figures, report.Figure{Cell: cell, Text: text})
		}
		return false, true
	}
	class, _ := t.Attr("class")
	return slices.Contains(strings.Fields(class), "prose"), false
}

// aside passes over an element that the search leaves out too, such as the words after a link to another site.
func aside(t *markup.Tokenizer) bool {
	if off, ok := t.Attr("data-search"); !ok || off != "off" {
		return false
	}
	t.Skip()
	return true
}

// write adds a text to the last section.
func (p *page) write(text string) {
	if len(p.sections) == 0 {
		p.sections = append(p.sections, Section{})
	}
	s := &p.sections[len(p.sections)-1]
	s.Text += squeeze(html.UnescapeString(text))
}

// squeeze takes all white space out of a text.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// content reads the text of the element that the current tag starts, to its end.
func content(t *markup.Tokenizer) string {
	var b strings.Builder
	name := t.Name
	for depth := 1; depth > 0 && t.Next(); {
		switch {
		case t.Kind == markup.Text:
			b.WriteString(t.Value)
		case t.Name != name:
		case t.Kind == markup.Start:
			depth++
		default:
			depth--
		}
	}
	return html.UnescapeString(b.String())
}

// TextOf reads a piece of markup as the text of a section is read.
func TextOf(piece string) string {
	var b strings.Builder
	for _, s := range readPage([]byte(`<div class="prose">` + piece + `</div>`)).sections {
		b.WriteString(squeeze(s.Heading) + s.Text)
	}
	return b.String()
}
