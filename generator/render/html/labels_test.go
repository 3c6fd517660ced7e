package html

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/themes"
)

var (
	verb      = regexp.MustCompile(`%(?:\[(\d+)\])?([a-z])`)
	braces    = regexp.MustCompile(`\{[a-z]+\}`)
	labelCall = regexp.MustCompile(`\bt "([^"]+)"([^})]*)`)
)

// arguments lists the verbs of a label by the argument they print, and then the names
// that a script fills in.
func arguments(label string) (args, names []string) {
	next := 0
	for _, m := range verb.FindAllStringSubmatch(strings.ReplaceAll(label, "%%", ""), -1) {
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
			next--
		}
		for len(args) <= next {
			args = append(args, "")
		}
		args[next] = m[2]
		next++
	}
	names = braces.FindAllString(label, -1)
	slices.Sort(names)
	return args, slices.Compact(names)
}

// usage is what templates and code ask for: labels with a number of arguments (-1 for
// one that is not known), beginnings of labels that are put together, and all words
// that code has, among which are their ends.
type usage struct {
	keys     map[string]int
	prefixes map[string]bool
	words    map[string]bool
}

func used(t *testing.T) usage {
	t.Helper()
	u := usage{map[string]int{}, map[string]bool{}, map[string]bool{}}
	theme := themes.Default()
	if err := fs.WalkDir(theme, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		data, err := fs.ReadFile(theme, name)
		for _, m := range labelCall.FindAllStringSubmatch(string(data), -1) {
			u.keys[m[1]] = len(strings.Fields(m[2]))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"*.go", "../*/*.go", "../../*.go", "../../*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				u.code(t, file)
			}
		}
	}
	return u
}

// code adds what a Go file asks for.
func (u usage) code(t *testing.T, file string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	literal := func(e ast.Expr) (string, bool) {
		l, ok := e.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return "", false
		}
		s, err := strconv.Unquote(l.Value)
		return s, err == nil
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if s, ok := literal(n); ok {
				u.words[s] = true
				for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' }) {
					u.words[w] = true
				}
			}
		case *ast.BinaryExpr:
			if s, ok := literal(n.X); ok && n.Op == token.ADD && strings.HasSuffix(s, ".") {
				u.prefixes[s] = true
			}
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.SelectorExpr:
				name = f.Sel.Name
			case *ast.Ident:
				name = f.Name
			}
			if name != "label" && name != "Label" || len(n.Args) == 0 {
				return true
			}
			if s, ok := literal(n.Args[0]); ok {
				u.keys[s] = len(n.Args) - 1
				if n.Ellipsis.IsValid() {
					u.keys[s] = -1
				}
			}
		}
		return true
	})
}

// TestLabels holds the labels of all languages to each other and to what asks for them.
func TestLabels(t *testing.T) {
	files, err := fs.Glob(themes.Default(), "i18n/*.yaml")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	all := map[string]labels{}
	for _, f := range files {
		language := strings.TrimSuffix(filepath.Base(f), ".yaml")
		if all[language], err = readLabels(themes.Default(), language); err != nil {
			t.Fatal(err)
		}
	}
	u := used(t)
	if len(u.keys) < 100 || len(u.prefixes) < 5 {
		t.Fatalf("only %d labels and %d beginnings are asked for", len(u.keys), len(u.prefixes))
	}
	for _, fault := range faults(all, u) {
		t.Error(fault)
	}
}

func faults(all map[string]labels, u usage) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	first := all["zh-CN"]
	for language, l := range all {
		for _, key := range slices.Sorted(maps.Keys(l)) {
			if _, ok := first[key]; !ok {
				say("%s: %s is in no other language", language, key)
				continue
			}
			args, names := arguments(l[key])
			otherArgs, otherNames := arguments(first[key])
			if !slices.Equal(args, otherArgs) || !slices.Equal(names, otherNames) {
				say("%s: %s takes %q %q, in zh-CN %q %q", language, key, args, names, otherArgs, otherNames)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(first)) {
			if _, ok := l[key]; !ok {
				say("%s: %s is missing", language, key)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(u.keys)) {
		label, ok := first[key]
		if !ok {
			say("%s is asked for and missing", key)
			continue
		}
		if args, _ := arguments(label); u.keys[key] >= 0 && len(args) != u.keys[key] {
			say("%s is asked for with %d arguments and takes %d", key, u.keys[key], len(args))
		}
	}
	for _, key := range slices.Sorted(maps.Keys(first)) {
		_, ok := u.keys[key]
		ok = ok || u.words[key]
		for i := 0; i < len(key) && !ok; i++ {
			ok = key[i] == '.' && u.prefixes[key[:i+1]] && u.words[key[i+1:]]
		}
		if !ok {
			say("%s is not used", key)
		}
	}
	return out
}

func TestLabelFaults(t *testing.T) {
	all := map[string]labels{
		"zh-CN": {"a.b": "甲 %s", "a.c": "乙", "kind.x": "丙 {n}", "kind.y": "丁", "twice": "%[2]d %[1]s"},
		"en":    {"a.b": "a %d", "kind.x": "c {m}", "kind.y": "d", "more": "e", "twice": "%s %d"},
	}
	u := usage{map[string]int{"a.b": 1, "a.c": 2, "none": 0, "twice": -1}, map[string]bool{"kind.": true}, map[string]bool{"x": true}}
	want := []string{
		`a.c is asked for with 2 arguments and takes 0`,
		`en: a.b takes ["d"] [], in zh-CN ["s"] []`,
		`en: a.c is missing`,
		`en: kind.x takes [] ["{m}"], in zh-CN [] ["{n}"]`,
		`en: more is in no other language`,
		`kind.y is not used`,
		`none is asked for and missing`,
	}
	got := faults(all, u)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("found\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
