package cache

import (
	"crypto/sha256"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// kind says what a path leads to.
type kind byte

const (
	regular kind = iota
	folder
	link // to a file; only its content counts
)

// File is one file, as it was when it was looked at.
type File struct {
	Path    string // with slashes
	Stamp   Stamp
	Sum     Sum // none of a folder
	kind    kind
	settled bool // the same stamp means the same sum
	summed  bool
}

// sameStamp reports whether the stamp alone shows that f is the same as was.
func (f *File) sameStamp(was *File) bool {
	return f.kind == regular && was.kind == regular && was.settled && f.Stamp == was.Stamp
}

// read sums up the content of f.
func (f *File) read(files fs.FS, buf []byte) error {
	r, err := files.Open(f.Path)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.CopyBuffer(h, struct{ io.Reader }{r}, buf); err != nil {
		return err
	}
	f.Sum, f.summed = Sum(h.Sum(nil)), true
	return nil
}

// program is the executable that runs, with the sum of a record where it is the same file.
func program(last *Record) (File, error) {
	path, err := os.Executable()
	if err != nil {
		return File{}, err
	}
	c := clock{now: time.Now()}
	info, err := os.Stat(path)
	if err != nil {
		return File{}, err
	}
	f := File{Path: filepath.Base(path), Stamp: stampOf(info)}
	f.settled = c.settles(f.Stamp)
	if last != nil && f.sameStamp(&last.Program) {
		f.Sum, f.summed = last.Program.Sum, true
		return f, nil
	}
	return f, f.read(os.DirFS(filepath.Dir(path)), nil)
}
