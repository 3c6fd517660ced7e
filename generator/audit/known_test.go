package audit

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gongkai/generator/output"
)

// TestKnownTables gives each page to an audit that has seen it, and others, before: it says what one says that sees the
// page for the first time.
func TestKnownTables(t *testing.T) {
	data, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{report()}
	for _, c := range strings.Split(string(data), "//- - - - - - - - -//\n") {
		_, rest, _ := strings.Cut(c, "\n")
		page, _, _ := strings.Cut(rest, "=>\n")
		pages = append(pages, page)
	}
	head, table := `<html lang="zh"><title>t</title><h1>a</h1>`, `<table><tr><th id="r" scope="row">行</th><td data-cell="x" headers="r">1</td></tr></table>`
	for _, edit := range []struct{ old, new string }{
		{`>1<`, `>204.50<`}, {`>1<`, `><`}, {`>1<`, `>无<`}, {`headers="r"`, `headers="q"`}, {`id="r"`, `id="a"`}, {`>行<`, `>1<`}, {`>行<`, `><`},
		{`>1<`, `><h2>1</h2><`}, {`>1<`, `><h3>1</h3><`}, {`>1<`, `><a href="b.html">1</a><`}, {`>1<`, `><img src="x"><`}, {`<td`, `<td title="a>1<b"`},
		{`<td`, `<td title="a>2<b"`}, {`<td`, `<td colspan="2"`}, {`</table>`, ``}, {`</table>`, `</TABLE>`}, {`>1<`, `><!-- </table> -->1<`}, {`>1<`, `>` + table + `<`},
		{`<td`, `<td id="a>1<"`}, {`<td`, `<td id="a>2<"`}, {`</table>`, `</table><p id="r"></p>`}, {`<table>`, `<p id="r"></p><table>`},
	} {
		pages = append(pages, head+table+"<p>乙</p>", head+strings.Replace(table, edit.old, edit.new, 1), head+"<h2>b</h2>"+strings.Replace(table, edit.old, edit.new, 1))
	}
	l := NewLinks("/")
	for round := range 3 {
		for i, page := range pages {
			name := fmt.Sprintf("a/%d-%d.html", round, i)
			f := output.File{Path: name, Data: []byte(page)}
			first := NewLinks("/")
			want := fmt.Sprint(first.Add(f))
			if got := fmt.Sprint(l.Add(f)); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", page, got, want)
			}
			if got, want := l.files[name].list, first.files[name].list; got != want {
				t.Errorf("%s\ngot ids %q, want %q", page, got, want)
			}
		}
	}
	if n := len(l.pool.known.tables); n < 3 || n > 20 {
		t.Errorf("got %d tables kept, want those that are sound, whatever their figures", n)
	}
}
