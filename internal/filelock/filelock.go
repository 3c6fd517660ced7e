// Package filelock takes locks on files that are removed when the lock is given back.
package filelock

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// Try takes the lock of a file, opened for reading with flag, if nobody holds it; nil if it cannot be had now. Whoever
// held it before removes the file, and a lock of a file that is no longer there is worth nothing: then gone is true.
// A file that was made for a lock that the drive does not know is removed.
func Try(path string, flag int) (lock *flock.Flock, gone bool, err error) {
	file := flock.New(path, flock.SetFlag(os.O_RDONLY|flag), flock.SetPermissions(0o644))
	_, errBefore := os.Lstat(path)
	held, err := file.TryLock()
	if err != nil || !held {
		if err != nil && errors.Is(errBefore, fs.ErrNotExist) {
			_ = os.Remove(path) // where the file could not be made there is none
		}
		return nil, false, err
	}
	mine, errMine := file.Stat()
	now, errNow := os.Lstat(path)
	if errMine != nil || errNow != nil || !os.SameFile(mine, now) {
		return nil, true, file.Unlock()
	}
	return file, false, nil
}

// Release gives a lock back and removes its file.
func Release(lock *flock.Flock) error {
	removed := os.Remove(lock.Path()) == nil // first, so that nobody gets a lock of what is then removed
	err := lock.Unlock()
	if !removed {
		_ = os.Remove(lock.Path()) // Windows removes no file that is open; what stays locks nobody out
	}
	return err
}
