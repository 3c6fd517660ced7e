package archive

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"gongkai/internal/removal"
)

// disk does what packing asks of the file system. Everything goes through do, so that a test can make each operation
// fail. Each operation has two names of its file: where it is, and shown, what the user knows it by.
type disk struct {
	// before, where given, is called before an operation, which fails with the error that it returns. size is how many
	// bytes are to be written.
	before func(op, shown string, size int) error
}

// do runs an operation. Its error names the file as the user knows it.
func (d disk) do(op, shown string, size int, f func() error) (err error) {
	if d.before != nil {
		err = d.before(op, shown, size)
	}
	if err == nil {
		err = f()
	}
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case errors.As(err, &one):
		err = one.Err
	case errors.As(err, &two):
		err = two.Err
	}
	return &fs.PathError{Op: op, Path: shown, Err: err}
}

// create makes a file that is not there, fills it, and has the system put it on the disk.
func (d disk) create(name, shown string, fill func(io.Writer) error) error {
	f, err := d.createFile(name, shown, 0o644)
	if err != nil {
		return err
	}
	err = fill(f)
	if err == nil {
		err = d.do("sync", shown, 0, f.Sync)
	}
	return errors.Join(err, d.do("close", shown, 0, f.Close))
}

func (d disk) createFile(name, shown string, perm fs.FileMode) (*diskFile, error) {
	return d.file("create", shown, func() (*os.File, error) { return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm) })
}

// open opens a file of the folder that is packed.
func (d disk) open(root *os.Root, name string) (*diskFile, error) {
	return d.file("open", name, func() (*os.File, error) { return root.Open(filepath.FromSlash(name)) })
}

func (d disk) file(op, shown string, open func() (*os.File, error)) (*diskFile, error) {
	var f *os.File
	err := d.do(op, shown, 0, func() (err error) {
		f, err = open()
		return err
	})
	if err != nil {
		return nil, err
	}
	return &diskFile{File: f, disk: d, shown: shown}, nil
}

func (d disk) readFile(root *os.Root, name string) ([]byte, error) {
	f, err := d.open(root, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

func (d disk) mkdir(name, shown string) error {
	return d.do("mkdir", shown, 0, func() error { return os.Mkdir(name, 0o755) })
}

func (d disk) rename(from, to string) error {
	return d.do("rename", to, 0, func() error { return os.Rename(from, to) })
}

// remove removes what is there, with all that is in it.
func (d disk) remove(name, shown string) error {
	return d.do("remove", shown, 0, func() error { return removal.All(name) })
}

// sync makes the names in a folder last. Windows has nothing of the kind.
func (d disk) sync(dir, shown string) error {
	return d.do("sync", shown, 0, func() error {
		if runtime.GOOS == "windows" {
			return nil
		}
		f, err := os.Open(dir)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// diskFile is an open file.
type diskFile struct {
	*os.File
	disk  disk
	shown string
	size  int64 // that was written
}

// Read implements io.Reader.
func (f *diskFile) Read(p []byte) (n int, err error) {
	err = f.disk.do("read", f.shown, 0, func() error {
		n, err = f.File.Read(p)
		return err
	})
	return n, err
}

// Write implements io.Writer.
func (f *diskFile) Write(p []byte) (n int, err error) {
	err = f.disk.do("write", f.shown, len(p), func() error {
		n, err = f.File.Write(p)
		return err
	})
	f.size += int64(n)
	return n, err
}

// WriteTo implements io.WriterTo; that of os.File goes past Read.
func (f *diskFile) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{f}) }

// ReadFrom implements io.ReaderFrom; that of os.File goes past Write.
func (f *diskFile) ReadFrom(r io.Reader) (int64, error) {
	return io.Copy(struct{ io.Writer }{f}, r)
}
