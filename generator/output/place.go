package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"syscall"

	"gongkai/internal/parallel"
)

// publish brings the folder in line with the manifest of the new build. What can
// be in the way is looked for first; nothing is touched if there is any.
func (d *Disk) publish(m Manifest) error {
	stale := maps.Clone(d.old)
	for _, e := range m.Files {
		delete(stale, e.Path)
	}
	if err := nested(m); err != nil {
		return err
	}
	paths := slices.Sorted(maps.Keys(d.staged))
	folders := map[string]bool{".": true} // whether they are there; all can be
	for _, p := range paths {
		if err := d.checkPlace(p, stale, folders); err != nil {
			return fmt.Errorf("output: %s: %w", path.Join(d.dir, p), err)
		}
	}
	if err := d.foreign(paths); err != nil {
		return err
	}
	// Removing comes first, as a file may have become a folder or the reverse, and
	// the manifest last: killed in between, the next build still knows all files.
	for _, p := range slices.Sorted(maps.Keys(stale)) {
		if err := d.remove(p); err != nil {
			return fmt.Errorf("output: %w", err)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(folders)) {
		if !folders[dir] {
			if err := d.root.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("output: %w", err)
			}
		}
	}
	if err := d.moveAll(paths); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	d.stats.Written = len(paths)
	return d.writeManifest(m)
}

// nested refuses a build in which one file's path is a folder of another's.
func nested(m Manifest) error {
	files := make(map[string]bool, len(m.Files))
	for _, e := range m.Files {
		files[e.Path] = true
	}
	for _, e := range m.Files {
		for dir := path.Dir(e.Path); dir != "."; dir = path.Dir(dir) {
			if files[dir] {
				return fmt.Errorf("output: %s is both a file and the folder of %s", dir, e.Path)
			}
		}
	}
	return nil
}

// moveAll puts the staged files into place, several at once: most of the time
// goes into the system's calls.
func (d *Disk) moveAll(paths []string) error {
	return parallel.Try(context.Background(), 0, len(paths), func(i int) error { return d.move(d.staged[paths[i]], paths[i]) }, nil)
}

func (d *Disk) writeManifest(m Manifest) error {
	f := File{Path: ManifestName, Data: m.JSON()}
	_, same, err := d.same(f)
	if err == nil && !same {
		var temp string
		if temp, _, err = d.stageFile(f); err == nil {
			err = d.move(temp, ManifestName)
		}
	}
	if err != nil {
		return fmt.Errorf("output: %s: %w", path.Join(d.dir, ManifestName), err)
	}
	return nil
}

// checkPlace says what is where p has to go and is not about to be removed. It
// notes p's folders, and whether they are there.
func (d *Disk) checkPlace(p string, stale, folders map[string]bool) error {
	there, err := d.checkFolder(path.Dir(p), stale, folders)
	if err != nil || !there {
		return err
	}
	if info, err := d.root.Lstat(p); err != nil || !info.IsDir() {
		return nil
	}
	return fs.WalkDir(d.root.FS(), p, func(inner string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !stale[inner] {
			err = errors.New("a folder stands where the file has to go")
		}
		return err
	})
}

// checkFolder does the same for a folder, and asks of each only once.
func (d *Disk) checkFolder(dir string, stale, folders map[string]bool) (there bool, err error) {
	if there, known := folders[dir]; known {
		return there, nil
	}
	there, err = d.checkFolder(path.Dir(dir), stale, folders)
	if err != nil {
		return false, err
	}
	if there {
		info, err := d.root.Stat(dir)
		there = err == nil && info.IsDir()
		if err == nil && !there && !stale[dir] {
			return false, fmt.Errorf("a file stands where the folder %s has to go", path.Base(dir))
		}
	}
	folders[dir] = there
	return there, nil
}

// move puts a staged file into place.
func (d *Disk) move(temp, p string) error {
	err := d.root.Rename(temp, p)
	if errors.Is(err, fs.ErrNotExist) { // removing what is stale emptied the folder
		if err = d.root.MkdirAll(path.Dir(p), 0o755); err == nil {
			err = d.root.Rename(temp, p)
		}
	}
	return err
}

// remove deletes one file of an earlier build and the folders this empties.
func (d *Disk) remove(p string) error {
	info, err := d.root.Lstat(p)
	if err == nil && info.IsDir() {
		return nil // not what was written
	}
	if err == nil {
		err = d.root.Remove(p)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil // gone already
	}
	if err != nil {
		return err
	}
	d.stats.Removed++
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if d.root.Remove(dir) != nil { // not empty
			break
		}
	}
	return nil
}
