package generator

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// Whoever ends the writing of many files finds the first of them changed, the rest as they were, and is told how many.
func TestEndedWhileWriting(t *testing.T) {
	const before, after, all, ended = "---\nlevel: city\nname: 示例机关\n---\n", "---\nname: 示例机关\nlevel: city\n---\n", 5, 2
	dir := t.TempDir()
	file := func(i int) string { return filepath.Join(dir, "content", fmt.Sprintf("a%d", i), "_index.md") }
	err := os.WriteFile(filepath.Join(dir, "gongkai.yaml"), []byte("site: {name: 示例, url: \"https://www.example.gov.cn/\"}\n"), 0o644)
	for i := range all {
		err = errors.Join(err, os.MkdirAll(filepath.Dir(file(i)), 0o755), os.WriteFile(file(i), []byte(before), 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := Format(t.Context(), Options{Site: dir}, nil, "")
	if err != nil || len(f.Changes) != all {
		t.Fatalf("got %d changes and %v, want %d", len(f.Changes), err, all)
	}
	ctx, end := context.WithCancel(t.Context())
	defer end()
	err = f.Write(ctx, func(stage string, done, total int) {
		if stage != "replace" || total != all {
			t.Errorf("got the stage %q of %d, want replace of %d", stage, total, all)
		}
		if done == ended {
			end()
		}
	})
	var partly *PartlyWritten
	if !errors.As(err, &partly) || partly.Files != ended || !errors.Is(err, context.Canceled) {
		t.Errorf("got %#v, want that it was ended after %d files", err, ended)
	}
	for i := range all {
		want := before
		if i < ended {
			want = after
		}
		if got, err := os.ReadFile(file(i)); err != nil || string(got) != want {
			t.Errorf("file %d: got %q, %v, want %q", i, got, err, want)
		}
	}
}
