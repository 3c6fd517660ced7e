package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
)

// ErrNoFolder says that a file is where the output folder should.
var ErrNoFolder = errors.New("a file stands where the folder should")

// ForeignError says that a build would overwrite files of a folder into which no build
// has written before: somebody else's.
type ForeignError struct {
	Path  string // the first of them, with the folder
	Files int
}

func (e *ForeignError) Error() string {
	return fmt.Sprintf("output: %s is there and was not written by this tool (%d files)", e.Path, e.Files)
}

// foreign looks for files that the staged ones, and the manifest, would overwrite with
// other bytes, unless the folder is ours.
func (d *Disk) foreign(paths []string) error {
	if d.ours {
		return nil
	}
	var found *ForeignError
	note := func(p string) {
		if found == nil {
			found = &ForeignError{Path: path.Join(d.dir, p)}
		}
		found.Files++
	}
	for _, p := range paths {
		if _, err := d.root.Lstat(p); err != nil {
			continue
		}
		if same, err := d.equal(p, d.staged[p]); err != nil || !same {
			note(p)
		}
	}
	if data, err := d.root.ReadFile(ManifestName); err == nil && json.Valid(data) {
		note(ManifestName)
	}
	if found == nil {
		return nil
	}
	return found
}

// equal compares two files of the folder.
func (d *Disk) equal(a, b string) (bool, error) {
	x, err := d.root.Open(a)
	if err != nil {
		return false, err
	}
	defer x.Close()
	y, err := d.root.Open(b)
	if err != nil {
		return false, err
	}
	defer y.Close()
	buf := d.buffers.Get().(*[]byte)
	defer d.buffers.Put(buf)
	return equalStreams(x, y, newDigest(), *buf)
}
