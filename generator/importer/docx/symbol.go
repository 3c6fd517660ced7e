package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/word"
	"gongkai/generator/importer/xmltree"
)

// letters is a text in which the minus of a symbol font is one.
func (r *reader) letters(text string) string {
	const minus = 0xf02d
	return strings.Map(func(c rune) rune {
		if c == minus && word.Symbol(r.font, c) == '\u2212' {
			return '\u2212'
		}
		return c
	}, text)
}

// symbol is a character of a symbol font.
func symbol(n *xmltree.Node) string {
	code, err := strconv.ParseUint(n.Val("char"), 16, 32)
	if err != nil {
		return "\ufffd"
	}
	return string(word.Symbol(n.Val("font"), rune(code)))
}

// formula is one that is only a line of text; any other cannot be read.
func formula(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		switch c.Name {
		case "oMath":
			b.WriteString(formula(c))
		case "r":
			b.WriteString(textOf(c))
		case "oMathParaPr", "ctrlPr", "bookmarkStart", "bookmarkEnd":
		default:
			return "\ufffd"
		}
	}
	return b.String()
}

// textOf is the text of the elements of a run.
func textOf(run *xmltree.Node) string {
	var b strings.Builder
	for _, c := range run.Children {
		b.WriteString(c.Text)
	}
	return b.String()
}
