package output

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"testing"
)

// However many folders are written into, few stay open; one that is in use always does.
func TestFewFoldersStayOpen(t *testing.T) {
	dir := t.TempDir()
	tree, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	opened := 0
	open := func(above *os.Root, dir string) (*os.Root, error) {
		opened++
		return above.OpenRoot(path.Base(dir))
	}
	const folders = 5 * manyFolders
	for i := range folders {
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprint(i), "reports"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var h handles
	first, err := h.take(tree, "0/reports", open)
	if err != nil {
		t.Fatal(err)
	}
	for i := range folders {
		x, err := h.take(tree, fmt.Sprintf("%d/reports", i), open)
		if err != nil {
			t.Fatal(err)
		}
		if err := x.root.WriteFile("f", []byte(fmt.Sprint(i)), 0o644); err != nil {
			t.Fatal(err)
		}
		h.put(x)
		if n := len(h.order); n > manyFolders || n != len(h.opened) {
			t.Fatalf("after %d folders: got %d and %d open, want at most %d", i+1, n, len(h.opened), manyFolders)
		}
	}
	if want := 2 * folders; opened != want {
		t.Errorf("got %d openings, want %d: each folder and the one above it once", opened, want)
	}
	if err := first.root.WriteFile("g", nil, 0o644); err != nil {
		t.Errorf("the folder that is in use: got %v, want it open", err)
	}
	h.put(first)
	for i := range folders {
		if got, err := os.ReadFile(filepath.Join(dir, fmt.Sprint(i), "reports", "f")); err != nil || string(got) != fmt.Sprint(i) {
			t.Errorf("folder %d: got %q, %v, want its own file", i, got, err)
		}
	}
	if _, err := h.take(tree, "none/reports", open); err == nil {
		t.Error("a folder that is not there: got no error")
	}
	h.close()
	if err := first.root.WriteFile("h", nil, 0o644); err == nil {
		t.Error("after close: got a folder that is open")
	}
}
