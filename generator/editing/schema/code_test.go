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

	"gongkai/generator/source/keys"
)

// readers are the methods that read a key; the key is the argument of this number.
var readers = map[string]int{"Get": 0, "Pair": 0, "Text": 0, "Int": 0, "Year": 0, "Bool": 0, "Date": 0, "OneOf": 0, "List": 0, "Texts": 0, "Need": 0,
	"words": 1, "path": 1, "choices": 1, "day": 1}

// elsewhere are the keys of a definition that no call names: those by which an inherited item is changed; those
// of a list's parts, which are read in a loop.
var elsewhere = []string{"replace", "after", "before", "code", "value", "indent", "sum_of"}

// Every key that the loader of forms reads is declared, and every declared key is read, with the same choices.
// The readers of other files go by their declarations, and need no such test.
func TestDefinitionEqualsLoader(t *testing.T) {
	const files = "../../form/*.go"
	read, choices := keysRead(t, files)
	declared, words := map[string]bool{}, map[string]bool{}
	flatten(Definition(), declared, words, map[*keys.Key]bool{})
	for k := range read {
		if !declared[k] {
			t.Errorf("%s reads %q, which Definition does not declare", files, k)
		}
	}
	for k := range declared {
		if !read[k] && !slices.Contains(elsewhere, k) {
			t.Errorf("Definition declares %q, which %s does not read", k, files)
		}
	}
	for _, w := range choices {
		if !words[w] {
			t.Errorf("%s takes the choice %q, which Definition does not offer", files, w)
		}
	}
	if len(read) < 40 {
		t.Errorf("found %d keys that %s reads, want more than 40", len(read), files)
	}
}

func flatten(k *keys.Key, ids, words map[string]bool, seen map[*keys.Key]bool) {
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
			if sel.Sel.Name == "OneOf" {
				choices = append(choices, texts[1:]...)
			}
			return true
		})
	}
	return keys, choices
}
