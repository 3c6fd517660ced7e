package generator

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// overlaid is a site's folder with the contents of some files replaced, or files that
// are not there yet: what an editor has not saved.
type overlaid struct {
	fs.FS
	files map[string][]byte // by path in the site
}

// files are the site's files, with those of the options' overlay in their place.
func (o Options) files(root *os.Root) fs.FS {
	if len(o.Overlay) == 0 {
		return root.FS()
	}
	return overlaid{root.FS(), o.Overlay}
}

// Open implements fs.FS.
func (o overlaid) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &unsaved{bytes.NewReader(data), unsavedInfo{path.Base(name), int64(len(data))}}, nil
	}
	return o.FS.Open(name)
}

// ReadDir implements fs.ReadDirFS.
func (o overlaid) ReadDir(name string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.FS, name)
	found := map[string]bool{}
	for file, data := range o.files {
		rest, below := strings.CutPrefix(file, name+"/")
		if name == "." {
			rest, below = file, true
		}
		if !below {
			continue
		}
		base, _, deeper := strings.Cut(rest, "/")
		switch at := slices.IndexFunc(list, func(d fs.DirEntry) bool { return d.Name() == base }); {
		case deeper && at < 0 && !found[base]:
			list = append(list, fs.FileInfoToDirEntry(unsavedFolder{unsavedInfo{base, 0}}))
		case !deeper && at < 0:
			list = append(list, fs.FileInfoToDirEntry(unsavedInfo{base, int64(len(data))}))
		case !deeper:
			list[at] = fs.FileInfoToDirEntry(unsavedInfo{base, int64(len(data))})
		}
		found[base] = true
	}
	if errors.Is(err, fs.ErrNotExist) && len(found) > 0 {
		err = nil
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, err
}

// Stat implements fs.StatFS.
func (o overlaid) Stat(name string) (fs.FileInfo, error) {
	if data, ok := o.files[name]; ok {
		return unsavedInfo{path.Base(name), int64(len(data))}, nil
	}
	info, err := fs.Stat(o.FS, name)
	if errors.Is(err, fs.ErrNotExist) {
		for file := range o.files {
			if strings.HasPrefix(file, name+"/") {
				return unsavedFolder{unsavedInfo{path.Base(name), 0}}, nil
			}
		}
	}
	return info, err
}

// unsaved is an open file that an editor holds.
type unsaved struct {
	*bytes.Reader
	info unsavedInfo
}

func (u *unsaved) Stat() (fs.FileInfo, error) { return u.info, nil }
func (u *unsaved) Close() error               { return nil }

type unsavedInfo struct {
	name string
	size int64
}

func (i unsavedInfo) Name() string       { return i.name }
func (i unsavedInfo) Size() int64        { return i.size }
func (i unsavedInfo) Mode() fs.FileMode  { return 0o644 }
func (i unsavedInfo) ModTime() time.Time { return time.Time{} }
func (i unsavedInfo) IsDir() bool        { return false }
func (i unsavedInfo) Sys() any           { return nil }

// unsavedFolder is the folder of a file that is not there yet.
type unsavedFolder struct{ unsavedInfo }

func (unsavedFolder) Mode() fs.FileMode { return fs.ModeDir | 0o755 }
func (unsavedFolder) IsDir() bool       { return true }
