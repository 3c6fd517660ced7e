//go:build unix && !linux && !darwin

package output

import "os"

// mounted reports whether a file system is mounted at an open folder, which lies in above.
func mounted(dir, above *os.File) (bool, error) { return otherDevice(dir, above) }
