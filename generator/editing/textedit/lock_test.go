package textedit

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"gongkai/internal/filelock"
)

// Several writers count in one file, each what it read plus one. None of what they were told is written gets lost.
func TestReplaceLosesNothing(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "n")
	if err := os.WriteFile(name, []byte("0"), 0o644); err != nil {
		t.Fatal(err)
	}
	const writers, times = 4, 60
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			root, err := os.OpenRoot(dir)
			if err != nil {
				t.Error(err)
				return
			}
			defer root.Close()
			for done := 0; done < times; {
				now, err := os.ReadFile(name)
				n, wrong := strconv.Atoi(string(now))
				if err = errors.Join(err, wrong); err != nil {
					t.Errorf("the file says %q: %v", now, err)
					return
				}
				switch err := Replace(root, "n", now, []byte(strconv.Itoa(n+1))); {
				case err == nil:
					done++
				case !errors.Is(err, ErrChanged) && !errors.Is(err, ErrBusy):
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if got, err := os.ReadFile(name); err != nil || string(got) != strconv.Itoa(writers*times) {
		t.Errorf("got %s and error %v, want %d", got, err, writers*times)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("got the files %v and error %v, want one", left, err)
	}
}

// A file in a folder in which somebody else writes all the time is left as it is.
func TestReplaceTellsOfLock(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "n"), []byte("0"), 0o644); err != nil {
		t.Fatal(err)
	}
	held, _, err := filelock.Try(filepath.Join(dir, lockName), os.O_CREATE)
	if err != nil || held == nil {
		t.Fatalf("got lock %v and error %v, want one", held, err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := Replace(root, "n", []byte("0"), []byte("1")); !errors.Is(err, ErrBusy) {
		t.Errorf("while the lock is held: got error %v, want %v", err, ErrBusy)
	}
	if err := filelock.Release(held); err != nil {
		t.Fatal(err)
	}
	if err := Replace(root, "n", []byte("0"), []byte("1")); err != nil {
		t.Errorf("once it is given back: got error %v", err)
	}
}
