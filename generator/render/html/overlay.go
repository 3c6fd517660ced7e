package html

import (
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Overlay joins two file trees file by file: where both have a file, over's counts.
// Either may be nil.
func Overlay(over, base fs.FS) fs.FS {
	switch {
	case over == nil:
		return base
	case base == nil:
		return over
	}
	return overlay{over, base}
}

type overlay struct{ over, base fs.FS }

// Open opens a file of over, or else of base; a folder that both have shows the
// entries of both.
func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.base.Open(name)
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
	entries, err := o.ReadDir(name)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &folder{f, entries}, nil
}

// ReadDir lists the entries of both, by name.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	over, err := fs.ReadDir(o.over, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	base, baseErr := fs.ReadDir(o.base, name)
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
