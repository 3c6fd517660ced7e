package prose

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// renderer writes a tree as HTML. It is our own and not goldmark's, because
// nearly every element differs (classes for style, scope, loading, headings),
// and because writing straight into the page's buffer costs no copies.
type renderer struct {
	*bytes.Buffer
	source  []byte
	start   int // where our output starts in the buffer
	opts    Options
	outline []level // the open headings, outermost first
	trim    bool    // the next text begins a paragraph
}

// level is a heading's level as written and as printed.
type level struct{ written, printed int }

// Buffered and Flush make a util.BufWriter of the buffer.
func (r *renderer) Buffered() int { return 0 }

// Flush does nothing.
func (r *renderer) Flush() error { return nil }

func (r *renderer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.node(c)
	}
}

func (r *renderer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph:
		r.trim = true
		r.wrap("<p>", n, "</p>\n")
		r.trim = false
	case *ast.TextBlock:
		r.children(n)
		if n.NextSibling() != nil && n.FirstChild() != nil {
			r.WriteByte('\n')
		}
	case *ast.Heading:
		r.heading(n)
	case *ast.List:
		r.list(n)
	case *ast.ListItem:
		open := "<li>"
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			open = "<li>\n"
		}
		r.wrap(open, n, "</li>\n")
	case *ast.Blockquote:
		r.wrap("<blockquote>\n", n, "</blockquote>\n")
	case *ast.ThematicBreak:
		r.WriteString("<hr>\n")
	case *ast.CodeBlock:
		r.code(n, nil)
	case *ast.FencedCodeBlock:
		r.code(n, n.Language(r.source))
	case *extast.Table:
		r.table(n)
	case *ast.LinkReferenceDefinition:
	default:
		r.inline(n)
	}
}

func (r *renderer) wrap(open string, n ast.Node, end string) {
	r.WriteString(open)
	r.children(n)
	r.WriteString(end)
}

// heading prints a heading one level below the one it belongs to: levels are
// never skipped, whatever was written, and never reach the page's own.
func (r *renderer) heading(n *ast.Heading) {
	title := plain(n, r.source)
	if title == "" {
		return
	}
	base := r.outline[0].printed
	written := max(n.Level, min(3, base+1))
	for len(r.outline) > 1 && r.outline[len(r.outline)-1].written >= written {
		r.outline = r.outline[:len(r.outline)-1]
	}
	printed := min(max(r.outline[len(r.outline)-1].printed+1, 2), 6)
	r.outline = append(r.outline, level{written, printed})
	tag := "h" + strconv.Itoa(printed)
	r.WriteString("<" + tag + ` id="`)
	r.escape([]byte(r.opts.IDs.Next(r.opts.IDPrefix + slug(title))))
	r.WriteString(`">`)
	r.children(n)
	r.WriteString("</" + tag + ">\n")
}

func (r *renderer) list(n *ast.List) {
	if !n.IsOrdered() {
		r.wrap("<ul>\n", n, "</ul>\n")
		return
	}
	open := "<ol>\n"
	if n.Start != 1 {
		open = `<ol start="` + strconv.Itoa(n.Start) + "\">\n"
	}
	r.wrap(open, n, "</ol>\n")
}

func (r *renderer) code(n ast.Node, language []byte) {
	r.WriteString("<pre><code")
	if len(language) > 0 {
		r.WriteString(` class="language-`)
		html.DefaultWriter.Write(r, language)
		r.WriteByte('"')
	}
	r.WriteByte('>')
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		r.escape(line.Value(r.source))
	}
	r.WriteString("</code></pre>\n")
}

func (r *renderer) table(n *extast.Table) {
	r.WriteString("<table>\n")
	open := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		head := row.Kind() == extast.KindTableHeader
		switch {
		case head:
			r.WriteString("<thead>\n")
		case !open:
			open = true
			r.WriteString("<tbody>\n")
		}
		r.WriteString("<tr>\n")
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if cell, ok := c.(*extast.TableCell); ok {
				r.cell(cell, head)
			}
		}
		r.WriteString("</tr>\n")
		if head {
			r.WriteString("</thead>\n")
		}
	}
	if open {
		r.WriteString("</tbody>\n")
	}
	r.WriteString("</table>\n")
}

func (r *renderer) cell(n *extast.TableCell, head bool) {
	// An empty corner is not a header of anything.
	tag, scope := "td", ""
	if head && n.HasChildren() {
		tag, scope = "th", ` scope="col"`
	}
	r.WriteString("<" + tag + scope)
	switch n.Alignment {
	case extast.AlignLeft:
		r.WriteString(` class="align-left"`)
	case extast.AlignRight:
		r.WriteString(` class="align-right"`)
	case extast.AlignCenter:
		r.WriteString(` class="align-center"`)
	}
	r.WriteByte('>')
	r.children(n)
	r.WriteString("</" + tag + ">\n")
}

// escape writes text as it is.
func (r *renderer) escape(b []byte) { html.DefaultWriter.RawWrite(r, b) }

var _ util.BufWriter = (*renderer)(nil)
