package removal

import (
	"errors"

	"golang.org/x/sys/windows"
)

// unknown reports whether the file system knows no such operation.
func unknown(err error) bool {
	return errors.Is(err, windows.ERROR_INVALID_FUNCTION) || errors.Is(err, windows.ERROR_NOT_SUPPORTED) ||
		errors.Is(err, windows.ERROR_CALL_NOT_IMPLEMENTED)
}
