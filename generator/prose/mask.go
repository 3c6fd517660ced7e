package prose

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// Kind says what a stretch of a text is, if not prose.
type Kind uint8

// The kinds.
const (
	Comment      Kind = iota + 1 // of HTML, with its marks; one on lines of its own with these lines
	Reference                    // a placeholder, with its braces
	CodeSpan                     // with its backticks
	FencedCode                   // with its fences
	IndentedCode                 // with its indentation
	Address                      // of a link or an image, with its title, label and brackets; a definition of one; <https://a.cn>
)

// Stretch is the bytes [From, To) of a text, all of one kind.
type Stretch struct {
	From, To int
	Kind     Kind
}

// Mask lists the stretches of a text that are not prose, in order, none inside another. All that is
// between them is prose: words, and the marks of Markdown around them. It is what the parser
// of this package finds, so that a rule reads as prose what a page shows as prose.
type Mask []Stretch

// NotProse is what Blot writes over a byte that is not prose.
const NotProse = 1

// Blot returns the text of a mask with NotProse over all that is not prose, and zeros over a
// reference, which stands for a figure. Line feeds stay, so that places are the same.
func (m Mask) Blot(text []byte) []byte {
	if len(m) == 0 {
		return text
	}
	out := bytes.Clone(text)
	for _, s := range m {
		with := byte(NotProse)
		if s.Kind == Reference {
			with = '0'
		}
		for i := s.From; i < s.To; i++ {
			if out[i] != '\n' {
				out[i] = with
			}
		}
	}
	return out
}

// Covers reports whether a place of the text is in a stretch of the mask.
func (m Mask) Covers(at int) bool {
	i, found := slices.BinarySearchFunc(m, at, func(s Stretch, at int) int { return cmp.Compare(s.From, at) })
	return found || i > 0 && at < m[i-1].To
}

// MaskOf masks a text that is not part of a body.
func MaskOf(markdown []byte) Mask {
	if !masks(markdown) {
		return nil
	}
	p := parse(markdown, nil)
	return p.mask()
}

// Mask masks the text of a section or the preamble of the body.
func (b *Body) Mask(s *Section) Mask {
	if !masks(s.Text) {
		return nil
	}
	return b.inspect().masks[s.index]
}

// Comments lists the comments of a text alone.
func Comments(markdown []byte) Mask {
	if !bytes.Contains(markdown, []byte("<!--")) {
		return nil
	}
	_, cuts := scan(markdown)
	return commented(cuts)
}

func commented(cuts []cut) Mask {
	var out Mask
	for _, c := range cuts {
		out = append(out, Stretch{c.start, c.end, Comment})
	}
	return out
}

// masks reports whether a text may hold anything but prose.
func masks(text []byte) bool {
	return holds(text, "`<[{\t") || bytes.Contains(text, []byte("    ")) || bytes.Contains(text, []byte("~~~"))
}

// holds reports whether a text holds one of some bytes. To look for each by itself takes a seventieth of the time of
// bytes.ContainsAny, which looks at every byte of the text.
func holds(text []byte, any string) bool {
	for i := range len(any) {
		if bytes.IndexByte(text, any[i]) >= 0 {
			return true
		}
	}
	return false
}

// mask is the mask of the text that was parsed.
func (p *parsed) mask() Mask {
	out := commented(p.cuts)
	note := func(s Stretch) {
		if s.To > s.From {
			out = append(out, Stretch{p.origin(s.From), p.origin(s.To-1) + 1, s.Kind})
		}
	}
	if noted, ok := p.context.Get(stretches).(*notes); ok {
		for _, s := range noted.Mask {
			note(s)
		}
	}
	if bytes.IndexByte(p.text, '\t') >= 0 || bytes.Contains(p.text, []byte("    ")) {
		for n := range codeBlocks(p.doc) {
			lines := n.Lines()
			from := lines.At(0).Start
			for from > 0 && (p.text[from-1] == ' ' || p.text[from-1] == '\t') {
				from--
			}
			note(Stretch{from, lines.At(lines.Len() - 1).Stop, IndentedCode})
		}
	}
	slices.SortStableFunc(out, func(a, b Stretch) int { return cmp.Compare(a.From, b.From) })
	kept := make(Mask, 0, len(out))
	for _, s := range out {
		n := len(kept)
		if n == 0 || kept[n-1].To <= s.From {
			kept = append(kept, s)
			continue
		}
		around := kept[n-1] // of a comment
		kept[n-1].To = s.From
		kept = append(kept, s, Stretch{s.To, around.To, around.Kind})
	}
	return kept
}

// from is the mask of the text from a place on.
func (m Mask) from(start int) Mask {
	for len(m) > 0 && m[0].To <= start {
		m = m[1:]
	}
	for i := range m {
		m[i].From, m[i].To = max(m[i].From-start, 0), m[i].To-start
	}
	return slices.Clip(m)
}

// codeBlocks yields the blocks of indented code below a node.
func codeBlocks(n ast.Node) func(func(*ast.CodeBlock) bool) {
	return func(yield func(*ast.CodeBlock) bool) {
		_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			switch n := n.(type) {
			case *ast.CodeBlock:
				if entering && n.Lines().Len() > 0 && !yield(n) {
					return ast.WalkStop, nil
				}
			case *ast.Paragraph, *ast.TextBlock, *ast.Heading:
				return ast.WalkSkipChildren, nil
			}
			return ast.WalkContinue, nil
		})
	}
}
