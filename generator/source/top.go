package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

func (p *Parser) yaml(file string, data []byte, firstLine int) (*Node, []diag.Finding) {
	text := string(data)
	r := &reader{arena: &p.arena, file: file, text: text, lines: p.lines[:0]}
	mayBreak := hasBreaks(text)
	for num, s := firstLine, text; s != ""; num++ {
		var l string
		at := len(text) - len(s)
		l, s, _ = strings.Cut(s, "\n")
		if mayBreak {
			r.brokenLine(l, num)
		}
		l = strings.TrimRight(l, " \t\r")
		t := strings.TrimLeft(l, " ")
		if t == "" || t[0] == '#' {
			continue
		}
		if c := t[0]; c == '\t' || c >= utf8.RuneSelf {
			if bare := strings.TrimLeft(t, " "+blanks); bare == "" || bare[0] == '#' {
				continue
			}
		}
		r.lines = append(r.lines, line{l, num, at, len(l) - len(t)})
	}
	p.lines = r.lines
	if len(r.lines) > 0 && r.lines[0].text == "---" {
		r.lines = r.lines[1:] // some begin every YAML file with it
	}
	r.broken = len(r.findings)
	root := r.top(text, firstLine)
	r.controls(root)
	if r.broken > 0 {
		r.firstOfLine()
	}
	return root, r.findings
}

// top reads the top-level mapping; an entry beyond this reader goes to the YAML
// library, with what was found in it so far taken back.
func (r *reader) top(text string, firstLine int) *Node {
	root := r.node()
	*root = Node{Kind: Mapping, Keys: r.list(), Items: r.list(), Span: diag.Span{Line: firstLine, Column: 1, EndLine: firstLine, EndColumn: 1}}
	if len(r.lines) == 0 {
		return root
	}
	if l := r.lines[0]; l.text[l.indent] == '{' {
		r.topEntry(root, -1) // all of it between two brackets
		return root
	} else if l.text[l.indent] == '[' || isItem(l.text[l.indent:]) || strings.HasPrefix(l.text, "%") {
		r.noKeys(l)
		return root
	}
	base := r.lines[0].indent
	r.levels = append(r.levels, level{base, root})
	for {
		if r.astray() {
			root.lose()
			r.skip(base)
		}
		if r.pos >= len(r.lines) {
			break
		}
		r.topEntry(root, base)
	}
	root.Span.EndLine, root.Span.EndColumn = r.end(root)
	return root
}

// topEntry reads an entry of the top level: by the YAML library where it goes beyond this
// reader, or where the library takes for sound what this reader doubts.
func (r *reader) topEntry(root *Node, base int) {
	start, found, keys := r.pos, len(r.findings), len(root.Keys)
	r.doubts = 0
	if base < 0 {
		r.between(root)
	} else {
		r.entry(root, base, 0)
	}
	beyond := r.beyond
	r.beyond = false
	if !beyond && (r.doubts == 0 || r.doubts < len(r.findings)-found) {
		return
	}
	next := start + 1
	for next < len(r.lines) && belongs(r.lines[next], base) {
		next++
	}
	end := len(r.text)
	if next < len(r.lines) {
		end = r.lines[next].at
	}
	entry := joined(r.text[r.lines[start].at:end])
	m, err := library(entry)
	if err != nil && !beyond {
		return
	}
	r.pos, r.adrift = next, false
	r.findings = r.findings[:found]
	r.typed, r.colonSpacing = typed{}, colonSpacing{}
	for _, k := range root.Keys[keys:] {
		if seen := r.seen[root]; seen[k.Value] == k {
			delete(seen, k.Value)
		}
	}
	root.Keys, root.Items = root.Keys[:keys], root.Items[:keys]
	r.fallback(root, entry, r.lines[start], m, err)
}

// between reads a top level that is a flow mapping: some programs write short ones so.
func (r *reader) between(root *Node) {
	l := r.lines[r.pos]
	r.pos++
	n := r.flowAt(l, l.indent, -1, 0)
	root.Keys, root.Items, root.Span, root.Broken = n.Keys, n.Items, n.Span, n.Broken
	if r.adrift { // lines follow, which were passed over
		r.findings = r.findings[:len(r.findings)-1]
		r.trailing(r.lines[slices.IndexFunc(r.lines, func(l line) bool { return l.num > n.Span.EndLine })], 0)
	}
}

// belongs reports whether a line goes on with the entry of the top level above it.
func belongs(l line, base int) bool {
	if l.indent != base {
		return l.indent > base
	}
	s := l.text[base:]
	return isItem(s) || s[0] == ':' && (len(s) == 1 || isBlank(s[1])) || s[0] == ']' || s[0] == '}'
}
