// Package unionfs lays one file tree over another: a site's theme over the default one, what
// an editor has not saved over what is on disk.
package unionfs

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing/fstest"
)

// New joins two file trees file by file: where both have a file, that of over counts, and a
// folder shows the entries of both. Either may be nil.
func New(over, base fs.FS) fs.FS {
	switch {
	case over == nil:
		return base
	case base == nil:
		return over
	}
	return union{over, base}
}

// Texts is a file tree of contents in memory, by path.
func Texts(files map[string][]byte) fs.FS {
	m := make(fstest.MapFS, len(files))
	for name, data := range files {
		m[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	return m
}

type union struct{ over, base fs.FS }

// Open implements fs.FS.
func (u union) Open(name string) (fs.File, error) {
	f, err := u.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return u.base.Open(name)
	}
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	if !info.IsDir() {
		return f, nil
	}
	entries, err := u.ReadDir(name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &folder{f, entries}, nil
}

// Stat implements fs.StatFS.
func (u union) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(u.over, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.Stat(u.base, name)
	}
	return info, err
}

// ReadDir implements fs.ReadDirFS: the entries of both, by name.
func (u union) ReadDir(name string) ([]fs.DirEntry, error) {
	over, err := fs.ReadDir(u.over, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	base, baseErr := fs.ReadDir(u.base, name)
	if err != nil {
		return base, baseErr
	}
	for _, e := range base { // none where base has a file of this name, or nothing
		if !slices.ContainsFunc(over, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
			over = append(over, e)
		}
	}
	slices.SortFunc(over, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return over, nil
}

// folder is an open folder of both trees.
type folder struct {
	fs.File
	rest []fs.DirEntry
}

// ReadDir reads the next n entries, all where n is not positive.
func (d *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(d.rest) {
		if n > 0 && len(d.rest) == 0 {
			return nil, io.EOF
		}
		n = len(d.rest)
	}
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out, nil
}
