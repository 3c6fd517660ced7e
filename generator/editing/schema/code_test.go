package schema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
)

// readers are the methods that read a key; the key is the argument of this number.
var readers = map[string]int{"Get": 0, "Pair": 0, "Text": 0, "Int": 0, "Year": 0, "Bool": 0, "Date": 0, "Enum": 0, "List": 0, "Texts": 0, "Need": 0,
	"words": 1, "path": 1, "choices": 1}

// elsewhere are the keys that no call names: those of attachments, which are read in
// source; those by which an inherited item is changed; those of a list's parts, which are
// read in a loop; and the table of the test.
var elsewhere = []string{"file", "replace", "after", "before", "code", "value", "indent", "sum_of", "t"}

// Every key that the stages read is declared, and every declared key is read, with the
// same choices.
func TestDeclarationsEqualCode(t *testing.T) {
	report := Report(&form.Form{Data: &form.Slot{ID: "data", Slots: []*form.Slot{{ID: "t", List: &form.List{}}}}})
	for _, c := range []struct {
		files    string
		declared []*Key
	}{
		{"../../config/*.go", []*Key{Config()}},
		{"../../register/*.go", []*Key{Entry(), Page(), Category()}},
		{"../../report/*.go", []*Key{report}},
		{"../../form/*.go", []*Key{Definition()}},
	} {
		read, choices := keysRead(t, c.files)
		declared, words := map[string]bool{}, map[string]bool{}
		for _, k := range c.declared {
			flatten(k, declared, words, map[*Key]bool{})
		}
		for k := range read {
			if !declared[k] {
				t.Errorf("%s reads %q, which generator/editing/schema does not declare", c.files, k)
			}
		}
		for k := range declared {
			if !read[k] && !slices.Contains(elsewhere, k) {
				t.Errorf("generator/editing/schema declares %q, which %s does not read", k, c.files)
			}
		}
		for _, w := range choices {
			if !words[w] {
				t.Errorf("%s takes the choice %q, which generator/editing/schema does not offer", c.files, w)
			}
		}
		if len(read) < 8 {
			t.Errorf("%s: only %d keys found", c.files, len(read))
		}
	}
}

func flatten(k *Key, ids, words map[string]bool, seen map[*Key]bool) {
	for _, c := range k.Keys {
		if seen[c] {
			continue
		}
		seen[c] = true
		ids[c.ID] = true
		for _, e := range c.Enum {
			words[e] = true
		}
		flatten(c, ids, words, seen)
	}
}

// keysRead finds the texts that the calls of the readers name, and the choices.
func keysRead(t *testing.T, pattern string) (keys map[string]bool, choices []string) {
	t.Helper()
	keys = map[string]bool{}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal(pattern, err)
	}
	for _, name := range files {
		// The vocabulary of the prose is made of words, not of keys that are declared.
		if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "load_narrative.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if kv, ok := n.(*ast.KeyValueExpr); ok { // an operand of a relation
				if id, ok := kv.Key.(*ast.Ident); ok && id.Name == "key" {
					if lit, ok := kv.Value.(*ast.BasicLit); ok {
						s, _ := strconv.Unquote(lit.Value)
						keys[s] = true
					}
				}
				return true
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at, ok := readers[sel.Sel.Name]
			if !ok || len(call.Args) <= at {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains([]string{"source", "url", "http"}, x.Name) {
				return true
			}
			var texts []string
			for _, a := range call.Args[at:] {
				if lit, ok := a.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					s, _ := strconv.Unquote(lit.Value)
					texts = append(texts, s)
				}
			}
			if len(texts) == 0 {
				return true
			}
			keys[texts[0]] = true
			if sel.Sel.Name == "Enum" {
				choices = append(choices, texts[1:]...)
			}
			return true
		})
	}
	return keys, choices
}
