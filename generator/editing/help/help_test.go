package help

import (
	"bytes"
	"net/url"
	"path"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gongkai/internal/htmltree"
)

// Every page is there in both languages, and every link and picture leads to something inside the program, at the place that it names.
func TestFiles(t *testing.T) {
	files, err := Files("/desk")
	if err != nil {
		t.Fatal(err)
	}
	trees, ids := map[string]*html.Node{}, map[string]map[string]bool{}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		tree, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		trees[name], ids[name] = tree, map[string]bool{"": true}
		for n := range tree.Descendants() {
			ids[name][htmltree.Value(n, "id")] = true
		}
	}
	for _, want := range []string{Start("zh"), Start("en"), "zh/desk.html", "zh/clerk.html", "en/round.html", "help.css"} {
		if len(files[want]) == 0 {
			t.Errorf("got no %s, want one", want)
		}
	}
	links, pictures := 0, 0
	for name, tree := range trees {
		if other := strings.NewReplacer("zh/", "en/", "en/", "zh/").Replace(name); files[other] == nil {
			t.Errorf("%s is not there in the other language", name)
		}
		for n := range tree.Descendants() {
			at := htmltree.Value(n, "href") + htmltree.Value(n, "src")
			if at == "" || at == "/desk" || strings.Contains(at, "://") {
				continue
			}
			file, id, _ := strings.Cut(at, "#")
			if id, err = url.PathUnescape(id); err != nil {
				t.Fatal(err)
			}
			to := name
			if file != "" {
				to = path.Join(path.Dir(name), file)
			}
			if files[to] == nil || id != "" && !ids[to][id] {
				t.Errorf("%s leads to %s, which is not there", name, at)
			}
			links++
			if n.Data == "img" {
				pictures++
			}
		}
		if n := strings.Count(string(files[name]), "<h1>"); n != 1 {
			t.Errorf("%s: got %d headings of the first level, want 1", name, n)
		}
	}
	if links < 60 || pictures < 4 {
		t.Errorf("got %d links and %d pictures, want 60 and 4 at least", links, pictures)
	}
	size := 0
	for _, data := range files {
		size += len(data)
	}
	t.Logf("%d files of %d bytes", len(files), size)
}
