package generator

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// The last build is shown as the preview shows the site that it was made from, file by file; it is not shown where the site has changed, or has drafts.
func TestLastBuildEqualsPreview(t *testing.T) {
	h := newRebuilding(t, 1)
	h.put("content/_index.md", "# 首页\n\n见[图](a/reports/x.svg)。\n")
	h.put("content/a/reports/x.svg", "<svg/>")
	h.put("content/a/catalog/_index.md", "---\ntitle: 目录\n---\n")
	h.put("content/a/catalog/y.md", "---\ntitle: 文件\nindex_number: a9\npublished: 2024-01-01\nattachments: [{file: ../reports/x.svg, title: 图}]\n---\n正文，见[图](../reports/x.svg)。\n")
	h.put("static/old/index.html", "<!doctype html><title>x</title>")
	h.put("static/q.html", "<!doctype html><title>x</title>")
	o := Options{Site: h.dir, Out: h.outs[0], Version: "test"}
	res, err := Build(t.Context(), o)
	if err != nil || res.Failed() {
		t.Fatalf("got %v, %+v, want a build", err, res)
	}
	p, err := NewPreview(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close() //nolint:errcheck // it was only read
	got, want := LastBuild(t.Context(), o), p.Snapshot()
	if got == nil {
		t.Fatal("got no last build, want one that is still valid")
	}
	if !diag.Equal(got.Findings().Slice(), want.Findings().Slice()) || got.Summary() != want.Summary() || got.Base() != want.Base() {
		t.Errorf("got %+v below %s, want %+v below %s and the same findings", got.Summary(), got.Base(), want.Summary(), want.Base())
	}
	out := h.tree(o.Out)
	delete(out, output.SentName)
	carried := 0
	for _, name := range append(slices.Sorted(maps.Keys(out)), "nowhere/index.html") {
		a, errGot := got.Render(name)
		b, errWant := want.Render(name)
		if (errGot == nil) != (errWant == nil) || !bytes.Equal(a, b) {
			t.Errorf("%s: got %d bytes, %v, want %d, %v", name, len(a), errGot, len(b), errWant)
		}
		if got.Source(name) != want.Source(name) || got.Draft(name) != want.Draft(name) {
			t.Errorf("%s: got source %q draft %v, want %q %v", name, got.Source(name), got.Draft(name), want.Source(name), want.Draft(name))
		}
		if is := want.Carried(name); is {
			if carried++; !got.Carried(name) {
				t.Errorf("%s is somebody else's, got one of ours", name)
			}
		} else if strings.HasSuffix(name, ".html") && got.Carried(name) {
			t.Errorf("%s is one of ours, got somebody else's", name)
		}
	}
	if carried < 4 {
		t.Errorf("got %d files that are somebody else's, want 4 at least", carried)
	}
	files, err := fs.Glob(os.DirFS(h.dir), "content/*/*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, "content/_index.md", "content/a/_index.md", "content/a/guide.md", "content/a/reports/x.svg", "content/none.md", "gongkai.yaml") {
		if got.Page(name) != want.Page(name) {
			t.Errorf("%s: got page %q, want %q", name, got.Page(name), want.Page(name))
		}
		if !bytes.Equal(got.Excerpt(name), want.Excerpt(name)) {
			t.Errorf("%s: got another excerpt", name)
		}
	}
	if _, err := got.Render("../" + filepath.Base(o.Out) + "/index.html"); err == nil {
		t.Error("got a file by a path that leads out of the folder, want none")
	}
	h.put("static/p.png", "2")
	if LastBuild(t.Context(), o) != nil {
		t.Error("got a last build of another site")
	}
	h.put("static/p.png", "1")
	h.put("content/d/catalog/x.md", h.itemOf("d"))
	h.put("content/d/reports/2024.md", "---\nyear: 2024\ndraft: true\n---\n")
	if res, err := Build(t.Context(), o); err != nil || res.Failed() || len(res.Drafts) != 1 {
		t.Fatalf("got %v, %+v, want a build with a draft left out", err, res)
	}
	if LastBuild(t.Context(), o) != nil {
		t.Error("got a last build that leaves a draft out")
	}
}
