package rule

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A rule is checked in its own file, or found by a stage that reads, never both, never
// neither.
func TestEveryRuleIsFound(t *testing.T) {
	files := literals(t)
	for _, r := range all {
		if r.Relational() && (r.report != nil || evaluation(r.relation) == nil) {
			t.Errorf("%s: its kind %s has no check, or it has a second one", r.ID, r.relation)
		}
		ways := 0
		for _, way := range []bool{r.report != nil || r.agency != nil || r.text != nil || r.Relational(), r.direct != "", r.FoundBy != ""} {
			if way {
				ways++
			}
		}
		if ways != 1 {
			t.Errorf("%s: %d ways in which it is found, want one of a check, a function of its file, a stage that reads", r.ID, ways)
		}
		if r.direct != "" && !slices.Contains(declared(t, files[r.ID], false), r.direct) {
			t.Errorf("%s: %s does not declare %s", r.ID, files[r.ID], r.direct)
		}
	}
}

// FoundBy names what there is, in a package that reads files or arranges the site.
func TestFoundBy(t *testing.T) {
	readers := []string{"source", "form", "config", "report", "site"}
	for _, r := range all {
		if r.FoundBy == "" {
			continue
		}
		pkg, name, _ := strings.Cut(r.FoundBy, ".")
		if !slices.Contains(readers, pkg) {
			t.Errorf("%s is found by %s, want one of the packages %v", r.ID, r.FoundBy, readers)
			continue
		}
		files, err := filepath.Glob(path.Join("..", pkg, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(files, func(file string) bool { return slices.Contains(declared(t, file, true), name) }) {
			t.Errorf("%s is found by %s, which is not declared", r.ID, r.FoundBy)
		}
	}
}

// literals are the files of the rules, by id.
func literals(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			if strings.Contains(string(data), "\tID: \""+r.ID+"\"") {
				out[r.ID] = name
			}
		}
	}
	return out
}

// declared lists the functions of a file, methods as Type.Method; only the exported ones where
// that is wanted.
func declared(t *testing.T, name string, exported bool) (out []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || exported && !f.Name.IsExported() {
			continue
		}
		name := f.Name.Name
		if f.Recv != nil {
			of := f.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			if x, ok := of.(*ast.Ident); ok {
				name = x.Name + "." + name
			}
		}
		out = append(out, name)
	}
	return out
}
