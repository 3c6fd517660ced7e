package prose

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is goldmark's parser with the syntax of this package. It never
// changes once built and is safe for concurrent use.
//
// goldmark's parsers of raw HTML are left out, which makes it text, and its
// autolinks of bare addresses, footnotes and task lists are not asked for.
var markdown = sync.OnceValue(func() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(fences{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(placeholderParser{}, 50),
			util.Prioritized(placed{parser.NewCodeSpanParser()}, 100),
			util.Prioritized(placed{parser.NewLinkParser()}, 200),
			util.Prioritized(placed{parser.NewAutoLinkParser()}, 300),
			util.Prioritized(emphasisParser{}, 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
		),
	)
})

// parsed is a piece of a body as a tree.
type parsed struct {
	cleaned
	doc     ast.Node
	context parser.Context
}

// parse reads Markdown; refs are the link definitions known from elsewhere.
func parse(src []byte, refs []parser.Reference) parsed {
	p := parsed{cleaned: clean(src), context: parser.NewContext()}
	if _, to := tangle(p.text); to > 0 {
		p.doc = asPlainText(p.text)
		return p
	}
	for _, r := range refs {
		p.context.AddReference(r)
	}
	p.doc = markdown().Parse(text.NewReader(p.text), parser.WithContext(p.context))
	return p
}
