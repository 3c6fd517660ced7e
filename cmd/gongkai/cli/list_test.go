package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func TestRowsOf(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a\n": 1, "a\nb\n": 2,
		strings.Repeat("a", 20) + "\n":                            1,
		strings.Repeat("a", 21) + "\n":                            2,
		strings.Repeat("年", 10) + "\n":                            1,
		strings.Repeat("年", 11) + "\n":                            2,
		"\x1b[31;1m" + strings.Repeat("a", 20) + "\x1b[0m" + "\n": 1,
	} {
		if got := rowsOf(text, 20); got != want {
			t.Errorf("%q takes %d rows, want %d", text, got, want)
		}
	}
}

// A terminal shows what there is room for, the errors first; elsewhere a list is printed
// again when it has changed.
func TestList(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	if _, err := generator.NewSite(dir, "zh"); err != nil {
		t.Fatal(err)
	}
	for year := range 5 {
		name := fmt.Sprintf("content/shilishi-xxgkj/reports/%d.md", 2030+year)
		if err := os.WriteFile(filepath.Join(dir, name), []byte("---\n年度: 0\n---\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close() //nolint:errcheck // it was only read
	s := p.Snapshot()
	_, n := unresolved(s, 1)
	if n < 10 || n > maxPlain {
		t.Fatalf("%d findings", n)
	}

	var out bytes.Buffer
	a := &app{err: &out, tty: &out, env: func(string) string { return "" }, lang: "en"}
	l := a.newList("http://127.0.0.1:1/")
	for range 2 {
		l.list(s)
	}
	if got := out.String(); strings.Count(got, " checked: ") != 1 || strings.Count(got, ".md:") < n {
		t.Errorf("printed:\n%s", got)
	}
	out.Reset()
	l.fail(diag.Textf("没有", "there is none"), diag.Text{})
	l.list(s)
	if got := out.String(); !strings.HasPrefix(got, "error: there is none\n") || !strings.Contains(got, ".md:") {
		t.Errorf("printed after a failure:\n%s", got)
	}

	out.Reset()
	l.live = true
	l.note(diag.Textf("注意", "mind this"))
	l.list(s)
	got := out.String()
	_, screen, ok := strings.Cut(got, "\x1b[H\x1b[2J")
	if !ok || !strings.HasPrefix(screen, "http://127.0.0.1:1/\nmind this\n\n") || rowsOf(screen, 80) > 24 {
		t.Errorf("drawn, %d rows:\n%s", rowsOf(screen, 80), got)
	}
	if !strings.Contains(screen, "not listed") || !strings.Contains(screen, "checked: ") {
		t.Errorf("nothing is said of the rest:\n%s", screen)
	}
	if all, full := l.fit(s, 80, 10000), n; strings.Contains(all, "not listed") || strings.Count(all, ".md:") < full {
		t.Errorf("with room for all:\n%s", all)
	}
}
