package source

import (
	"strconv"
	"strings"
	"unicode"

	"gongkai/generator/diag"
)

// splitKey finds the colon that ends a plain or quoted key: the end of the key and
// the offset after the colon.
func splitKey(s string) (end, after int, ok bool) {
	if s == "" {
		return 0, 0, false
	}
	if s[0] == '"' || s[0] == '\'' {
		_, n, closed := quoted(s)
		if !closed {
			return 0, 0, false
		}
		t := strings.TrimLeft(s[n:], " \t")
		if !strings.HasPrefix(t, ":") {
			return 0, 0, false
		}
		return n, len(s) - len(t) + 1, true
	}
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t'):
			return len(strings.TrimRight(s[:i], " \t")), i + 1, i > 0
		case s[i] == '#' && i > 0 && isBlank(s[i-1]):
			return 0, 0, false
		}
	}
	return 0, 0, false
}

// colon finds the first colon in a text that would make a key of what is before it:
// with a blank after it, or at the end; -1 where there is none.
func colon(s string) int {
	for i := 0; i < len(s); i++ {
		n := strings.IndexByte(s[i:], ':')
		if n < 0 {
			break
		}
		if i += n; i+1 == len(s) || isBlank(s[i+1]) {
			return i
		}
	}
	return -1
}

// colonInside reports such a colon.
func (r *reader) colonInside(l line, off int) {
	r.fault(r.span(l, off, off+1), diag.Textf("值里的冒号后面有空格，会被当成另一个键", "a colon with a space inside a value would start another key"),
		diag.Textf("请把整个值放进引号", "put the whole value in quotation marks"))
}

// key reads the key of a line and the offset where its value starts. A full-width
// colon, or a colon without a space, is a finding; the key is taken all the same,
// so that one slip gives one finding.
func (r *reader) key(l line) (*Node, int, bool) {
	s := l.text[l.indent:]
	if s[0] == '&' || s[0] == '*' || s[0] == '!' {
		r.reserved(l, l.indent)
		return nil, 0, false
	}
	if s[0] == '?' && (len(s) == 1 || s[1] == ' ') {
		r.beyond = true
		return nil, 0, false
	}
	if l.indent == 0 && (strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...")) && (len(s) == 3 || isBlank(s[3])) {
		r.fault(r.span(l, 0, 3), diag.Textf("“%s”是 YAML 文档的分隔符", "%s separates YAML documents", s[:3]), diag.Textf("请删去，一个文件里只有一份数据", "delete it: a file holds one"))
		return nil, 0, false
	}
	if s[0] == '[' || s[0] == '{' {
		r.fault(r.span(l, l.indent, l.indent+1), diag.Textf("键不能以“%c”开头", "a key cannot begin with %c", s[0]), diag.Textf("这里应是“键: 值”", "write a key, a colon, a space and the value"))
		return nil, 0, false
	}
	end, after, ok := splitKey(s)
	wide := strings.Index(s, "：")
	if ok && (wide < 0 || wide > end || s[0] == '"' || s[0] == '\'') {
		n := r.scalar(l, l.indent, l.indent+end, s[:end], false)
		if s[0] == '"' || s[0] == '\'' {
			n.Value, _, _ = quoted(s)
			n.Quoted = true
			if rest := s[after:]; rest != "" && !isBlank(rest[0]) {
				r.spaceMissing(r.span(l, l.indent+after-1, l.indent+after), n.Value, rest, 0)
			}
		}
		if n.Value == "<<" && !n.Quoted {
			r.merge(n)
			return nil, 0, false
		}
		return n, l.indent + after, true
	}
	if wide > 0 {
		r.typed = typed{line: l.num, finding: len(r.findings), wrong: []string{"："}, right: []string{":"}}
		r.fault(r.span(l, l.indent+wide, l.indent+wide+len("：")), diag.Textf("键后面用了全角冒号“：”", "a full-width colon “：” after the key"),
			diag.Textf("请改为半角冒号加空格“: ”", "write a plain colon and a space"))
		r.replace(spaced(":", s[wide+len("："):]), "：")
		return r.scalar(l, l.indent, l.indent+wide, strings.TrimSpace(s[:wide]), false), l.indent + wide + len("："), true
	}
	if i := strings.IndexByte(s, ':'); i > 0 && !strings.ContainsAny(s[:i], " /\"") {
		blank := len(s[i+1:]) - len(strings.TrimLeft(s[i+1:], blanks+" "))
		r.spaceMissing(r.span(l, l.indent+i, l.indent+i+1), s[:i], s[i+1:], blank)
		return r.scalar(l, l.indent, l.indent+i, s[:i], false), l.indent + i + 1 + blank, true
	}
	r.fault(r.span(l, l.indent, len(l.text)), diag.Textf("这一行不是“键: 值”", "this line is not a key with a value"),
		diag.Textf("请写成“键: 值”，冒号后面加一个空格", "write a key, a colon, a space and the value"))
	return nil, 0, false
}

