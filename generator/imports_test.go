package generator

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"gongkai/generator/form"
)

// allowed is the table of imports in ARCHITECTURE.md: what each package below
// generator/ may import of its siblings.
var allowed = map[string]string{
	"diag":         "",
	"edit":         "diag",
	"source":       "diag",
	"narrative":    "",
	"form":         "diag narrative source",
	"prose":        "diag",
	"privacy":      "diag",
	"similarity":   "diag",
	"config":       "diag source",
	"register":     "diag prose source",
	"report":       "diag source form prose",
	"rule":         "diag form register report",
	"schema":       "diag form rule",
	"editor":       "diag report schema source",
	"lsp":          "diag editor",
	"site":         "diag prose register report",
	"layout":       "diag edit form source",
	"amend":        "diag edit report source",
	"chart":        "",
	"render/table": "chart form report",
	"render/html":  "site config prose render/table",
	"render/data":  "form report site sqlite",
	"render/sheet": "form report site",
	"sqlite":       "",
	"graph":        "",
	"output":       "",
	"watch":        "",
	"serve":        "amend diag edit output",
	"search":       "site output",
	"audit":        "diag output",
	"scaffold":     "",
	"acceptance":   "",
}

func TestImports(t *testing.T) {
	const module = "gongkai/generator/"
	found := map[string][]string{}
	walk(t, "..", func(name string) {
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join("..", name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		dir := path.Dir(name)
		for _, spec := range file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			pkg, inside := strings.CutPrefix(dir, "generator/")
			if strings.HasPrefix(dir, "themes") && strings.HasPrefix(target, "gongkai/") {
				t.Errorf("%s imports %s", name, target)
			}
			if !inside {
				continue
			}
			if target == "gongkai/generator" || target == "gongkai/themes" || strings.HasPrefix(target, "gongkai/cmd") {
				t.Errorf("%s imports %s", name, target)
			}
			if sibling, ok := strings.CutPrefix(target, module); ok && !slices.Contains(found[pkg], sibling) {
				found[pkg] = append(found[pkg], sibling)
			}
			if _, known := allowed[pkg]; !known {
				t.Errorf("%s is in no row of the table", name)
			}
		}
	})
	if len(found) < 8 {
		t.Fatalf("found only %v", found)
	}
	for pkg, siblings := range found {
		if len(siblings) > 4 {
			t.Errorf("%s imports %d siblings: %v", pkg, len(siblings), siblings)
		}
		for _, s := range siblings {
			if pkg != "scaffold" && !slices.Contains(strings.Fields(allowed[pkg]), s) {
				t.Errorf("%s must not import %s", pkg, s)
			}
		}
	}
}

// Statutory words live in the forms' definitions: neither code nor a template names a
// row or a column.
func TestNoStatutoryWords(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	add := func(word string) {
		// A Latin word or two may stand anywhere, as may the code that gongkai.yaml has too.
		latin := !strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Han, r) })
		if len([]rune(word)) >= 4 && (!latin || strings.Count(word, " ") > 1) && word != "政府网站标识码" {
			words[word] = word
		}
	}
	for _, f := range forms.All() {
		for _, c := range f.Cells {
			add(c.RowName)
			add(c.Column)
			for part := range strings.SplitSeq(c.Label, " · ") {
				add(part)
				add(strings.TrimLeft(part, "（一二三四五六七）、.0123456789"))
			}
		}
		for _, t := range f.Tables {
			add(t.Corner)
			for _, b := range t.Blocks {
				add(b.Corner)
			}
		}
	}
	if len(words) < 40 {
		t.Fatalf("only %d words", len(words))
	}
	walk(t, "..", func(name string) {
		if strings.HasSuffix(name, "_test.go") || !slices.Contains([]string{".go", ".html", ".css"}, path.Ext(name)) || strings.HasPrefix(name, "generator/form/defs/") {
			return
		}
		data, err := os.ReadFile(path.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		for word := range words {
			if strings.Contains(string(data), word) {
				t.Errorf("%s says %q", name, word)
			}
		}
	})
}

// walk calls do for every file of the program, by its path from the repository's root.
func walk(t *testing.T, root string, do func(name string)) {
	t.Helper()
	for _, top := range []string{"cmd", "generator", "themes"} {
		err := fs.WalkDir(os.DirFS(root), top, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules"):
				return fs.SkipDir
			case !d.IsDir():
				do(name)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
