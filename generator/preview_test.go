package generator

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// What a preview shows at every address is what a build with drafts writes there.
func TestPreviewEqualsBuild(t *testing.T) {
	o := Options{Site: "..", Out: filepath.Join(t.TempDir(), "out"), Drafts: true, Version: "test"}
	if _, err := Build(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	p, err := NewPreview(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	s := p.Snapshot()
	n := 0
	err = fs.WalkDir(os.DirFS(o.Out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		n++
		want, err := os.ReadFile(filepath.Join(o.Out, name))
		if err != nil {
			return err
		}
		got, err := s.Render(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s: got %d bytes, want the %d that a build writes", name, len(got), len(want))
		}
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("got %d files, error %v, want 100 at least", n, err)
	}
	if _, err := s.Render("nowhere/index.html"); err == nil {
		t.Error("nowhere/index.html: got a page, want an error")
	}
}
