//go:build !windows

package cli

import "os"

func sequences(*os.File) bool { return true }
