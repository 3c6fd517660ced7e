package output

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"

	"gongkai/internal/parallel"
	"gongkai/internal/removal"
)

// journal is what an in-place switch has left to do: all of it, or the rest after it was interrupted. It is read from the names in
// the folder of the new files, and can be worked off any number of times.
type journal struct {
	obstacles []string // files of the old site that are where the new one has a folder, or in a folder where it has a file
	folders   []string // of the new site, the outer ones first
	files     []string // of the new site that are not in their places yet
	removed   []string // files that the old site had; last, since its pages lead to them until they are exchanged
}

// writeRemovals notes which files have to go.
func (d *Disk) writeRemovals(removed []string) error {
	data, err := json.Marshal(removed)
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(d.stage.path)
	if err != nil {
		return err
	}
	defer root.Close()
	err = d.sys.create(root, removals, d.target.dir, 0o600, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
	if err != nil {
		return err
	}
	return d.sys.do("sync", d.target.dir, func() error { return syncEach(root, []string{removals}, []string{"."}) })
}

// newFiles is where the new files lie in the published folder.
const newFiles = insideStage + "/" + whole

// readJournal looks what is left to do in a published folder.
func readJournal(root *os.Root) (*journal, error) {
	var removed []string
	data, err := root.ReadFile(insideStage + "/" + removals)
	if err == nil {
		err = json.Unmarshal(data, &removed)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // without the list all was done, and clearing up was cut off
		return nil, err
	}
	j := &journal{}
	files, folders := map[string]bool{}, map[string]bool{}
	err = fs.WalkDir(root.FS(), newFiles, func(name string, e fs.DirEntry, err error) error {
		p := strings.TrimPrefix(name, newFiles+"/")
		switch {
		case err != nil || name == newFiles || p == ManifestName:
		case e.IsDir():
			folders[p] = true
		default:
			files[p] = true
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, p := range removed {
		blocks := folders[p]
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			blocks = blocks || files[dir]
		}
		if blocks {
			j.obstacles = append(j.obstacles, p)
		} else {
			j.removed = append(j.removed, p)
		}
	}
	j.folders, j.files = slices.Sorted(maps.Keys(folders)), slices.Sorted(maps.Keys(files))
	return j, nil
}

// moveIn finishes an in-place switch in a published folder. The manifest comes last: once it is there, all is.
func (d *Disk) moveIn(root *os.Root) error {
	j, err := readJournal(root)
	if err != nil {
		return err
	}
	if err := d.removeAll(root, j.obstacles); err != nil {
		return err
	}
	for _, dir := range j.folders {
		err := d.sys.do("mkdir", d.target.in(dir), func() error { return root.Mkdir(dir, 0o755) })
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	move := func(p string) error {
		return d.sys.do("rename", d.target.in(p), func() error { return root.Rename(newFiles+"/"+p, p) })
	}
	if err := parallel.Try(context.Background(), 0, len(j.files), func(i int) error { return move(j.files[i]) }, nil); err != nil {
		return err
	}
	if err := d.removeAll(root, j.removed); err != nil {
		return err
	}
	if err := move(ManifestName); err != nil && !errors.Is(err, fs.ErrNotExist) { // moved already
		return err
	}
	if err := d.sys.do("syncTree", d.target.dir, func() error { return syncTree(root, nil, j.changed(root)) }); err != nil {
		return err
	}
	// What says that something is left to do goes first: whenever this is cut off, the next build can go on.
	return d.sys.do("remove", d.target.dir, func() error {
		return cmp.Or(removal.AllIn(root, newFiles), removal.AllIn(root, insideStage))
	})
}

// changed are the folders in which names come or go.
func (j *journal) changed(root *os.Root) (folders []string) {
	seen := map[string]bool{".": true}
	for _, paths := range [][]string{j.obstacles, j.files, j.removed} {
		for _, p := range paths {
			for dir := path.Dir(p); !seen[dir]; dir = path.Dir(dir) {
				seen[dir] = true
			}
		}
	}
	for dir := range seen {
		if isFolder(root, dir) || dir == "." {
			folders = append(folders, dir)
		}
	}
	return folders
}

// removeAll deletes files of an earlier build and the folders this empties.
func (d *Disk) removeAll(root *os.Root, paths []string) error {
	for _, p := range paths {
		if isFolder(root, p) {
			continue // not what was written
		}
		err := d.sys.do("remove", d.target.in(p), func() error { return removal.In(root, p) })
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue // gone already
		}
		if err != nil {
			return err
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if removal.In(root, dir) != nil { // not empty
				break
			}
		}
	}
	return nil
}
