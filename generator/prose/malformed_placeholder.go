package prose

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

// MalformedPlaceholder is a text that may have been meant as a placeholder and is printed
// as it is written: without its second brace, with a third, or with full-width ones.
type MalformedPlaceholder struct {
	Written string // from the first brace to the last
	Path    string // what is between the braces
	Double  bool   // two braces are on one side: nobody writes so except for a placeholder
	Span    diag.Span
}

// MalformedPlaceholders returns the body's broken placeholders in order; code is none.
func (b *Body) MalformedPlaceholders() []MalformedPlaceholder {
	if b == nil || !braced(b.read().source) {
		return nil
	}
	return b.inspect().malformed
}

// brace finds one or two braces, a path, and what closes it if anything does; or what
// closes a path that nothing opened.
var brace = regexp.MustCompile(`[{｛]{1,2}[\s\p{Z}]*([^\s\p{Z}{}｛｝，。；、]*)(?:[\s\p{Z}]*[}｝]{1,2})?|((?:[a-z_]+\.)+[a-z_]+|(?:[` + han.Class + `]+\.)+[` + han.Class + `]+)[\s\p{Z}]*[}｝]{2}`)

// escaped is a brace that is meant as one.
var escaped = regexp.MustCompile(`\\[{}]`)

// run notes the broken placeholders in the text that begins with n: goldmark cuts a
// text at every character that might have been markup.
func (v *visitor) run(p piece, t *parsed, n *ast.Text) {
	if last, ok := n.PreviousSibling().(*ast.Text); ok && last.Segment.Stop == n.Segment.Start {
		return // part of the run before
	}
	stop := n.Segment.Stop
	for next, ok := n.NextSibling().(*ast.Text); ok && next.Segment.Start == stop; next, ok = next.NextSibling().(*ast.Text) {
		stop = next.Segment.Stop
	}
	v.malformed(p, t, n.Segment.Start, stop)
}

// malformed notes the broken placeholders in [from, to) of a piece's text.
func (v *visitor) malformed(p piece, t *parsed, from, to int) {
	line := t.text[from:to]
	if !braced(line) {
		return
	}
	if bytes.IndexByte(line, '\\') >= 0 {
		line = escaped.ReplaceAll(line, []byte("  "))
	}
	for _, m := range brace.FindAllSubmatchIndex(line, -1) {
		whole := line[m[0]:m[1]]
		path := ""
		for i := 2; i < len(m); i += 2 {
			if m[i] >= 0 {
				path = string(line[m[i]:m[i+1]])
			}
		}
		s := MalformedPlaceholder{Written: string(whole), Path: path, Span: v.span(p, t, from+m[0], from+m[1])}
		for _, two := range []string{"{{", "}}", "｛｛", "｝｝", "{｛", "｛{", "}｝", "｝}"} {
			s.Double = s.Double || bytes.Contains(whole, []byte(two))
		}
		v.out.malformed = append(v.out.malformed, s)
	}
}

// braced reports whether a text holds a brace, plain or full-width. bytes.ContainsAny
// goes through a Chinese text rune by rune, a tenth of what a check of a site costs.
func braced(text []byte) bool {
	return bytes.IndexByte(text, '{') >= 0 || bytes.IndexByte(text, '}') >= 0 || han.Index(text, "｛") >= 0 || han.Index(text, "｝") >= 0
}

// third notes a placeholder with a brace too many on a side: the brace would be printed.
func (v *visitor) third(p piece, t *parsed, n *placeholder) {
	from, to := n.whole.Start, n.whole.Stop
	if from > 0 && t.text[from-1] == '{' && (from < 2 || t.text[from-2] != '\\') {
		from--
	}
	if to < len(t.text) && t.text[to] == '}' {
		to++
	}
	if to-from == n.whole.Len() {
		return
	}
	v.out.malformed = append(v.out.malformed, MalformedPlaceholder{Written: string(t.text[from:to]), Path: string(n.path.Value(t.text)), Double: true, Span: v.span(p, t, from, to)})
}
