//go:build unix

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A closed terminal ends a build as Ctrl-C does: nothing is published and no file is left. With nohup it goes on.
func TestClosedTerminal(t *testing.T) {
	v := twoVersions(t)
	v.run(t, "build", "--site", v.sites[0], "--out", v.public)
	var errs bytes.Buffer
	build := v.start(t, 1, &errs)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline) && len(beside(t, v.public, "*")) == 0; {
		time.Sleep(time.Millisecond)
	}
	if err := build.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if err := build.Wait(); err != nil { // else it was done by then
		if build.ProcessState.ExitCode() != 2 || !strings.Contains(errs.String(), "interrupted") {
			t.Errorf("got %v: %s; want that it was interrupted", err, &errs)
		}
		if got := v.atRest(t); got != 0 {
			t.Errorf("got version %d, want the old one", got)
		}
	}
	if got := beside(t, v.public, "*"); len(got) > 0 {
		t.Errorf("left: %q", got)
	}
	c := started(exec.Command("sh", "-c", `trap "" HUP; gongkai "$@" & kill -HUP $!; wait $!`, "sh", "build", "--site", v.sites[1], "--out", v.public))
	if out, err := c.CombinedOutput(); err != nil {
		t.Errorf("with SIGHUP ignored: %v: %s", err, out)
	}
	if got := v.atRest(t); got != 1 {
		t.Errorf("with SIGHUP ignored: got version %d, want the new one", got)
	}
}

// within reports whether a path lies below a folder.
func within(folder, name string) bool {
	rel, err := filepath.Rel(folder, name)
	return err == nil && rel != "." && filepath.IsLocal(rel)
}

// Whoever may write the folder but not the one above it changes it in place, is told so, and locks out others.
func TestFolderAboveNotWritable(t *testing.T) {
	v := twoVersions(t)
	v.run(t, "build", "--site", v.sites[0], "--out", v.public)
	above := filepath.Dir(v.public)
	if err := os.WriteFile(filepath.Join(v.public, ".gitignore"), []byte("*"), 0o644); err != nil {
		t.Fatal(err)
	}
	c := gongkai("build", "--lang", "en", "--site", v.sites[1], "--out", v.public)
	if os.Geteuid() == 0 { // who may write everywhere: somebody else builds
		const nobody = 65534
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		err := filepath.WalkDir(v.public, func(p string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Chown(p, nobody, nobody)
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, inner := range []string{v.top, c.Path} { // tests have folders that are theirs alone
			for dir := filepath.Dir(inner); within(os.TempDir(), dir); dir = filepath.Dir(dir) {
				if err := os.Chmod(dir, 0o755); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if err := os.Chmod(above, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(above, 0o755) })
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if want := "file by file, because the folder above it cannot be written to"; !strings.Contains(string(out), want) {
		t.Errorf("got %s, want %q", out, want)
	}
	got := files(t, v.public)
	if got[".gitignore"] != "*" {
		t.Error("a file that no build wrote is gone")
	}
	delete(got, ".gitignore")
	for p, data := range v.built[1] {
		if got[p] != data {
			t.Errorf("%s is not the new one", p)
		}
	}
	if len(got) != len(v.built[1]) {
		t.Errorf("got %d files, want %d", len(got), len(v.built[1]))
	}
	if left := slices.DeleteFunc(names(t, v.public), func(name string) bool { return !strings.HasPrefix(name, ".gongkai") }); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// names lists the names of a folder.
func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	slices.Sort(out)
	return out
}
