// Package prose reads and renders the Markdown bodies of reports and pages.
//
// It differs from CommonMark where Chinese official prose needs it: bold next
// to full-width punctuation is bold, a line broken between two Chinese
// characters leaves no space, `{{ path }}` stands for a cell of the report's
// tables, raw HTML is shown as text and HTML comments vanish.
package prose

import (
	"bytes"
	"sync"
	"unicode"

	"gongkai/generator/diag"
)

// Body is a Markdown body, split at its `##` headings. It is immutable and safe
// for concurrent use.
type Body struct {
	later *later // nil where the text was given at once

	preamble Section
	sections []Section

	source []byte
	line   int // the file's line on which source starts

	refsOnce    sync.Once
	refs        []parsed
	foundOnce   sync.Once
	anchorsOnce sync.Once
	anchors     []string
	found       findings
}

// Preamble is what is before the first `##`.
func (b *Body) Preamble() *Section { return &b.read().preamble }

// Sections are one for each `##` outside code and comments.
func (b *Body) Sections() []Section { return b.read().sections }

// Empty reports whether nothing is written in the body.
func (b *Body) Empty() bool { return b == nil || len(bytes.TrimSpace(b.read().source)) == 0 }

// Section is one part of a body. The preamble is a section without a heading.
type Section struct {
	Heading     string    // the heading's text without its markup; placeholders stay as they are
	Raw         []byte    // the heading as written, for Converter.Inline
	HeadingSpan diag.Span // of Raw
	ID          string    // the heading's id, unique in the body
	Text        []byte    // the Markdown after the heading's line
	Line        int       // the file's line on which Text starts

	start, end int // the section with its heading, in the body's source
	index      int // among the pieces of the body: 0 is the preamble
}

// Empty reports whether the section has nothing but white space and comments.
func (s Section) Empty() bool {
	rest := s.Text
	for {
		rest = bytes.TrimLeftFunc(rest, unicode.IsSpace)
		if len(rest) == 0 {
			return true
		}
		end := commentEnd(rest, 0)
		if end < 0 {
			return false
		}
		rest = rest[end:]
	}
}

// Parse splits a Markdown body; line is the file's line on which it starts.
// It keeps body and does not parse Markdown beyond the headings.
func Parse(body []byte, line int) *Body {
	b := &Body{}
	b.parse(body, line)
	return b
}

func (b *Body) parse(body []byte, line int) {
	marks, _ := scan(body)
	b.source, b.line = body, line
	first := len(body)
	if len(marks) > 0 {
		first = marks[0].start
	}
	b.preamble = Section{Text: body[:first], Line: line, end: first}
	if len(marks) == 0 {
		return
	}
	b.sections = make([]Section, len(marks))
	ids := NewIDs()
	at, lineNo := 0, line
	for i, m := range marks {
		end := len(body)
		if i+1 < len(marks) {
			end = marks[i+1].start
		}
		lineNo += bytes.Count(body[at:m.start], newline)
		raw := body[m.from:m.to]
		column := characters(body[m.start:m.from]) + 1
		span := diag.Span{Line: lineNo, Column: column, EndLine: lineNo, EndColumn: column + characters(raw)}
		if n := bytes.Count(raw, newline); n > 0 { // a comment in the heading goes on below it
			span.EndLine += n
			span.EndColumn = characters(raw[bytes.LastIndexByte(raw, '\n')+1:]) + 1
		}
		lineNo += bytes.Count(body[m.start:m.next], newline)
		at = m.next
		heading := plainHeading(raw)
		b.sections[i] = Section{
			Heading: heading, Raw: raw, HeadingSpan: span, ID: ids.Next(slug(heading)),
			Text: body[m.next:end], Line: lineNo, start: m.start, end: end, index: i + 1,
		}
	}
}

// IDs returns the ids of the body's sections, each with prefix in front, as
// taken. A page whose sections are rendered in the order of the file with this
// value in Options.IDs (and the same prefix) gets the ids that Anchors names.
func (b *Body) IDs(prefix string) *IDs {
	ids := NewIDs()
	for i := range b.Sections() {
		ids.Reserve(prefix + b.Sections()[i].ID)
	}
	return ids
}

// pieces are the preamble and the sections, each with its heading's line.
func (b *Body) pieces() []piece {
	b.read()
	all := make([]piece, 0, len(b.sections)+1)
	all = append(all, piece{text: b.source[:b.preamble.end]})
	for i := range b.sections {
		s := &b.sections[i]
		all = append(all, piece{text: b.source[s.start:s.end], at: s.start, section: s})
	}
	return all
}

type piece struct {
	text    []byte
	at      int      // where text starts in the body
	section *Section // nil for the preamble
}

// head is the length of the piece before its text: the line of its heading.
func (p piece) head() int {
	if p.section == nil {
		return 0
	}
	return len(p.text) - len(p.section.Text)
}
