package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// A flow collection is read by this file's own rules: every item between two
// commas is a value, also "-", "/" and nothing at all, so that a wrong cell is a
// finding at the cell and the rest of its row is still known. Full-width
// brackets, commas and colons are findings, and are read as what they stand for.

// flow is a cursor over a flow collection, which may span lines.
type flow struct {
	r      *reader
	l      line
	off    int
	indent int // of the key: a line at or left of it ends an unclosed collection
	depth  int
	broken bool // ran out of lines
	deep   bool // gave up, which is reported already
	full   bool // the collection being read has full-width brackets
}

// opensFullWidth reports whether a value is a collection in full-width brackets,
// as against a text that begins with one.
func opensFullWidth(s string) bool {
	if !strings.HasPrefix(s, "［") && !strings.HasPrefix(s, "｛") {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(uncomment(s), " \t"))
	return strings.ContainsRune("］｝]}", r)
}

// flowAt reads the flow collection at byte off of line l.
func (r *reader) flowAt(l line, off, indent, depth int) *Node {
	f := flow{r: r, l: l, off: off, indent: indent, depth: depth}
	open := f.here()
	n := f.collection()
	if f.broken {
		n.Broken = true
		if f.deep {
			return n
		}
		r.fault(open, diag.Textf("括号没有闭合", "the bracket is not closed"), diag.Textf("请在最后一个值后面补上对应的括号", "write the closing bracket after the last value"))
		return n
	}
	if !n.Broken { // a bracket that does not match has said so
		r.trailing(f.l, f.off)
	}
	r.continued(f.l, indent)
	return n
}

// peek returns the character at the cursor; line ends and comments are passed over.
func (f *flow) peek() (rune, int) {
	for !f.broken {
		s := f.l.text
		for f.off < len(s) && (s[f.off] == ' ' || s[f.off] == '\t') {
			f.off++
		}
		if f.off < len(s) && (s[f.off] != '#' || f.off > 0 && !isBlank(s[f.off-1])) {
			if c := s[f.off]; c < utf8.RuneSelf {
				return rune(c), 1
			}
			return utf8.DecodeRuneInString(s[f.off:])
		}
		if f.r.pos >= len(f.r.lines) || f.r.lines[f.r.pos].indent <= f.indent && !closes(f.r.lines[f.r.pos].text) {
			f.broken = true
			f.off = len(f.l.text)
			return -1, 0
		}
		f.l = f.r.lines[f.r.pos]
		f.off = f.l.indent
		f.r.pos++
	}
	return -1, 0
}

// closes reports a line that only closes brackets: it may be at the key's column.
func closes(s string) bool {
	t := strings.TrimLeft(s, " ")
	return t[0] == ']' || t[0] == '}'
}

func (f *flow) here() diag.Span {
	_, n := utf8.DecodeRuneInString(f.l.text[f.off:])
	return f.r.span(f.l, f.off, f.off+n)
}

// closing is the bracket that closes the collection being read.
func (f *flow) closing() rune { return f.r.open[len(f.r.open)-1] }

// collection reads a sequence or mapping whose bracket is at the cursor.
func (f *flow) collection() *Node {
	c, size := f.peek()
	n := f.r.node()
	n.Span = f.here()
	if f.depth++; f.depth > maxDepth {
		f.r.tooDeep(n.Span)
		f.abandon()
		return n
	}
	closing := ']'
	n.Kind = Sequence
	if f.wide(c) == '{' {
		closing, n.Kind = '}', Mapping
	}
	f.off += size
	outer := f.full
	f.full = c == '［' || c == '｛'
	f.r.open = append(f.r.open, closing)
	n.Items = f.r.list()
	if n.Kind == Mapping {
		n.Keys = f.r.list()
	}
	for first := true; ; first = false {
		c, size = f.peek()
		if c == -1 {
			break
		}
		if narrow(c) == closing {
			// "[1, ]" has no second item; YAML allows the comma.
			f.wide(c)
			f.off += size
			break
		}
		if c := narrow(c); !first && (c == ']' || c == '}') {
			f.r.fault(f.here(), diag.Textf("括号不配对", "the brackets do not match"), diag.Textf("请检查 [ ] 与 { } 是否成对", "check the pairs of [ ] and { }"))
			n.Broken = true
			if !slices.Contains(f.r.open[:len(f.r.open)-1], c) { // it closes this one, not one around it
				f.off += size
			}
			break
		}
		if n.Kind == Mapping {
			f.pair(n)
		} else {
			n.Items = append(n.Items, f.item())
		}
		if f.off == len(f.l.text) || f.l.text[f.off] != ',' { // as nearly always
			f.colonBehind()
		}
		if !f.separator() {
			break
		}
	}
	n.Span.EndLine, n.Span.EndColumn = f.l.num, f.r.at(f.l, f.off)
	f.depth, f.r.open, f.full = f.depth-1, f.r.open[:len(f.r.open)-1], outer
	return n
}

// abandon gives up the collections that are being read, with all their lines.
func (f *flow) abandon() {
	f.broken, f.deep = true, true
	f.off = len(f.l.text)
	f.r.skip(f.indent)
	for f.r.pos < len(f.r.lines) && f.r.lines[f.r.pos].indent == f.indent && closes(f.r.lines[f.r.pos].text) {
		f.r.pos++
	}
}

// colonBehind passes over a colon after a quoted text or a collection, which makes a key
// of it, and over its value.
func (f *flow) colonBehind() {
	if c, size := f.peek(); c == ':' {
		f.r.doubt(f.here(), diag.Textf("这里的冒号会把前面的内容变成键", "a colon here makes a key of what is before it"), diag.Textf("请删去冒号，或改成“键: 值”", "delete it, or write a key and a value"))
		f.off += size
		if c, _ = f.peek(); c != ',' && c != ']' && c != '}' {
			f.item()
		}
	}
}

// separator passes over the comma after an item; false when the collection ended
// without one.
func (f *flow) separator() bool {
	c, size := f.peek()
	switch {
	case c == -1:
		return false
	case narrow(c) == ',':
		f.wide(c)
		f.off += size
	case narrow(c) == ']' || narrow(c) == '}':
	default:
		f.r.fault(f.here(), diag.Textf("两个值之间缺少逗号", "a comma is missing between two values"), diag.Textf("请用半角逗号分隔", "separate values with a comma"))
	}
	return true
}
