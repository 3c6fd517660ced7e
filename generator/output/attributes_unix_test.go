//go:build unix

package output

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// Folders keep their rights, whatever the umask is, and new ones inherit a group as they do anywhere.
func TestFoldersKeepTheirRights(t *testing.T) {
	dir := published(t)
	want := map[string]fs.FileMode{".": 0o2770, "a": 0o755, "uploads": 0o1777, "b": 0o2775}
	for p, mode := range want {
		if err := syscall.Chmod(filepath.Join(dir, p), uint32(mode)); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 { // others may not give folders away
		if err := os.Chown(dir, 12, 34); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Chmod(dir, 0o2770); err != nil {
			t.Fatal(err)
		}
	}
	before := stat(t, dir)
	old := syscall.Umask(0o077)
	_, err := (way{}).build(t, dir, nil)
	syscall.Umask(old)
	if err != nil {
		t.Fatal(err)
	}
	now := stat(t, dir)
	if now.Ino == before.Ino {
		t.Error("the folder was not exchanged")
	}
	if now.Uid != before.Uid || now.Gid != before.Gid {
		t.Errorf("got owner %d:%d, want %d:%d", now.Uid, now.Gid, before.Uid, before.Gid)
	}
	for p, mode := range want {
		if got := stat(t, filepath.Join(dir, p)).Mode & 0o7777; uint32(got) != uint32(mode) {
			t.Errorf("%s: got the mode %o, want %o", p, got, mode)
		}
	}
	if got := stat(t, filepath.Join(dir, "d")); got.Gid != before.Gid {
		t.Errorf("a new folder: got the group %d, want %d", got.Gid, before.Gid)
	}
}

func stat(t *testing.T, name string) *syscall.Stat_t {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t)
}

// A named pipe is taken over too.
func TestPipeIsKept(t *testing.T) {
	dir := published(t)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (way{}).build(t, dir, nil); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(filepath.Join(dir, "pipe")); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("got %v (%v), want the pipe", info, err)
	}
}
