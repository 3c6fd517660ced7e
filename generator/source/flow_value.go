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
		text, end, ok := quoted(f.l.text[f.off:])
		if !ok {
			// The rest of the collection went into the text.
			f.r.unclosed(f.l, f.off)
			n := f.r.scalar(f.l, f.off, len(f.l.text), f.l.text[f.off+1:], true)
			n.Broken = true
			f.off = len(f.l.text)
			f.broken, f.deep = true, true
			return n
		}
		n := f.r.scalar(f.l, f.off, f.off+end, text, true)
		f.off += end
		return n
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

// plain reads an unquoted scalar up to a comma, a bracket or a comment; as a key
// also up to a colon.
func (f *flow) plain(key bool) *Node {
	s := f.l.text[f.off:]
	end := len(s)
	for i, c := range s {
		stop := false
		switch c {
		case ',', ']', '}', '[', '{':
			stop = true
		case '，', '］', '｝', '、', '；', ';':
			stop = !key && f.parts(s, i, c)
		case ':':
			stop = key && (i+1 == len(s) || strings.IndexByte(" ,]}\"'[{", s[i+1]) >= 0 || word(s[:i]))
		case '：':
			stop = key
		case '#':
			stop = i > 0 && s[i-1] == ' '
		}
		if stop {
			end = i
			break
		}
	}
	text := strings.TrimRight(s[:end], " \t")
	n := f.r.scalar(f.l, f.off, f.off+len(text), text, false)
	f.off += end
	return n
}

// numeric reports whether a text is what people write in the cell of a table, so
// that a full-width comma behind it separates cells and is no part of a sentence.
func numeric(s string) bool {
	for _, c := range s {
		if !strings.ContainsRune("0123456789０１２３４５６７８９+-－—–/／.．,，件元 无　", c) {
			return false
		}
	}
	return true
}

// pair reads "key: value" of a flow mapping.
func (f *flow) pair(m *Node) {
	var key *Node
	if c, _ := f.peek(); c == '"' || c == '\'' {
		key = f.item()
	} else {
		key = f.plain(true)
	}
	c, size := f.peek()
	var value *Node
	merge := len(f.r.findings)
	if c == ':' || c == '：' {
		f.wide(c)
		f.off += size
		if rest := f.l.text[f.off:]; c == ':' && !key.Quoted && rest != "" && strings.IndexByte(" \t,]}\"'[{", rest[0]) < 0 {
			f.r.spaceMissing(f.r.span(f.l, f.off-1, f.off), key.Value, rest, 0)
		}
		if next, _ := f.peek(); next == ',' || next == '}' || next == '，' || next == '｝' {
			value = f.empty()
		} else {
			value = f.item()
		}
	} else {
		if f.rejoin(m, key) {
			return
		}
		value = f.empty()
		value.Broken = true
		if c != -1 && (key.Value != "" || c != ',') {
			f.r.fault(key.Span, diag.Textf("“%s”后面没有冒号和值", "%q has no colon and no value", key.Value), diag.Textf("请写成“键: 值”", "write a key, a colon, a space and the value"))
		}
		if c != ',' && c != '}' && c != '，' && c != '｝' && c != -1 {
			f.off += size // a stray character: always move on
		}
	}
	if key.Value == "" && value.Value == "" && value.Kind == Scalar {
		return
	}
	if key.Value == "<<" && !key.Quoted {
		f.r.findings = f.r.findings[:merge] // whatever its value is
		f.r.merge(key)
		m.Broken = true
		return
	}
	f.r.duplicate(m, key)
	m.Keys = append(m.Keys, key)
	m.Items = append(m.Items, value)
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
