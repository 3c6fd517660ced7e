package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// A file that stays as it is published is listed as it was and counted as unchanged, and the manifest is the one of a build that wrote it again.
func TestKeptFiles(t *testing.T) {
	kept, whole := filepath.Join(t.TempDir(), "kept"), filepath.Join(t.TempDir(), "whole")
	for _, dir := range []string{kept, whole} {
		d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
		if err != nil {
			t.Fatal(err)
		}
		if d.Before() != [sha256.Size]byte{} {
			t.Error("there is a manifest before the first build")
		}
		for _, f := range []File{{Path: "a/index.html", Data: []byte("1"), Source: "content/a.md"}, {Path: "b.html", Data: []byte("1")}} {
			if err := d.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
	before, err := os.ReadFile(filepath.Join(kept, ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{kept, whole} {
		d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
		if err != nil {
			t.Fatal(err)
		}
		if d.Before() != sha256.Sum256(before) {
			t.Error("got another sum than that of the manifest that is published")
		}
		a := File{Path: "a/index.html", Kept: true}
		if dir == whole {
			a = File{Path: "a/index.html", Data: []byte("1"), Source: "content/a.md"}
		}
		for _, f := range []File{a, {Path: "b.html", Data: []byte("2")}} {
			if err := d.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		if got, want := d.Stats(), (Stats{Written: 1, Unchanged: 1}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	got, err := os.ReadFile(filepath.Join(kept, ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(whole, ManifestName))
	if err != nil || !bytes.Equal(got, want) || tree(t, kept)["a/index.html"] != "1" {
		t.Errorf("got\n%s\nwant (%v)\n%s", got, err, want)
	}
	d, err := NewDisk(t.Context(), kept, Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Write(File{Path: "c.html", Kept: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v for a file that is not published, want %v", err, fs.ErrNotExist)
	}
	if err := d.Abort(); err != nil {
		t.Error(err)
	}
	if err := NewInventory("gongkai test", false).Write(File{Path: "c.html", Kept: true}); !errors.Is(err, errKept) {
		t.Errorf("got %v from what knows no published files, want %v", err, errKept)
	}
}