// reserved reports anchors, aliases, tags and characters YAML keeps for itself.
func (r *reader) reserved(l line, off int) {
	at := r.span(l, off, off+1)
	quote := diag.Textf("如果是文字，请放进引号", "if it is text, put it in quotation marks")
	switch c := l.text[off]; c {
	case '&':
		r.fault(at, diag.Textf("不支持 YAML 锚点（&）", "a YAML anchor (&) is not allowed"), quote)
	case '*':
		r.fault(at, diag.Textf("不支持 YAML 别名（*）", "a YAML alias (*) is not allowed"), quote)
	case '!':
		r.fault(at, diag.Textf("不支持 YAML 标签（!）", "a YAML tag (!) is not allowed"), quote)
	default:
		r.fault(at, diag.Textf("值不能以“%c”开头", "a value cannot begin with %c", c), quote)
	}
}

func (r *reader) merge(key *Node) {
	r.fault(key.Span, diag.Textf("不支持 YAML 合并键 <<", "the YAML merge key << is not allowed"), diag.Textf("请把内容直接写出来", "write the values out"))
}

// unclosed reports a quotation mark without its partner.
func (r *reader) unclosed(l line, off int) {
	r.fault(r.span(l, off, off+1), diag.Textf("引号没有闭合", "the quotation mark is not closed"), diag.Textf("请补上引号", "close it on the same line"))
}

// trailing reports what is after a closed value, a comment aside.
func (r *reader) trailing(l line, off int) {
	if ends(l.text, off, false) {
		return
	}
	rest := strings.TrimLeft(l.text[off:], " \t")
	at := len(l.text) - len(rest)
	r.fault(r.span(l, at, len(l.text)), diag.Textf("值结束之后还有多余的内容“%s”", "%q follows the end of the value", rest),
		diag.Textf("请删除，或检查引号和括号", "delete it, or check the quotation marks and brackets"))
}

// quoted reads a quoted scalar at the start of s: its text and the offset after
// the closing mark.
func quoted(s string) (text string, end int, ok bool) {
	if s[0] == '\'' {
		for i := 1; i < len(s); i++ {
			if s[i] != '\'' {
				continue
			}
			if i+1 < len(s) && s[i+1] == '\'' {
				i++
				continue
			}
			return strings.ReplaceAll(s[1:i], "''", "'"), i + 1, true
		}
		return "", 0, false
	}
	plain := true
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			plain = false
			i++
		case '"':
			if plain {
				return s[1:i], i + 1, true
			}
			return unescape(s[1:i]), i + 1, true
		}
	}
	return "", 0, false
}

var escapes = map[byte]string{'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': "\"", '/': "/", '\\': "\\", 'N': "\u0085", '_': "\u00a0", 'L': "\u2028", 'P': "\u2029"}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if e, ok := escapes[s[i]]; ok {
			b.WriteString(e)
			continue
		}
		if n := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[i]]; n > 0 && i+n < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+1+n], 16, 32); err == nil {
				b.WriteRune(rune(v))
				i += n
				continue
			}
		}
		b.WriteByte('\\')
		b.WriteByte(s[i])
	}
	return b.String()
}

// controls reports quoted texts whose escapes hide control characters: no page and no
// data file may carry them.
func (r *reader) controls(n *Node) {
	for _, c := range n.Keys {
		r.controls(c)
	}
	for _, c := range n.Items {
		r.controls(c)
	}
	if r.broken > 0 && n.Kind == Scalar && strings.ContainsAny(n.Value, "\r\u0085\u2028\u2029") {
		n.Broken = true
		return
	}
	if !n.Quoted {
		return
	}
	for _, c := range n.Value {
		if c != '\n' && c != '\t' && unicode.IsControl(c) || c == unicode.ReplacementChar {
			r.fault(n.Span, diag.Textf("引号里的转义是控制字符 U+%04X", "an escape in the quotation marks is the control character U+%04X", c),
				diag.Textf("请删除这个转义", "delete the escape"))
			return
		}
	}
}
