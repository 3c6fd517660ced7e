package html

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

func TestAssets(t *testing.T) {
	theme := unionfs.New(fstest.MapFS{"assets/css/99-own.css": {Data: []byte("p { color: #ff0000 }")}, "assets/own.png": {Data: []byte("png")},
		"assets/css/print/99-own.css": {Data: []byte("p { color: #0000ff }")}}, themes.Default())
	r, err := newRenderer(theme, example(), assemble(t, ""), "x")
	if err != nil {
		t.Fatal(err)
	}
	files, err := r.Assets()
	if err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"assets/style.css": {"p{color:red}", ".statutory", "prefers-color-scheme:dark"},
		"assets/print.css": {"p{color:#00f}", "@page", ".statutory"},
	} {
		contains(t, string(files[name]), wants...)
		lacks(t, string(files[name]), "url(", "@import", "media print", "text-autospace") // with which WebKitGTK 2.50 draws digits over each other
		var small bytes.Buffer
		z, err := gzip.NewWriterLevel(&small, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write(files[name]); err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes compressed", name, small.Len())
		if n := small.Len(); n < 1<<10 || n > 8<<10 {
			t.Errorf("%s has %d bytes compressed, want 8 KB at most", name, n)
		}
	}
	lacks(t, string(files["assets/style.css"]), "@page", "color:#00f")
	if js := string(files[searchScript]); len(js) < 3<<10 || len(js) > 7<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that searches has %d bytes", len(js))
	}
	if js := string(files[sortScript]); len(js) < 400 || len(js) > 2<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that sorts has %d bytes", len(js))
	}
	if js := string(files[pageScript]); len(js) < 600 || len(js) > 1200 || strings.Contains(js, "\n  ") {
		t.Errorf("the script of every page has %d bytes", len(js))
	}
	if js := string(files[filterScript]); len(js) < 1000 || len(js) > 4<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that filters has %d bytes", len(js))
	}
	if js := string(files[queryScript]); len(js) < 2000 || len(js) > 7<<10 || strings.Contains(js, "\n  ") {
		t.Errorf("the script that queries has %d bytes", len(js))
	}
	if len(files) != 9 || string(files["assets/own.png"]) != "png" || files["assets/favicon.svg"] == nil {
		t.Errorf("%d files", len(files))
	}
}
