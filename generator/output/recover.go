package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gongkai/internal/removal"
)

// mend finishes what a killed build began, and clears what it left. The error says that the published folder could not be put
// back.
func (d *Disk) mend() error {
	var entries []fs.DirEntry
	err := d.sys.do("list", d.target.dir, func() (err error) {
		entries, err = os.ReadDir(d.target.above)
		return err
	})
	if err != nil {
		return nil // nothing of ours can be there if it cannot be read
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), d.target.prefix()) {
			if err := d.mendBeside(filepath.Join(d.target.above, e.Name())); err != nil {
				return err
			}
		}
	}
	return d.mendInside()
}

// Interrupted reports whether a build was killed while it put its site into the place of the old one, so that the
// folder is not there or only partly new.
func Interrupted(dir string) bool {
	t, err := locate(dir)
	if err != nil {
		return false
	}
	if t.exists {
		return isThere(filepath.Join(t.path, insideStage, whole))
	}
	entries, _ := os.ReadDir(t.above) // what cannot be read cannot be mended either
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), t.prefix()) && isThere(filepath.Join(t.above, e.Name(), previous)) {
			return true
		}
	}
	return false
}

// Unfinished reports whether an earlier build left something of a folder that the next one has to clear, or finish.
func Unfinished(dir string) bool {
	t, err := locate(dir)
	if err != nil {
		return false
	}
	entries, _ := os.ReadDir(t.above) // what cannot be read cannot be mended either
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), t.prefix()) {
			return true
		}
	}
	return t.exists && isThere(filepath.Join(t.path, insideStage))
}

// mendBeside finishes a switch by two renames, and clears the folder.
func (d *Disk) mendBeside(folder string) error {
	site, old := filepath.Join(folder, whole), filepath.Join(folder, previous)
	if !isThere(d.target.path) {
		back := old
		if isThere(old) && isThere(site) {
			back = site
		}
		if !isThere(old) { // a first build, which nobody has seen
			_ = removal.All(folder) // the next one tries again
			return nil
		}
		err := d.sys.do("rename", d.target.dir, func() error {
			return errors.Join(os.Rename(back, d.target.path), syncPath(d.target.above))
		})
		if err != nil {
			return err
		}
	}
	d.clear(folder)
	return nil
}

// mendInside finishes a switch in place.
func (d *Disk) mendInside() error {
	stage := filepath.Join(d.target.path, insideStage)
	if !isThere(stage) {
		return nil
	}
	if !isThere(filepath.Join(stage, whole)) {
		return d.sys.do("remove", d.target.dir, func() error { return removal.All(stage) })
	}
	root, err := os.OpenRoot(d.target.path)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := d.moveIn(root); err != nil {
		return &HalfwayError{Folder: d.target.dir, Err: err}
	}
	return nil
}
