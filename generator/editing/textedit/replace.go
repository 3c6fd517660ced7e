package textedit

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"gongkai/internal/removal"
)

// ErrChanged says that a file is not what it was when the edits were thought of.
var ErrChanged = errors.New("the file was changed meanwhile")

// Replace puts new contents into a file below root: all of them or, if it fails, none.
// It refuses with ErrChanged where the file no longer holds what it did, and with ErrBusy where others write in its folder
// all the time. The file's permissions stay, and a link goes on leading where it did.
func Replace(root *os.Root, name string, before, after []byte) error {
	name, err := target(root, name)
	if err != nil {
		return err
	}
	info, err := root.Stat(name)
	if err != nil {
		return err
	}
	release, err := lock(root, filepath.Dir(name))
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.ToSlash(name), err)
	}
	defer release()
	now, err := root.ReadFile(name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, before) {
		return fmt.Errorf("%s: %w", filepath.ToSlash(name), ErrChanged)
	}
	part := partOf(name)
	w, err := root.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return named(name, err)
	}
	_, err = w.Write(after)
	err = errors.Join(err, w.Chmod(info.Mode().Perm()), w.Sync(), w.Close())
	if err == nil {
		err = root.Rename(part, name)
	}
	if err != nil {
		return errors.Join(named(name, err), removal.In(root, part))
	}
	return nil
}

// named is an error of the file system that names the file which a person knows, not the one beside it that is written first.
func named(name string, err error) error {
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &one):
		return &fs.PathError{Op: one.Op, Path: name, Err: one.Err}
	case errors.As(err, &two):
		return &fs.PathError{Op: two.Op, Path: name, Err: two.Err}
	}
	return err
}

// target follows links, as far as they stay below root.
func target(root *os.Root, name string) (string, error) {
	name = filepath.FromSlash(name)
	for range 8 {
		info, err := root.Lstat(name)
		if err != nil {
			return "", err
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			return name, nil
		}
		to, err := root.Readlink(name)
		if err != nil {
			return "", err
		}
		name = filepath.FromSlash(path.Join(path.Dir(filepath.ToSlash(name)), filepath.ToSlash(to)))
	}
	return "", fmt.Errorf("%s: too many links", filepath.ToSlash(name))
}
