package wording

import (
	"bytes"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// phrase is one that a reader has to read twice.
type phrase struct {
	found   *regexp.Regexp
	right   *regexp.Regexp // what may be said all the same; nil for nothing
	instead string
}

var phrases = []phrase{
	{words(`another than`), nil, "different from"},
	{words(`told of`), nil, "reported"},
	{words(`anew`), nil, "again"},
	{words(`(there )?(is|are) no [a-z]+`), words(`there .*|.* (longer|more|less|fewer|better|wider|larger|smaller|older|later|further|milder)`), "is not a"},
	{words(`(as it |let( \S+){0,4} )?(stand|stands|stood)( for)?`), words(`.* for|let .*|as it .*`), "is"},
}

// words matches words in a row, on one line or on several.
func words(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?is)\b(?:` + strings.ReplaceAll(pattern, " ", `\s+`) + `)\b`)
}

// faults lists the phrases in a text, each with its line.
func faults(text []byte) (out []string) {
	for _, p := range phrases {
		for _, at := range p.found.FindAllIndex(text, -1) {
			said := text[at[0]:at[1]]
			if p.right != nil && len(p.right.Find(said)) == len(said) {
				continue
			}
			out = append(out, fmt.Sprintf("line %d: got %q, want plainer words, such as “%s”",
				1+bytes.Count(text[:at[0]], []byte("\n")), bytes.Join(bytes.Fields(said), []byte(" ")), p.instead))
		}
	}
	return out
}

// comments is a Go file with a dot for each character of code, so that lines stay and no phrase goes over code.
func comments(src []byte) []byte {
	code := func(b []byte) []byte {
		return bytes.Map(func(r rune) rune {
			if strings.ContainsRune(" \t\r\n", r) {
				return r
			}
			return '.'
		}, b)
	}
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	var out []byte
	last := 0
	for pos, tok, lit := s.Scan(); tok != token.EOF; pos, tok, lit = s.Scan() {
		if tok == token.COMMENT {
			from := file.Offset(pos)
			out = append(append(out, code(src[last:from])...), strings.ReplaceAll(lit, "//", " ")...)
			last = from + len(lit)
		}
	}
	return append(out, code(src[last:])...)
}

// The comments of Go files and the English documents use none of the phrases.
func TestWording(t *testing.T) {
	root := os.DirFS("../..")
	read := 0
	check := func(name string, text func([]byte) []byte) {
		data, err := fs.ReadFile(root, name)
		if err != nil {
			t.Fatal(err)
		}
		read++
		for _, f := range faults(text(data)) {
			t.Errorf("%s, %s", name, f)
		}
	}
	for _, dir := range []string{"cmd", "generator", "internal", "themes"} {
		err := fs.WalkDir(root, dir, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.Name() == "node_modules" {
				return fs.SkipDir
			}
			if err == nil && filepath.Ext(name) == ".go" {
				check(name, comments)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, pattern := range []string{"*.md", "docs/*.md", "changelog/unreleased/*.md"} {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if name != "CHANGELOG.md" { // what was released is not written again
				check(name, func(b []byte) []byte { return b })
			}
		}
	}
	if read < 100 {
		t.Errorf("read %d files, want hundreds", read)
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string][]string{
		"// It is another\n// than before.":         {`line 1: got "another than"`},
		"x := 1\n// The file is no\n\t// report.":   {`line 2: got "is no report"`},
		"// It stands here. They stood there.":      {`line 1: got "stands"`, `line 1: got "stood"`},
		"// Each is told of.":                       {`line 1: got "told of"`},
		"// It is made anew.":                       {`line 1: got "anew"`},
		"// a is no\nb()\n// number":                nil,
		"x = `// it is no report`":                  nil,
		"// There is no\n// report; x stands for y": nil,
		"// It is no longer there; let it stand.":   nil,
		"// 甲\nx = `甲` // It stands":                {`line 2: got "stands"`},
	} {
		got := faults(comments([]byte(text)))
		if !slices.EqualFunc(got, want, strings.HasPrefix) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
