package textedit

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"gongkai/internal/removal"
)

// partOf is the name under which a file is written before it has its own: nobody else has it, and nobody reads files whose names begin
// or end so.
func partOf(name string) string {
	return filepath.Join(filepath.Dir(name), ".gongkai-"+filepath.Base(name)+"-"+rand.Text()+"~")
}

// Create writes a new file below root, with the folders that it is in, whole or not at all: whoever watches its folder, and
// whoever comes after a program that was killed, sees no half of it. Where there is one of that name, the error is fs.ErrExist.
func Create(root *os.Root, name string, data []byte) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	part := partOf(name)
	err := write(root, part, data)
	if err == nil {
		err = appear(root, part, name)
	}
	gone := removal.In(root, part)
	if gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		gone = removal.In(root, part) // nobody comes back for it
	}
	if err == nil && !errors.Is(gone, fs.ErrNotExist) {
		err = gone
	}
	return named(name, err)
}

func write(root *os.Root, name string, data []byte) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// appear gives a file its name, unless there is one of that name. Where the file system knows no second name for a file, as on
// memory sticks and some network drives, an empty file takes the name first.
func appear(root *os.Root, part, name string) error {
	err := root.Link(part, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := write(root, name, nil); err != nil {
		return err
	}
	if err := root.Rename(part, name); err != nil {
		return errors.Join(err, removal.In(root, name))
	}
	return nil
}
