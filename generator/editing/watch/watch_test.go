package watch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
)

// folder is a site's folder that is watched.
type folder struct {
	*testing.T
	dir   string
	polls bool
	c     <-chan []string
}

func hidden(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~")
}

var names = []string{"content", "static", "gongkai.yaml"}

// each runs a test once by notifications and once by polling.
func each(t *testing.T, do func(f *folder)) {
	for name, every := range map[string]time.Duration{"notify": 0, "poll": 5 * time.Millisecond} {
		t.Run(name, func(t *testing.T) {
			f := &folder{T: t, dir: filepath.Join(t.TempDir(), "site"), polls: every > 0}
			f.write("gongkai.yaml", "site: {}")
			f.write("content/a/reports/2023.md", "1")
			f.write("content/a/_index.md", "a")
			f.watch(every)
			do(f)
		})
	}
}

func (f *folder) watch(every time.Duration) {
	f.Helper()
	var err error
	f.c, err = Watch(f.Context(), Options{Dir: f.dir, Names: names, Ignore: hidden, Poll: every, Fallback: func(err error) {
		f.Errorf("the system does not notify: %v", err)
	}})
	if err != nil {
		f.Fatal(err)
	}
}

func (f *folder) at(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) check(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *folder) write(name, text string) {
	f.Helper()
	f.check(os.MkdirAll(filepath.Dir(f.at(name)), 0o755))
	f.check(os.WriteFile(f.at(name), []byte(text), 0o644))
}

// told waits until all of these are reported, by name or by a batch that names nothing; it
// returns what else was reported.
func (f *folder) told(want ...string) (others []string) {
	f.Helper()
	missing := map[string]bool{}
	for _, name := range want {
		missing[name] = true
	}
	for len(missing) > 0 {
		select {
		case batch, ok := <-f.c:
			switch {
			case !ok:
				f.Fatal("the watch is over")
			case batch == nil:
				return others
			case !slices.IsSorted(batch):
				f.Errorf("%q is not sorted", batch)
			}
			for _, name := range batch {
				if !slices.Contains(want, name) {
					others = append(others, name)
				}
				delete(missing, name)
			}
		case <-time.After(20 * time.Second):
			f.Fatalf("nothing reported of %q", slices.Sorted(maps.Keys(missing)))
		}
	}
	return others
}

// anything waits for a batch that names nothing.
func (f *folder) anything() {
	f.Helper()
	for {
		select {
		case batch := <-f.c:
			if batch == nil {
				return
			}
		case <-time.After(20 * time.Second):
			f.Fatal("nothing told that anything may have changed")
		}
	}
}

func TestChanges(t *testing.T) {
	each(t, func(f *folder) {
		f.write("content/a/reports/2023.md", "22")
		f.told("content/a/reports/2023.md")
		f.write("gongkai.yaml", "site: {name: x}")
		f.told("gongkai.yaml")
		f.check(os.Remove(f.at("content/a/_index.md")))
		f.told("content/a/_index.md")

		f.check(os.MkdirAll(f.at("content/empty/folder"), 0o755))
		f.told("content/empty", "content/empty/folder")
		f.check(os.Remove(f.at("content/empty/folder")))
		f.told("content/empty/folder")
		f.write("content/b/catalog/x/y/z.md", "in folders that are new")
		f.told("content/b/catalog/x/y/z.md")
		f.write("content/b/catalog/x/y/z.md", "and again")
		f.told("content/b/catalog/x/y/z.md")

		f.write("static/logo.svg", "<svg/>") // the folder was not there
		f.told("static/logo.svg")
		f.check(os.RemoveAll(f.at("static")))
		f.told("static/logo.svg")
		f.write("static/logo.svg", "<svg />")
		f.told("static/logo.svg")
	})
}

// A file that was exchanged for one of the same date and length is reported too.
func TestSameDateAndLength(t *testing.T) {
	each(t, func(f *folder) {
		f.write("content/a/reports/2023.md", "2")
		date := time.Now()
		f.check(os.Chtimes(f.at("content/a/reports/2023.md"), date, date))
		f.told("content/a/reports/2023.md")
		f.write("content/a/reports/2023.md", "3")
		f.check(os.Chtimes(f.at("content/a/reports/2023.md"), date, date))
		f.told("content/a/reports/2023.md")
	})
}

