package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What other programs write as YAML is read, with the values that they were given and
// with exact places. The files in testdata/writers are report.json as written by PyYAML
// 6.0.3 (dump by default, with allow_unicode and sort_keys=False, the same with
// default_flow_style=None), gopkg.in/yaml.v3 3.0.1 (Marshal; the flow style of go.yaml.in
// 3.0.6), go.yaml.in/yaml/v4 4.0.0 (WithV4Defaults), js-yaml 5.5.0 (dump; flowLevel 1),
// yaml 2.9.1 (stringify; flow collections) and yq 4.54.3, and as prettier 3.10.1 formats
// js-yaml's flow style with two tab widths.
func TestWriters(t *testing.T) {
	var want map[string]any
	decoder := json.NewDecoder(bytes.NewReader(file(t, "testdata/writers/report.json")))
	decoder.UseNumber()
	if err := decoder.Decode(&want); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("testdata/writers/*.yaml")
	if err != nil || len(files) < 10 {
		t.Fatalf("got %d files, %v, want at least 10", len(files), err)
	}
	for _, name := range files {
		lf := string(file(t, name))
		for ending, text := range map[string]string{"LF": lf, "CRLF": strings.ReplaceAll(lf, "\n", "\r\n")} {
			t.Run(filepath.Base(name)+" "+ending, func(t *testing.T) {
				eol := strings.Repeat("\r", strings.Count(ending, "CR")) + "\n"
				d := Parse("x.md", []byte("---"+eol+text+"---"+eol))
				for _, f := range d.Findings {
					t.Errorf("got %d:%d %s, want no finding", f.Span.Line, f.Span.Column, f.Message.EN)
				}
				got, _ := json.MarshalIndent(plainValue(d.Front), "", " ")
				if want, _ := json.MarshalIndent(texts(want), "", " "); !bytes.Equal(got, want) {
					t.Errorf("got\n%s\nwant\n%s", got, want)
				}
				places(t, d, d.Front)
			})
		}
	}
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// plainValue is a tree as maps, lists and texts.
func plainValue(n *Node) any {
	switch n.Kind {
	case Mapping:
		out := map[string]any{}
		for i, k := range n.Keys {
			out[k.Value] = plainValue(n.Items[i])
		}
		return out
	case Sequence:
		out := []any{}
		for _, item := range n.Items {
			out = append(out, plainValue(item))
		}
		return out
	}
	if n.IsNull() {
		return nil
	}
	return n.Value
}

// texts turns the numbers of JSON into texts, as front matter has them.
func texts(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = texts(x)
		}
	case []any:
		for i, x := range v {
			v[i] = texts(x)
		}
	case json.Number, bool:
		return fmt.Sprint(v)
	}
	return v
}

// places holds what is at the span of each key and value against its value.
func places(t *testing.T, d *Document, n *Node) {
	t.Helper()
	for _, list := range [][]*Node{n.Keys, n.Items} {
		for _, x := range list {
			places(t, d, x)
		}
	}
	text := between(d, n)
	ok := true
	switch {
	case n.Kind == Scalar && n.Quoted && text != "" && (text[0] == '|' || text[0] == '>'):
		ok = strings.Trim(text, "|>+-0123456789") == ""
	case n.Kind == Scalar && n.Quoted:
		ok = len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0]
		if got, size, closed := quoted(text + " "); ok && n.Span.Line == n.Span.EndLine {
			ok = closed && size == len(text) && got == n.Value
		}
	case n.Kind == Scalar:
		ok = strings.Join(strings.Fields(text), " ") == strings.Join(strings.Fields(n.Value), " ")
	case text != "" && (text[0] == '[' || text[0] == '{'):
		ok = text[len(text)-1] == text[0]+2
	}
	if !ok {
		t.Errorf("at %+v: got %q, want the text of %q", n.Span, text, n.Value)
	}
}

// between is the text of a file at a node's span.
func between(d *Document, n *Node) string {
	s := n.Span
	var out []string
	for num := s.Line; num <= s.EndLine; num++ {
		line := []rune(d.Line(num))
		from, to := 0, len(line)
		if num == s.Line {
			from = s.Column - 1
		}
		if num == s.EndLine {
			to = s.EndColumn - 1
		}
		if from > to || to > len(line) {
			return fmt.Sprintf("outside line %d: %d to %d", num, from, to)
		}
		out = append(out, string(line[from:to]))
	}
	return strings.Join(out, "\n")
}
