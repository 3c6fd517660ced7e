package cache

import (
	"io/fs"
	"syscall"
)

// ofSystem adds what only the system's own call tells.
func (s *Stamp) ofSystem(info fs.FileInfo) {
	if t, ok := info.Sys().(*syscall.Stat_t); ok {
		s.Changed, s.Inode, s.Device = t.Ctim.Nano(), t.Ino, uint64(t.Dev)
	}
}
