package prose

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

func (r *renderer) inline(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		r.text(n)
	case *ast.String:
		r.escape(n.Value)
	case *ast.Emphasis:
		tag := "em>"
		if n.Level == 2 {
			tag = "strong>"
		}
		r.wrap("<"+tag, n, "</"+tag)
	case *extast.Strikethrough:
		r.wrap("<del>", n, "</del>")
	case *ast.CodeSpan:
		r.codeSpan(n)
	case *placeholder:
		r.WriteString(r.value(n))
	case *ast.Link:
		end := r.openLink(unescape(n.Destination), n.Title)
		r.wrap("", n, end)
	case *ast.AutoLink:
		end := r.openLink([]byte(autoTarget(n, r.source)), nil)
		r.escape(n.Label(r.source))
		r.WriteString(end)
	case *ast.Image:
		r.image(n)
	default:
		r.children(n)
	}
	r.trim = false
}

func (r *renderer) text(n *ast.Text) {
	value := n.Segment.Value(r.source)
	if r.trim { // indentation typed as ideographic spaces; the style sheet indents
		value = bytes.TrimLeft(value, "\u3000")
	}
	html.DefaultWriter.Write(r, value)
	switch {
	case n.HardLineBreak():
		r.WriteString("<br>\n")
	case n.SoftLineBreak() && !r.joins(n):
		r.WriteByte('\n')
	}
}

// joins reports whether the line break after n is where Chinese text has
// no space: between two Chinese characters, beside Chinese punctuation, or
// between a Chinese character and a placeholder.
func (r *renderer) joins(n *ast.Text) bool {
	before, after := lastVisible(r.Bytes()[r.start:]), rune(0)
	next := n.NextSibling()
	for p := n.Parent(); next == nil && p != nil && p.Type() == ast.TypeInline; p = p.Parent() {
		next = p.NextSibling()
	}
	for next != nil && next.HasChildren() {
		next = next.FirstChild()
	}
	switch next := next.(type) {
	case *ast.Text:
		after, _ = utf8.DecodeRune(next.Segment.Value(r.source))
	case *placeholder:
		return isCJK(before)
	}
	if unicode.Is(unicode.Hangul, before) || unicode.Is(unicode.Hangul, after) {
		return false
	}
	b, a := isCJK(before), isCJK(after)
	if previous := n.PreviousSibling(); previous != nil && previous.Kind() == kindPlaceholder && n.Segment.IsEmpty() {
		return a
	}
	return b && a || b && unicode.IsPunct(before) || a && unicode.IsPunct(after)
}

// lastVisible returns the last character of HTML that is part neither of a tag nor of the
// words after a link to another site; 0 where there is none near the end.
func lastVisible(b []byte) rune {
	const tags = 100 // marks around nothing, which are not text
	for range tags {
		b = bytes.TrimRight(b, " \n")
		if len(b) == 0 {
			return 0
		}
		if b[len(b)-1] != '>' { // escaped in text, so it ends a tag
			return lastCharacter(b)
		}
		start := []byte("<")
		if bytes.HasSuffix(b, []byte("</small>")) {
			start = []byte("<small")
		}
		b = b[:max(bytes.LastIndex(b, start), 0)]
	}
	return 0
}

func (r *renderer) codeSpan(n *ast.CodeSpan) {
	r.WriteString("<code>")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			r.escape(bytes.ReplaceAll(t.Segment.Value(r.source), newline, []byte{' '}))
		}
	}
	r.WriteString("</code>")
}

// value prints a placeholder.
func (r *renderer) value(n *placeholder) string {
	if r.opts.Cell != nil {
		if text, ok := r.opts.Cell(string(n.path.Value(r.source))); ok {
			return text
		}
	}
	return string(util.EscapeHTML(n.whole.Value(r.source)))
}

// openLink starts a link, unless its target could run as a program, and returns what
// ends it.
func (r *renderer) openLink(target, title []byte) (end string) {
	address, ok := r.address(target)
	if !ok {
		return ""
	}
	r.WriteString(`<a href="`)
	r.escape(address)
	r.WriteByte('"')
	if len(title) > 0 {
		r.title(title)
	}
	if r.opts.Printed != nil {
		if on := r.opts.Printed(string(target)); on != "" {
			r.WriteString(` data-address="` + string(util.EscapeHTML([]byte(on))) + `"`)
		}
	}
	end = "</a>"
	if words, ok := r.external(string(address)); ok {
		r.WriteString(` rel="external noopener"`)
		if words != "" {
			end = `<small class="external" data-search="off">` + string(util.EscapeHTML([]byte(words))) + "</small></a>"
		}
	}
	r.WriteByte('>')
	return end
}

// external reports whether an address leads to another site, and the words that say so.
func (r *renderer) external(address string) (words string, ok bool) {
	if r.opts.External != nil {
		words = r.opts.External(address)
		return words, words != ""
	}
	return "", external(address)
}

func (r *renderer) image(n *ast.Image) {
	var alt strings.Builder
	writePlain(&alt, n, r.source, func(p *placeholder) string {
		return string(unescape([]byte(untag(r.value(p)))))
	})
	address, ok := r.address(unescape(n.Destination))
	if !ok {
		r.escape([]byte(alt.String()))
		return
	}
	r.WriteString(`<img src="`)
	r.escape(address)
	r.WriteString(`" alt="`)
	r.escape([]byte(alt.String()))
	r.WriteByte('"')
	if len(n.Title) > 0 {
		r.title(n.Title)
	}
	r.WriteString(` loading="lazy" decoding="async">`)
}

// title prints a title attribute, placeholders in it as text.
func (r *renderer) title(title []byte) {
	r.WriteString(` title="`)
	substituted(title, func(part []byte, from, to int) {
		if to > 0 && r.opts.Cell != nil {
			if markup, ok := r.opts.Cell(string(part[from:to])); ok {
				r.WriteString(untag(markup))
				return
			}
		}
		html.DefaultWriter.Write(r, part)
	})
	r.WriteByte('"')
}

// untag removes the tags from HTML.
func untag(s string) string {
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return s
		}
		n := strings.IndexByte(s[i:], '>')
		if n < 0 {
			return s
		}
		s = s[:i] + s[i+n+1:]
	}
}
