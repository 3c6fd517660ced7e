package filestore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gongkai/generator/output"
	"gongkai/generator/publish"
)

// faulty is a file system of which one operation fails.
type faulty struct {
	System
	mu    sync.Mutex
	count int
	at    int   // the number of the operation that fails, 0 for none
	err   error // with what; nil: it and all that follow, as after a cut
	dead  bool
}

var errCut = errors.New("cut off")

func (f *faulty) fails(op string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count++
	if f.dead {
		return errCut
	}
	if f.count != f.at {
		return nil
	}
	if f.err == nil {
		f.dead = true
		return errCut
	}
	return &fs.PathError{Op: op, Path: "x", Err: f.err}
}

func (f *faulty) Lstat(name string) (fs.FileInfo, error) {
	if err := f.fails("lstat"); err != nil {
		return nil, err
	}
	return f.System.Lstat(name)
}

func (f *faulty) ReadDir(name string) ([]fs.FileInfo, error) {
	if err := f.fails("readdir"); err != nil {
		return nil, err
	}
	return f.System.ReadDir(name)
}

func (f *faulty) Open(name string) (Reader, error) {
	if err := f.fails("open"); err != nil {
		return nil, err
	}
	return f.System.Open(name)
}

func (f *faulty) Continue(name string, offset int64) (Writer, error) {
	if err := f.fails("create"); err != nil {
		return nil, err
	}
	w, err := f.System.Continue(name, offset)
	return &faultyWriter{w, f}, err
}

func (f *faulty) Mkdir(name string, perm fs.FileMode) error {
	return errors.Join(f.fails("mkdir"), f.unless(func() error { return f.System.Mkdir(name, perm) }))
}

func (f *faulty) Rename(old, new string) error {
	return errors.Join(f.fails("rename"), f.unless(func() error { return f.System.Rename(old, new) }))
}

func (f *faulty) Claim(name string, data []byte) error {
	return errors.Join(f.fails("claim"), f.unless(func() error { return f.System.Claim(name, data) }))
}

func (f *faulty) Remove(name string) error {
	return errors.Join(f.fails("remove"), f.unless(func() error { return f.System.Remove(name) }))
}

func (f *faulty) SyncDir(string) error {
	return f.fails("sync") // what it does shows only in a power cut, and takes most of the time
}

// unless does what was asked, unless it just failed.
func (f *faulty) unless(do func() error) error {
	f.mu.Lock()
	failed := f.dead || f.count == f.at
	f.mu.Unlock()
	if failed {
		return nil
	}
	return do()
}

type faultyWriter struct {
	Writer
	f *faulty
}

// Write writes half of what it is given before it fails, as on a full disk.
func (w *faultyWriter) Write(p []byte) (int, error) {
	if err := w.f.fails("write"); err != nil {
		n, _ := w.Writer.Write(p[:len(p)/2])
		return n, err
	}
	return w.Writer.Write(p)
}

func (w *faultyWriter) Sync() error { return w.f.fails("sync") }

