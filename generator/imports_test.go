package generator

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/prose/han"
)

// maxSiblings is how many packages below generator/ one of them may import. The packages that
// join the others are exempt: the root, and those marked with * in the table.
const maxSiblings = 10

// row is what the table of ARCHITECTURE.md says of a package.
type row struct {
	layer   int
	joins   bool // it joins the others, and may import more of them
	imports []string
}

// packageTable reads the table of packages.
func packageTable(t *testing.T) map[string]row {
	t.Helper()
	data, err := os.ReadFile("../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]row{}
	for line := range strings.Lines(string(data)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | ")
		if len(cells) != 4 || !strings.HasPrefix(line, "| `") {
			continue
		}
		name := strings.Trim(cells[0], " `*")
		layer, err := strconv.Atoi(cells[1])
		if err != nil {
			t.Fatalf("the layer of %s is %q, want a number", name, cells[1])
		}
		r := row{layer: layer, joins: strings.HasSuffix(strings.TrimSpace(cells[0]), "*")}
		if list := strings.TrimSpace(cells[3]); list != "–" {
			r.imports = strings.Split(list, ", ")
		}
		if _, twice := table[name]; twice {
			t.Errorf("%s: got two rows in the table, want one", name)
		}
		table[name] = r
	}
	if len(table) < 20 {
		t.Fatalf("the table has %d rows, want more than 20", len(table))
	}
	return table
}

// modulePath is what go.mod calls this program, which may be given another path.
func modulePath(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimSpace(strings.TrimPrefix(first, "module "))
}

// The table of packages in ARCHITECTURE.md is what the code is: each package imports what its
// row lists and nothing else, all of it from lower layers.
func TestImports(t *testing.T) {
	program := modulePath(t) + "/"
	module := program + "generator/"
	found := map[string][]string{}
	walk(t, "..", func(name string) {
		if !strings.HasSuffix(name, ".go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), path.Join("..", name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		pkg, inside := strings.CutPrefix(path.Dir(name), "generator/")
		if inside && found[pkg] == nil {
			found[pkg] = []string{}
		}
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, spec := range file.Imports {
			target, _ := strconv.Unquote(spec.Path.Value)
			if strings.HasPrefix(name, "themes") && strings.HasPrefix(target, program) || strings.HasPrefix(name, "internal/") && strings.HasPrefix(target, program+"generator") {
				t.Errorf("%s imports %s, want nothing of this program", name, target)
			}
			if inside && (target == program+"generator" || strings.HasPrefix(target, program+"cmd")) {
				t.Errorf("%s imports %s, which is above it", name, target)
			}
			if sibling, ok := strings.CutPrefix(target, module); ok && inside && !slices.Contains(found[pkg], sibling) {
				found[pkg] = append(found[pkg], sibling)
			}
		}
	})
	table := packageTable(t)
	for pkg, siblings := range found {
		r, ok := table[pkg]
		if !ok {
			t.Errorf("%s: got no row in the table, want one", pkg)
			continue
		}
		slices.Sort(siblings)
		if !slices.Equal(siblings, r.imports) {
			t.Errorf("%s: got imports %v, want %v as its row says", pkg, siblings, r.imports)
		}
		if len(siblings) > maxSiblings && !r.joins {
			t.Errorf("%s imports %d siblings, want at most %d: %v", pkg, len(siblings), maxSiblings, siblings)
		}
		for _, s := range siblings {
			if below := table[s].layer; below >= r.layer {
				t.Errorf("%s of layer %d imports %s of layer %d, want a lower one", pkg, r.layer, s, below)
			}
		}
	}
	for pkg := range table {
		if found[pkg] == nil {
			t.Errorf("got a row for %s, want none for a package that is not there", pkg)
		}
	}
}

// No package below generator/ gives another's type, constant or function a second name: who
// uses something imports the package that has it.
func TestNoAliases(t *testing.T) {
	files := 0
	walk(t, "..", func(name string) {
		if !strings.HasPrefix(name, "generator/") || path.Dir(name) == "generator" || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return
		}
		files++
		file, err := parser.ParseFile(token.NewFileSet(), path.Join("..", name), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		siblings := map[string]bool{}
		for _, spec := range file.Imports {
			if target, _ := strconv.Unquote(spec.Path.Value); strings.HasPrefix(target, modulePath(t)+"/") {
				siblings[path.Base(target)] = true
			}
		}
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range g.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					if spec.Assign.IsValid() && ofSibling(spec.Type, siblings) {
						t.Errorf("%s: %s is another package's type under a second name", name, spec.Name)
					}
				case *ast.ValueSpec:
					for i, v := range spec.Values {
						if spec.Names[i].IsExported() && ofSibling(v, siblings) {
							t.Errorf("%s: %s is another package's under a second name", name, spec.Names[i])
						}
					}
				}
			}
		}
	})
	if files < 100 {
		t.Errorf("looked at %d files, want more than 100", files)
	}
}

// ofSibling reports whether an expression is a name of another package of this program.
func ofSibling(e ast.Expr, siblings map[string]bool) bool {
	s, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && siblings[x.Name]
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
		// A Latin word or two may be anywhere, as may the code that gongkai.yaml has too.
		latin := !strings.ContainsFunc(word, han.Is)
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
		t.Fatalf("got %d words, want at least 40", len(words))
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
				t.Errorf("%s: got %q, want no words of a form", name, word)
			}
		}
	})
}

// walk calls do for every file of the program, by its path from the repository's root.
func walk(t *testing.T, root string, do func(name string)) {
	t.Helper()
	for _, top := range []string{"cmd", "generator", "internal", "themes"} {
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
