package output

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/diag"
)

var everyOperation = flag.Bool("every-operation", false, "let every operation of every way fail, not every third")

// Two versions of a site: files change, come, go, become folders and the reverse.
var (
	before = map[string]string{"index.html": "old", "a/index.html": "old a", "a/same": "same", "b/c/gone": "gone", "b/same": "same b", "file": "a file", "folder/x": "x"}
	after  = map[string]string{"index.html": "new", "a/index.html": "new a", "a/same": "same", "d/e/come": "come", "b/same": "same b", "file/y": "y", "folder": "a file now"}
	theirs = map[string]string{".gitignore": "*", "a/mine": "mine", "uploads/deep/x": "upload"}
)

// memoryDir is a new folder, where the system has it on a file system in memory, on which syncing costs nothing.
func memoryDir(t *testing.T) string {
	t.Helper()
	const memory = "/dev/shm"
	if _, err := os.Stat(memory); err != nil {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(memory, "output-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// published makes a folder with the old version and what somebody else has there.
func published(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(memoryDir(t), "public")
	build(t, dir, before)
	for p, data := range theirs {
		put(t, filepath.Join(dir, p), data)
	}
	if err := os.Mkdir(filepath.Join(dir, "uploads/empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("index.html", filepath.Join(dir, "uploads/link")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// way is one of the ways in which a new site takes the place of the old one.
type way struct {
	name    string
	options Options
	refuse  map[string]error // operations that the system does not know
	atomic  bool             // a reader never sees anything but one version
	notice  string
}

// ways are all of them.
var ways = []way{
	{name: "exchange", atomic: true},
	{name: "copies", refuse: map[string]error{"link": syscall.EPERM}, atomic: true},
	{name: "two renames", refuse: map[string]error{"exchange": syscall.EINVAL}, notice: "cannot exchange two folders"},
	{name: "in place", options: Options{InPlace: true}},
	{name: "not let go", refuse: map[string]error{"exchange": syscall.EBUSY}, notice: "file by file, because the system does not let"},
	{name: "rights", refuse: map[string]error{"rights": syscall.EPERM}, notice: "file by file, because a new folder cannot be given the owner"},
}

// build builds the new version in this way; before is asked before each operation that the way does not refuse.
func (w way) build(t *testing.T, dir string, before func(op, name string, size int) error) (notices []string, err error) {
	o := w.options
	o.Generator = "gongkai test"
	o.Notice = func(text diag.Text) { notices = append(notices, text.EN) }
	d, err := newDisk(t.Context(), dir, o, system{func(op, name string, size int) error {
		if err := w.refuse[op]; err != nil {
			return err
		}
		if before == nil {
			return nil
		}
		return before(op, name, size)
	}}, time.Second)
	if err != nil {
		return notices, err
	}
	for _, p := range slices.Sorted(maps.Keys(after)) {
		if err := d.Write(File{Path: p, Data: []byte(after[p])}); err != nil {
			return notices, errors.Join(err, d.Abort())
		}
	}
	return notices, d.Close()
}

// version says which version a folder has: old, new, none, or what is wrong with it. What somebody else put there must be
// there in any case.
func version(dir string) string {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return "none"
	}
	got := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || p == ".":
		case e.IsDir() && (p == insideStage || strings.HasPrefix(p, insideStage+"/")):
			return fs.SkipDir
		case e.IsDir():
			got[p+"/"] = ""
		case e.Type() == fs.ModeSymlink:
			got[p] = "link"
		default:
			var data []byte
			data, err = os.ReadFile(filepath.Join(dir, p))
			got[p] = string(data)
		}
		return err
	})
	if err != nil {
		return err.Error()
	}
	delete(got, insideLock)
	for name, files := range map[string]map[string]string{"old": before, "new": after} {
		if maps.Equal(got, whollyAs(files)) {
			return name
		}
	}
	return fmt.Sprintf("neither: %q", got)
}

// whollyAs is what is in a folder with a version of the site.
func whollyAs(files map[string]string) map[string]string {
	want := map[string]string{"uploads/": "", "uploads/empty/": "", "uploads/link": "link"}
	inventory := NewInventory("gongkai test", false)
	for _, kind := range []map[string]string{files, theirs} {
		for p, data := range kind {
			want[p] = data
			for dir := filepath.Dir(p); dir != "."; dir = filepath.Dir(dir) {
				want[dir+"/"] = ""
			}
		}
	}
	for p, data := range files {
		_ = inventory.Write(File{Path: p, Data: []byte(data)})
	}
	manifest, _ := inventory.Manifest()
	want[ManifestName] = string(manifest)
	return want
}

// leftovers are the names beside a folder, and those of ours in it.
func leftovers(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(dir) {
			names = append(names, e.Name())
		}
	}
	for _, name := range []string{insideStage, insideLock} {
		if isThere(filepath.Join(dir, name)) {
			names = append(names, name)
		}
	}
	return names
}

func TestEachWayPublishes(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			dir := published(t)
			notices, err := w.build(t, dir, nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := version(dir); got != "new" {
				t.Errorf("got %s, want the new version", got)
			}
			if got := leftovers(t, dir); len(got) > 0 {
				t.Errorf("left: %q", got)
			}
			if all := strings.Join(notices, "\n"); (w.notice == "") != (all == "") || !strings.Contains(all, w.notice) {
				t.Errorf("got the notices %q, want one with %q", all, w.notice)
			}
		})
	}
}

// counting counts operations, and lets fail decide about each.
func counting(fail func(n int, op string) error) func(op, name string, size int) error {
	var mu sync.Mutex
	n := 0
	return func(op, _ string, _ int) error {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fail(n, op)
	}
}

