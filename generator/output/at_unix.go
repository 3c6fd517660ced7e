//go:build unix

package output

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// linkAt makes a file of one open folder a file of another too. A link of a symbolic link is one itself.
func linkAt(from, to *os.File, name string) error {
	return unix.Linkat(int(from.Fd()), name, int(to.Fd()), name, 0)
}

// removeAt removes a file, not a folder, from an open folder.
func removeAt(dir *os.File, name string) error {
	return unix.Unlinkat(int(dir.Fd()), name, 0)
}

// own reports whether a file belongs to the user who runs this.
func own(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// refusedByWindows is for errors that only Windows has.
func refusedByWindows(error) bool { return false }
