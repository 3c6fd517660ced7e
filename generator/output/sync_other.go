//go:build !linux && !windows

package output

import (
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// syncFile puts a file onto the disk.
func syncFile(f *os.File) error { return unix.Fsync(int(f.Fd())) }

// syncTree puts the names in all folders of a tree onto the disk, and makes the disk write down all that it was given
// before: Sync is more than fsync on macOS.
func syncTree(top *os.Root) error {
	return fs.WalkDir(top.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() {
			return err
		}
		dir, err := top.Open(name)
		if err != nil {
			return err
		}
		defer dir.Close()
		if name == "." {
			return dir.Sync()
		}
		return unix.Fsync(int(dir.Fd()))
	})
}

// syncFolder puts the names in a folder onto the disk.
func syncFolder(dir *os.File) error { return dir.Sync() }
