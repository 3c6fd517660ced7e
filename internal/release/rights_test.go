package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Rights are the same whatever the maker's are.
func TestSameRights(t *testing.T) {
	dir := t.TempDir()
	for name, rights := range map[string]fs.FileMode{"a": 0o600, "b": 0o664, "c": 0o700, "d": 0o775} {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(at, rights); err != nil {
			t.Fatal(err)
		}
	}
	if err := sameRights(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{"a": 0o644, "b": 0o644, "c": 0o755, "d": 0o755} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want %v", name, info.Mode().Perm(), err, want)
		}
	}
}
