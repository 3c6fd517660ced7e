package prose

import (
	"bytes"
	"sync"

	"github.com/yuin/goldmark/ast"
)

// Options says how one text is rendered. The zero Options renders the text of
// a section under an <h2>.
type Options struct {
	// Cell prints the cell at path, as HTML. If it is nil or reports false, the
	// placeholder is printed as written.
	Cell func(path string) (html string, ok bool)

	// HeadingShift moves headings. The text is under a heading of level
	// 2+HeadingShift: with 0 the first level inside is <h3>, with -1 (a page's
	// whole body, or a preamble, under the page's <h1>) it is <h2>.
	HeadingShift int

	// IDPrefix is put before the ids of headings.
	IDPrefix string

	// IDs are the ids taken on the page; nil is none. See Body.IDs.
	IDs *IDs

	// Link returns the address for a link's or image's target as written, for
	// instance the address of the page that is built from a Markdown file.
	Link func(target string) string

	// External returns the words to put after a link whose address, as Link gave it,
	// leads to another site, "" for one that does not. If it is nil, links to other hosts
	// are marked without words.
	External func(address string) (words string)

	// Printed returns what is printed on paper after a link, by its target as written, "" for
	// nothing.
	Printed func(target string) string

	// Body is where the text comes from, if it may use link definitions from
	// other sections of it.
	Body *Body
}

// Converter renders Markdown. It is safe for concurrent use.
type Converter struct {
	pool sync.Pool // of *renderer
}

// NewConverter returns a converter.
func NewConverter() *Converter {
	return &Converter{pool: sync.Pool{New: func() any { return new(renderer) }}}
}

// HTML appends the HTML of a Markdown text to dst.
func (c *Converter) HTML(dst *bytes.Buffer, markdown []byte, opts Options) error {
	if isBlank(markdown) {
		return nil
	}
	c.render(dst, parse(markdown, opts.Body.references()), opts, false)
	return nil
}

// Inline appends the HTML of one line, such as Section.Raw, without a block
// around it.
func (c *Converter) Inline(dst *bytes.Buffer, line []byte, opts Options) error {
	if isBlank(line) {
		return nil
	}
	c.render(dst, parseInline(line), opts, true)
	return nil
}

func (c *Converter) render(dst *bytes.Buffer, p parsed, opts Options, inline bool) {
	r := c.pool.Get().(*renderer)
	r.Buffer, r.source, r.opts, r.start = dst, p.text, opts, dst.Len()
	r.outline = append(r.outline[:0], level{0, 2 + opts.HeadingShift})
	if r.opts.IDs == nil {
		r.opts.IDs = NewIDs()
	}
	var root ast.Node = p.doc
	if inline {
		root = p.doc.FirstChild()
	}
	r.children(root)
	r.Buffer, r.source, r.opts = nil, nil, Options{}
	c.pool.Put(r)
}
