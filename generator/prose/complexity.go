package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"gongkai/generator/diag"
)

// A Markdown parser looks for the end of what each mark begins, so that a text of
// nothing but marks takes it time by the square of their number: minutes for 100 KB.
// What a person writes is far below these bounds; a text beyond them is
// not parsed, but printed as it is.
const (
	nested    = 100         // quotations and lists inside each other
	emphases  = 5_000       // asterisks and underscores of one paragraph
	searching = 100_000_000 // bytes looked through for the end of the links of one line
	defined   = 1_000       // definitions of links one after the other
	simple    = 8 << 10     // a text so short is never looked at
)

// TooComplex are the places from which on a section is marked up beyond what can be read,
// one for each such section.
func (b *Body) TooComplex() []diag.Span {
	if b == nil || b.later != nil || len(b.source) < simple {
		return nil
	}
	var out []diag.Span
	for _, p := range b.pieces() {
		if from, to := tangle(p.text); to > 0 {
			out = append(out, newLines(b.source, b.line).span(p.at+from, p.at+to))
		}
	}
	return out
}

// tangle returns the line from which on a text is marked up beyond the bounds, without
// its end; 0, 0 for none.
func tangle(src []byte) (from, to int) {
	if len(src) < simple {
		return 0, 0
	}
	marks := bytes.Count(src, []byte{'*'})+bytes.Count(src, []byte{'_'}) > emphases
	links := bytes.Count(src, []byte("]("))*len(src) > searching
	definitions := bytes.Count(src, []byte("]:")) > defined
	found, known := 0, 0
	for pos := 0; pos < len(src); {
		end := lineEnd(src, pos)
		line := src[pos:end]
		depth, rest := markers(line)
		if marks {
			if depth > 0 || isBlank(line) || bytes.IndexByte(line, '|') >= 0 {
				found = 0 // a paragraph of its own
			}
			found += bytes.Count(line, []byte{'*'}) + bytes.Count(line, []byte{'_'})
		}
		if definitions {
			if known++; bytes.IndexByte(line, '[') < 0 {
				known = 0
			}
		}
		if depth > nested || known > defined || found > emphases || links && bytes.Count(rest, []byte("]("))*len(rest) > searching {
			return pos, pos + len(bytes.TrimRight(line, "\r\n"))
		}
		pos = end
	}
	return 0, 0
}

// markers counts the marks of quotations and list items that a line begins with, and
// returns what is after them.
func markers(line []byte) (depth int, rest []byte) {
	for rest = line; ; depth++ {
		rest = bytes.TrimLeft(rest, " \t")
		n := 0
		if len(rest) > 0 && rest[0] == '>' {
			n = 1
		} else if n = listMarker(rest); n == 0 {
			return depth, rest
		}
		rest = rest[n:]
	}
}

// asPlainText is a text as one paragraph without any markup.
func asPlainText(src []byte) ast.Node {
	p := ast.NewParagraph()
	for pos := 0; pos < len(src); {
		end := lineEnd(src, pos)
		t := ast.NewTextSegment(text.NewSegment(pos, pos+len(bytes.TrimRight(src[pos:end], "\r\n"))))
		t.SetSoftLineBreak(end < len(src))
		p.AppendChild(p, t)
		pos = end
	}
	doc := ast.NewDocument()
	doc.AppendChild(doc, p)
	return doc
}
