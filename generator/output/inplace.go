package output

import (
	"errors"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"

	"gongkai/generator/diag"
	"gongkai/internal/removal"
)

// writeManifest adds manifest.json to the new site.
func (d *Disk) writeManifest(data []byte) error {
	return d.create(ManifestName, 0o644, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// switchInPlace moves the new files, which lie inside the published folder, to where they belong, and removes what the site no
// longer has. Once the new files are whole and on the disk, the switch is not undone: if it fails, the next build finishes it.
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
	d.stage.handles.close()
	beside, from := d.stage.path, d.stage.tree
	d.stage.path, d.stage.tree, d.stage.folders, d.stage.files = "", nil, map[string]bool{}, nil
	err := d.makeStage()
	for _, p := range append(slices.Sorted(maps.Keys(d.staged)), ManifestName) {
		if err == nil {
			err = d.moveFileInside(from, p)
		}
	}
	from.Close()
	return errors.Join(err, d.sys.do("remove", d.target.dir, func() error { return removal.All(beside) }))
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
	return d.create(p, 0o644, func(w io.Writer) error {
		_, err := io.Copy(w, reader{d.sys, source, name})
		return err
	})
}
