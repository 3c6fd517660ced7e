package html

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/themes"
)

func TestOverlay(t *testing.T) {
	over := fstest.MapFS{"a/x": {Data: []byte("over")}, "b": {Data: []byte("file")}, "c/new": {Data: []byte("new")}}
	base := fstest.MapFS{"a/x": {Data: []byte("base")}, "a/y": {Data: []byte("y")}, "z": {Data: []byte("z")}}
	o := Overlay(over, base)
	for name, want := range map[string]string{"a/x": "over", "a/y": "y", "b": "file", "c/new": "new", "z": "z"} {
		if got, err := fs.ReadFile(o, name); err != nil || string(got) != want {
			t.Errorf("%s is %q (%v), want %q", name, got, err, want)
		}
	}
	if err := fstest.TestFS(o, "a/x", "a/y", "b", "c/new", "z"); err != nil {
		t.Error(err)
	}
	if _, err := fs.Stat(o, "none"); err == nil {
		t.Error("a file that neither has can be opened")
	}
	if Overlay(nil, base).(fstest.MapFS) == nil {
		t.Error("nothing over the base is not the base")
	}
}

func TestAssets(t *testing.T) {
	theme := Overlay(fstest.MapFS{"assets/css/99-own.css": {Data: []byte("p { color: #ff0000 }")}, "assets/own.png": {Data: []byte("png")}}, themes.Default())
	r, err := newRenderer(theme, example(), assemble(t, ""), "x")
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.Assets()
	if err != nil {
		t.Fatal(err)
	}
	css := string(files["assets/style.css"])
	contains(t, css, "p{color:red}", ".statutory", "@media print", "prefers-color-scheme:dark")
	lacks(t, css, "url(", "@import")
	if n := len(css); n < 8<<10 || n > 19<<10 {
		t.Errorf("the style sheet has %d bytes", n)
	}
	if js := string(files[searchScript]); len(js) < 3<<10 || len(js) > 6<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that searches has %d bytes", len(js))
	}
	if js := string(files[sortScript]); len(js) < 400 || len(js) > 2<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that sorts has %d bytes", len(js))
	}
	if js := string(files[textScript]); len(js) < 200 || len(js) > 700 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that remembers large text has %d bytes", len(js))
	}
	if len(files) != 6 || string(files["assets/own.png"]) != "png" || files["assets/favicon.svg"] == nil {
		t.Errorf("%d files", len(files))
	}
}
