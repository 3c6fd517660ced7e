package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
)

// Programs that write YAML fold long texts: a text, in quotation marks or without, goes
// on in the next lines, which are indented deeper than its key.

// quote reads the quoted text at byte off of line l, which lines deeper than indent may
// continue. It returns the line and the offset after the closing mark. Without one the
// text is broken, and ends with its line.
func (r *reader) quote(l line, off, indent int, inFlow bool) (n *Node, last line, end int) {
	if text, size, ok := quoted(l.text[off:]); ok {
		return r.scalar(l, off, off+size, text, true), l, off + size
	}
	last, end, ok := r.closing(l, off, indent)
	if !ok || !ends(last.text, end, inFlow) {
		r.unclosed(l, off)
		n = r.scalar(l, off, len(l.text), l.text[off+1:], true)
		n.Broken = true
		return n, l, len(l.text)
	}
	n = r.scalar(l, off, len(l.text), "", true)
	n.Span.EndLine, n.Span.EndColumn = last.num, r.at(last, end)
	for r.pos < len(r.lines) && r.lines[r.pos].num <= last.num {
		r.pos++
	}
	var doc yaml.Node
	err := safely(func() error { return yaml.Unmarshal([]byte(r.text[l.at+off:last.at+end]), &doc) })
	if err != nil {
		_, message := position(err)
		r.fault(n.Span, diag.Textf("引号里的文字无法读取：%s", "the quoted text cannot be read: %s", said(message)), diag.Textf("请检查引号里的反斜杠", "check the backslashes in it"))
		n.Broken = true
		return n, last, end
	}
	n.Value = doc.Content[0].Value
	return n, last, end
}

// closing finds the mark that closes the quoted text at byte off of line l in one of the
// lines below: that line, and the offset after the mark.
func (r *reader) closing(l line, off, indent int) (last line, end int, ok bool) {
	mark := l.text[off]
	_, below, _ := strings.Cut(r.text[l.at:], "\n")
	for num := l.num + 1; below != ""; num++ {
		at := len(r.text) - len(below)
		text, next, _ := strings.Cut(below, "\n")
		below = next
		text = strings.TrimRight(text, " \t\r")
		own := len(text) - len(strings.TrimLeft(text, " "))
		switch {
		case text == "":
			continue
		case own <= indent:
			return line{}, 0, false
		}
		for i := own; i < len(text); i++ {
			switch {
			case text[i] == '\\' && mark == '"':
				i++
			case text[i] == mark && mark == '\'' && strings.HasPrefix(text[i+1:], "'"):
				i++
			case text[i] == mark:
				return line{text, num, at, own}, i + 1, true
			}
		}
	}
	return line{}, 0, false
}

// ends reports whether a value may end at byte at of a line: nothing follows it there but
// a comment, or, in a flow collection, what separates values.
func ends(s string, at int, inFlow bool) bool {
	rest := strings.TrimLeft(s[at:], " \t")
	if rest == "" || rest[0] == '#' && len(rest) < len(s)-at {
		return true
	}
	return inFlow && strings.ContainsRune(",]}:", narrow(first(rest)))
}

// fold adds to a text without quotation marks the lines that continue it. Figures do not
// continue each other: between them a comma is missing.
func (f *flow) fold(n *Node) {
	for n.Value != "" && f.off == len(f.l.text) && f.r.pos < len(f.r.lines) {
		next := f.r.lines[f.r.pos]
		between := strings.Count(f.r.text[f.l.at:next.at], "\n") - 1
		if next.indent <= f.indent || next.astray() || strings.IndexByte(f.r.text[f.l.at+len(f.l.text):next.at], '#') >= 0 {
			return
		}
		s := next.text[next.indent:]
		end, colon := f.plainEnd(s, false)
		text := strings.TrimRight(s[:end], " \t")
		if text == "" || colon >= 0 || numeric(n.Value) && numeric(text) {
			return
		}
		if between == 0 {
			n.Value += " " + text
		} else {
			n.Value += strings.Repeat("\n", between) + text
		}
		f.r.notComment(next, next.indent, text)
		f.l, f.off = next, next.indent+end
		f.r.pos++
		n.Span.EndLine, n.Span.EndColumn = next.num, 1+utf8.RuneCountInString(next.text[:next.indent+len(text)])
	}
}
