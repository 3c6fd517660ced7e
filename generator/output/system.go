package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
)

// system does what a build asks of the file system. Everything goes through do, so that a test can make any
// operation fail, and see the order of all.
type system struct {
	// before, where given, is called before an operation; the operation fails with the error that it
	// returns. size is how many bytes are to be written.
	before func(op, name string, size int) error
}

// do runs one operation. Its error names the file as the user knows it: name, not the path at which the file is
// put together.
func (s system) do(op, name string, f func() error) error {
	return s.sized(op, name, 0, f)
}

func (s system) sized(op, name string, size int, f func() error) error {
	if s.before != nil {
		if err := s.before(op, name, size); err != nil {
			return &fs.PathError{Op: op, Path: name, Err: err}
		}
	}
	if err := f(); err != nil {
		return &fs.PathError{Op: op, Path: name, Err: cause(err)}
	}
	return nil
}

// cause takes from an error the path that it names.
func cause(err error) error {
	var one *fs.PathError
	var two *os.LinkError
	var call *os.SyscallError
	switch {
	case errors.As(err, &one):
		return cause(one.Err)
	case errors.As(err, &two):
		return cause(two.Err)
	case errors.As(err, &call):
		return call.Err
	}
	return err
}

// open opens a file or folder.
func (s system) open(root *os.Root, path, name string) (f *os.File, err error) {
	err = s.do("open", name, func() error {
		f, err = root.Open(path)
		return err
	})
	return f, err
}

// list reads the entries of a folder.
func (s system) list(dir *os.File, name string) (entries []fs.DirEntry, err error) {
	err = s.do("list", name, func() error {
		entries, err = dir.ReadDir(-1)
		return err
	})
	return entries, err
}

// reader is a file as it is read.
type reader struct {
	system
	file *os.File
	name string
}

func (r reader) Read(p []byte) (n int, err error) {
	err = r.do("read", r.name, func() error {
		n, err = r.file.Read(p)
		if err == io.EOF { // no trouble
			return nil
		}
		return err
	})
	if err == nil && n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, err
}

// writer is a file as it is written.
type writer struct {
	system
	file *os.File
	name string
}

func (w writer) Write(p []byte) (n int, err error) {
	err = w.sized("write", w.name, len(p), func() error {
		n, err = w.file.Write(p)
		return err
	})
	return n, err
}

// create makes a file that is not there yet and fills it.
func (s system) create(root *os.Root, path, name string, perm fs.FileMode, fill func(io.Writer) error) error {
	var file *os.File
	err := s.do("create", name, func() (err error) {
		file, err = root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		return err
	})
	if err != nil {
		return err
	}
	err = fill(writer{s, file, name})
	if errClose := s.do("close", name, file.Close); err == nil {
		err = errClose
	}
	return err
}

// refused reports whether an error says that the system does not do such a thing here, rather than that it went
// wrong: it is not allowed, not known, or reaches another file system.
func refused(err error) bool {
	for _, is := range []error{fs.ErrPermission, errors.ErrUnsupported, syscall.EXDEV, syscall.EBUSY, syscall.EINVAL, syscall.EMLINK} {
		if errors.Is(err, is) {
			return true
		}
	}
	return refusedByWindows(err)
}

// barred reports whether an error says that nothing may be written here.
func barred(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}
