package diag_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var verb = regexp.MustCompile(`%(\[\d+\])?[a-zA-Z%]`)

// Every message must use its arguments in both languages: a format without indexes
// has as many verbs as there are arguments, or none at all.
func TestFormatsMatchTheirArguments(t *testing.T) {
	seen := 0
	for _, dir := range []string{"..", "../../cmd"} {
		err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(f, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() || !isTextf(call.Fun) {
					return true
				}
				for _, arg := range call.Args[:2] {
					lit, ok := arg.(*ast.BasicLit)
					if !ok {
						continue
					}
					seen++
					s, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					verbs, indexed := 0, false
					for _, v := range verb.FindAllString(s, -1) {
						indexed = indexed || strings.Contains(v, "[")
						if v != "%%" {
							verbs++
						}
					}
					if args := len(call.Args) - 2; !indexed && verbs > 0 && verbs != args || verbs > 0 && args == 0 {
						t.Errorf("%s: %q has %d verbs for %d arguments", name, s, verbs, args)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen < 100 {
		t.Errorf("only %d formats seen", seen)
	}
}

func isTextf(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return f.Name == "Textf" || f.Name == "diagText"
	case *ast.SelectorExpr:
		return f.Sel.Name == "Textf" || f.Sel.Name == "text"
	}
	return false
}
