package source

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

var (
	mutations = flag.Int("mutations", 5000, "how many texts TestMutations makes")
	seed      = flag.Uint64("seed", 1, "what TestMutations draws them from")
)

// pieces are what an edit puts into a text: what people type wrongly, and what YAML
// gives a meaning to.
var pieces = []string{
	"\t", "\r", "\n", "\r\n", " ", "  ", "\n  ", "\n    ", "\t#", " #", "#", " # ", ":", ": ", ":\t", ",", ", ", "-", "- ", "-\t", "?", "? ", "|", ">",
	"[", "]", "{", "}", "{:}", "[[a]: b]", "{a: b}", "[a: b]", "[]", "{}", "\"", "'", "\\", "\\\n", "''", "\\n", "\\u4e2d", "&", "*", "!", "%", "@", "`", "~", "<<", "---", "...", "=",
	"：", "，", "、", "；", "［", "］", "｛", "｝", "“", "”", "　", "\u00a0", "\ufeff", "\u2028", "\u2029", "\u0085", "甲", "年", "a", "b: c", "0", "1,000", "null", "true",
}

// mutate makes some edits in a text: a piece put in, a piece in place of characters, some
// characters taken out, doubled or moved, a line taken out or doubled.
func mutate(r *rand.Rand, text string) string {
	runes := []rune(text)
	for range 1 + r.IntN(3) {
		at := r.IntN(len(runes) + 1)
		end := min(at+r.IntN(4), len(runes))
		with := []rune(pieces[r.IntN(len(pieces))])
		switch r.IntN(8) {
		case 0, 1, 2:
			end = at
		case 3:
			with = nil
		case 4:
			with = append(append([]rune{}, runes[at:end]...), runes[at:end]...)
		case 5:
			from := r.IntN(len(runes) + 1)
			with = runes[from:min(from+r.IntN(12), len(runes))]
		}
		runes = append(append(append([]rune{}, runes[:at]...), with...), runes[end:]...)
	}
	return string(runes)
}

// compare reports where a tree differs from the library's, "" where it does not.
func compare(n *Node, y *yaml.Node) string {
	at := fmt.Sprintf("line %d, column %d: ", n.Span.Line, n.Span.Column)
	switch {
	case y.Kind == yaml.MappingNode && n.Kind == Mapping:
		next := 0
		for i, k := range n.Keys {
			if next+1 >= len(y.Content) {
				return at + "a key more than the library has"
			}
			theirs := y.Content[next+1]
			if d := compare(k, y.Content[next]); d != "" {
				return "key, " + d
			}
			next += 2
			v := n.Items[i]
			if d := compare(v, theirs); d != "" {
				// A number with a thousands separator is put together again, so that the
				// finding is the separator and not a key that nobody wrote.
				whole := theirs.Value
				for v.Kind == Scalar && !v.Quoted && thousands.MatchString(v.Value) && whole != v.Value && next+1 < len(y.Content) && y.Content[next+1].Value == "" {
					whole += "," + y.Content[next].Value
					next += 2
				}
				if whole != v.Value || theirs.Kind != yaml.ScalarNode {
					return d
				}
			}
		}
		if next < len(y.Content) {
			return at + "a key less than the library has"
		}
	case y.Kind == yaml.SequenceNode && n.Kind == Sequence:
		if len(n.Items) != len(y.Content) {
			return fmt.Sprintf("%s%d items, the library has %d", at, len(n.Items), len(y.Content))
		}
		for i, item := range n.Items {
			if d := compare(item, y.Content[i]); d != "" {
				return d
			}
		}
	case y.Kind == yaml.ScalarNode && n.Kind == Scalar:
		switch {
		case n.Value != y.Value:
			return fmt.Sprintf("%s%q, the library has %q", at, n.Value, y.Value)
		case y.Value != "" && (n.Span.Line != y.Line || n.Span.Column != y.Column):
			return fmt.Sprintf("%s%q, for the library in line %d, column %d", at, n.Value, y.Line, y.Column)
		}
	default:
		return fmt.Sprintf("%skind %d, the library has %d", at, n.Kind, y.Kind)
	}
	return ""
}

// blankLine is a line that looks empty, or like a comment, and is text for YAML.
var blankLine = regexp.MustCompile(`(?m)^[ \t]*[\x{3000}\x{a0}\x{feff}\x{200b}][ \t\x{3000}\x{a0}\x{feff}\x{200b}]*(#.*)?\r?$`)

// sameWithoutBlanks compares again without the lines that look empty.
func sameWithoutBlanks(n *Node, text string) bool {
	var y yaml.Node
	err := yaml.Unmarshal([]byte(blankLine.ReplaceAllString(text, "")), &y)
	return err == nil && len(y.Content) > 0 && compare(n, y.Content[0]) == ""
}

var thousands = regexp.MustCompile(`^\d+(,\d{3})+$`)

// What is left of valid front matter after random edits, and is read without a finding by
// this reader and by the YAML library, is read as the same.
func TestMutations(t *testing.T) {
	texts := seeds(t)
	r := rand.New(rand.NewPCG(*seed, 2))
	both, own, library, failed := 0, 0, 0, 0
	for i := range *mutations {
		text := mutate(r, texts[i%len(texts)])
		root, findings := ParseYAML("x.yaml", []byte(text))
		var y yaml.Node
		err := safely(func() error { return yaml.Unmarshal([]byte(text), &y) })
		switch {
		case err != nil && len(findings) > 0:
			continue
		case err != nil:
			own++
			continue
		case len(findings) > 0:
			library++
			continue
		}
		both++
		if len(y.Content) == 0 || y.Content[0].Tag == "!!null" || len(root.Keys) == 0 && strings.TrimSpace(blankLine.ReplaceAllString(text, "")) == "" {
			if len(root.Keys) > 0 {
				t.Errorf("got %d keys, want none as the library has:\n%s", len(root.Keys), text)
			}
			continue
		}
		places(t, &Document{text: bytes.TrimPrefix([]byte(text), bom)}, root)
		if d := compare(root, y.Content[0]); d != "" && !sameWithoutBlanks(root, text) {
			t.Errorf("%s\n%q", d, text)
			if failed++; failed > 40 {
				break
			}
		}
	}
	t.Logf("%d texts: read by both %d, by this reader only %d, by the library only %d", *mutations, both, own, library)
	if both < *mutations/10 {
		t.Errorf("got %d of %d texts read by both, want at least a tenth", both, *mutations)
	}
}

// seeds are the valid texts that the edits begin with.
func seeds(t *testing.T) []string {
	t.Helper()
	var out []string
	data, err := os.ReadFile("testdata/positions.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
		_, rest, _ := strings.Cut(c, "\n")
		text, _, _ := strings.Cut(rest, "\n---->")
		text = strings.NewReplacer(`\r`, "\r", `\t`, "\t", `\ufeff`, "").Replace(text)
		text = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(strings.TrimPrefix(text, "---"), "\r\n"), "---"), "\r") + "\n"
		text = strings.TrimPrefix(strings.TrimPrefix(text, "\r"), "\n")
		if yaml.Unmarshal([]byte(text), new(yaml.Node)) == nil { // not what this reader reads beyond YAML
			out = append(out, text)
		}
	}
	files, err := filepath.Glob("testdata/writers/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		out = append(out, string(file(t, name)))
	}
	return append(out, strings.Split(string(report(t)), "---\n")[1])
}
