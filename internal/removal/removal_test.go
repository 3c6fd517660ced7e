package removal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Both ways remove the same: what is named, with what is in it, and nothing that a link leads to.
func TestBothWays(t *testing.T) {
	for name, way := range map[string]struct {
		one func(*os.Root, string) error
		all func(*os.Root, string) error
	}{
		"own":   {In, AllIn},
		"plain": {plain, allPlain},
	} {
		t.Run(name, func(t *testing.T) {
			outside, dir := t.TempDir(), t.TempDir()
			for _, p := range []string{filepath.Join(outside, "kept"), filepath.Join(dir, "a/b/c.txt"), filepath.Join(dir, "a/d.txt"), filepath.Join(dir, "e.txt"), filepath.Join(dir, "f.txt")} {
				if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(p, []byte("x"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, link := range []string{"a/link", "out"} {
				if err := os.Symlink(outside, filepath.Join(dir, link)); err != nil {
					t.Skip(err) // Windows allows it to few
				}
			}
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer root.Close()
			if err := way.one(root, "a"); err == nil {
				t.Error("a folder with files in it was removed as an empty one")
			}
			if err := way.one(root, "gone"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("removing what is not there: %v, want %v", err, fs.ErrNotExist)
			}
			if err := way.one(root, "out/kept"); err == nil {
				t.Error("a file was removed through a link that leads out of the folder")
			}
			if err := errors.Join(way.one(root, "e.txt"), way.all(root, "a"), way.all(root, "gone")); err != nil {
				t.Error(err)
			}
			var left []string
			entries, err := os.ReadDir(dir)
			for _, e := range entries {
				left = append(left, e.Name())
			}
			if want := []string{"f.txt", "out"}; err != nil || !slices.Equal(left, want) {
				t.Errorf("left are %v, %v, want %v", left, err, want)
			}
			if _, err := os.Stat(filepath.Join(outside, "kept")); err != nil {
				t.Errorf("what a link leads to: %v, want it kept", err)
			}
		})
	}
	dir := t.TempDir()
	inner := filepath.Join(dir, "x")
	if err := os.MkdirAll(filepath.Join(inner, "y/z"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(All(inner), All(inner)); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(inner); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder: %v, want it gone", err)
	}
}
