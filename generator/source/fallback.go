package source

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
)

// library reads one top-level entry with the YAML library.
func library(text string) (*yaml.Node, error) {
	doc := new(yaml.Node)
	err := safely(func() error { return yaml.Unmarshal([]byte(text), doc) })
	return doc, err
}

// fallback takes over what the library read of an entry: block scalars, values folded over
// lines, explicit keys. l is the entry's first line.
func (r *reader) fallback(root *Node, text string, l line, doc *yaml.Node, err error) {
	if err != nil {
		at, message := position(err)
		at.Line += l.num - 1
		at.EndLine = at.Line
		r.fault(at, diag.Textf("无法读取：%s", "cannot be read: %s", said(message)), diag.Textf("请检查这一行的缩进、引号和冒号", "check the indentation, the quotation marks and the colons of this line"))
		r.lost(root, l)
		return
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		r.noKeys(l)
		r.lost(root, l)
		return
	}
	m := newConversion(r, text, l.num-1).node(doc.Content[0])
	if doc.Content[0].Style&yaml.FlowStyle != 0 { // the whole top level
		root.Span = m.Span
	}
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
