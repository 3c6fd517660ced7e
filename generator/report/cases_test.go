package report

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

func read(tb testing.TB, name string) string {
	tb.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func builtin(tb testing.TB) *form.Catalogue {
	tb.Helper()
	forms, err := form.Builtin()
	if err != nil {
		tb.Fatal(err)
	}
	return forms
}

func document(text string) *source.Document {
	return source.Parse("content/a/reports/2023.md", []byte(text))
}

// The cases change pieces of a sound report ("old => new"); what is expected is each
// finding with its place, its cells and its message. Up to three cells are written
// out, more are counted.
func TestCases(t *testing.T) {
	base, forms := read(t, "report.md"), builtin(t)
	bind := func(text string) (*Report, []diag.Finding) { return Bind(document(text), forms, "reports", "a") }
	if _, findings := bind(base); len(findings) > 0 {
		t.Fatal(findings)
	}
	for i, c := range strings.Split("\n"+read(t, "cases.txt"), "\n### ")[1:] {
		title, rest, _ := strings.Cut(c, "\n")
		edits, want, ok := strings.Cut(rest, "\n---->")
		if !ok {
			t.Fatalf("case %d has no ---->", i+1)
		}
		t.Run(fmt.Sprintf("%d %s", i+1, title), func(t *testing.T) {
			text := base
			for line := range strings.SplitSeq(edits, "\n") {
				from, to, _ := strings.Cut(line, " => ")
				from, to = strings.ReplaceAll(from, `\n`, "\n"), strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace(to)
				if strings.Count(text, from) != 1 {
					t.Fatalf("%q is there %d times", from, strings.Count(text, from))
				}
				text = strings.Replace(text, from, to, 1)
			}
			r, findings := bind(text)
			var b strings.Builder
			for _, f := range findings {
				cells := strings.Join(f.Cells, " ")
				if len(f.Cells) > 3 {
					cells = fmt.Sprintf("%s … %s (%d)", f.Cells[0], f.Cells[len(f.Cells)-1], len(f.Cells))
				}
				fmt.Fprintf(&b, "%d:%d-%d %s [%s] %s\n", f.Span.Line, f.Span.Column, f.Span.EndColumn, f.Rule, cells, f.Text("en"))
				if f.Agency != "a" || f.Year != 2023 && !strings.Contains(title, "year") || f.Message.ZH == "" {
					t.Errorf("got %+v, want one of agency a in 2023 with a message in Chinese", f)
				}
				if r == nil {
					continue
				}
				for _, path := range f.Cells {
					v := r.Value(r.Form.Cell(path))
					if v.State == Valid {
						t.Errorf("%s is valid", path)
					}
				}
			}
			if got := b.String(); strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
