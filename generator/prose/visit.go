package prose

import (
	"bytes"

	"github.com/yuin/goldmark/ast"

	"gongkai/generator/diag"
)

// visitor collects what Placeholders and Links return, in one walk of the pieces that
// hold any.
type visitor struct {
	body  *Body
	lines *lines
	out   *findings
}

func (v *visitor) visit(p piece) {
	found := holds(p.text, "[<") || braced(p.text)
	if !found && !masks(p.text) {
		v.out.masks = append(v.out.masks, nil)
		return
	}
	if v.lines == nil {
		v.lines = newLines(v.body.source, v.body.line)
	}
	t := parse(p.text, v.body.references())
	v.out.masks = append(v.out.masks, t.mask().from(p.head()))
	if !found {
		return
	}
	_ = ast.Walk(t.doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			v.run(p, &t, n)
		case *placeholder:
			v.third(p, &t, n)
			path := n.path.Value(t.text)
			v.out.placeholders = append(v.out.placeholders, Placeholder{string(path), v.span(p, &t, n.path.Start, n.path.Stop)})
		case *ast.Link:
			v.link(p, &t, n, n.Destination, false)
			v.title(p, &t, n, n.Title)
		case *ast.Image:
			v.link(p, &t, n, n.Destination, true)
			v.title(p, &t, n, n.Title)
		case *ast.AutoLink:
			label := n.Label(t.text)
			at, _ := t.offset(label)
			v.out.links = append(v.out.links, Link{Target: autoTarget(n, t.text), Span: v.span(p, &t, at, at+len(label))})
		}
		return ast.WalkContinue, nil
	})
}

func (v *visitor) link(p piece, t *parsed, n ast.Node, target []byte, image bool) {
	link := Link{Target: string(unescape(target)), Image: image}
	if at, ok := t.offset(target); ok {
		link.Span = v.span(p, t, at, at+len(target))
	} else if span, ok := v.defined(target); ok {
		link.Span = span
	} else {
		at := max(n.Pos(), 0)
		link.Span = v.span(p, t, at, at+1)
	}
	if at := max(n.Pos(), 0); !image && bytes.HasPrefix(t.text[min(at, len(t.text)):], []byte("[^")) {
		end := bytes.IndexByte(t.text[at:], ']')
		link.Footnote, link.Span = true, v.span(p, t, at, at+max(end, 0)+1)
	}
	v.out.links = append(v.out.links, link)
}

// title notes the placeholders in a link's or an image's title, of which goldmark
// hands out a copy. One that is in a definition has the place of the link.
func (v *visitor) title(p piece, t *parsed, n ast.Node, title []byte) {
	if !braced(title) {
		return
	}
	const near = 4096 // how far after the link's start a title is looked for
	pos := max(n.Pos(), 0)
	at := bytes.Index(t.text[pos:min(len(t.text), pos+len(title)+near)], title)
	substituted(title, func(part []byte, from, to int) {
		start := pos + at
		switch {
		case to > 0 && at >= 0:
			v.out.placeholders = append(v.out.placeholders, Placeholder{string(part[from:to]), v.span(p, t, start+from, start+to)})
		case to > 0:
			v.out.placeholders = append(v.out.placeholders, Placeholder{string(part[from:to]), v.span(p, t, pos, pos+1)})
		case at >= 0:
			v.malformed(p, t, start, start+len(part))
		}
		if at >= 0 {
			at += len(part)
		}
	})
}

// defined finds a target in a link definition anywhere in the body.
func (v *visitor) defined(target []byte) (diag.Span, bool) {
	for i, p := range v.body.pieces() {
		if i < len(v.body.refs) {
			t := &v.body.refs[i]
			if at, ok := t.offset(target); ok {
				return v.span(p, t, at, at+len(target)), true
			}
		}
	}
	return diag.Span{}, false
}

// span turns [from, to) of a parsed piece into a place in the file.
func (v *visitor) span(p piece, t *parsed, from, to int) diag.Span {
	start := p.at + t.origin(from)
	end := start
	if to > from {
		end = p.at + t.origin(to-1) + 1
	}
	return v.lines.span(start, end)
}

// autoTarget returns where `<address>` leads.
func autoTarget(n *ast.AutoLink, source []byte) string {
	target := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !hasPrefixFold(target, "mailto:") {
		return "mailto:" + target
	}
	return target
}
