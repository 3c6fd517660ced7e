package textedit

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"gongkai/internal/filelock"
)

// ErrBusy says that somebody else was writing in the same folder all the time.
var ErrBusy = errors.New("somebody else is writing in this folder")

const (
	// patience is how long a write waits for another, which takes milliseconds.
	patience = 2 * time.Second
	retry    = 3 * time.Millisecond
	lockName = ".gongkai-lock~" // which nobody takes for a file of the site
)

// lock keeps others from replacing files in a folder of root until they are let in again: also from other machines, where
// the drive that they share passes locks on. Where it knows none, or no file can be made, nobody is kept.
func lock(root *os.Root, folder string) (release func(), err error) {
	path := filepath.Join(root.Name(), folder, lockName)
	for end := time.Now().Add(patience); ; time.Sleep(retry) {
		file, gone, err := filelock.Try(path, os.O_CREATE)
		switch {
		case err != nil:
			return func() {}, nil
		case file != nil:
			return func() { _ = filelock.Release(file) }, nil // what was written is written
		case !gone && time.Now().After(end):
			return nil, ErrBusy
		}
	}
}
