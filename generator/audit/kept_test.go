package audit

import (
	"errors"
	"reflect"
	"testing"

	"gongkai/generator/output"
)

const (
	keptPage = `<!DOCTYPE html><html lang="zh"><title>a</title><body><h1 id="top1">a</h1></body></html>`
	linking  = `<!DOCTYPE html><html lang="zh"><title>b</title><body><h1>b</h1><a href="../a/index.html#top1">a</a><a href="../a/index.html#nope">a</a><a href="../c.html">c</a></body></html>`
)

// Of a page that is kept no more is known than its ids, which are read when a page links to one; and its links hold as long as what they lead
// to is there.
func TestKeptPages(t *testing.T) {
	l := NewLinks("/")
	read := 0
	l.Keep("a/index.html", func(path string) ([]byte, error) {
		read++
		if path != "a/index.html" {
			t.Errorf("%s is read, want a/index.html", path)
		}
		return []byte(keptPage), nil
	})
	l.Keep("c.html", func(string) ([]byte, error) { t.Error("a page is read to whose ids nothing links"); return nil, nil })
	l.Keep("a/report.json", nil)
	if faults := l.Add(output.File{Path: "b/index.html", Data: []byte(linking)}); len(faults) > 0 {
		t.Fatalf("got %v, want no fault", faults)
	}
	if err := l.Learn(); err != nil || read != 1 {
		t.Fatalf("got %v and %d readings, want one", err, read)
	}
	if faults := l.Check(); len(faults) != 1 || faults[0].Path != "b/index.html" {
		t.Errorf("got %v, want the link to an id that is not there", faults)
	}
	for _, c := range []struct {
		place Place
		want  bool
	}{{Place{"b/index.html", ""}, true}, {Place{"c.html", "any"}, true}, {Place{"a/index.html", "top1"}, true}, {Place{"gone.html", ""}, false}, {Place{"b/index.html", "gone"}, false}} {
		if got := l.Holds([]Place{c.place}); got != c.want {
			t.Errorf("%v holds: got %v, want %v", c.place, got, c.want)
		}
	}
	want := map[string][]Place{"b": {{"c.html", ""}, {"a/index.html", "top1"}}}
	got := l.Leading()
	if len(got["b"]) == 2 && got["b"][0].File != "c.html" {
		got["b"][0], got["b"][1] = got["b"][1], got["b"][0]
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want the places that are there, %v", got, want)
	}
	fault := errors.New("gone")
	l.Keep("a/index.html", func(string) ([]byte, error) { return nil, fault })
	if err := l.Learn(); !errors.Is(err, fault) {
		t.Errorf("got %v, want that the page cannot be read", err)
	}
}
