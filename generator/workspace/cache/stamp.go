package cache

import (
	"io/fs"
	"time"
)

// Stamp is what the file system says of a file beside its content.
type Stamp struct {
	Size, Modified int64 // bytes; nanoseconds since 1970
	// Changed, Inode and Device are 0 where the system does not tell: when the inode last changed, in
	// nanoseconds, and the numbers of the file and its file system.
	Changed       int64
	Inode, Device uint64
}

// stampOf is a file's stamp.
func stampOf(info fs.FileInfo) Stamp {
	s := Stamp{Size: info.Size(), Modified: info.ModTime().UnixNano()}
	s.ofSystem(info)
	return s
}

// Steps of clocks. A kernel's clock for files goes on by up to 10 ms; FAT counts two seconds, older systems one.
const (
	fineStep   = 20 * time.Millisecond
	coarseStep = 2 * time.Second
)

// clock is a moment before files are looked at, as their file system has it.
type clock struct {
	now    time.Time
	device uint64 // whose clock it is; 0 is the program's own
}

// clockOf is the moment at which a file was made.
func clockOf(info fs.FileInfo) clock { return clock{info.ModTime(), stampOf(info).Device} }

// settles reports whether any change of a file after this moment shows in its stamp.
func (c clock) settles(s Stamp) bool {
	newest, step := max(s.Modified, s.Changed), fineStep
	if c.device == 0 || c.device != s.Device || // another clock, which may be late
		newest%int64(time.Second) == 0 { // perhaps a file system that counts whole seconds
		step = coarseStep
	}
	return newest+int64(step) < c.now.UnixNano()
}
