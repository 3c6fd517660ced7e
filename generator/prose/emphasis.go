package prose

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"gongkai/generator/prose/han"
)

// emphasisParser reads `*`, `_` and `~~`.
//
// CommonMark lets `**` open only where a space or punctuation is before
// punctuation, which presumes spaces between words: in 依据**《条例》**规定 it
// sees no bold at all, or the wrong words in bold. Here Chinese characters and
// Chinese punctuation count as letters, and as a boundary for the punctuation
// of other scripts. A single `~` is a range (3~5件), never struck out.
type emphasisParser struct{}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_', '~'} }

func (emphasisParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	before := preceding(block, segment)
	char := line[0]
	n := run(line, char)
	if char == '~' && (n != 2 || before == '~') {
		return nil
	}
	after := ' '
	if n < len(line) {
		after, _ = utf8.DecodeRune(line[n:])
	}
	left := !util.IsSpaceRune(after) && (!boundary(after) || util.IsSpaceRune(before) || util.IsPunctRune(before) || isCJK(before))
	right := !util.IsSpaceRune(before) && (!boundary(before) || util.IsSpaceRune(after) || util.IsPunctRune(after) || isCJK(after))
	open, close := left, right
	if char == '_' {
		open = left && (!right || util.IsPunctRune(before))
		close = right && (!left || util.IsPunctRune(after))
	}
	d := parser.NewDelimiter(open, close, n, char, delimiters{})
	d.Segment = segment.WithStop(segment.Start + n)
	block.Advance(n)
	pc.PushDelimiter(d)
	if char == '~' {
		d.Processor = strikes{}
	}
	return d
}

// preceding is the character before a segment, a variation selector taken as part of the one
// that it follows.
func preceding(block text.Reader, segment text.Segment) rune {
	r := block.PrecendingCharacter()
	if han.IsVariation(r) {
		r = lastCharacter(block.Source()[:segment.Start])
	}
	return r
}

// lastCharacter is the last character of a text, without selectors of its variants; U+FFFD
// where there is none.
func lastCharacter(b []byte) rune {
	for {
		r, n := utf8.DecodeLastRune(b)
		if !han.IsVariation(r) {
			return r
		}
		b = b[:len(b)-n]
	}
}

// boundary reports whether r is punctuation that belongs to the outside of a
// word. Braces are not: a placeholder is a number once it is printed.
func boundary(r rune) bool {
	return util.IsPunctRune(r) && !isCJK(r) && r != '{' && r != '}'
}

// isCJK reports whether r is written without spaces between words, or is
// punctuation used in such text. Hangul is: it has spaces, but its particles
// follow marks directly.
func isCJK(r rune) bool {
	switch {
	case r < 0x80:
		return false
	case r == '‘', r == '’', r == '“', r == '”', r == '—', r == '…', r == '·':
		return true
	case 0x3000 < r && r <= 0x303F, 0xFF01 <= r && r <= 0xFFEF, 0xFE30 <= r && r <= 0xFE4F:
		return true
	}
	return han.Is(r) || unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Hangul)
}

type delimiters struct{}

func (delimiters) IsDelimiter(b byte) bool { return b == '*' || b == '_' }

func (delimiters) CanOpenCloser(opener, closer *parser.Delimiter) bool {
	return opener.Char == closer.Char
}

func (delimiters) OnMatch(consumes int) ast.Node { return ast.NewEmphasis(consumes) }

type strikes struct{ delimiters }

func (strikes) IsDelimiter(b byte) bool { return b == '~' }

func (strikes) OnMatch(int) ast.Node { return extast.NewStrikethrough() }
