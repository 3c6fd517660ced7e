package html

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what templates see into docs/views.md, and the columns of the data into docs/data.md")

// apiRoots are what templates are given; apiForeign are the types of other packages that
// are worth a table of their own.
var (
	apiRoots   = []string{"html.View", "html.Frame", "table.View", "table.FigureList", "html.ComponentsView"}
	apiForeign = []string{"form.Grid", "form.GridCell", "form.Cell", "config.Config", "site.Page"}
)

// apiType is a type that templates see, as its Go source documents it.
type apiType struct {
	doc    string
	fields []apiField
}

type apiField struct{ name, typ, doc string }

// api reads the types that templates can reach, from the source.
func api(t *testing.T) (types map[string]*apiType, order []string) {
	t.Helper()
	known := map[string]*apiType{}
	for pkg, dir := range map[string]string{"html": ".", "table": "../table", "form": "../../form", "config": "../../config", "site": "../../site"} {
		fset := token.NewFileSet()
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(fset, file, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range f.Decls {
				if g, ok := d.(*ast.GenDecl); ok {
					for _, s := range g.Specs {
						if s, ok := s.(*ast.TypeSpec); ok {
							if st, ok := s.Type.(*ast.StructType); ok {
								known[pkg+"."+s.Name.Name] = structure(fset, pkg, st, g.Doc.Text()+s.Doc.Text())
							}
						}
					}
				}
			}
		}
	}
	types = map[string]*apiType{}
	reference := regexp.MustCompile(`[a-z]+\.[A-Za-z]+`)
	var visit func(string)
	visit = func(name string) {
		s := known[name]
		if s == nil || types[name] != nil {
			return
		}
		types[name] = s
		order = append(order, name)
		for _, f := range s.fields {
			for _, r := range reference.FindAllString(f.typ, -1) {
				if strings.HasPrefix(r, "html.") || strings.HasPrefix(r, "table.") || slices.Contains(apiForeign, r) {
					visit(r)
				}
			}
		}
	}
	for _, r := range apiRoots {
		if known[r] == nil {
			t.Fatalf("there is no type %s", r)
		}
		visit(r)
	}
	return types, order
}

func structure(fset *token.FileSet, pkg string, st *ast.StructType, doc string) *apiType {
	out := &apiType{doc: strings.Join(strings.Fields(strings.Split(doc, "\n\n")[0]), " ")}
	own := regexp.MustCompile(`(^|[\]*])([A-Z][A-Za-z]*)$`)
	for _, f := range st.Fields.List {
		var typ strings.Builder
		if err := printer.Fprint(&typ, fset, f.Type); err != nil {
			return nil
		}
		name := own.ReplaceAllString(typ.String(), "${1}"+pkg+".$2")
		text := strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
		if len(f.Names) == 0 {
			out.fields = append(out.fields, apiField{"(" + strings.TrimPrefix(name, "*") + ")", name, text})
		}
		for _, n := range f.Names {
			if n.IsExported() {
				out.fields = append(out.fields, apiField{"." + n.Name, name, text})
			}
		}
	}
	return out
}

// reference prints the types as tables.
func reference(types map[string]*apiType, order []string) string {
	var b strings.Builder
	cell := func(s string) string { return strings.ReplaceAll(s, "|", `\|`) }
	for _, name := range order {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| field | type | what it is |\n|---|---|---|\n", name, types[name].doc)
		for _, f := range types[name].fields {
			if f.name[0] == '(' {
				fmt.Fprintf(&b, "| | `%s` | its fields too%s |\n", f.typ, cell(strings.TrimSuffix("; "+f.doc, "; ")))
				continue
			}
			fmt.Fprintf(&b, "| `%s` | `%s` | %s |\n", f.name, cell(f.typ), cell(f.doc))
		}
	}
	return b.String()
}

const (
	docBegin = "<!-- from the program: go test ./generator/render/html -run ThemeDocument -update -->\n"
	docEnd   = "<!-- end -->\n"
)

// TestThemeDocument holds docs/views.md to the source: it lists every field that a
// template can use.
func TestThemeDocument(t *testing.T) {
	const file = "../../../docs/views.md"
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	types, order := api(t)
	before, rest, ok := strings.Cut(string(data), docBegin)
	_, after, closed := strings.Cut(rest, docEnd)
	if !ok || !closed {
		t.Fatalf("%s has no place for the tables", file)
	}
	want := before + docBegin + reference(types, order) + "\n" + docEnd + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != string(data) {
		t.Errorf("%s is not what the source says: make docs", file)
	}
	// The Chinese text names the types, and leaves the fields to the tables.
	chinese, err := os.ReadFile("../../../docs/zh/themes.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`((?:html|table|form)\\.[A-Z][A-Za-z]+)`").FindAllStringSubmatch(string(chinese), -1) {
		if types[m[1]] == nil {
			t.Errorf("docs/zh/themes.md: there is no type %s", m[1])
		}
	}
	for _, f := range types["html.View"].fields {
		for _, m := range regexp.MustCompile(`html\.[A-Z][A-Za-z]*`).FindAllString(f.typ, -1) {
			if !strings.Contains(string(chinese), "`"+m+"`") {
				t.Errorf("docs/zh/themes.md lacks %s", m)
			}
		}
	}
	for _, name := range order {
		if types[name].doc == "" {
			t.Errorf("%s has no comment", name)
		}
	}
}
