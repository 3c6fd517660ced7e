package source

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// In the subset that people write by hand, this reader and the YAML library see the
// same tree.
func TestSameAsLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mapping(t, 0, 3)
		root, findings := ParseYAML("x.yaml", []byte(text))
		if len(findings) > 0 {
			t.Fatalf("got %+v, want no finding in\n%s", findings[0], text)
		}
		var y yaml.Node
		if err := yaml.Unmarshal([]byte(text), &y); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if ours, theirs := tree(root), libraryTree(y.Content[0]); ours != theirs {
			t.Fatalf("got  %s\nwant %s\nof\n%s", ours, theirs, text)
		}
	})
}

func tree(n *Node) string {
	var parts []string
	switch n.Kind {
	case Mapping:
		for i, k := range n.Keys {
			parts = append(parts, fmt.Sprintf("%q: %s", k.Value, tree(n.Items[i])))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case Sequence:
		for _, item := range n.Items {
			parts = append(parts, tree(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%q@%d:%d", n.Value, n.Span.Line, n.Span.Column)
}

func libraryTree(n *yaml.Node) string {
	var parts []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i < len(n.Content); i += 2 {
			parts = append(parts, fmt.Sprintf("%q: %s", n.Content[i].Value, libraryTree(n.Content[i+1])))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case yaml.SequenceNode:
		for _, item := range n.Content {
			parts = append(parts, libraryTree(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return fmt.Sprintf("%q@%d:%d", n.Value, n.Line, n.Column)
}

var (
	plainText = rapid.StringMatching(`[0-9a-z一二公开][0-9a-z 。、“”（）《》/_.+*!:#\-]{0,9}[0-9a-z一二公开]`).Filter(func(s string) bool {
		return !strings.Contains(s, ": ") && !strings.Contains(s, " #") && !listed.MatchString(s)
	})
	// listed is figures that another mark than a comma separates, which is a finding.
	listed  = regexp.MustCompile(`^[-+0-9 /.]+、`)
	keyText = rapid.StringMatching(`[a-z一二公开]{1,4}( [a-z公开]{1,3})?`)
)

func scalarText(t *rapid.T) string {
	s := plainText.Draw(t, "scalar")
	switch rapid.IntRange(0, 5).Draw(t, "style") {
	case 0:
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	case 1:
		return `"` + s + rapid.SampledFrom([]string{"", `\"`, `\n`, `\u4e2d`, `\\`}).Draw(t, "escape") + `"`
	}
	return s
}

func flowText(t *rapid.T, depth int) string {
	kind := rapid.IntRange(0, 4).Draw(t, "flow")
	if depth == 0 || kind > 1 {
		return scalarText(t)
	}
	n := rapid.IntRange(0, 4).Draw(t, "items")
	var parts []string
	for i := range n {
		item := flowText(t, depth-1)
		if kind == 0 {
			item = fmt.Sprintf("%s%d: %s", keyText.Draw(t, "key"), i, item)
		}
		parts = append(parts, item)
	}
	text := strings.Join(parts, rapid.SampledFrom([]string{", ", ",   ", ",\n                              "}).Draw(t, "comma"))
	if kind == 0 {
		return "{" + text + "}"
	}
	return "[" + text + "]"
}

// mapping writes a block mapping; every line ends with a line break.
func mapping(t *rapid.T, indent, depth int) string {
	pad := strings.Repeat(" ", indent)
	var b strings.Builder
	for i := range rapid.IntRange(1, 4).Draw(t, "entries") {
		if rapid.IntRange(0, 5).Draw(t, "noise") == 0 {
			b.WriteString(rapid.SampledFrom([]string{"\n", "# comment: here\n", "      # indented\n", "   \n"}).Draw(t, "blank"))
		}
		key := fmt.Sprintf("%s%d", keyText.Draw(t, "key"), i)
		if rapid.IntRange(0, 4).Draw(t, "quoted") == 0 {
			key = `"` + key + `"`
		}
		b.WriteString(pad + key + ":")
		end := rapid.SampledFrom([]string{"\n", "\n", "\r\n", " # after\n", "  \n"}).Draw(t, "end")
		kind := rapid.IntRange(0, 5).Draw(t, "value")
		switch {
		case depth > 0 && kind == 0:
			b.WriteString(end + mapping(t, indent+rapid.IntRange(1, 4).Draw(t, "indent"), depth-1))
		case depth > 0 && kind == 1:
			b.WriteString(end + sequence(t, indent+rapid.IntRange(0, 2).Draw(t, "indent"), depth-1))
		default:
			b.WriteString(" " + flowText(t, 2) + end)
		}
	}
	return b.String()
}

func sequence(t *rapid.T, indent, depth int) string {
	pad := strings.Repeat(" ", indent)
	var b strings.Builder
	for range rapid.IntRange(1, 3).Draw(t, "items") {
		if depth > 0 && rapid.Bool().Draw(t, "nested") {
			inner := mapping(t, indent+2, depth-1)
			if !strings.HasPrefix(inner, pad+"  ") || inner[len(pad)+2] == ' ' || inner[len(pad)+2] == '#' {
				inner = pad + "  k: v\n" + inner // a comment or a blank line comes first
			}
			b.WriteString(pad + "- " + inner[indent+2:])
			continue
		}
		b.WriteString(pad + "- " + flowText(t, 1) + "\n")
	}
	return b.String()
}

// Nothing brings the reader down, and every place lies in the file.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"---\nyear: 2023\n新收：1\nnew: ［1，0］\n---\n", "---\na: |\n  x\nb: [1, {c: 2}]\n---\n", "---\na: &x [1\n\tb: {c\n---\n",
		"\ufeff---\r\na: {x: 1,000, 'y': \"z\"}\r\n---\r\ntext", "---\n- - a\n---\n", "---\n? a\n: [b\n---\n", "---\na:\n  b: 1\n   c: 2\n d: 3\n---\n",
		"---\na: \"x\n  y\"\nb: 'z\n---\n", "---\na: {<<: *b, c, d: ]}\n---\n",
		"---\na:\"}\r0, x: ||||1,000y   :y0\"--z]{0\n---\n", "---\na: [1,\u2028 {b: c]\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Parse("x.md", data)
		lines := strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n")
		inside := func(what string, n *Node, line, column int) {
			if line < 1 || line > len(lines)+1 || column < 1 || line <= len(lines) && column > len([]rune(lines[line-1]))+2 {
				t.Errorf("%s: got line %d, column %d, want them in the file of %d lines: %+v", what, line, column, len(lines), n)
			}
		}
		var walk func(n *Node)
		walk = func(n *Node) {
			inside("start", n, n.Span.Line, n.Span.Column)
			inside("end", n, n.Span.EndLine, n.Span.EndColumn)
			if n.Kind == Mapping && len(n.Keys) != len(n.Items) || n.Kind != Mapping && len(n.Keys) > 0 {
				t.Errorf("got %d keys and %d items, want as many in a mapping, and no key elsewhere: %+v", len(n.Keys), len(n.Items), n)
			}
			for _, k := range n.Keys {
				walk(k)
			}
			for _, item := range n.Items {
				walk(item)
			}
		}
		walk(d.Front)
		for _, x := range d.Findings {
			if x.Span.Line != 0 {
				inside(x.Message.EN, nil, x.Span.Line, x.Span.Column)
			}
		}
	})
}
