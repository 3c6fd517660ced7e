// Package removal removes files and folders, also where the file system knows only the plain way to.
//
// Package os asks Windows to remove a file so that its name is free at once, though somebody still has it open. Not every file system
// that Windows shows (shares of some servers, and those of Wine) knows this, and not every such refusal is one that os then tries again
// in the old way. Here it is.
package removal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// In removes a file or an empty folder of an open folder.
func In(root *os.Root, name string) error {
	if err := root.Remove(name); !unknown(err) {
		return err
	}
	return plain(root, name)
}

// AllIn removes a file of an open folder, or a folder with all that is in it. That there is none is not an error.
func AllIn(root *os.Root, name string) error {
	if err := root.RemoveAll(name); !unknown(err) {
		return err
	}
	return allPlain(root, name)
}

// All removes a file, or a folder with all that is in it. That there is none is not an error.
func All(path string) error {
	if err := os.RemoveAll(path); !unknown(err) {
		return err
	}
	above, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer above.Close()
	return allPlain(above, filepath.Base(path))
}

// plain removes by the path. What leads there are folders, no links out of the open one.
func plain(root *os.Root, name string) error {
	if _, err := root.Lstat(name); err != nil {
		return err
	}
	return os.Remove(filepath.Join(root.Name(), filepath.FromSlash(name)))
}

func allPlain(root *os.Root, name string) error {
	info, err := root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.IsDir() {
		entries, err := fs.ReadDir(root.FS(), filepath.ToSlash(name))
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := allPlain(root, filepath.Join(name, e.Name())); err != nil {
				return err
			}
		}
	}
	return plain(root, name)
}