func TestFoldersMove(t *testing.T) {
	each(t, func(f *folder) {
		f.check(os.Rename(f.at("content/a"), f.at("content/b")))
		f.told("content/a/reports/2023.md", "content/b/reports/2023.md")
		if f.polls { // which tells what is gone twice
			f.told("content/a/reports/2023.md")
		}
		// The folder below bears its new name, not the one under which it was found first.
		for i := range 3 {
			f.write("content/b/reports/2023.md", fmt.Sprint("text ", i))
			if others := f.told("content/b/reports/2023.md"); slices.Contains(others, "content/a/reports/2023.md") {
				f.Error("told under the old name")
			}
		}
		f.check(os.Rename(f.at("content/b"), f.at("b"))) // out of what is watched
		f.told("content/b/reports/2023.md")
		f.check(os.Rename(f.at("b"), f.at("content/c"))) // and back
		f.told("content/c/reports/2023.md")
		f.write("content/c/reports/2023.md", "c")
		f.told("content/c/reports/2023.md")
	})
}

// Temporary files, and what lies beside the watched folders, are not reported; a file that
// only looks temporary is.
func TestIgnored(t *testing.T) {
	each(t, func(f *folder) {
		for _, name := range []string{"content/a/.2023.md.swp", "content/a/2023.md~", "content/.git/index", "content/.git/objects/00/x",
			"public/index.html", "content.bak/a.md", ".content/a.md", "content/.#2023.md"} {
			f.write(name, "x")
		}
		f.write("content/4913", "") // as vim does
		f.write("content/last.md", "x")
		for _, name := range f.told("content/last.md", "content/4913") {
			if name != "content/a" {
				f.Errorf("reported %s", name)
			}
		}
	})
}

// Editors save by writing another file and renaming it, or by moving the old one away.
func TestSaving(t *testing.T) {
	const name = "content/a/reports/2023.md"
	ways := map[string]func(f *folder){
		"rename over": func(f *folder) {
			f.write("content/a/reports/2023.md.tmp123", "rename")
			f.check(os.Rename(f.at("content/a/reports/2023.md.tmp123"), f.at(name)))
		},
		"vim": func(f *folder) {
			f.write("content/a/reports/4913", "")
			f.check(os.Remove(f.at("content/a/reports/4913")))
			f.check(os.Rename(f.at(name), f.at(name+"~")))
			f.write(name, "vim")
			f.check(os.Remove(f.at(name + "~")))
		},
		"remove and write": func(f *folder) {
			f.check(os.Remove(f.at(name)))
			f.write(name, "removed and written")
		},
		"move a draft here": func(f *folder) {
			f.write("draft.md", "moved from outside")
			f.check(os.Rename(f.at("draft.md"), f.at(name)))
		},
	}
	for way, save := range ways {
		t.Run(way, func(t *testing.T) {
			each(t, func(f *folder) {
				for range 3 {
					save(f)
					f.told(name)
				}
				f.write(name, "plainly")
				f.told(name)
			})
		})
	}
}

// A file after a link is looked at.
func TestLink(t *testing.T) {
	each(t, func(f *folder) {
		f.write("shared/2022.md", "1")
		if err := os.Symlink("../../../shared/2022.md", f.at("content/a/reports/2022.md")); err != nil {
			f.unlessWindows(err)
		}
		f.told("content/a/reports/2022.md")
		f.write("shared/2022.md", "22")
		f.told("content/a/reports/2022.md")
	})
}

// unlessWindows skips what only Windows may refuse.
func (f *folder) unlessWindows(err error) {
	f.Helper()
	if runtime.GOOS == "windows" {
		f.Skip(err)
	}
	f.Fatal(err)
}

