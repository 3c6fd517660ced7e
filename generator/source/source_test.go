package source

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

// outline writes a node as its tree with the place of every key and value:
// "line:column-end" where the end lies in the same line.
func outline(b *strings.Builder, n *Node, indent string) {
	switch n.Kind {
	case Mapping:
		fmt.Fprintf(b, "map %s\n", place(n))
		for i, k := range n.Keys {
			fmt.Fprintf(b, "%s  %s %s = ", indent, k.Value, place(k))
			outline(b, n.Items[i], indent+"  ")
		}
	case Sequence:
		fmt.Fprintf(b, "seq %s\n", place(n))
		for _, item := range n.Items {
			fmt.Fprintf(b, "%s  - ", indent)
			outline(b, item, indent+"  ")
		}
	default:
		mark := ""
		if n.Quoted {
			mark = " quoted"
		}
		fmt.Fprintf(b, "%q %s%s\n", n.Value, place(n), mark)
	}
}

func place(n *Node) string {
	s := n.Span
	if s.EndLine != s.Line {
		return fmt.Sprintf("%d:%d-%d:%d", s.Line, s.Column, s.EndLine, s.EndColumn)
	}
	return fmt.Sprintf("%d:%d-%d", s.Line, s.Column, s.EndColumn)
}

// cases reads a file of numbered cases: "### title", the input, "---->", what is
// expected. In the input \r, \t and \ufeff stand for these characters.
func cases(t *testing.T, file string, do func(t *testing.T, input string) string) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
		title, rest, _ := strings.Cut(c, "\n")
		input, want, ok := strings.Cut(rest, "\n---->")
		if !ok {
			t.Fatalf("case %d: got %q, want ----> in it", i+1, rest)
		}
		t.Run(fmt.Sprintf("%d %s", i+1, title), func(t *testing.T) {
			input := strings.NewReplacer(`\r`, "\r", `\t`, "\t", `\ufeff`, "\ufeff", `\u00a0`, "\u00a0", `\u2028`, "\u2028", `\x00`, "\x00").Replace(input + "\n")
			if got := do(t, input); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Every key and value knows its line and column, in characters.
func TestPositions(t *testing.T) {
	cases(t, "positions.txt", func(t *testing.T, input string) string {
		d := Parse("x.md", []byte(input))
		for _, f := range d.Findings {
			t.Errorf("got %d:%d %s, want no finding", f.Span.Line, f.Span.Column, f.Message.EN)
		}
		var b strings.Builder
		outline(&b, d.Front, "")
		return b.String()
	})
}

// Each fault of syntax is one finding at its place, and nothing follows from it.
func TestSyntaxFaults(t *testing.T) {
	cases(t, "faults.txt", func(t *testing.T, input string) string {
		var b strings.Builder
		for _, f := range Parse("x.md", []byte(input)).Findings {
			if f.Rule != "syntax" || f.Message.ZH == "" || f.Hint.IsZero() {
				t.Errorf("got %+v, want rule syntax, a message in two languages and a hint", f)
			}
			fmt.Fprintf(&b, "%d:%d-%d %s\n", f.Span.Line, f.Span.Column, f.Span.EndColumn, f.Message.EN)
		}
		return b.String()
	})
}

// Of files that are not text, or whose front matter does not begin or end, nothing else is said. The
// cases are Go strings.
func TestFaultyFiles(t *testing.T) {
	cases(t, "files.txt", func(t *testing.T, input string) string {
		data, err := strconv.Unquote(strings.TrimSpace(input))
		if err != nil {
			t.Fatal(err)
		}
		d := Parse("x.md", []byte(data))
		if len(d.Findings) != 1 || d.Readable || d.Front == nil || len(d.Body) > 0 || d.Findings[0].Hint.IsZero() {
			t.Fatalf("got %+v, want one finding with a hint, unreadable", d)
		}
		f := d.Findings[0]
		return fmt.Sprintf("%d:%d %s\n", f.Span.Line, f.Span.Column, f.Message.EN)
	})
}

func TestFiles(t *testing.T) {
	front := "---\nyear: 2023\n---\n"
	for name, tc := range map[string]struct {
		data     string
		at, want string
		body     string
		bodyLine int
	}{
		"whole":                       {front + "text\n", "", "", "text\n", 4},
		"crlf":                        {"---\r\nyear: 2023\r\n---\r\ntext\r\n", "", "", "text\r\n", 4},
		"bom":                         {"\ufeff" + front + "text", "", "", "text", 4},
		"blanks after ---":            {"--- \t\nyear: 2023\n---  \ntext", "", "", "text", 4},
		"empty front matter":          {"---\n---\ntext", "", "", "text", 3},
		"comment only":                {"---\n# nothing\n---\n", "", "", "", 4},
		"no body":                     {front, "", "", "", 4},
		"no last line break":          {"---\nyear: 2023\n---", "", "", "", 4},
		"empty file":                  {"", "1:1", "does not begin with front matter", "", 1},
		"no front matter":             {"# title\n", "1:1", "does not begin with front matter", "", 1},
		"only the first line":         {"---\n", "1:1", "does not end", "", 1},
		"unterminated":                {"---\nyear: 2023\n\n## 一、总体情况\n", "4:1", "the text seems to begin here", "", 1},
		"ended by a line of the body": {"---\nyear: 2023\n\n本报告依照条例编制。\n\n## 一、总体情况\n\n---\n\n注\n", "4:1", "the text seems to begin here", "", 1},
		"unterminated, a key last":    {"---\nyear: 2023\n\n## 表\nb: 1\n", "1:1", "does not end", "", 1},
		"comments like headings":      {"---\nyear: 2023\n\n## 表二\n### 甲\nb: 1\n\n## 完\n---\ntext", "", "", "text", 10},
		"half a pair, utf-16":         {"\xfe\xff\x00-\xd8\x00\x00-", "1:1", "UTF-16", "", 1},
		"NUL, utf-16":                 {"-\x00-\x00\x00\x00", "1:1", "UTF-16", "", 1},
		"damaged, gbk":                {"---\nyear: 2023\ntitle: \xd6\xd0\xb9\n---\n", "3:8", "not UTF-8 (byte 0xD6)", "", 1},
		"not UTF-8, bom":              {"\ufeff\xff\n", "1:1", "not UTF-8 (byte 0xFF)", "", 1},
		"not UTF-8 in text":           {front + "中文\x80", "4:3", "not UTF-8 (byte 0x80)", "", 1},
		"NUL":                         {front + "中\x00文", "4:2", "control character U+0000", "", 1},
		"too large":                   {front + strings.Repeat("x", MaxSize), "0:0", "larger than 4 MiB", "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			d := Parse("x.md", []byte(tc.data))
			if tc.want == "" {
				if len(d.Findings) > 0 || !d.Readable {
					t.Errorf("got %+v, readable %v, want no finding", d.Findings, d.Readable)
				}
			} else if len(d.Findings) != 1 || d.Readable {
				t.Fatalf("got %+v, readable %v, want one finding, unreadable", d.Findings, d.Readable)
			} else if f := d.Findings[0]; fmt.Sprintf("%d:%d", f.Span.Line, f.Span.Column) != tc.at || !strings.Contains(f.Message.EN, tc.want) {
				t.Errorf("got %+v, want %q at %s", f, tc.want, tc.at)
			}
			if string(d.Body) != tc.body || d.BodyLine != tc.bodyLine || d.Front == nil {
				t.Errorf("got body %q in line %d, want %q in line %d", d.Body, d.BodyLine, tc.body, tc.bodyLine)
			}
		})
	}
}

// Hostile input is refused in reasonable time.
func TestHostile(t *testing.T) {
	for name, yaml := range map[string]string{
		"deep brackets":   "a: " + strings.Repeat("[", 100000),
		"deep braces":     "a: " + strings.Repeat("{a: ", 100000),
		"deep mixed":      "a: " + strings.Repeat("[{", 1000) + "\nb: 1",
		"deep blocks":     deep("k:", 3000),
		"deep sequences":  "a: " + strings.Repeat("- ", 3000),
		"deep dashes":     strings.Repeat("- ", 3000) + "x",
		"many keys":       numbered("k%d: 1\n", 20000),
		"many flow keys":  "a: {" + numbered("k%d: 1, ", 20000) + "}",
		"many fallbacks":  numbered("k%d: |\n  x\n", 4000),
		"library bracket": "a: |\n  x\n" + "b:\n  c: |\n   x\n  d: " + strings.Repeat("[", 20000),
		"long unknown":    strings.Repeat("k", 1<<20) + ": 1",
	} {
		t.Run(name, func(t *testing.T) {
			root, _ := ParseYAML("x.yaml", []byte(yaml))
			(&Binder{}).Named(root, nil).Done()
		})
	}
}

func deep(key string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + key + "\n")
	}
	return b.String()
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
