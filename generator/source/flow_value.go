package source

import (
	"strings"
	"unicode"

	"gongkai/generator/diag"
)

// item reads one value of a sequence or mapping.
func (f *flow) item() *Node {
	c, _ := f.peek()
	switch {
	case c == -1:
		return f.empty()
	case c >= '0' && c <= '9':
		if n := f.number(); n != nil {
			return n
		}
	case c == '[' || c == '{' || c == '［' || c == '｛':
		return f.collection()
	case c == '"' || c == '\'':
		n, last, end := f.r.quote(f.l, f.off, f.indent, true)
		f.l, f.off = last, end
		if n.Broken && n.Span.EndLine == n.Span.Line {
			f.abandon() // the rest of the collection went into the text
		}
		return n
	case c == '?' && f.blankAt(f.off+1):
		f.r.doubt(f.here(), diag.Textf("“?”后面的空格使它成为键的标记", "a question mark followed by a space marks a key"), diag.Textf("如果是文字，请放进引号", "if it is text, put it in quotation marks"))
	case c == '&' || c == '*' || c == '!':
		f.r.reserved(f.l, f.off)
		n := f.plain(false)
		n.Broken = true
		return n
	}
	return f.plain(false)
}

// number reads what most values are: digits up to a comma or a bracket; nil where
// there is more to them.
func (f *flow) number() *Node {
	s := f.l.text
	for end := f.off + 1; end < len(s); end++ {
		switch c := s[end]; {
		case c >= '0' && c <= '9':
		case c == ',' || c == ']' || c == '}':
			n := f.r.node()
			col := f.r.at(f.l, f.off)
			n.Value, n.Span = s[f.off:end], diag.Span{Line: f.l.num, Column: col, EndLine: f.l.num, EndColumn: col + end - f.off}
			f.off = end
			return n
		default:
			return nil
		}
	}
	return nil
}

func (f *flow) empty() *Node {
	return f.r.scalar(f.l, f.off, f.off, "", false)
}

// blankAt reports whether a blank, or the line's end, is at an offset.
func (f *flow) blankAt(off int) bool { return off >= len(f.l.text) || isBlank(f.l.text[off]) }

// plain reads an unquoted scalar up to a comma, a bracket or a comment; as a key
// also up to a colon.
func (f *flow) plain(key bool) *Node {
	s := f.l.text[f.off:]
	end, colon := f.plainEnd(s, key)
	text := strings.TrimRight(s[:end], " \t")
	n := f.r.scalar(f.l, f.off, f.off+len(text), text, false)
	if colon >= 0 {
		f.r.doubts++
		f.r.colonInside(f.l, f.off+colon)
	}
	f.r.notComment(f.l, f.off, text)
	f.off += end
	if !key {
		f.fold(n)
	}
	return n
}

// plainEnd finds where an unquoted scalar ends, and in a value the colon that would make
// a key of it; -1 where there is none.
func (f *flow) plainEnd(s string, key bool) (end, colon int) {
	colon = -1
	for i, c := range s {
		stop := false
		switch c {
		case ',', ']', '}', '[', '{':
			stop = true
		case '，', '］', '｝', '、', '；', ';':
			stop = !key && f.parts(s, i, c)
		case ':':
			if key {
				stop = i+1 == len(s) || strings.IndexByte(" \t,]}\"'[{", s[i+1]) >= 0 || word(s[:i])
			} else if colon < 0 && (i+1 == len(s) || strings.IndexByte(" \t,]}", s[i+1]) >= 0) {
				colon = i
			}
		case '：':
			stop = key
		case '#':
			stop = i > 0 && isBlank(s[i-1])
		}
		if stop {
			return i, colon
		}
	}
	return len(s), colon
}

// numeric reports whether a text is what people write in the cell of a table, so
// that a full-width comma after it separates cells and is not a part of a sentence.
func numeric(s string) bool {
	for _, c := range s {
		if !strings.ContainsRune("0123456789０１２３４５６７８９+-－—–/／.．,，件元 无　", c) {
			return false
		}
	}
	return true
}

// key reads the key of a flow mapping.
func (f *flow) key(m *Node) *Node {
	switch c, _ := f.peek(); {
	case c == '"' || c == '\'' || c == '?' && f.blankAt(f.off+1):
		return f.item()
	case c == '[' || c == '{':
		key := f.collection()
		f.r.doubt(collectionKey(key.Span))
		m.Broken = true
		return key
	case c == '&' || c == '*' || c == '!':
		f.r.reserved(f.l, f.off)
		key := f.plain(true)
		key.Broken = true
		return key
	}
	return f.plain(true)
}

// pair reads "key: value" of a flow mapping.
func (f *flow) pair(m *Node) {
	key := f.key(m)
	unnamed := key.Kind == Scalar && key.Value == "" && !key.Quoted
	found := len(f.r.findings)
	var value *Node
	switch c, size := f.peek(); {
	case c == ':' || c == '：':
		if f.wide(c); unnamed {
			f.r.keyless(f.here())
			m.Broken = true
		}
		f.off += size
		value = f.behindColon(key, c)
	case key.Kind != Scalar || f.rejoin(m, key):
		return
	default:
		value = f.empty()
		value.Broken = true
		if c != -1 && (key.Value != "" || c != ',') {
			f.r.fault(key.Span, diag.Textf("“%s”后面没有冒号和值", "%q has no colon and no value", key.Value), diag.Textf("请写成“键: 值”", "write a key, a colon, a space and the value"))
		}
		if c != -1 && narrow(c) != ',' && narrow(c) != '}' {
			f.off += size // a stray character: always move on
		}
	}
	switch {
	case key.Kind != Scalar || unnamed: // a finding says so, or it is a comma too many
	case key.Value == "<<" && !key.Quoted:
		f.r.findings = f.r.findings[:found] // whatever its value is
		f.r.merge(key)
		m.Broken = true
	default:
		f.r.duplicate(m, key)
		m.Keys, m.Items = append(m.Keys, key), append(m.Items, value)
	}
}

// behindColon reads the value of a key, after the colon c.
func (f *flow) behindColon(key *Node, c rune) *Node {
	if rest := f.l.text[f.off:]; c == ':' && key.Kind == Scalar && !key.Quoted && rest != "" && strings.IndexByte(" \t,]}", rest[0]) < 0 {
		f.r.spaceMissing(f.r.span(f.l, f.off-1, f.off), key.Value, rest, 0)
	}
	if next, _ := f.peek(); next == ',' || next == '}' || next == '，' || next == '｝' {
		return f.empty()
	}
	return f.item()
}

// word reports whether a text is a name of letters, as keys are.
func word(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool { return c != '_' && !unicode.IsLetter(c) })
}

// rejoin puts a number with a thousands separator together again: "{a: 1,000}"
// reads as a key without a value.
func (f *flow) rejoin(m, key *Node) bool {
	if len(m.Items) == 0 || len(key.Value) != 3 || strings.Trim(key.Value, "0123456789") != "" {
		return false
	}
	last := m.Items[len(m.Items)-1]
	if last.Kind != Scalar || last.Quoted || last.Value == "" || strings.Trim(last.Value, "0123456789,") != "" ||
		last.Span.EndLine != key.Span.Line || last.Span.EndColumn+1 != key.Span.Column {
		return false
	}
	last.Value += "," + key.Value
	last.Span.EndColumn = key.Span.EndColumn
	return true
}
