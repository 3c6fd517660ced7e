//go:build !windows

package removal

// unknown is false: everywhere else there is one way to remove a file.
func unknown(error) bool { return false }
