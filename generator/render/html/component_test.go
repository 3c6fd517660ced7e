package html

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/audit"
	"gongkai/generator/output"
	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

func TestComponents(t *testing.T) {
	r := renderer(t, example(), assemble(t, ""))
	data, err := r.Components()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range audit.Page(output.File{Path: "index.html", Data: data}) {
		t.Errorf("%d: %s", f.Line, f.Message.EN)
	}
	contains(t, string(data), "没有扩展名的文件（312 B）", `<table class="statutory wide"`, `<details class="digest"`, `<code>html.Figures</code>`)
	lacks(t, string(data), "<no value>", "%!", "<data")
}

// Each partial has its examples, except for what shows nothing alone.
func TestEveryPartialIsShown(t *testing.T) {
	names, err := fs.Glob(themes.Default(), "partials/*.html")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	shown := []string{"head", "row", "external", "title", "host-header", "host-footer", "document"} // external is in link, a page has one title, and a document is a page's whole main part
	for _, p := range partialViews() {
		shown = append(shown, p.name)
	}
	for _, n := range names {
		if !slices.Contains(shown, strings.TrimSuffix(path.Base(n), ".html")) {
			t.Errorf("%s is not among the components", n)
		}
	}
	if len(shown) != len(names) {
		t.Errorf("%d partials, %d components", len(names), len(shown))
	}
}

// An example holds what its partial sees and nothing else, so that it cannot go stale.
func TestWrongExamples(t *testing.T) {
	for name, text := range map[string]string{
		"an unknown field": `[{"name": "a", "data": {"Detail": []}}]`,
		"another type":     `[{"name": "a", "data": {"Details": "x"}}]`,
		"no list":          `{"name": "a"}`,
	} {
		s := assemble(t, "")
		theme := unionfs.New(fstest.MapFS{"examples/details.json": {Data: []byte(text)}}, themes.Default())
		r, err := newRenderer(theme, example(), s, "gongkai test")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.Components(); err == nil || !strings.Contains(err.Error(), "examples/details.json") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
