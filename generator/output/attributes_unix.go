//go:build unix

package output

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// otherDevice reports whether two open folders are on different file systems.
func otherDevice(a, b *os.File) (bool, error) {
	x, err := a.Stat()
	if err != nil {
		return false, err
	}
	y, err := b.Stat()
	if err != nil {
		return false, err
	}
	return x.Sys().(*syscall.Stat_t).Dev != y.Sys().(*syscall.Stat_t).Dev, nil
}

// permissions are the bits of a mode that chmod sets.
const permissions = fs.ModePerm | fs.ModeSetuid | fs.ModeSetgid | fs.ModeSticky

// keepAttributes gives an open folder the owner, group, permissions and further attributes of another, so that who may
// read the one may read the other.
func keepAttributes(from, to *os.File) error {
	want, err := from.Stat()
	if err != nil {
		return err
	}
	has, err := to.Stat()
	if err != nil {
		return err
	}
	if want.Mode()&0o300 != 0o300 && os.Geteuid() != 0 {
		return fs.ErrPermission // nothing could be put into it
	}
	w, h := want.Sys().(*syscall.Stat_t), has.Sys().(*syscall.Stat_t)
	if w.Uid != h.Uid || w.Gid != h.Gid {
		if err := to.Chown(int(w.Uid), int(w.Gid)); err != nil {
			return fmt.Errorf("owner: %w", err)
		}
	}
	if err := keepExtended(from, to); err != nil {
		return fmt.Errorf("extended attributes: %w", err)
	}
	if want.Mode()&permissions != has.Mode()&permissions || w.Gid != h.Gid {
		return to.Chmod(want.Mode() & permissions)
	}
	return nil
}
