package unionfs

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestNew(t *testing.T) {
	over := fstest.MapFS{"a/x": {Data: []byte("over")}, "b": {Data: []byte("file")}, "c/new": {Data: []byte("new")}}
	base := fstest.MapFS{"a/x": {Data: []byte("base")}, "a/y": {Data: []byte("y")}, "z": {Data: []byte("z")}}
	o := New(over, base)
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
	if New(nil, base).(fstest.MapFS) == nil {
		t.Error("nothing over the base is not the base")
	}
}

// Texts that are not on disk yet appear in their folders, also in new ones.
func TestTexts(t *testing.T) {
	base := fstest.MapFS{"content/a/_index.md": {Data: []byte("old")}, "content/a/guide.md": {Data: []byte("guide")}}
	u := New(Texts(map[string][]byte{"content/a/_index.md": []byte("unsaved"), "content/b/reports/2023.md": []byte("new")}), base)
	if got, err := fs.ReadFile(u, "content/a/_index.md"); err != nil || string(got) != "unsaved" {
		t.Errorf("the file is %q (%v), want the unsaved text", got, err)
	}
	info, err := fs.Stat(u, "content/a/_index.md")
	if err != nil || info.Size() != 7 {
		t.Errorf("its size is %v (%v), want 7", info, err)
	}
	if err := fstest.TestFS(u, "content/a/_index.md", "content/a/guide.md", "content/b/reports/2023.md"); err != nil {
		t.Error(err)
	}
}
