package prose

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// plainHeading returns a heading's text without markup and comments.
func plainHeading(raw []byte) string {
	if !bytes.ContainsAny(raw, "*_~`[]<&\\\n") {
		return string(raw)
	}
	p := parseInline(raw)
	return plain(p.doc, p.text)
}

// parseInline parses one line as a heading, so that nothing in it is a block.
func parseInline(raw []byte) parsed {
	line := clean(raw).text
	line = bytes.ReplaceAll(line, newline, []byte{' '})
	return parse(append([]byte("# "), line...), nil)
}

// plain returns the text of a node, white space around it removed.
func plain(n ast.Node, source []byte) string {
	var b strings.Builder
	writePlain(&b, n, source, nil)
	return strings.TrimSpace(b.String())
}

// writePlain writes text without markup; cell, if not nil, prints placeholders.
func writePlain(b *strings.Builder, n ast.Node, source []byte, cell func(*placeholder) string) {
	switch n := n.(type) {
	case *ast.Text:
		value := n.Segment.Value(source)
		if !n.IsRaw() {
			value = unescape(value)
		}
		b.Write(value)
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *placeholder:
		if cell != nil {
			b.WriteString(cell(n))
		} else {
			b.Write(n.whole.Value(source))
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		writePlain(b, c, source, cell)
	}
}

// unescape resolves backslashes and character references.
func unescape(b []byte) []byte {
	if !bytes.ContainsAny(b, `\&`) {
		return b
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b)))
}
