package generator

import (
	"os"
	"path/filepath"
	"testing"
)

// A file that changed is read once, also where another in its folder has the whole folder
// listed anew: two would write to what is kept of it at the same time.
func TestFilesAreReadOnce(t *testing.T) {
	h := newEditing(t, 1)
	for _, name := range []string{"content/a/reports/2022.md", "content/a/reports/new.pdf"} {
		if err := os.WriteFile(filepath.Join(h.dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, changed := range [][]string{
		{"content/a/reports/2022.md"},
		{"content/a/reports/2022.md", "content/a/reports/new.pdf"},
		{"content/a/reports/2022.md", "content/a"},
		{"content/a/reports/2022.md", "content/a/_index.md", "."},
	} {
		look, err := h.preview.w.content.find(os.DirFS(h.dir), changed)
		if err != nil {
			t.Fatal(err)
		}
		read := map[*item]bool{}
		for _, r := range look.readings() {
			if r.old != nil && read[r.old] {
				t.Errorf("%v: %s is read twice", changed, r.old.file)
			}
			read[r.old] = true
		}
		if len(read) == 0 {
			t.Errorf("%v: nothing is read", changed)
		}
	}
}
