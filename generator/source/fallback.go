package source

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
)

// fallback reads one top-level entry with the YAML library: block scalars, values
// folded over lines, explicit keys. l is the entry's first line.
func (r *reader) fallback(root *Node, text string, l line) {
	var doc yaml.Node
	err := safely(func() error { return yaml.Unmarshal([]byte(text), &doc) })
	if err != nil {
		at, message := position(err)
		at.Line += l.num - 1
		at.EndLine = at.Line
		r.fault(at, diag.Textf("无法读取：%s", "cannot be read: %s", message), diag.Textf("请检查这一行的缩进、引号和冒号", "check the indentation, the quotation marks and the colons of this line"))
		r.lost(root, l)
		return
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		r.fault(point(l.num, l.indent+1), diag.Textf("这里应是“键: 值”", "expected a key and a value here"), diag.Text{})
		r.lost(root, l)
		return
	}
	m := r.convert(doc.Content[0], l.num-1, strings.Split(text, "\n"))
	for i, k := range m.Keys {
		r.duplicate(root, k)
		root.Keys, root.Items = append(root.Keys, k), append(root.Items, m.Items[i])
	}
}

// lost keeps the key of an entry that could not be read, so that it is not missed.
func (r *reader) lost(root *Node, l line) {
	if end, _, ok := splitKey(l.text[l.indent:]); ok {
		v := r.scalar(l, len(l.text), len(l.text), "", false)
		v.Broken = true
		root.Keys = append(root.Keys, r.scalar(l, l.indent, l.indent+end, l.text[l.indent:l.indent+end], false))
		root.Items = append(root.Items, v)
		return
	}
	root.lose()
}

// safely turns a panic of the YAML library into an error: content must never
// bring the tool down.
func safely(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("yaml: %v", p)
		}
	}()
	return do()
}

var yamlPlace = regexp.MustCompile(`L(\d+)(?:\.C(\d+))?|line (\d+)`)

// position takes the place out of the library's message, which has no other.
func position(err error) (diag.Span, string) {
	var le *yaml.LoadError
	if errors.As(err, &le) && le.Mark.Line > 0 {
		at := le.Mark
		if strings.Contains(le.ContextMsg, "flow") || strings.Contains(le.ContextMsg, "quoted") {
			at = le.ContextMark // where the bracket or the quotation mark opens
		}
		return point(at.Line, max(at.Column, 1)), le.Message
	}
	text := err.Error()
	for u := errors.Unwrap(err); u != nil; u = errors.Unwrap(u) {
		text = u.Error()
	}
	lineNo, column := 1, 1
	if m := yamlPlace.FindStringSubmatch(text); m != nil {
		lineNo, _ = strconv.Atoi(m[1] + m[3])
		if c, err := strconv.Atoi(m[2]); err == nil {
			column = c
		}
	}
	if i := strings.LastIndex(text, ": "); i >= 0 {
		text = text[i+2:]
	}
	return point(max(lineNo, 1), max(column, 1)), text
}

// convert turns a node of the library into ours; lines count from offset.
func (r *reader) convert(y *yaml.Node, offset int, entry []string) *Node {
	n := r.node()
	n.Span = point(y.Line+offset, y.Column)
	if y.Anchor != "" || y.Kind == yaml.AliasNode || y.Style&yaml.TaggedStyle != 0 {
		r.fault(n.Span, diag.Textf("不支持 YAML 的锚点、别名和标签（& * !）", "YAML anchors, aliases and tags (& * !) are not allowed"),
			diag.Textf("请把内容直接写出来；如果是文字，请放进引号", "write the value out; if it is text, put it in quotation marks"))
		n.Broken = true
		return n
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Mapping
		for i := 0; i+1 < len(y.Content); i += 2 {
			k := r.convert(y.Content[i], offset, entry)
			r.duplicate(n, k)
			n.Keys = append(n.Keys, k)
			n.Items = append(n.Items, r.convert(y.Content[i+1], offset, entry))
		}
	case yaml.SequenceNode:
		n.Kind = Sequence
		for _, c := range y.Content {
			n.Items = append(n.Items, r.convert(c, offset, entry))
		}
	default:
		n.Value = y.Value
		n.Quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		n.Span.EndColumn = n.Span.Column + utf8.RuneCountInString(y.Value)
		if y.Line <= len(entry) {
			n.Span.EndColumn = min(n.Span.EndColumn, utf8.RuneCountInString(strings.TrimRight(entry[y.Line-1], "\r"))+1)
		}
		return n
	}
	if len(n.Items) > 0 {
		n.Span.EndLine, n.Span.EndColumn = r.end(n)
	}
	if y.Style&yaml.FlowStyle != 0 {
		closing(n, entry, offset)
	}
	return n
}

// closing moves the end of a flow collection behind its bracket, which the library
// does not tell.
func closing(n *Node, entry []string, offset int) {
	bracket := "]"
	if n.Kind == Mapping {
		bracket = "}"
	}
	for num, skip := n.Span.EndLine-offset, n.Span.EndColumn-1; num >= 1 && num <= len(entry); num, skip = num+1, 0 {
		runes := []rune(entry[num-1])
		rest := string(runes[min(skip, len(runes)):])
		if i := strings.Index(rest, bracket); i >= 0 {
			n.Span.EndLine = num + offset
			n.Span.EndColumn = min(skip, len(runes)) + utf8.RuneCountInString(rest[:i]) + 2
			return
		}
	}
}
