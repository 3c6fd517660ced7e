package output

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"gongkai/generator/diag"
	"gongkai/internal/parallel"
)

// publish puts the new site in the place of the old one, unless they are the same.
func (d *Disk) publish(m Manifest, manifest []byte) error {
	if len(d.staged) == 0 && d.old != nil {
		old, err := d.oldManifest()
		if err == nil && string(old) == string(manifest) {
			return nil
		}
	}
	if err := d.ensureStage(); err != nil {
		return err
	}
	s, err := d.survey(m)
	if err != nil {
		return err
	}
	if !d.inPlace() {
		if err := d.carry(s); err != nil {
			return err
		}
	}
	d.kept.close()
	if err := d.writeManifest(manifest); err != nil {
		return err
	}
	if d.inPlace() {
		err = d.switchInPlace(s.removed)
	} else {
		err = d.switchFolders(s)
	}
	if err == nil {
		d.stats.Written, d.stats.Removed = len(d.staged), len(s.removed)
	}
	return err
}

// switchFolders puts the folder of the new site in the place of the old one's.
func (d *Disk) switchFolders(s *survey) error {
	err := d.finishTree()
	if err != nil {
		return err
	}
	site, old := filepath.Join(d.stage.path, whole), filepath.Join(d.stage.path, previous)
	there := d.old != nil
	d.closeRoots() // Windows renames no open folder
	if !there {
		if err := d.sys.do("rename", d.target.dir, func() error { return os.Rename(site, d.target.path) }); err != nil {
			return err
		}
		return d.syncAbove()
	}
	rest := site // where the old site is afterwards
	err = d.sys.do("exchange", d.target.dir, func() error { return exchange(site, d.target.path) })
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		rest = old
		err = d.renameTwice(site, old)
	}
	if refused(err) {
		d.hinder(inUse(d.target.dir))
		return d.fallBack(s.removed)
	}
	if err != nil {
		return err
	}
	err = d.syncAbove()
	d.stage.path = "" // what is in it now is not ours alone
	if err == nil {
		d.clear(filepath.Dir(rest))
	}
	return err
}

// finishTree puts the new site onto the disk and then gives it the name that says so.
func (d *Disk) finishTree() error {
	tree, files, folders := d.stage.tree, d.stage.files, slices.Collect(maps.Keys(d.stage.folders))
	err := d.sys.do("syncTree", d.target.dir, func() error {
		return parallel.Until(d.ctx, func() error { return syncTree(tree, files, folders) })
	})
	if err != nil {
		return err
	}
	d.stage.handles.close()
	d.stage.tree.Close()
	d.stage.tree = nil
	return d.sys.do("rename", d.target.dir, func() error {
		err := os.Rename(filepath.Join(d.stage.path, unfinished), filepath.Join(d.stage.path, whole))
		return errors.Join(err, syncPath(d.stage.path))
	})
}

// renameTwice moves the old folder away and the new one into its place. Between the two there is none; a build that
// ends there is finished by the next.
func (d *Disk) renameTwice(site, old string) error {
	if err := d.sys.do("rename", d.target.dir, func() error { return os.Rename(d.target.path, old) }); err != nil {
		return err
	}
	err := d.sys.do("rename", d.target.dir, func() error { return os.Rename(site, d.target.path) })
	if err != nil {
		back := d.sys.do("rename", d.target.dir, func() error { return os.Rename(old, d.target.path) })
		if back != nil {
			d.stage.path = "" // kept for the next build
			return &HalfwayError{Folder: d.target.dir, Err: err}
		}
		return err
	}
	d.notice(diag.Textf("%s 所在的文件系统不能一步交换两个文件夹：换上新网站的一瞬间没有这个文件夹，其余时候都是完整的旧网站或新网站",
		"the file system of %s cannot exchange two folders in one step: for an instant, while the new site took its place, there was none; at all other times it was the whole old site or the whole new one", d.target.dir))
	return nil
}

// syncAbove puts the switch onto the disk.
func (d *Disk) syncAbove() error {
	return d.sys.do("sync", d.target.dir, func() error {
		return errors.Join(syncPath(d.target.above), syncPath(d.stage.path))
	})
}

// HalfwayError says that a folder is neither the old site nor the new one, and that the next build will finish it.
type HalfwayError struct {
	Folder string
	Err    error
}

func (e *HalfwayError) Error() string {
	return "output: " + e.Folder + " is changed halfway: " + e.Err.Error()
}

func (e *HalfwayError) Unwrap() error { return e.Err }
