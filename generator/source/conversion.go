package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"gongkai/generator/diag"
)

// conversion turns what the library read of an entry into nodes. The library tells where
// a value begins; where it ends is looked up in the text.
type conversion struct {
	r      *reader
	text   string
	starts []int // where the lines of the text begin
	before int   // lines of the file before the text
}

func newConversion(r *reader, text string, before int) *conversion {
	c := &conversion{r: r, text: text, before: before, starts: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			c.starts = append(c.starts, i+1)
		}
	}
	return c
}

// node turns one node of the library into ours.
func (c *conversion) node(y *yaml.Node) *Node {
	n := c.r.node()
	n.Span = point(y.Line+c.before, y.Column)
	if y.Anchor != "" || y.Kind == yaml.AliasNode || y.Style&yaml.TaggedStyle != 0 || y.Tag == "!" {
		c.r.fault(n.Span, diag.Textf("不支持 YAML 的锚点、别名和标签（& * !）", "YAML anchors, aliases and tags (& * !) are not allowed"),
			diag.Textf("请把内容直接写出来；如果是文字，请放进引号", "write the value out; if it is text, put it in quotation marks"))
		n.Broken = true
		return n
	}
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind = Mapping
		for i := 0; i+1 < len(y.Content); i += 2 {
			c.pair(n, y.Content[i], y.Content[i+1])
		}
	case yaml.SequenceNode:
		n.Kind = Sequence
		for _, item := range y.Content {
			n.Items = append(n.Items, c.node(item))
		}
	default:
		n.Value = y.Value
		n.Quoted = y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		n.Span.EndLine, n.Span.EndColumn = c.place(c.end(y))
		return n
	}
	if len(n.Items) > 0 {
		n.Span.EndLine, n.Span.EndColumn = c.r.end(n)
	}
	if y.Style&yaml.FlowStyle != 0 {
		c.close(n, y)
	}
	return n
}

// pair adds a key and its value to a mapping. A key is a text, and one that is written.
func (c *conversion) pair(m *Node, key, value *yaml.Node) {
	k := c.node(key)
	switch {
	case k.Broken:
	case k.Kind != Scalar:
		c.r.fault(collectionKey(k.Span))
	case k.Value == "" && !k.Quoted:
		c.r.keyless(point(k.Span.Line, k.Span.Column))
	case k.Value == "<<" && !k.Quoted:
		c.r.merge(k)
	default:
		c.r.duplicate(m, k)
		m.Keys, m.Items = append(m.Keys, k), append(m.Items, c.node(value))
		return
	}
	m.Broken = true
}

// offset is the byte at which a place of the library's lies, counted from 1 in the text.
func (c *conversion) offset(lineNo, column int) int {
	if lineNo > len(c.starts) {
		return len(c.text)
	}
	at := c.starts[max(lineNo, 1)-1]
	for ; column > 1 && at < len(c.text) && c.text[at] != '\n'; column-- {
		_, size := utf8.DecodeRuneInString(c.text[at:])
		at += size
	}
	return at
}

// place is the line and the column, in the file, of a byte.
func (c *conversion) place(at int) (lineNo, column int) {
	n := len(c.starts)
	for n > 1 && c.starts[n-1] > at {
		n--
	}
	return n + c.before, 1 + utf8.RuneCountInString(c.text[c.starts[n-1]:at])
}

// end is the offset after a scalar; of a block scalar, after its mark.
func (c *conversion) end(y *yaml.Node) int {
	at := c.offset(y.Line, y.Column)
	rest := c.text[at:]
	switch {
	case y.Value == "" && y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0:
		return at
	case y.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 && rest != "":
		if _, size, ok := quoted(rest); ok {
			return at + size
		}
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return at + len(rest) - len(strings.TrimLeft(rest, "|>+-0123456789"))
	}
	for word := range strings.FieldsSeq(y.Value) {
		if rest = strings.TrimLeftFunc(rest, unicode.IsSpace); !strings.HasPrefix(rest, word) {
			break
		}
		rest = rest[len(word):]
	}
	return len(c.text) - len(rest)
}

// close moves the end of a flow collection after its bracket.
func (c *conversion) close(n *Node, y *yaml.Node) {
	opening := c.offset(y.Line, y.Column)
	if opening == len(c.text) || c.text[opening] != '[' && c.text[opening] != '{' {
		return // a pair in a sequence has none
	}
	at := opening + 1
	if len(n.Items) > 0 {
		at = max(at, c.offset(n.Span.EndLine-c.before, n.Span.EndColumn))
	}
	for ; at < len(c.text) && c.text[at] != c.text[opening]+2; at++ {
		if c.text[at] == '#' && (at == 0 || isBlank(c.text[at-1]) || c.text[at-1] == '\n') {
			at += strings.IndexByte(c.text[at:]+"\n", '\n') - 1
		}
	}
	n.Span.EndLine, n.Span.EndColumn = c.place(min(at+1, len(c.text)))
}
