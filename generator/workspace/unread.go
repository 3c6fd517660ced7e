package workspace

import (
	"errors"
	"io"
	"io/fs"
	"sync/atomic"
)

// Unread notes whether something of a site was there and could not be read when the site was read last. It may be readable again without a change of any file, so what was found
// then must not be remembered. Nil notes nothing.
type Unread struct{ some atomic.Bool }

// Some reports whether there was something.
func (u *Unread) Some() bool { return u != nil && u.some.Load() }

// begin forgets what was noted before.
func (u *Unread) begin() {
	if u != nil {
		u.some.Store(false)
	}
}

// of returns files that note what could not be read.
func (u *Unread) of(files fs.FS) fs.FS {
	if u == nil {
		return files
	}
	return noting{files, u}
}

func (u *Unread) note(err error) error {
	if err != nil && err != io.EOF && !errors.Is(err, fs.ErrNotExist) {
		u.some.Store(true)
	}
	return err
}

type noting struct {
	files fs.FS
	*Unread
}

func (n noting) Open(name string) (fs.File, error) {
	f, err := n.files.Open(name)
	if n.note(err) != nil {
		return nil, err
	}
	return notingFile{f, n.Unread}, nil
}

func (n noting) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(n.files, name)
	return data, n.note(err)
}

func (n noting) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(n.files, name)
	return entries, n.note(err)
}

func (n noting) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(n.files, name)
	return info, n.note(err)
}

func (n noting) Lstat(name string) (fs.FileInfo, error) {
	info, err := fs.Lstat(n.files, name)
	return info, n.note(err)
}

func (n noting) ReadLink(name string) (string, error) {
	to, err := fs.ReadLink(n.files, name)
	return to, n.note(err)
}

// notingFile is an open file or folder.
type notingFile struct {
	fs.File
	*Unread
}

func (f notingFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	return n, f.note(err)
}

func (f notingFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return info, f.note(err)
}

func (f notingFile) ReadDir(n int) ([]fs.DirEntry, error) {
	d, ok := f.File.(fs.ReadDirFile)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	entries, err := d.ReadDir(n)
	return entries, f.note(err)
}
