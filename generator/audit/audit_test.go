package audit

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/generator/output"
)

// TestPage runs the numbered cases of testdata/pages.txt: a name, a page, and
// the faults it has, one a line as "line: text".
func TestPage(t *testing.T) {
	data, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, c := range strings.Split(string(data), "//- - - - - - - - -//\n") {
		name, rest, ok := strings.Cut(c, "\n")
		page, want, ok2 := strings.Cut(rest, "=>\n")
		if !ok || !ok2 {
			t.Fatalf("got %q, want a name, a page, => and findings", c)
		}
		n++
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for _, f := range Page(output.File{Path: "a.html", Data: []byte(page)}) {
				if f.Rule != RulePage || f.Path != "a.html" || f.Message.ZH == "" {
					t.Errorf("got %+v, want rule %s, path a.html and a message in Chinese too", f, RulePage)
				}
				fmt.Fprintf(&got, "%d: %s\n", f.Line, f.Message.EN)
			}
			if got.String() != want {
				t.Errorf("got\n%swant\n%s", got.String(), want)
			}
		})
	}
	if n < 20 {
		t.Errorf("got %d cases, want at least 20", n)
	}
}

func TestReportIsSound(t *testing.T) {
	page := report()
	if n := len(page); n < 20<<10 || n > 24<<10 {
		t.Errorf("got a report of %d bytes, want 20 to 24 KiB", n)
	}
	if f := Page(output.File{Path: "a.html", Data: []byte(page)}); len(f) > 0 {
		t.Errorf("got %+v, want no finding", f)
	}
	broken := strings.Replace(page, `headers="applications-b5 applications-r7 `, `headers="applications-b5 applications-r77 `, 1)
	if f := Page(output.File{Path: "a.html", Data: []byte(broken)}); len(f) != 1 || !strings.Contains(f[0].Message.EN, `"applications-r77"`) {
		t.Errorf("got %+v, want one finding about applications-r77", f)
	}
}

func TestNotAPage(t *testing.T) {
	if f := Page(output.File{Path: "a.svg", Data: []byte("<svg><title/></svg>")}); f != nil {
		t.Errorf("got %+v, want no finding in what is not a page", f)
	}
}

func FuzzPage(f *testing.F) {
	f.Add(`<html lang="zh"><title>t</title><h1 id="a">a</h1><table><tr><th id="b" scope="row" rowspan="2">b</th><td data-cell="c" headers="b">1</td></table><a href="../x#a">`)
	for _, s := range []string{"<", "<a", "<a b", `<a b="`, "<a b=", "</", "<!--", "<!", "<title>", "<table><td rowspan=0><table>", "</table></td>", "<th><th>", "<a / =b>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		l := NewLinks("/")
		faults := l.Add(output.File{Path: "a/b.html", Data: []byte(page)})
		for _, fault := range append(faults, l.Check()...) {
			if fault.Line < 1 || fault.Line > 1+strings.Count(page, "\n") {
				t.Errorf("got line %d, want one of %q", fault.Line, page)
			}
		}
	})
}

func BenchmarkPage(b *testing.B) {
	data := []byte(report())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Page(output.File{Path: "a.html", Data: data})
	}
}

// BenchmarkLinks is what a build does for each page.
func BenchmarkLinks(b *testing.B) {
	data := []byte(report())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	l := NewLinks("/")
	for i := 0; b.Loop(); i++ {
		if i%10000 == 0 {
			l = NewLinks("/")
		}
		l.Add(output.File{Path: "a/reports/2023/index.html", Data: data})
	}
}
