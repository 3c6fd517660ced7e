package prose

import (
	"bytes"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// placeholder is `{{ path }}`.
type placeholder struct {
	ast.BaseInline
	whole, path text.Segment
}

var kindPlaceholder = ast.NewNodeKind("Placeholder")

func (*placeholder) Kind() ast.NodeKind { return kindPlaceholder }

func (n *placeholder) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Path": string(n.path.Value(source))}, nil)
}

type placeholderParser struct{}

func (placeholderParser) Trigger() []byte { return []byte{'{'} }

func (placeholderParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	from, to, end := braces(line)
	if end == 0 {
		return nil
	}
	block.Advance(end)
	note(pc, segment.Start, segment.Start+end, Reference)
	return &placeholder{
		whole: text.NewSegment(segment.Start, segment.Start+end),
		path:  text.NewSegment(segment.Start+from, segment.Start+to),
	}
}

// braces finds the placeholder that a line begins with: the bounds of its path and the
// end of the whole; 0 where there is none.
func braces(line []byte) (from, to, end int) {
	if !bytes.HasPrefix(line, []byte("{{")) {
		return 0, 0, 0
	}
	// In `{{ a {{ b }}` the second pair is the placeholder.
	n := bytes.IndexAny(line[2:], "{}")
	if n < 0 || !bytes.HasPrefix(line[2+n:], []byte("}}")) {
		return 0, 0, 0
	}
	inner := line[2 : 2+n]
	to = 2 + len(bytes.TrimRightFunc(inner, unicode.IsSpace))
	from = min(to, 2+n-len(bytes.TrimLeftFunc(inner, unicode.IsSpace)))
	return from, to, 2 + n + 2
}

// substituted calls do with the pieces of a text that is not markup, such as a link's
// title: from and to bound a placeholder's path, where the piece is one.
func substituted(line []byte, do func(piece []byte, from, to int)) {
	at := 0 // the end of the last placeholder
	for i := 0; i < len(line); {
		n := bytes.Index(line[i:], []byte("{{"))
		if n < 0 {
			break
		}
		i += n
		from, to, end := braces(line[i:])
		if end == 0 {
			i++
			continue
		}
		if i > at {
			do(line[at:i], 0, 0)
		}
		do(line[i:i+end], from, to)
		i += end
		at = i
	}
	if at < len(line) {
		do(line[at:], 0, 0)
	}
}
