package source

import (
	"strings"

	"gongkai/generator/diag"
)

// breaks are the characters that end a line for YAML, and for no editor that people
// write front matter with: a carriage return without a line feed, and three others.
var breaks = []string{"\r", "\u0085", "\u2028", "\u2029"}

// hasBreaks reports whether a text holds such characters, or line ends of Windows.
func hasBreaks(text string) bool {
	for _, s := range breaks {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// joined has spaces for such characters: they are reported already, and the YAML library, to which they end a line, would
// count other lines than an editor does.
func joined(text string) string {
	if !hasBreaks(text) {
		return text
	}
	var b strings.Builder
	for i, c := range text {
		if c != '\n' && strings.ContainsRune("\r\u0085\u2028\u2029", c) && !strings.HasPrefix(text[i:], "\r\n") {
			c = ' '
		}
		b.WriteRune(c)
	}
	return b.String()
}

// firstOfLine drops findings of lines with such a character, except for the one that says so:
// what else is wrong there may follow from it.
func (r *reader) firstOfLine() {
	said := map[int]bool{}
	kept := r.findings[:r.broken]
	for _, f := range kept {
		said[f.Span.Line] = true
	}
	for _, f := range r.findings[r.broken:] {
		if !said[f.Span.Line] {
			kept = append(kept, f)
		}
	}
	r.findings = kept
}

// brokenLine reports the first such character of a line, given without its \n.
func (r *reader) brokenLine(text string, num int) {
	text = strings.TrimSuffix(text, "\r")
	at := strings.IndexAny(text, "\r\u0085\u2028\u2029")
	if at < 0 {
		return
	}
	c := first(text[at:])
	what := diag.Textf("行中有换行字符 U+%04X", "the line break character U+%04X within a line", c)
	hint := diag.Textf("请删除这个看不见的字符，或在这里换行", "delete this invisible character, or begin a new line here")
	switch {
	case c == '\r' && strings.Trim(text[at:], "\r \t") == "":
		if r.endings { // most likely all lines have it
			return
		}
		r.endings = true
		what = diag.Textf("行末多了一个回车符（CR）", "a carriage return (CR) too many at the end of the line")
		hint = diag.Textf("请用编辑器把换行符改为 LF 或 CRLF 后保存", "save it with line ends of LF or CRLF in your editor")
	case c == '\r':
		what = diag.Textf("行中有单独的回车符（CR）", "a carriage return (CR) within a line")
	}
	r.fault(r.span(line{text: text, num: num}, at, at+len(string(c))), what, hint)
}
