package audit

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"gongkai/generator/output"
)

func TestLinks(t *testing.T) {
	head := `<html lang="zh"><title>t</title><h1 id="顶">t</h1>` + "\n"
	pages := map[string]string{
		"index.html": `<a href="a/reports/2023/index.html#s1">ok</a><a href="#%E9%A1%B6"></a><a href="#top"></a><a href="?q=1"></a>` +
			`<a href="a/c%23%3F%25.pdf"></a><a href="a/c%23%3F%25.pdf#page=2"></a>` +
			`<a href="a/%E9%99%84%E4%BB%B6.pdf?x#page=2"></a><a href="https://x/y"></a><a href="mailto:a@b"></a><a href="//x/y"></a>` + "\n" +
			`<img alt="" src="no.png" srcset="a/附件.pdf 1x, no2.png 2x"><form action="nowhere.html"></form>` + "\n" +
			`<a href="a/reports/2023/index.html#nope"></a><a href="#nope"></a><a href="a/reports/2023/"></a><a href="a&amp;b.html"></a>`,
		"a/reports/2023/index.html": `<a href="../../../index.html"></a><a id="s1" href="../../附件.pdf"></a>` + "\n" +
			`<a href="../2022/index.html"></a><a href="../../../../index.html"></a><a href="%zz"></a>`,
		"404.html": `<a href="/zwgk/index.html"></a><a href="/zwgk/a/reports/2023/index.html#s1"></a><a href="/else"></a>` + "\n" +
			`<a href="/zwgk/gone.html"></a><a href="/zwgk/"></a>`,
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
	for p, body := range pages {
		wg.Go(func() {
			if f := l.Add(output.File{Path: p, Data: []byte(head + body)}); len(f) > 0 {
				t.Errorf("%s: got %+v, want no finding", p, f)
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