// The whole folder goes and comes back.
func TestFolderVanishes(t *testing.T) {
	each(t, func(f *folder) {
		f.check(os.Rename(f.dir, f.dir+".old"))
		f.told("content/a/reports/2023.md")
		f.check(os.Rename(f.dir+".old", f.dir))
		f.told("content/a/reports/2023.md")
		for _, text := range []string{"22", "333"} {
			f.write("content/a/reports/2023.md", text)
			f.told("content/a/reports/2023.md")
		}
		f.check(os.CopyFS(f.dir+".new", os.DirFS(f.dir))) // another takes its place
		f.check(os.Rename(f.dir, f.dir+".older"))
		f.check(os.Rename(f.dir+".new", f.dir))
		f.anything()
		f.write("content/a/reports/2023.md", "of the other")
		f.told("content/a/reports/2023.md")
		f.check(os.RemoveAll(f.at("content")))
		f.told("content/a/reports/2023.md")
		f.write("content/a/reports/2023.md", "new")
		f.told("content/a/reports/2023.md")
	})
}

// A checkout of a thousand files in a hundred folders, while nobody receives.
func TestCheckout(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal("git is not installed: run `make setup`")
	}
	each(t, func(f *folder) {
		run := func(args ...string) {
			f.Helper()
			c := exec.Command(git, append([]string{"-C", f.dir, "-c", "user.name=x", "-c", "user.email=x@localhost", "-c", "gc.auto=0"}, args...)...)
			if out, err := c.CombinedOutput(); err != nil {
				f.Fatalf("git %q: %v\n%s", args, err, out)
			}
		}
		run("init", "-q", "-b", "one")
		run("add", ".")
		run("commit", "-q", "-m", "few")
		run("checkout", "-q", "-b", "two")
		var all []string
		for i := range 1000 {
			name := fmt.Sprintf("content/agency-%d/reports/%d.md", i/10, 2010+i%10)
			f.write(name, "x")
			all = append(all, name)
		}
		f.told(all...)
		run("add", ".")
		run("commit", "-q", "-m", "many")
		run("checkout", "-q", "one")
		f.told(all...)
		run("checkout", "-q", "two")
		f.told(all...)
		f.write(all[500], "y")
		f.told(all[500])
	})
}

// Lost notifications make a batch that names nothing, and what comes after is seen.
func TestOverflow(t *testing.T) {
	f := &folder{T: t, dir: t.TempDir()}
	f.write("content/a/_index.md", "a")
	n, err := newNotify(&tree{dir: f.dir, names: map[string]bool{"content": true}})
	f.check(err)
	f.check(n.w.Remove(f.at("content/a"))) // as if its notifications were lost
	changes := make(chan change)
	out := make(chan []string)
	f.c = out
	go n.run(t.Context(), changes) //nolint:errcheck // the test is about what it sends
	go collect(t.Context(), f.dir, changes, out)
	f.write("content/a/_index.md", "b")
	n.w.Errors <- fsnotify.ErrEventOverflow
	if batch := <-f.c; batch != nil {
		t.Errorf("reported %q", batch)
	}
	f.write("content/a/_index.md", "c")
	f.told("content/a/_index.md")
}

// Where the system does not notify, the files are looked at.
func TestFallback(t *testing.T) {
	f := &folder{T: t, dir: t.TempDir()}
	f.write("content/a/_index.md", "a")
	n, err := newNotify(&tree{dir: f.dir, names: map[string]bool{"content": true}})
	f.check(err)
	changes := make(chan change)
	out := make(chan []string)
	f.c = out
	why := make(chan error, 1)
	go func() {
		if err := n.run(t.Context(), changes); err != nil {
			fallBack(t.Context(), n.tree, Options{Fallback: func(err error) { why <- err }}, err, changes)
		}
	}()
	go collect(t.Context(), f.dir, changes, out)
	n.w.Errors <- syscall.ENOSPC
	if err := <-why; !strings.Contains(err.Error(), ErrLimit.Error()) {
		t.Errorf("because %v", err)
	}
	if batch := <-f.c; batch != nil {
		t.Errorf("reported %q", batch)
	}
	f.write("content/a/_index.md", "bb")
	f.told("content/a/_index.md")
}

func TestRemote(t *testing.T) {
	if remote(t.TempDir()) || remote(filepath.Join(t.TempDir(), "none")) {
		t.Error("a folder of this machine is on a network drive")
	}
}