// edition is a small site; its files have the same size in each edition.
func edition(t *testing.T, n int) (dir string, site map[string]string) {
	t.Helper()
	site = map[string]string{"index.html": fmt.Sprint("<p>", n), "data/cells.csv": fmt.Sprint("a,", n), "a/index.html": fmt.Sprint("<td>", n),
		"style.css": "p{}", fmt.Sprintf("only%d/x.html", n): "<p>"}
	m := output.Manifest{Generator: "gongkai test"}
	dir = t.TempDir()
	for p, data := range site {
		sum := sha256.Sum256([]byte(data))
		m.Files = append(m.Files, output.Entry{Path: p, Size: int64(len(data)), Type: output.MediaType(p), SHA256: hex.EncodeToString(sum[:])})
	}
	site[output.ManifestName] = string(m.JSON())
	for p, data := range site {
		p = filepath.Join(dir, filepath.FromSlash(p))
		if err := errors.Join(os.MkdirAll(filepath.Dir(p), 0o755), os.WriteFile(p, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir, site
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(dir, p)
		if err != nil || e.IsDir() || strings.HasPrefix(rel, publish.Folder) {
			return err
		}
		data, err := os.ReadFile(p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(a, b map[string]string) string {
	for p := range a {
		if a[p] != b[p] {
			return fmt.Sprintf("%s is %q, want %q", p, a[p], b[p])
		}
	}
	for p := range b {
		if _, ok := a[p]; !ok {
			return p + " is missing"
		}
	}
	return ""
}

// Whichever operation fails, with a full disk or with all that follow it, the site at the target is of whole files, the old
// one until all has arrived, and the next run mends it.
func TestEveryOperationFailsOnce(t *testing.T) {
	first, before := edition(t, 1)
	second, after := edition(t, 2)
	run := func(dir string, from string, f *faulty) error {
		_, err := publish.Run(t.Context(), func(context.Context) (publish.Store, error) {
			root, err := os.OpenRoot(dir)
			if err != nil {
				return nil, err
			}
			f.System = &folder{root, dir}
			return New(f), nil
		}, publish.Options{Folder: from, Target: dir, Unlock: true})
		return err
	}
	for _, kind := range []error{syscall.ENOSPC, syscall.EIO, nil} {
		failed, changed := 0, 0
		for at := 1; ; at++ {
			dir := t.TempDir()
			if err := run(dir, first, &faulty{}); err != nil {
				t.Fatal(err)
			}
			f := &faulty{at: at, err: kind}
			err := run(dir, second, f)
			if f.count < at {
				break
			}
			got := tree(t, dir)
			if err != nil {
				failed++
				for p, data := range got {
					if data != before[p] && data != after[p] {
						t.Errorf("operation %d fails with %v: %s is %q, of neither edition", at, kind, p, data)
					}
				}
				if same(got, before) != "" {
					changed++
					if got["index.html"] == after["index.html"] && got["data/cells.csv"] == before["data/cells.csv"] {
						t.Errorf("operation %d fails with %v: a new page is beside old data", at, kind)
					}
				}
			} else if diff := same(got, after); diff != "" {
				t.Errorf("operation %d failed with %v, and the run succeeded all the same, but %s", at, kind, diff)
			}
			if err := run(dir, second, &faulty{}); err != nil {
				t.Fatalf("operation %d failed with %v; the next run: %v", at, kind, err)
			}
			if diff := same(tree(t, dir), after); diff != "" {
				t.Errorf("operation %d failed with %v; after the next run %s", at, kind, diff)
			}
			left, err := os.ReadDir(path.Join(dir, publish.Folder))
			if err != nil || len(left) != 1 {
				t.Errorf("operation %d failed with %v; after the next run %v are left (%v), want the record alone", at, kind, left, err)
			}
		}
		t.Logf("%v: %d operations made the run fail, %d of them after the site had begun to change", kind, failed, changed)
		if failed < 20 || changed == 0 {
			t.Errorf("%v: %d failed and %d changed the site, want more of both", kind, failed, changed)
		}
	}
}

// Links at the target are not written through.
func TestLinks(t *testing.T) {
	from, site := edition(t, 1)
	dir, outside := t.TempDir(), t.TempDir()
	run := func() error {
		_, err := publish.Run(t.Context(), func(context.Context) (publish.Store, error) { return Open(dir, false) },
			publish.Options{Folder: from, Target: dir, Force: true})
		return err
	}
	if err := os.Symlink(outside, filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	var e *publish.Error
	if err := run(); !errors.As(err, &e) || !strings.Contains(e.Message.EN, "data is a link") {
		t.Errorf("a folder that is a link: %v, want it refused", err)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) > 0 {
		t.Errorf("%v were written through a link (%v)", left, err)
	}
	// A link where a file goes is replaced, not followed.
	target := filepath.Join(outside, "theirs")
	if err := errors.Join(os.Remove(filepath.Join(dir, "data")), os.WriteFile(target, []byte("theirs"), 0o644), os.Symlink(target, filepath.Join(dir, "index.html"))); err != nil {
		t.Fatal(err)
	}
	if err := run(); err != nil {
		t.Fatal(err)
	}
	if diff := same(tree(t, dir), site); diff != "" {
		t.Error(diff)
	}
	if data, err := os.ReadFile(target); err != nil || string(data) != "theirs" {
		t.Errorf("the file that a link led to is %q (%v), want it as it was", data, err)
	}
}
