package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// linkAt makes a file of one open folder a file of another too.
func linkAt(from, to *os.File, name string) error {
	return os.Link(filepath.Join(from.Name(), name), filepath.Join(to.Name(), name))
}

// removeAt removes a file, not a folder, from an open folder.
func removeAt(dir *os.File, name string) error {
	return os.Remove(filepath.Join(dir.Name(), name))
}

// own reports whether a file belongs to the user who runs this. A copy inherits the rights of its folder, as
// every file does there.
func own(fs.FileInfo) bool { return true }

// refusedByWindows reports whether a folder is in use, or the file system knows no such operation.
func refusedByWindows(err error) bool {
	for _, is := range []windows.Errno{windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_INVALID_FUNCTION,
		windows.ERROR_NOT_SUPPORTED, windows.ERROR_TOO_MANY_LINKS, windows.ERROR_NOT_SAME_DEVICE} {
		if errors.Is(err, is) {
			return true
		}
	}
	return false
}
