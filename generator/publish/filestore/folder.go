package filestore

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"gongkai/internal/removal"
)

// folder is a folder of this machine, out of which no link leads.
type folder struct {
	root *os.Root
	dir  string
}

// Open returns the store of a folder. It is made where only it is missing, unless dry.
func Open(dir string, dry bool) (*Store, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if dry {
			if _, err := os.Stat(filepath.Dir(filepath.Clean(dir))); err != nil {
				return nil, err
			}
			return Absent(), nil
		}
		if err := os.Mkdir(dir, 0o755); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return New(&folder{root, dir}), nil
}

// named gives the path in an error the folder's name before it, as the user knows it.
func (f *folder) named(err error) error {
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &one):
		return &fs.PathError{Op: one.Op, Path: filepath.Join(f.dir, one.Path), Err: one.Err}
	case errors.As(err, &two):
		return &os.LinkError{Op: two.Op, Old: filepath.Join(f.dir, two.Old), New: filepath.Join(f.dir, two.New), Err: two.Err}
	}
	return err
}

func (f *folder) Lstat(name string) (fs.FileInfo, error) {
	info, err := f.root.Lstat(filepath.FromSlash(name))
	return info, f.named(err)
}

func (f *folder) ReadDir(name string) ([]fs.FileInfo, error) {
	d, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, f.named(err)
	}
	defer d.Close()
	infos, err := d.Readdir(-1)
	return infos, f.named(err)
}

func (f *folder) Open(name string) (Reader, error) {
	r, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, f.named(err)
	}
	return r, nil
}

func (f *folder) Continue(name string, offset int64) (Writer, error) {
	flag := os.O_WRONLY | os.O_CREATE
	if offset == 0 {
		flag |= os.O_TRUNC
	}
	w, err := f.root.OpenFile(filepath.FromSlash(name), flag, 0o644)
	if err != nil {
		return nil, f.named(err)
	}
	if _, err := w.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(f.named(err), w.Close())
	}
	return &written{w, f}, nil
}

// written names the folder in what goes wrong while a file is written.
type written struct {
	*os.File
	in *folder
}

func (w *written) Write(p []byte) (int, error) {
	n, err := w.File.Write(p)
	return n, w.in.named(err)
}

func (w *written) Sync() error  { return w.in.named(w.File.Sync()) }
func (w *written) Close() error { return w.in.named(w.File.Close()) }

func (f *folder) Mkdir(name string, perm fs.FileMode) error {
	return f.named(f.root.Mkdir(filepath.FromSlash(name), perm))
}

func (f *folder) Rename(old, new string) error {
	return f.named(f.root.Rename(filepath.FromSlash(old), filepath.FromSlash(new)))
}

func (f *folder) Claim(name string, data []byte) error {
	w, err := f.root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return f.named(err)
	}
	_, err = w.Write(data)
	if err = errors.Join(err, w.Close()); err != nil {
		// Without its content it would be a lock that nobody can tell the owner of.
		return errors.Join(f.named(err), f.Remove(name))
	}
	return nil
}

func (f *folder) Remove(name string) error {
	return f.named(removal.In(f.root, filepath.FromSlash(name)))
}
func (f *folder) RemoveDir(name string) error { return f.Remove(name) }

func (f *folder) SyncDir(name string) error {
	if runtime.GOOS == "windows" { // which has no such thing
		return nil
	}
	d, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return f.named(err)
	}
	defer d.Close()
	return f.named(d.Sync())
}

func (f *folder) Close() error { return f.root.Close() }
