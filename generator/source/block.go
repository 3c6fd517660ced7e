package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	text     string
	lines    []line
	pos      int
	findings []diag.Finding
	// beyond is set where the text goes beyond this reader: the YAML library
	// reads the top-level entry instead.
	beyond bool
	// doubts counts the findings of an entry that are dropped if the library reads it.
	doubts  int
	endings bool // a line that ends in too many characters is reported
	broken  int  // findings of characters that end a line for YAML only
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

// block reads the collection that starts at the current line.
func (r *reader) block(indent, depth int) *Node {
	l := r.lines[r.pos]
	n := r.node()
	n.Span = point(l.num, indent+1)
	if depth > maxDepth {
		r.tooDeep(n.Span)
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

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isItem(s string) bool { return s[0] == '-' && (len(s) == 1 || isBlank(s[1])) }

// item reads "- value", where value may be a mapping that starts on the same line.
func (r *reader) item(seq *Node, indent, depth int) {
	l := r.lines[r.pos]
	rest := strings.TrimLeft(l.text[indent+1:], " \t")
	at := len(l.text) - len(rest)
	if rest == "" || rest[0] == '#' {
		r.pos++
		seq.Items = append(seq.Items, r.child(l, len(l.text), indent, depth, false))
		return
	}
	if rest[0] == '?' && (len(rest) == 1 || isBlank(rest[1])) {
		r.beyond = true // an explicit key
		return
	}
	if _, _, ok := splitKey(rest); ok && rest[0] != '{' && rest[0] != '[' || isItem(rest) {
		// The rest of the line is the first entry of a collection at its own column.
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

// value reads what is after a key or a dash, from byte at of line l on; the
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
		n, last, end := r.quote(l, off, indent, false)
		if n.Broken {
			start := r.pos
			r.skip(indent)
			r.adrift = r.pos > start
			return n
		}
		r.trailing(last, end)
		r.continued(last, indent)
		return n
	}
	text := strings.TrimRight(uncomment(rest), " \t")
	if i := colon(text); i >= 0 {
		r.colonInside(l, off+i)
	}
	r.notComment(l, off, text)
	r.continued(l, indent)
	return r.scalar(l, off, off+len(text), text, false)
}

// continued looks for a further-indented line after a value. A key there has
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
			nested = true // a sequence may be at its key's own column
		}
		if nested {
			s := next.text[next.indent:]
			switch _, _, pair := splitKey(s); {
			case s[0] == '[' || s[0] == '{', (s[0] == '"' || s[0] == '\'') && !pair:
				r.pos++
				return r.value(next, next.indent, indent, depth)
			case !pair && !isItem(s) && isText(s):
				r.beyond = true // a text on a line of its own
			}
			if r.ahead(r.pos, indent) {
				back := r.lines[r.pos+1].indent
				r.fault(point(next.num, next.indent+1), diag.Textf("缩进不一致：这一行缩进 %d 个空格，后面的行缩进 %d 个", "uneven indentation: the line has %d spaces in front, the lines after it have %d", next.indent, back),
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

// isText reports whether a line below a key is a text, and no key that lacks its space or
// has a full-width colon.
func isText(s string) bool {
	key, _, ok := strings.Cut(s, ":")
	if wide, _, has := strings.Cut(s, "："); has && len(wide) < len(key) {
		key, ok = wide, true
	}
	return !ok || strings.HasPrefix(s[len(key):], "://") || utf8.RuneCountInString(key) > longKey || strings.ContainsFunc(strings.TrimSpace(key), func(c rune) bool {
		return c != '_' && c != '-' && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
}

// longKey is longer than any key of a form, in characters.
const longKey = 20

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
