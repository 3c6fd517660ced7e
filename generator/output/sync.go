package output

import (
	"context"
	"errors"
	"os"

	"gongkai/internal/parallel"
)

// inFlight is how many files are put onto the disk at the same time: a disk takes what waits in one go.
const inFlight = 16

// syncEach puts files onto the disk, then the folders with their names.
func syncEach(top *os.Root, files, folders []string) error {
	for _, paths := range [][]string{files, folders} {
		err := parallel.Try(context.Background(), inFlight, len(paths), func(i int) error { return syncOne(top, paths[i]) }, nil)
		if err != nil {
			return err
		}
	}
	return nil
}

func syncOne(top *os.Root, p string) error {
	f, err := top.OpenFile(p, os.O_RDWR, 0) // Windows flushes only what may be written
	if err != nil {
		f, err = top.Open(p) // a folder, or a copy of a file that may only be read
	}
	if err != nil {
		return err
	}
	return errors.Join(flush(f), f.Close())
}

// syncPath puts the names in a folder onto the disk.
func syncPath(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(flush(dir), dir.Close())
}
