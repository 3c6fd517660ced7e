package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark keeps no places of backticks, fences, addresses and definitions in its tree.
// Its parsers are wrapped here, to note them while they are read.

var stretches = parser.NewContextKey()

// notes are the stretches of a text in the order in which they were found.
type notes struct {
	Mask
	fence int // which of them is the fenced code that is read
}

func note(pc parser.Context, from, to int, kind Kind) *notes {
	n, ok := pc.Get(stretches).(*notes)
	if !ok {
		n = new(notes)
		pc.Set(stretches, n)
	}
	n.Mask = append(n.Mask, Stretch{from, to, kind})
	return n
}

// placed notes code spans, addresses in angle brackets, and those of links.
type placed struct{ parser.InlineParser }

func (p placed) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, at := block.PeekLine()
	n := p.InlineParser.Parse(parent, block, pc)
	from, marks, kind := at.Start, "", Address
	switch n := n.(type) {
	case *ast.CodeSpan:
		marks, kind = "`", CodeSpan
	case *ast.AutoLink:
		note(pc, from, from+len("<>")+len(n.Label(block.Source())), Address)
		return n
	case *ast.Link, *ast.Image:
		from++ // the bracket that ends its words
		marks = ")]"
	default:
		return n
	}
	// At the end of a line the reader is already on the next.
	_, end := block.Position()
	to := end.Start
	if i := bytes.LastIndexAny(block.Source()[from:to], marks); i >= 0 {
		note(pc, from, from+i+1, kind)
	}
	return n
}

// CloseBlock forgets the brackets that a block left open.
func (p placed) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := p.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// fences notes fenced code.
type fences struct{ parser.BlockParser }

func (p fences) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	_, line := reader.PeekLine()
	n, state := p.BlockParser.Open(parent, reader, pc)
	if n != nil {
		noted := note(pc, line.Start, line.Stop, FencedCode)
		noted.fence = len(noted.Mask) - 1
	}
	return n, state
}

func (p fences) Continue(n ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, line := reader.PeekLine()
	if noted, ok := pc.Get(stretches).(*notes); ok {
		noted.Mask[noted.fence].To = line.Stop // one is open at a time
	}
	return p.BlockParser.Continue(n, reader, pc)
}

// definitions notes the definitions of links at the head of a paragraph.
type definitions struct{ parser.ParagraphTransformer }

func (d definitions) Transform(n *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if first := n.Lines().At(0); bytes.IndexByte(first.Value(reader.Source()), '[') < 0 {
		return
	}
	before := n.Lines().Sliced(0, n.Lines().Len())
	lines := make([]text.Segment, len(before))
	copy(lines, before)
	d.ParagraphTransformer.Transform(n, reader, pc)
	kept := n.Lines()
	k := 0
	for _, line := range lines {
		if k < kept.Len() && kept.At(k).Start == line.Start {
			k++
			continue
		}
		note(pc, line.Start, line.Stop, Address)
	}
}
