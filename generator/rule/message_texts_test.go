package rule_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// readers are the packages whose texts are findings of `gongkai check`; rules are in this one.
var readers = []string{".", "../source", "../form", "../report", "../register", "../config", "../content", "../site", "../audit", "../workspace"}

// elsewhere are files, or folders with a slash, of these packages whose texts are not findings.
var elsewhere = []string{
	"../source/keys/",          // names of types of keys, in schemas and documents
	"../report/declaration.go", // titles of keys
	"../register/declaration.go",
	"../config/declaration.go",
	"../form/describe.go", // a form in words: gongkai forms
	"../form/words.go",
	"../site/difference/",    // gongkai diff
	"../workspace/inputs.go", // gongkai build --why
}

// unshown are texts of findings that no small file makes, with the reason and the test that
// makes them.
var unshown = map[string]string{
	"from here on there are more of the same, which are not listed":                                             "more than 300 findings of a rule in a file",
	"%d more; correct those before them, then check again":                                                      "as before",
	"the file is larger than %d MiB":                                                                            "a file of 4 MiB",
	"a content file is some KB of text; put attachments beside it and list them under attachments":              "as before",
	"from this line on there are more Markdown marks, or marks inside marks, than can be read":                  "thousands of marks",
	"a paste or a conversion went wrong, most likely; delete the marks, such as [ ( * _ > -, that are too many": "as before",
	"the file cannot be read":                                    "a fault of the disk, or no permission",
	"check that it is there and may be read":                     "as before",
	"the link leads out of the site":                             "a symbolic link",
	"put the file itself into content":                           "as before",
	"not a regular file":                                         "a symbolic link",
	"linked folders are not read; put the files themselves here": "as before",
}

// wording is a text of the program.
type wording struct {
	en, at string // where it is: file:line
}

// wordings reads the texts in both languages out of the program: a call's argument in Chinese and
// the one after it.
func wordings(t *testing.T, dir string) (out []wording) {
	t.Helper()
	files := token.NewFileSet()
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		at := filepath.ToSlash(name)
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if name != dir && dir == "." && d.Name() == "testdata" || name != dir && dir == "../workspace" {
				return fs.SkipDir
			}
			return nil
		case !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || other(at):
			return nil
		}
		f, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if of, ok := n.(*ast.CompositeLit); ok && describes(of) {
				return false // what a rule is: gongkai explain
			}
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			for i := range len(call.Args) - 1 {
				zh, is := literal(call.Args[i])
				en, also := literal(call.Args[i+1])
				if is && also && (chinese(zh) && !chinese(en) || i == 0 && named(call.Fun, "Textf")) {
					p := files.Position(call.Args[i+1].Pos())
					out = append(out, wording{en, at + ":" + strconv.Itoa(p.Line)})
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func other(file string) bool {
	for _, x := range elsewhere {
		if file == x || strings.HasSuffix(x, "/") && strings.HasPrefix(file, x) {
			return true
		}
	}
	return false
}

// describes reports whether a literal is the description of a rule.
func describes(l *ast.CompositeLit) bool {
	switch t := l.Type.(type) {
	case *ast.Ident:
		return t.Name == "Rule" || t.Name == "Description"
	case *ast.SelectorExpr:
		return t.Sel.Name == "Description"
	}
	return false
}

func named(fun ast.Expr, name string) bool {
	s, ok := fun.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

func literal(x ast.Expr) (string, bool) {
	l, ok := x.(*ast.BasicLit)
	if !ok || l.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}

func chinese(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

var verb = regexp.MustCompile(`%(\[\d\])?[-+# 0-9.]*[a-zA-Z%]`)

// shape is what a text looks like once it is filled in, and no part of a word or of "site's".
func shape(format string) *regexp.Regexp {
	words := verb.Split(format, -1)
	verbs := verb.FindAllString(format, -1)
	var b strings.Builder
	for i, w := range words {
		b.WriteString(regexp.QuoteMeta(w))
		switch {
		case i == len(verbs):
		case verbs[i] == "%%":
			b.WriteString("%")
		default:
			b.WriteString(".*")
		}
	}
	return regexp.MustCompile(`(?m)(?:^|[^\pL])` + b.String() + `(?:[^\pL']|$)`)
}

// Each text of a finding is in the document of messages, with the file that makes it.
func TestMessagesAreComplete(t *testing.T) {
	doc, err := os.ReadFile("../../docs/messages.md")
	if err != nil {
		t.Fatal(err)
	}
	seen, needless := 0, map[string]bool{}
	for text := range unshown {
		needless[text] = true
	}
	for _, dir := range readers {
		for _, w := range wordings(t, dir) {
			seen++
			shown := shape(w.en).Match(doc)
			if _, ok := unshown[w.en]; ok {
				needless[w.en] = shown
			} else if !shown {
				t.Errorf("%s: %q is in no case of docs/messages.md, want one: add a site to testdata/<rule>.txtar or a case to testdata of the reader, then make docs", w.at, w.en)
			}
		}
	}
	for text, it := range needless {
		if it {
			t.Errorf("%q is listed as not shown, but is shown or no text of the program any more", text)
		}
	}
	if seen < 500 {
		t.Errorf("got %d texts, want some 700 at least", seen)
	}
}
