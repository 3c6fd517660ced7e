package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"

	"gongkai/generator/diag"
)

// Placeholder is one `{{ path }}` outside code; Span is the path's.
type Placeholder struct {
	Path string
	Span diag.Span
}

// Link is one link or image. Span is its target's where that is in the
// text, else the first character's of the link.
type Link struct {
	Target string // character references and backslashes resolved
	Image  bool
	Span   diag.Span
	// Footnote says that it was written as the mark of a footnote, [^1], which Markdown reads as a link to what
	// the note begins with. Span is then the mark's.
	Footnote bool
}

type findings struct {
	placeholders []Placeholder
	malformed    []MalformedPlaceholder
	links        []Link
	masks        []Mask // of the preamble's text and the sections'
}

// Placeholders returns the body's placeholders in order.
func (b *Body) Placeholders() []Placeholder {
	if b == nil || !bytes.Contains(b.read().source, []byte("{{")) {
		return nil
	}
	return b.inspect().placeholders
}

// Links returns the body's links and images in order.
func (b *Body) Links() []Link {
	if b != nil && b.later != nil {
		return b.later.links
	}
	if b == nil || !holds(b.source, "[<") {
		return nil
	}
	return b.inspect().links
}

// Anchors returns the ids of all headings in order: those of the sections, and
// those that Converter.HTML gives to the headings inside (see Body.IDs).
func (b *Body) Anchors() []string {
	if b == nil {
		return nil
	}
	b.anchorsOnce.Do(func() {
		ids := b.IDs("")
		for _, p := range b.pieces() {
			own := p.section != nil
			if own {
				b.anchors = append(b.anchors, p.section.ID)
			}
			if !p.inside() {
				continue
			}
			t := parse(p.text, b.references())
			_ = ast.Walk(t.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
				if h, ok := n.(*ast.Heading); !ok || !entering {
					return ast.WalkContinue, nil
				} else if own {
					own = false // the section's own, named already
				} else if title := plain(h, t.text); title != "" {
					b.anchors = append(b.anchors, ids.Next(slug(title)))
				}
				return ast.WalkContinue, nil
			})
		}
	})
	return b.anchors
}

// inside reports whether the piece may hold headings below its own.
func (p piece) inside() bool {
	rest := p.text
	if p.section != nil {
		rest = p.section.Text
	}
	// A line without its comment may turn out to underline a heading.
	if bytes.ContainsAny(rest, "#=") || bytes.Contains(rest, []byte("<!--")) {
		return true
	}
	for pos := 0; ; {
		i := bytes.IndexByte(rest[pos:], '\n')
		if i < 0 {
			return false
		}
		pos += i + 1
		line := bytes.Trim(rest[pos:lineEnd(rest, pos)], " \t\r\n>")
		if len(line) > 0 && run(line, '-') == len(line) {
			return true
		}
	}
}

func (b *Body) inspect() *findings {
	b.foundOnce.Do(func() {
		v := &visitor{body: b, out: &b.found}
		for _, p := range b.pieces() {
			v.visit(p)
		}
	})
	return &b.found
}

// references returns the link definitions of the whole body: one section may
// use what another defines. The first definition of a label wins.
func (b *Body) references() []parser.Reference {
	if b == nil {
		return nil
	}
	b.refsOnce.Do(func() {
		if !bytes.Contains(b.read().source, []byte("]:")) {
			return
		}
		for _, p := range b.pieces() {
			b.refs = append(b.refs, parse(p.text, nil))
		}
	})
	var all []parser.Reference
	for _, p := range b.refs {
		all = append(all, p.context.References()...)
	}
	return all
}
