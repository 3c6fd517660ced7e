package source

import (
	"strings"

	"gongkai/generator/diag"
)

// maxDepth of nested collections; hand-written front matter needs five.
const maxDepth = 32

// line is one line that holds something; blank lines and comments are passed over.
type line struct {
	text   string // without its line ending
	num    int    // in the file, from 1
	at     int    // where it begins in the text
	indent int    // leading spaces
}

// reader turns the lines of a YAML text into nodes.
type reader struct {
	*arena
	file     string
	lines    []line
	pos      int
	findings []diag.Finding
	// beyond is set where the text goes beyond this reader: the YAML library
	// reads the top-level entry instead.
	beyond bool
	// seen holds the keys of mappings that are too large to be searched one by one.
	seen map[*Node]map[string]*Node
	// adrift is set where a value is followed by a line that belongs to no level.
	adrift       bool
	open         []rune // the brackets that will close the flow collections being read
	levels       []level
	typed        typed
	colonSpacing colonSpacing
	column
}

func (p *Parser) yaml(file string, data []byte, firstLine int) (*Node, []diag.Finding) {
	text := string(data)
	r := &reader{arena: &p.arena, file: file, lines: p.lines[:0]}
	for num, s := firstLine, text; s != ""; num++ {
		var l string
		at := len(text) - len(s)
		l, s, _ = strings.Cut(s, "\n")
		l = strings.TrimRight(l, " \t\r")
		t := strings.TrimLeft(l, " ")
		if bare := strings.TrimLeft(t, " "+blanks); bare == "" || bare[0] == '#' {
			continue
		}
		r.lines = append(r.lines, line{l, num, at, len(l) - len(t)})
	}
	p.lines = r.lines
	root := r.top(text, firstLine)
	r.controls(root)
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
	if l := r.lines[0]; l.text[l.indent] == '{' || l.text[l.indent] == '[' || strings.HasPrefix(l.text, "- ") || strings.HasPrefix(l.text, "%") {
		r.fault(point(l.num, l.indent+1), diag.Textf("这里应是“键: 值”的列表", "expected keys and values here, one a line"),
			diag.Textf("每行写一个键，例如 year: 2023", "write one key a line, such as year: 2023"))
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
		start, found, keys := r.pos, len(r.findings), len(root.Keys)
		r.entry(root, base, 0)
		if r.beyond {
			r.beyond = false
			r.pos = start + 1
			for r.pos < len(r.lines) && (r.lines[r.pos].indent > base || r.lines[r.pos].indent == base && strings.IndexByte("-:", r.lines[r.pos].text[base]) >= 0) {
				r.pos++
			}
			end := len(text)
			if r.pos < len(r.lines) {
				end = r.lines[r.pos].at
			}
			r.findings = r.findings[:found]
			for _, k := range root.Keys[keys:] {
				if seen := r.seen[root]; seen[k.Value] == k {
					delete(seen, k.Value)
				}
			}
			root.Keys, root.Items = root.Keys[:keys], root.Items[:keys]
			r.fallback(root, text[r.lines[start].at:end], r.lines[start])
		}
	}
	root.Span.EndLine, root.Span.EndColumn = r.end(root)
	return root
}

// block reads the collection that starts at the current line.
func (r *reader) block(indent, depth int) *Node {
	l := r.lines[r.pos]
	n := r.node()
	n.Span = point(l.num, indent+1)
	if depth > maxDepth {
		r.fault(n.Span, diag.Textf("嵌套超过 %d 层", "nested deeper than %d levels", maxDepth), diag.Text{})
		r.skip(indent - 1)
		return n
	}
	n.Items = r.list()
	r.levels = append(r.levels, level{indent, n})
	if isItem(l.text[indent:]) {
		n.Kind = Sequence
		for r.more(n, indent) && r.lines[r.pos].indent == indent && isItem(r.lines[r.pos].text[indent:]) {
			r.item(n, indent, depth)
		}
	} else {
		n.Kind, n.Keys = Mapping, r.list()
		for r.more(n, indent) && r.lines[r.pos].indent >= indent && !isItem(r.lines[r.pos].text[r.lines[r.pos].indent:]) {
			r.entry(n, indent, depth)
		}
	}
	r.levels = r.levels[:len(r.levels)-1]
	n.Span.EndLine, n.Span.EndColumn = r.end(n)
	return n
}

// more reports whether there is another line to read into n.
func (r *reader) more(n *Node, indent int) bool {
	for !r.beyond && r.pos < len(r.lines) {
		switch {
		case r.astray():
			n.lose()
			r.skip(indent)
		case !r.slid(indent):
			return true
		}
	}
	return false
}

func isItem(s string) bool { return s == "-" || strings.HasPrefix(s, "- ") }

// item reads "- value", where value may be a mapping that starts on the same line.
func (r *reader) item(seq *Node, indent, depth int) {
	l := r.lines[r.pos]
	rest := strings.TrimLeft(l.text[indent+1:], " ")
	at := len(l.text) - len(rest)
	if rest == "" || rest[0] == '#' {
		r.pos++
		seq.Items = append(seq.Items, r.child(l, len(l.text), indent, depth, false))
		return
	}
	if _, _, ok := splitKey(rest); ok && rest[0] != '{' && rest[0] != '[' {
		// The rest of the line is the first entry of a mapping at its own column.
		r.lines[r.pos].indent = at
		seq.Items = append(seq.Items, r.block(at, depth+1))
		return
	}
	r.pos++
	seq.Items = append(seq.Items, r.value(l, at, indent, depth))
	r.drift(seq)
}

