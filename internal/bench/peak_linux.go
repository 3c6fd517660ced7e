package main

import (
	"os"
	"syscall"
)

// peak is the largest resident memory of a process that ended, in bytes.
func peak(s *os.ProcessState) int64 {
	if u, ok := s.SysUsage().(*syscall.Rusage); ok {
		return u.Maxrss << 10
	}
	return 0
}