// operations are those of a build in one way that are to be tried: of all ways but the first every third, since most of what they
// do is the same.
func (w way) operations(t *testing.T) (tried []int) {
	t.Helper()
	total, step := 0, 1
	if w.name != ways[0].name && !*everyOperation {
		step = 3
	}
	if _, err := w.build(t, published(t), counting(func(n int, _ string) error { total = n; return nil })); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= total; i += step {
		tried = append(tried, i)
	}
	return tried
}

// checkNext builds once more and checks that nothing remains of what went wrong before.
func checkNext(t *testing.T, dir, what string) {
	t.Helper()
	if _, err := (way{}).build(t, dir, nil); err != nil {
		t.Errorf("%s: the next build: %v", what, err)
	}
	if got := version(dir); got != "new" {
		t.Errorf("%s: after the next build: got %s, want the new version", what, got)
	}
	if got := leftovers(t, dir); len(got) > 0 {
		t.Errorf("%s: the next build left %q", what, got)
	}
}

// Each operation fails once. The error names a file as the user knows it; the folder has the old version, or the new one where the
// failure came after the switch; and the next build succeeds and leaves no file of its own.
func TestEveryOperationFailsOnce(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			outcomes := map[string]map[string]int{}
			for _, i := range w.operations(t) {
				dir := published(t)
				failed := ""
				notices, err := w.build(t, dir, counting(func(n int, op string) error {
					if n != i {
						return nil
					}
					failed = op
					return syscall.EIO
				}))
				what := fmt.Sprintf("operation %d, %s", i, failed)
				got := version(dir)
				var halfway *HalfwayError
				outcome := got + ", error"
				switch {
				case err == nil && got == "new" && len(notices) > 0 && w.notice == "":
					outcome = "new, said what stays"
				case err == nil && got == "new":
					outcome = "new"
				case err == nil:
					t.Errorf("%s: no error, and %s", what, got)
				case errors.As(err, &halfway) && !w.atomic:
					outcome = "halfway, error"
				case got != "old" && got != "new":
					t.Errorf("%s: %s (%v)", what, got, err)
				}
				if err != nil && (!strings.Contains(err.Error(), filepath.ToSlash(dir)) || strings.Contains(err.Error(), "gongkai-") || strings.Contains(err.Error(), unfinished)) {
					t.Errorf("%s: got %q, want the path as it is known outside", what, err)
				}
				if outcomes[failed] == nil {
					outcomes[failed] = map[string]int{}
				}
				outcomes[failed][outcome]++
				checkNext(t, dir, what)
			}
			for _, op := range slices.Sorted(maps.Keys(outcomes)) {
				t.Logf("%-10s %v", op, outcomes[op])
			}
		})
	}
}

// From one operation on nothing happens any more, as when the process is killed. The next build finds a whole site, or finishes
// the switch that was begun.
func TestKilledAtEveryOperation(t *testing.T) {
	killed := errors.New("killed")
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			seen := map[string]int{}
			for _, i := range w.operations(t) {
				dir := published(t)
				_, err := w.build(t, dir, counting(func(n int, _ string) error {
					if n >= i {
						return killed
					}
					return nil
				}))
				got := version(dir)
				if err == nil && got != "new" {
					t.Errorf("operation %d: success, and %s", i, got)
				}
				if w.atomic && got != "old" && got != "new" {
					t.Errorf("operation %d: %s", i, got)
				}
				kind, _, _ := strings.Cut(got, ":")
				seen[kind]++
				checkNext(t, dir, fmt.Sprintf("operation %d", i))
			}
			t.Log(seen)
		})
	}
}

// The disk is full after so many bytes, at each of forty offsets, and stays so: the old site stays, the error says why.
func TestFullDisk(t *testing.T) {
	var written atomic.Int64
	if _, err := ways[0].build(t, published(t), func(_, _ string, size int) error { written.Add(int64(size)); return nil }); err != nil {
		t.Fatal(err)
	}
	total := int(written.Load())
	for _, w := range ways {
		for i := range 40 {
			dir := published(t)
			var mu sync.Mutex
			room, full := total*i/40, false
			_, err := w.build(t, dir, func(op, _ string, size int) error {
				mu.Lock()
				defer mu.Unlock()
				if room -= size; room < 0 {
					full = true
				}
				if full && slices.Contains([]string{"write", "create", "mkdir", "link"}, op) {
					return syscall.ENOSPC
				}
				return nil
			})
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("%s, %d of 40: got %v, want %v", w.name, i, err, syscall.ENOSPC)
			}
			if got := version(dir); got != "old" {
				t.Errorf("%s, %d of 40: got %s, want the old version", w.name, i, got)
			}
			if got := leftovers(t, dir); len(got) > 0 {
				t.Errorf("%s, %d of 40: left: %q", w.name, i, got)
			}
		}
	}
}

// A switch in place was done, and what it was made with is half removed: the list of what has to go, or the folders of the new site. The next build goes on.
func TestClearingUpIsCutOff(t *testing.T) {
	for _, left := range [][]string{{whole + "/"}, {whole + "/a/", removals}, {whole + "/d/e/"}, {removals}, {""}} {
		dir := published(t)
		if _, err := ways[3].build(t, dir, nil); err != nil {
			t.Fatal(err)
		}
		for _, p := range left {
			at := filepath.Join(dir, insideStage, p)
			if p == removals {
				put(t, at, `["b/c/gone"]`)
			} else if err := os.MkdirAll(at, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		checkNext(t, dir, fmt.Sprintf("%q is left", left))
	}
}
