package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"syscall"

	"gongkai/generator/diag"
)

// ErrNoFolder says that a file is where the output folder should.
var ErrNoFolder = errors.New("a file is where the folder should be")

// NoFolderError names that place.
type NoFolderError struct{ Folder string }

func (e *NoFolderError) Error() string { return ErrNoFolder.Error() + ": " + e.Folder }

// Unwrap makes it an ErrNoFolder.
func (e *NoFolderError) Unwrap() error { return ErrNoFolder }

// target is the published folder.
type target struct {
	dir    string // as the user names it, with slashes
	path   string // absolute, without links: a link to the folder stays, what it leads to is exchanged
	above  string // the folder that it is in
	name   string // its name there
	exists bool
}

// locate finds out where an output folder is.
func locate(dir string) (target, error) {
	wrong := func(err error) (target, error) {
		if errors.Is(err, syscall.ENOTDIR) || errors.Is(err, fs.ErrExist) {
			err = &NoFolderError{dir}
		}
		return target{}, fmt.Errorf("output: %w", err)
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return wrong(err)
	}
	t := target{dir: filepath.ToSlash(dir)}
	real, err := filepath.EvalSymlinks(abs)
	switch {
	case err == nil:
		info, err := os.Stat(real)
		if err != nil {
			return wrong(err)
		}
		if !info.IsDir() {
			return wrong(syscall.ENOTDIR)
		}
		t.path, t.exists = real, true
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Lstat(abs); err == nil { // a link that leads nowhere
			return wrong(fs.ErrExist)
		}
		above, err := locate(filepath.Dir(abs))
		if err != nil {
			return wrong(err)
		}
		t.path = filepath.Join(above.path, filepath.Base(abs))
	default:
		return wrong(err)
	}
	t.above, t.name = filepath.Dir(t.path), filepath.Base(t.path)
	return t, nil
}

// prefix begins the names of what a build makes beside the folder.
func (t target) prefix() string { return "." + t.name + ".gongkai-" }

// in is the name of a file of the folder, as the user knows it.
func (t target) in(p string) string { return path.Join(t.dir, p) }

// fixed says why the folder must stay the same one, if there is a reason that shows without trying.
func (t target) fixed() (why diag.Text, err error) {
	if !t.exists {
		return why, nil
	}
	if t.above == t.path {
		return isMount, nil
	}
	dir, err := os.Open(t.path)
	if err != nil {
		return why, fmt.Errorf("output: %w", err)
	}
	defer dir.Close()
	above, err := os.Open(t.above)
	if err != nil {
		return cannotWriteAbove, nil // it cannot even be read
	}
	defer above.Close()
	switch is, err := mounted(dir, above); {
	case err != nil:
		return why, fmt.Errorf("output: %w", &fs.PathError{Op: "stat", Path: t.dir, Err: cause(err)})
	case is:
		return isMount, nil
	}
	if here, err := os.Getwd(); err == nil {
		if here, err = filepath.EvalSymlinks(here); err == nil && within(t.path, here) {
			return startedInside, nil
		}
	}
	return why, nil
}

// within reports whether a path is a folder or lies below it.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// Why a folder is changed file by file.
var (
	isMount          = diag.Textf("它是一个挂载点", "it is a mount point")
	cannotWriteAbove = diag.Textf("上一级文件夹不能写入", "the folder above it cannot be written to")
	startedInside    = diag.Textf("命令是在它里面运行的", "the command was started inside it")
)
