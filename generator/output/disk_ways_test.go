package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gongkai/generator/diag"
)

// What did not change keeps its bytes and its time, and where the file system has links it is the same file; so does what no build wrote.
func TestUnchangedFilesStayTheSame(t *testing.T) {
	for _, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			dir := published(t)
			past := time.Unix(1e9, 5e6)
			names := []string{"a/same", "b/same", "a/mine", ".gitignore", "uploads/deep/x"}
			info := map[string]fs.FileInfo{}
			for _, p := range names {
				if err := os.Chtimes(filepath.Join(dir, p), past, past); err != nil {
					t.Fatal(err)
				}
				info[p], _ = os.Stat(filepath.Join(dir, p))
			}
			if _, err := w.build(t, dir, nil); err != nil {
				t.Fatal(err)
			}
			for _, p := range names {
				now, err := os.Stat(filepath.Join(dir, p))
				if err != nil {
					t.Fatal(err)
				}
				if !now.ModTime().Equal(past) || now.Mode() != info[p].Mode() {
					t.Errorf("%s: got %v %v, want %v %v", p, now.ModTime(), now.Mode(), past, info[p].Mode())
				}
				if same := os.SameFile(now, info[p]); same != (w.name != "copies") {
					t.Errorf("%s is the same file: got %v, want %v", p, same, !same)
				}
			}
		})
	}
}

