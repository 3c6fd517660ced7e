package audit

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"gongkai/generator/output"
)

func TestLinks(t *testing.T) {
	pages, err := txtar.ParseFile("testdata/links.txtar")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`404.html:3: the link leads to a file that does not exist: gone.html`,
		`404.html:3: the link leads to the folder "." and should name the file index.html`,
		`a/reports/2023/index.html:3: the link leads out of the site's folder: ../../../../index.html`,
		`a/reports/2023/index.html:3: the link leads to a file that does not exist: a/reports/2022/index.html`,
		`a/reports/2023/index.html:3: the percent-encoding of a link is wrong: %zz`,
		`index.html:3: the link leads to a file that does not exist: no.png`,
		`index.html:3: the link leads to a file that does not exist: no2.png`,
		`index.html:3: the link leads to a file that does not exist: nowhere.html`,
		`index.html:4: the link leads to a file that does not exist: a&b.html`,
		`index.html:4: the link leads to a place that does not exist: a/reports/2023/index.html has no "nope"`,
		`index.html:4: the link leads to a place that does not exist: index.html has no "nope"`,
		`index.html:4: the link leads to the folder "a/reports/2023" and should name the file a/reports/2023/index.html`,
	}
	l := NewLinks("/zwgk")
	var wg sync.WaitGroup
	for _, p := range pages.Files {
		wg.Go(func() {
			if f := l.Add(output.File{Path: p.Name, Data: p.Data}); len(f) > 0 {
				t.Errorf("%s: got %+v, want no finding", p.Name, f)
			}
		})
	}
	wg.Wait()
	l.Add(output.File{Path: "a/附件.pdf"})
	l.Add(output.File{Path: "a/c#?%.pdf"})
	var got []string
	for _, f := range l.Check() {
		if f.Rule != RuleLink {
			t.Errorf("got rule %q, want %q", f.Rule, RuleLink)
		}
		got = append(got, fmt.Sprintf("%s:%d: %s", f.Path, f.Line, f.Message.EN))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLinksShareWhatPagesShare(t *testing.T) {
	l := NewLinks("/")
	for i := range 50 {
		l.Add(output.File{Path: fmt.Sprintf("a/reports/%d/index.html", i), Data: []byte(report())})
	}
	if len(l.sets) != 1 {
		t.Errorf("got %d sets of ids for pages of one kind, want 1", len(l.sets))
	}
}

// TestPagesAreNotKept changes the memory of a page after it was added, as a build does that makes the next one there.
func TestPagesAreNotKept(t *testing.T) {
	page := `<html lang="zh"><title>t</title><h1 id="a">a</h1><a href="b.html#x">b</a><a href="c.html">c</a>`
	want := func() string {
		l := NewLinks("/")
		for _, name := range []string{"a.html", "d.html"} {
			l.Add(output.File{Path: name, Data: []byte(page)})
		}
		return fmt.Sprint(l.Check())
	}()
	l := NewLinks("/")
	for _, name := range []string{"a.html", "d.html"} {
		data := []byte(page)
		l.Add(output.File{Path: name, Data: data})
		clear(data)
	}
	if got := fmt.Sprint(l.Check()); got != want || !strings.Contains(got, "c.html") {
		t.Errorf("got %s, want %s", got, want)
	}
}

// join is path.Join, only faster.
func TestJoin(t *testing.T) {
	parts := []string{"a", "..", ".", "", "b.html", "index.html", "x..", "..y", "."}
	for _, folder := range []string{".", "a", "a/b", "a/b/c"} {
		for _, x := range parts {
			for _, y := range parts {
				for _, z := range parts {
					target := x + "/" + y + "/" + z
					for _, target := range []string{target, x, x + "/" + y} {
						if target == "" || target[0] == '/' {
							continue
						}
						if got, want := join(folder, target), path.Join(folder, target); got != want {
							t.Errorf("join(%q, %q): got %q, want %q", folder, target, got, want)
						}
					}
				}
			}
		}
	}
}
