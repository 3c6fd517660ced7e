package generator

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"time"
)

// files are the site's files, with those of the options' overlay in their place.
func (o Options) files(root *os.Root) fs.FS {
	if len(o.Overlay) == 0 {
		return root.FS()
	}
	return overlay{root.FS(), o.Overlay}
}

// overlay shows other contents for some of the files of a file system.
type overlay struct {
	fs.FS
	over map[string][]byte
}

func (o overlay) Open(name string) (fs.File, error) {
	if data, ok := o.over[name]; ok {
		return &shown{Reader: bytes.NewReader(data), name: path.Base(name)}, nil
	}
	return o.FS.Open(name)
}

// shown is a file whose contents stand in memory.
type shown struct {
	*bytes.Reader
	name string
}

func (s *shown) Stat() (fs.FileInfo, error) { return s, nil }
func (s *shown) Close() error               { return nil }
func (s *shown) Name() string               { return s.name }
func (s *shown) Mode() fs.FileMode          { return 0o644 }
func (s *shown) ModTime() time.Time         { return time.Time{} }
func (s *shown) IsDir() bool                { return false }
func (s *shown) Sys() any                   { return nil }
