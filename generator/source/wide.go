package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// Punctuation from a Chinese keyboard is read as what it stands for. All of a line is
// one finding, at the first of it.

// typed is the wrong punctuation of one line.
type typed struct {
	line    int
	finding int // index of its finding
	wrong   []string
	right   []string
}

// narrow is what a full-width bracket, comma or colon, or a mark that people separate
// values with, stands for; others stand for themselves.
func narrow(c rune) rune {
	switch c {
	case '［', '］', '｛', '｝', '，', '：':
		return c - '！' + '!'
	case '、', '；', ';':
		return ','
	}
	return c
}

// wide reports the wrong punctuation at the cursor and returns what it stands for.
func (f *flow) wide(c rune) rune {
	if plain := narrow(c); plain != c {
		f.r.mistyped(f.here(), string(c), string(plain), f.l.text[f.off+utf8.RuneLen(c):])
		return plain
	}
	return c
}

// mistyped reports wrong punctuation at a place, with what follows it in the line.
func (r *reader) mistyped(at diag.Span, wrong, right, rest string) {
	t := &r.typed
	if t.line != at.Line || t.finding >= len(r.findings) {
		*t = typed{line: at.Line, finding: len(r.findings)}
		r.fault(at, diag.Text{}, diag.Text{})
	}
	if !slices.Contains(t.wrong, wrong) {
		t.wrong, t.right = append(t.wrong, wrong), append(t.right, right)
	}
	f := &r.findings[t.finding]
	has, want := strings.Join(t.wrong, " "), strings.Join(t.right, " ")
	switch {
	case len(t.wrong) == 1 && strings.Contains("、；;", wrong):
		f.Message = diag.Textf("两个值用“%s”隔开", "%s between two values", has)
		f.Hint = diag.Textf("请用半角逗号分隔", "separate values with a comma")
	case len(t.wrong) == 1:
		f.Message = diag.Textf("用了全角“%s”", "full-width %s", has)
		f.Hint = diag.Textf("请改为半角“%s”", "write a plain %s", want)
	default:
		f.Message = diag.Textf("这一行用了“%s”", "the line has %s", has)
		f.Hint = diag.Textf("请改为半角“%s”", "write plain %s", want)
	}
	if right == "," || right == ":" {
		right = spaced(right, rest)
	}
	if f.Fix == nil {
		f.Fix = &diag.Fix{}
	}
	if len(t.wrong) == 1 {
		want = right
	}
	f.Fix.Title = diag.Textf("把“%s”改为“%s”", "change %s to %q", has, want)
	f.Fix.Edits = append(f.Fix.Edits, diag.Edit{Span: at, Text: right})
}

// parts reports whether the punctuation at s[i:] separates values, or closes their
// collection, and is not a part of the text before it.
func (f *flow) parts(s string, i int, c rune) bool {
	rest := strings.TrimLeft(s[i+utf8.RuneLen(c):], " \t")
	switch {
	case c == '］' || c == '｝':
		return numeric(s[:i]) || f.full && strings.Trim(rest, " \t，,]}］｝") == ""
	case f.closing() == '}':
		return begins(rest, f.full || numeric(s[:i]))
	case c == '，':
		return f.full || numeric(s[:i])
	}
	return rest != "" && numeric(s[:i]) && (numeric(rest[:utf8.RuneLen(first(rest))]) || narrow(first(rest)) == ',')
}

// begins reports whether a text begins with a key and a colon; a full-width one counts
// after an id, between full-width brackets, and after a figure (full).
func begins(s string, full bool) bool {
	i := strings.IndexAny(s, ":：,，、；;。]}］｝\"' \t")
	if i <= 0 {
		return false
	}
	if strings.HasPrefix(s[i:], "：") {
		return full || strings.Trim(s[:i], "abcdefghijklmnopqrstuvwxyz_") == ""
	}
	return s[i] == ':' && (full || i+1 < len(s) && strings.IndexByte(" [{\"'", s[i+1]) >= 0)
}
