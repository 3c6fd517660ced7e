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
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"gongkai/generator/diag"
	"gongkai/internal/parallel"
)

// writeManifest adds manifest.json to the new site.
func (d *Disk) writeManifest(data []byte) error {
	return d.sys.create(d.stage.tree, ManifestName, d.target.in(ManifestName), 0o644, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// switchInPlace moves the new files, which lie inside the published folder, to where they belong, and removes what the site no
// longer has. Once the new files are whole and on the disk there is no way back but forward: what fails is finished by the next build.
func (d *Disk) switchInPlace(removed []string) error {
	if d.stage.path != filepath.Join(d.target.path, insideStage) {
		if err := d.moveInside(); err != nil {
			return err
		}
	}
	if err := d.writeRemovals(removed); err != nil {
		return err
	}
	if err := d.finishTree(); err != nil {
		return err
	}
	d.stage.path = "" // no longer to be thrown away
	if err := d.moveIn(d.old); err != nil {
		return &HalfwayError{Folder: d.target.dir, Err: err}
	}
	if !d.options.InPlace {
		d.notice(diag.Textf("%s 是逐个文件更新的，因为%s：更新时打开的网页可能新旧混杂；更新中途被打断时，下一次生成会先把它做完",
			"%s was updated file by file, because %s: pages opened meanwhile may have been old and new ones mixed; had it been interrupted, the next build would have finished it", d.target.dir, d.fixed))
	}
	return nil
}

// fallBack changes in place a folder that the system did not let go.
func (d *Disk) fallBack(removed []string) error {
	err := d.sys.do("open", d.target.dir, func() (err error) {
		if d.old, err = os.OpenRoot(d.target.path); err == nil {
			d.stage.tree, err = os.OpenRoot(filepath.Join(d.stage.path, whole))
		}
		return err
	})
	if err != nil {
		return err
	}
	return d.switchInPlace(removed)
}

// moveInside puts the new files, which lie beside the published folder, into it.
func (d *Disk) moveInside() error {
	beside, from := d.stage.path, d.stage.tree
	d.stage.path, d.stage.tree, d.stage.folders = "", nil, map[string]bool{}
	err := d.makeStage()
	for _, p := range append(slices.Sorted(maps.Keys(d.staged)), ManifestName) {
		if err == nil {
			err = d.moveFileInside(from, p)
		}
	}
	from.Close()
	return errors.Join(err, d.sys.do("remove", d.target.dir, func() error { return os.RemoveAll(beside) }))
}

func (d *Disk) moveFileInside(from *os.Root, p string) error {
	if err := d.ensureFolder(path.Dir(p)); err != nil {
		return err
	}
	name := d.target.in(p)
	source, err := d.sys.open(from, p, name)
	if err != nil {
		return err
	}
	defer source.Close()
	return d.sys.create(d.stage.tree, p, name, 0o644, func(w io.Writer) error {
		_, err := io.Copy(w, reader{d.sys, source, name})
		return err
	})
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
	return d.sys.create(root, removals, d.target.dir, 0o600, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// moveIn does what an in-place switch has left to do in the published folder: all of it, or the rest after it was
// interrupted. Pages come before removals, since old pages lead to old ones, and the manifest last.
func (d *Disk) moveIn(root *os.Root) error {
	const site = insideStage + "/" + whole
	var removed, files []string
	data, err := root.ReadFile(insideStage + "/" + removals)
	if err == nil {
		err = json.Unmarshal(data, &removed)
	}
	if err != nil {
		return err
	}
	parents := map[string]bool{}
	err = fs.WalkDir(root.FS(), site, func(name string, e fs.DirEntry, err error) error {
		p := strings.TrimPrefix(name, site+"/")
		if err == nil && !e.IsDir() && p != ManifestName {
			files = append(files, p)
			for dir := path.Dir(p); dir != "." && !parents[dir]; dir = path.Dir(dir) {
				parents[dir] = true
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	isFile := map[string]bool{}
	for _, p := range files {
		isFile[p] = true
	}
	inTheWay := func(p string) bool {
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if isFile[dir] {
				return true
			}
		}
		return parents[p]
	}
	// What is in the way goes first, what old pages may still lead to last.
	slices.SortFunc(removed, func(a, b string) int {
		return cmp.Or(-compareBool(inTheWay(a), inTheWay(b)), cmp.Compare(a, b))
	})
	first := len(removed)
	for i, p := range removed {
		if !inTheWay(p) {
			first = i
			break
		}
	}
	if err := d.removeAll(root, removed[:first]); err != nil {
		return err
	}
	for _, dir := range slices.Sorted(maps.Keys(parents)) {
		err := d.sys.do("mkdir", d.target.in(dir), func() error { return root.Mkdir(dir, 0o755) })
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	move := func(p string) error {
		return d.sys.do("rename", d.target.in(p), func() error { return root.Rename(site+"/"+p, p) })
	}
	if err := parallel.Try(context.Background(), 0, len(files), func(i int) error { return move(files[i]) }, nil); err != nil {
		return err
	}
	if err := d.removeAll(root, removed[first:]); err != nil {
		return err
	}
	if err := move(ManifestName); err != nil && !errors.Is(err, fs.ErrNotExist) { // moved already
		return err
	}
	if err := d.sys.do("syncTree", d.target.dir, func() error { return syncTree(root) }); err != nil {
		return err
	}
	return d.sys.do("remove", d.target.dir, func() error { return root.RemoveAll(insideStage) })
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// removeAll deletes files of an earlier build and the folders this empties.
func (d *Disk) removeAll(root *os.Root, paths []string) error {
	for _, p := range paths {
		if isFolder(root, p) {
			continue // not what was written
		}
		err := d.sys.do("remove", d.target.in(p), func() error { return root.Remove(p) })
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
			continue // gone already
		}
		if err != nil {
			return err
		}
		for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
			if root.Remove(dir) != nil { // not empty
				break
			}
		}
	}
	return nil
}
