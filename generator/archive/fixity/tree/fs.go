package tree

import (
	"io"
	"io/fs"
	"path"
	"time"
)

// FS gives the files of a tree to what reads from a file system. Folders cannot be opened or listed.
func (t *Tree) FS() fs.FS { return files{t} }

type files struct{ *Tree }

// Open implements fs.FS.
func (t files) Open(name string) (fs.File, error) {
	fail := func(err error) (fs.File, error) { return nil, &fs.PathError{Op: "open", Path: name, Err: err} }
	if !fs.ValidPath(name) {
		return fail(fs.ErrInvalid)
	}
	f := t.File(name)
	if f == nil {
		return fail(fs.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return fail(err)
	}
	return opened{r, f}, nil
}

// opened is a file that is being read, and what there is to say of it.
type opened struct {
	io.ReadCloser
	file *File
}

func (o opened) Stat() (fs.FileInfo, error) { return o, nil }
func (o opened) Name() string               { return path.Base(o.file.Path) }
func (o opened) Size() int64                { return o.file.Size }
func (o opened) Mode() fs.FileMode          { return 0o444 }
func (o opened) ModTime() time.Time         { return time.Time{} }
func (o opened) IsDir() bool                { return false }
func (o opened) Sys() any                   { return nil }