// Everything is on the disk before the switch, the switch before anything old is removed.
func TestOrderOfSteps(t *testing.T) {
	var mu sync.Mutex
	var ops []string
	if _, err := ways[0].build(t, published(t), func(op, name string, _ int) error {
		mu.Lock()
		defer mu.Unlock()
		ops = append(ops, op)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	last := func(names ...string) (at int) {
		for i, op := range ops {
			if slices.Contains(names, op) {
				at = i
			}
		}
		return at
	}
	first := func(name string) int { return slices.Index(ops, name) }
	steps := []struct {
		name string
		at   int
	}{
		{"lock", first("lock")}, {"the first file", first("create")}, {"the last file", last("create", "write", "link", "mkdir", "close")}, {"syncTree", first("syncTree")},
		{"the name that says it is whole", first("rename")}, {"exchange", first("exchange")}, {"sync of the folder above", last("sync")}, {"the first removal", first("remove")},
	}
	for i, s := range steps[1:] {
		if s.at <= steps[i].at {
			t.Errorf("%s comes at %d of %q, want it after %s, at %d", s.name, s.at, ops, steps[i].name, steps[i].at)
		}
	}
}

// What somebody puts into the folder, or changes there, while the switch is made is in the new folder too.
func TestFilesThatComeMeanwhile(t *testing.T) {
	for _, w := range ways[:3] {
		t.Run(w.name, func(t *testing.T) {
			dir := published(t)
			notices, err := w.build(t, dir, func(op, _ string, _ int) error {
				if op == "syncTree" {
					put(t, filepath.Join(dir, "uploads/new/late"), "late")
					put(t, filepath.Join(dir, "d/e/come"), "mine, but the site's name")
					if err := os.Remove(filepath.Join(dir, "a/mine")); err != nil {
						t.Error(err)
					}
					put(t, filepath.Join(dir, "a/mine"), "changed")
					future := time.Now().Add(time.Minute)
					_ = os.Chtimes(filepath.Join(dir, "a/mine"), future, future)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for p, want := range map[string]string{"uploads/new/late": "late", "a/mine": "changed", "index.html": "new", "d/e/come": "come", ".gitignore": "*"} {
				if got, err := os.ReadFile(filepath.Join(dir, p)); err != nil || string(got) != want {
					t.Errorf("%s: got %q (%v), want %q", p, got, err, want)
				}
			}
			_, kept, ok := strings.Cut(strings.Join(notices, ""), "it is kept as ")
			if got, err := os.ReadFile(kept); !ok || err != nil || string(got) != "mine, but the site's name" {
				t.Errorf("a file with the name of a page: got the notices %q, want that they say where it is kept", notices)
			}
		})
	}
}

// The states in which a build by two renames can have been killed.
func TestInterruptedRenames(t *testing.T) {
	for name, tc := range map[string]struct {
		public, site, old string // the version that is there, if any
		want              string
	}{
		"before the first":  {public: "old", site: "new", want: "old"},
		"between the two":   {site: "new", old: "old", want: "new"},
		"after the second":  {public: "new", old: "old", want: "new"},
		"exchanged":         {public: "new", site: "old", want: "new"},
		"nothing to put in": {old: "old", want: "old"},
		"a first build":     {site: "new", want: "none"},
	} {
		t.Run(name, func(t *testing.T) {
			top := memoryDir(t)
			dir := filepath.Join(top, "public")
			for at, version := range map[string]string{dir: tc.public, filepath.Join(top, ".public.gongkai-x1", whole): tc.site, filepath.Join(top, ".public.gongkai-x1", previous): tc.old} {
				if version == "" {
					continue
				}
				if err := os.CopyFS(at, os.DirFS(published(t))); err != nil {
					t.Fatal(err)
				}
				if version == "new" {
					build(t, at, after)
				}
			}
			put(t, filepath.Join(top, ".public.gongkai-x1", unfinished, "a"), "half")
			put(t, filepath.Join(top, ".public.backup/mine"), "theirs")
			if got, want := Interrupted(dir), tc.public == "" && tc.old != ""; got != want {
				t.Errorf("interrupted: got %v, want %v", got, want)
			}
			d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Abort(); err != nil {
				t.Error(err)
			}
			if got := version(dir); got != tc.want {
				t.Errorf("got %s, want %s", got, tc.want)
			}
			if got := leftovers(t, dir); !slices.Equal(got, []string{".public.backup"}) {
				t.Errorf("got %q beside the folder, want what is somebody else's", got)
			}
		})
	}
}

// One build at a time: the second one says who builds, waits, and gives up in the end.
func TestSecondBuild(t *testing.T) {
	dir := published(t)
	first := disk(t, dir)
	var notices []string
	second := func(patience time.Duration) (*Disk, error) {
		return newDisk(t.Context(), dir, Options{Generator: "gongkai test", Notice: func(text diag.Text) { notices = append(notices, text.EN) }}, system{}, patience)
	}
	var busy *BusyError
	if _, err := second(2 * tellWait); !errors.As(err, &busy) || !strings.Contains(err.Error(), fmt.Sprintf("PID %d", os.Getpid())) {
		t.Errorf("got %v, want that this process builds", err)
	}
	if got := strings.Join(notices, "\n"); !strings.Contains(got, "waiting for it to end") {
		t.Errorf("got the notices %q, want one that it waits", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := newDisk(ctx, dir, Options{}, system{}, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v, want %v", err, context.Canceled)
	}
	ended := make(chan error)
	go func() { ended <- first.Abort() }()
	d, err := second(time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(<-ended, d.Abort()); err != nil {
		t.Error(err)
	}
	if got := leftovers(t, dir); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
	put(t, filepath.Join(filepath.Dir(dir), ".public.gongkai-lock"), "1 killed\n") // of a process that has ended
	if _, err := (way{}).build(t, dir, nil); err != nil {
		t.Error(err)
	}
}

// Where nothing may be written, nothing has to be for a site that is the same.
func TestReadOnly(t *testing.T) {
	for _, cause := range []error{syscall.EROFS, syscall.EACCES} {
		dir := published(t)
		readOnly := system{func(op, _ string, _ int) error {
			if slices.Contains([]string{"lock", "mkdir", "create", "rename", "remove", "link", "exchange"}, op) {
				return cause
			}
			return nil
		}}
		for _, tc := range []struct {
			files map[string]string
			want  error
		}{{before, nil}, {after, cause}} {
			d, err := newDisk(t.Context(), dir, Options{Generator: "gongkai test"}, readOnly, 0)
			if err != nil {
				t.Fatal(err)
			}
			for p, data := range tc.files {
				err = errors.Join(err, d.Write(File{Path: p, Data: []byte(data)}))
			}
			if err = errors.Join(err, d.Close()); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if got := version(dir); got != "old" {
				t.Errorf("got %s, want the old version", got)
			}
		}
	}
}

// A link to the folder stays one, and the folder above need not be there.
func TestOutputThroughLink(t *testing.T) {
	real := published(t)
	link := filepath.Join(memoryDir(t), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	if _, err := (way{}).build(t, link, nil); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != real {
		t.Errorf("the link leads to %q (%v), want %q", to, err, real)
	}
	if got := version(real); got != "new" {
		t.Errorf("got %s, want the new version", got)
	}
	nowhere := filepath.Join(filepath.Dir(link), "nowhere")
	if err := os.Symlink("there", nowhere); err != nil {
		t.Fatal(err)
	}
	if _, err := NewDisk(t.Context(), nowhere, Options{}); !errors.Is(err, ErrNoFolder) {
		t.Errorf("a link that leads nowhere: got %v, want %v", err, ErrNoFolder)
	}
}

// Nothing is made before there is something to write, and what was made is taken away.
func TestAbortedFirstBuild(t *testing.T) {
	top := memoryDir(t)
	dir := filepath.Join(top, "a/b/public")
	d := disk(t, dir)
	if isThere(dir) {
		t.Error("the folder is made before the site is")
	}
	if err := d.Write(File{Path: "x/y", Data: []byte("z")}); err != nil {
		t.Fatal(err)
	}
	if err := d.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, top); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
	build(t, dir, map[string]string{"x/y": "z"})
	wantTree(t, dir, "x/=", "x/y=z")
}
