package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange gives each of two folders the other's name, in one step.
func exchange(a, b string) error { return unix.RenamexNp(a, b, unix.RENAME_SWAP) }

// mounted reports whether a file system is mounted at an open folder, which lies in above.
func mounted(dir, above *os.File) (bool, error) { return otherDevice(dir, above) }
