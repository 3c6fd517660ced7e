//go:build unix && !linux

package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// syncTree puts files and folders of a tree onto the disk, and has the disk write down all that it was given: Sync does more
// than flush on macOS.
func syncTree(top *os.Root, files, folders []string) error {
	if err := syncEach(top, files, folders); err != nil {
		return err
	}
	dir, err := top.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// flush gives an open file or folder to the disk.
func flush(f *os.File) error { return unix.Fsync(int(f.Fd())) }