// entry reads "key: value" at the current line into the mapping.
func (r *reader) entry(m *Node, indent, depth int) {
	l := r.lines[r.pos]
	if l.indent != indent {
		r.uneven(l)
		m.lose()
		r.pos++
		r.skip(indent)
		return
	}
	key, at, ok := r.key(l)
	r.pos++
	if !ok {
		m.lose()
		r.skip(indent)
		return
	}
	r.duplicate(m, key)
	v := r.value(l, at, indent, depth)
	m.Keys = append(m.Keys, key)
	m.Items = append(m.Items, v)
	r.drift(m)
}

// value reads what stands behind a key or a dash, from byte at of line l on; the
// current line is already the next one.
func (r *reader) value(l line, at, indent, depth int) *Node {
	rest := strings.TrimLeft(l.text[at:], " \t")
	off := len(l.text) - len(rest)
	if rest == "" || rest[0] == '#' && off > at {
		return r.child(l, at, indent, depth, true)
	}
	switch c := rest[0]; {
	case c == '[' || c == '{' || opensFullWidth(rest):
		return r.flowAt(l, off, indent, depth)
	case c == '|' || c == '>':
		r.beyond = true
		return r.scalar(l, off, len(l.text), "", true)
	case c == '&' || c == '*' || c == '!' || c == '`' || c == '@' || c == '%':
		r.reserved(l, off)
		n := r.scalar(l, off, len(l.text), rest, false)
		n.Broken = true
		r.skip(indent)
		return n
	case c == '"' || c == '\'':
		text, end, ok := quoted(rest)
		if !ok {
			n := r.scalar(l, off, len(l.text), rest, true)
			if r.continued(l, indent); !r.beyond {
				n.Broken = true
				r.unclosed(l, off)
			}
			return n
		}
		r.trailing(l, off+end)
		r.continued(l, indent)
		return r.scalar(l, off, off+end, text, true)
	}
	text := rest
	if i := strings.Index(text, " #"); i >= 0 {
		text = text[:i]
	}
	text = strings.TrimRight(text, " \t")
	if i := strings.Index(text, ": "); i >= 0 || strings.HasSuffix(text, ":") {
		if i < 0 {
			i = len(text) - 1
		}
		r.fault(r.span(l, off+i, off+i+1), diag.Textf("值里的冒号后面有空格，会被当成另一个键", "a colon with a space inside a value would start another key"),
			diag.Textf("请把整个值放进引号", "put the whole value in quotation marks"))
	}
	r.continued(l, indent)
	return r.scalar(l, off, off+len(text), text, false)
}

// continued looks for a further-indented line behind a value. A key there has
// slipped; anything else goes to the YAML library, which folds lines.
func (r *reader) continued(l line, indent int) {
	if r.pos >= len(r.lines) || r.lines[r.pos].indent <= indent || r.lines[r.pos].num <= l.num {
		return
	}
	next := r.lines[r.pos]
	if _, _, ok := splitKey(next.text[next.indent:]); ok && !next.astray() {
		r.uneven(next)
		r.adrift = true
		r.skip(indent)
		return
	}
	r.beyond = true
}

// child reads the nested collection below an empty value, or an empty scalar.
func (r *reader) child(l line, at, indent, depth int, key bool) *Node {
	if r.astray() {
		return r.remains(l, indent, depth)
	}
	if r.pos < len(r.lines) {
		next := r.lines[r.pos]
		nested := next.indent > indent
		if key && next.indent == indent && isItem(next.text[indent:]) {
			nested = true // a sequence may stand at its key's own column
		}
		if nested {
			if _, _, ok := splitKey(next.text[next.indent:]); !ok && !isItem(next.text[next.indent:]) && !strings.ContainsAny(next.text[next.indent:], ":：") {
				r.beyond = true // a value on a line of its own
			}
			if r.ahead(r.pos, indent) {
				back := r.lines[r.pos+1].indent
				r.fault(point(next.num, next.indent+1), diag.Textf("缩进不一致：这一行缩进 %d 个空格，后面的行缩进 %d 个", "uneven indentation: the line has %d spaces in front, the lines behind it have %d", next.indent, back),
					diag.Textf("请与同一级的行对齐", "align the line with those on the same level"))
				r.pos++
				n := r.block(back, depth+1)
				n.lose()
				return n
			}
			return r.block(next.indent, depth+1)
		}
	}
	n := r.scalar(l, min(at, len(l.text)), min(at, len(l.text)), "", false)
	return n
}

// end returns where the last child of n ends.
func (r *reader) end(n *Node) (int, int) {
	if len(n.Items) == 0 {
		return n.Span.EndLine, n.Span.EndColumn
	}
	s := n.Items[len(n.Items)-1].Span
	return s.EndLine, s.EndColumn
}

// skip passes over the lines indented deeper than indent.
func (r *reader) skip(indent int) {
	for r.pos < len(r.lines) && r.lines[r.pos].indent > indent {
		r.pos++
	}
}