func TestEnds(t *testing.T) {
	each(t, func(f *folder) {
		ctx, stop := context.WithCancel(f.Context())
		c, err := Watch(ctx, Options{Dir: f.dir, Names: names})
		f.check(err)
		stop()
		for range c { //nolint:revive // until it is closed
		}
	})
	if _, err := Watch(t.Context(), Options{Dir: filepath.Join(t.TempDir(), "none")}); err == nil {
		t.Error("a folder that is not there is watched")
	}
}

// How long a batch stays open, by a clock of the test's own.
func TestBatches(t *testing.T) {
	type step struct {
		after  time.Duration
		change change
	}
	dir := t.TempDir()
	for _, name := range []string{"full.md", "other.md"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "empty.md"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	const ms = time.Millisecond
	var many, endless []step
	for i := range 200 {
		if i < 30 { // 20 at once, then one now and then
			many = append(many, step{time.Duration(max(i-19, 0)/max(i-19, 1)) * 20 * ms, change{path: fmt.Sprintf("%d.md", i), created: true}})
		}
		endless = append(endless, step{2 * ms, change{path: "full.md"}})
	}
	for name, c := range map[string]struct {
		steps       []step
		first, last time.Duration // when the first batch comes, at least and at most
	}{
		"one write":               {[]step{{0, change{path: "full.md"}}}, quiet, 5 * ms},
		"two writes":              {[]step{{0, change{path: "full.md"}}, {2 * ms, change{path: "other.md"}}}, 2*ms + quiet, 7 * ms},
		"moved away for a moment": {[]step{{0, change{path: "gone.md"}}}, grace, grace + 5*ms},
		"truncated":               {[]step{{0, change{path: "empty.md"}}}, grace, grace + 5*ms},
		"came and went":           {[]step{{0, change{path: "gone.md", created: true}}, {1 * ms, change{path: "gone.md"}}}, 1*ms + quiet, 6 * ms},
		"a flood":                 {many, 200*ms + quietFlood, 200*ms + quietFlood + 5*ms},
		"no end":                  {endless, age, age + 5*ms},
		"anything":                {[]step{{0, change{all: true}}}, quietFlood, quietFlood + 5*ms},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				changes, out := make(chan change), make(chan []string)
				go collect(ctx, dir, changes, out)
				start := time.Now()
				sent := make(chan struct{})
				go func() {
					defer close(sent)
					for _, s := range c.steps {
						time.Sleep(s.after)
						if !send(ctx, changes, s.change) {
							return
						}
					}
				}()
				batch := <-out
				if d := time.Since(start); d < c.first || d > c.last {
					t.Errorf("%q after %v, want it between %v and %v", batch, d, c.first, c.last)
				}
				stop()
				<-sent
				for range out { //nolint:revive // until it is closed
				}
			})
		})
	}
}

// Who cannot be notified holds nothing that others could watch with.
func TestNothingIsHeldAfterFailure(t *testing.T) {
	n, err := newNotify(&tree{dir: filepath.Join(t.TempDir(), "none"), names: map[string]bool{"content": true}})
	if err == nil {
		t.Fatal("a folder that is not there is watched")
	}
	if err := n.w.Add(t.TempDir()); !errors.Is(err, fsnotify.ErrClosed) {
		t.Errorf("the watch is still open: %v", err)
	}
}

// A poll tells a new folder, and what is gone, a second time: a file that whoever read them found there may be gone before
// the poll looks again.
func TestPollTellsTwice(t *testing.T) {
	f := &folder{T: t, dir: filepath.Join(t.TempDir(), "site")}
	f.write("content/a/_index.md", "a")
	f.write("content/b/_index.md", "b")
	f.watch(5 * time.Millisecond)
	f.check(os.Mkdir(f.at("content/c"), 0o755))
	f.told("content/c")
	f.told("content/c")
	f.check(os.Remove(f.at("content/a/_index.md")))
	f.told("content/a/_index.md")
	f.told("content/a/_index.md")
	for i := range 5 {
		f.write("content/b/_index.md", fmt.Sprint("b", i))
		if others := f.told("content/b/_index.md"); len(others) > 0 {
			t.Errorf("%q is told, want nothing more", others)
		}
	}
}
