package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"time"

	"gongkai/generator/diag"
	"gongkai/internal/removal"
)

// Names in the folder in which a site is put together. They say how far a build came, and so what the next one
// has to do where it was killed.
const (
	unfinished = "unfinished" // the new site, not whole: to be thrown away
	whole      = "site"       // the new site, whole and on the disk; once it is exchanged, the old one
	previous   = "old"        // the old site, where the system renames twice
	removals   = "removals"   // which files the old site had and the new one has not; only where it is changed in place
)

// stage is the folder in which a site is put together.
type stage struct {
	once    sync.Once
	err     error
	path    string   // of the folder, absolute
	tree    *os.Root // the new site in it
	handles handles  // folders of it
	mu      sync.Mutex
	folders map[string]bool // of the tree, that were made
	files   []string        // of the tree, that were written
}

// ensureStage makes the folder, once.
func (d *Disk) ensureStage() error {
	d.stage.once.Do(func() { d.stage.err = d.makeStage() })
	return d.stage.err
}

func (d *Disk) makeStage() error {
	if d.barred != nil {
		return d.barred
	}
	err := d.sys.do("mkdir", d.target.dir, func() (err error) {
		if !d.inPlace() {
			d.stage.path, err = os.MkdirTemp(d.target.above, d.target.prefix()+"*")
			if d.old == nil || err == nil || !barred(err) {
				return err
			}
			d.hinder(cannotWriteAbove)
		}
		d.stage.path = filepath.Join(d.target.path, insideStage)
		return os.Mkdir(d.stage.path, 0o700)
	})
	if err != nil {
		d.stage.path = ""
		return err
	}
	tree := filepath.Join(d.stage.path, unfinished)
	if err := d.sys.do("mkdir", d.target.dir, func() error { return os.Mkdir(tree, 0o755) }); err != nil {
		return err
	}
	err = d.sys.do("open", d.target.dir, func() (err error) {
		d.stage.tree, err = os.OpenRoot(tree)
		return err
	})
	if err != nil {
		return err
	}
	d.stage.folders["."] = true
	return d.likeOld(".")
}

// ensureFolder makes a folder of the new site, and those it is in.
func (d *Disk) ensureFolder(dir string) error {
	d.stage.mu.Lock()
	defer d.stage.mu.Unlock()
	return d.makeFolder(dir)
}

func (d *Disk) makeFolder(dir string) error {
	if d.stage.folders[dir] {
		return nil
	}
	if err := d.makeBare(dir); err != nil {
		return err
	}
	return d.likeOld(dir)
}

// makeBare makes a folder of the new site which has nobody's rights yet.
func (d *Disk) makeBare(dir string) error {
	if err := d.makeFolder(path.Dir(dir)); err != nil {
		return err
	}
	err := d.within(path.Dir(dir), func(above *os.Root) error {
		return d.sys.do("mkdir", d.target.in(dir), func() error { return above.Mkdir(path.Base(dir), 0o755) })
	})
	if err == nil {
		d.stage.folders[dir] = true
	}
	return err
}

// openLike opens a folder of the new site, which it makes like the published one that is open already.
func (d *Disk) openLike(dir string, from *os.File) (to *os.File, err error) {
	d.stage.mu.Lock()
	made := d.stage.folders[dir]
	if !made {
		err = d.makeBare(dir)
	}
	d.stage.mu.Unlock() // what another one puts into it meanwhile does not mind its rights
	if err != nil {
		return nil, err
	}
	if to, err = d.openNew(dir); err != nil || made {
		return to, err
	}
	if err := d.keepRights(dir, from, to); err != nil {
		to.Close()
		return nil, err
	}
	return to, nil
}

// likeOld gives a folder of the new site the owner and the rights of the published one, if there is one. Where that is not allowed
// the published one has to stay.
func (d *Disk) likeOld(dir string) error {
	if d.old == nil {
		return nil
	}
	is := false
	err := d.target.within(d.sys, &d.kept, d.old, path.Dir(dir), func(above *os.Root) error {
		info, err := above.Lstat(path.Base(dir))
		is = err == nil && info.IsDir()
		return nil
	})
	if err != nil { // perhaps what it would be in is not there either, or no folder
		if info, errAt := d.old.Lstat(dir); errAt != nil || !info.IsDir() {
			err = nil
		}
	}
	if err != nil || !is {
		return err
	}
	from, err := d.openOld(dir)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := d.openNew(dir)
	if err != nil {
		return err
	}
	defer to.Close()
	return d.keepRights(dir, from, to)
}

func (d *Disk) keepRights(dir string, from, to *os.File) error {
	name := d.target.in(dir)
	err := d.sys.do("rights", name, func() error { return keepAttributes(from, to) })
	if refused(err) {
		d.hinder(rightsOf(name))
		return nil
	}
	return err
}

// stageFile writes f into the new site.
func (d *Disk) stageFile(f File) (Entry, error) {
	err := d.ensureStage()
	if err == nil {
		err = d.ensureFolder(path.Dir(f.Path))
	}
	if err != nil {
		return Entry{}, err
	}
	content, err := f.open()
	if err != nil {
		return Entry{}, fmt.Errorf("%s: %w", d.target.in(f.Path), err)
	}
	defer content.Close()
	sum := newDigest(d.options.SM3)
	err = d.create(f.Path, 0o644, func(w io.Writer) error {
		_, err := io.Copy(io.MultiWriter(w, sum), content)
		return err
	})
	return sum.entry(f), err
}

// create writes a file of the new site.
func (d *Disk) create(p string, perm fs.FileMode, fill func(io.Writer) error) error {
	d.stage.mu.Lock()
	d.stage.files = append(d.stage.files, p)
	d.stage.mu.Unlock()
	return d.within(path.Dir(p), func(folder *os.Root) error {
		return d.sys.create(folder, path.Base(p), d.target.in(p), perm, fill)
	})
}

// within does something in a folder of the new site.
func (d *Disk) within(dir string, do func(*os.Root) error) error {
	return d.target.within(d.sys, &d.stage.handles, d.stage.tree, dir, do)
}

// leave lets go of the folder: what was put together and not published is removed.
func (d *Disk) leave() error {
	var errs []error
	d.closeRoots()
	if d.stage.path != "" {
		if err := d.sys.do("remove", d.target.dir, d.discard); err != nil {
			d.notice(diag.Textf("%s 没有删完（%v），下一次生成会再删", "%s could not be removed (%v); the next build tries again", filepath.ToSlash(d.stage.path), cause(err)))
		}
	}
	if d.lock != nil {
		errs = append(errs, d.lock.release())
	}
	for i := len(d.made) - 1; i >= 0; i-- {
		_ = os.Remove(d.made[i]) // stays where something is in it
	}
	return errors.Join(errs...)
}

// impatience is how long whoever ended a build waits for what it put together to be removed.
const impatience = 100 * time.Millisecond

// discard removes what was put together. Where the build was ended and that takes long, the rest is left to the next one;
// but not inside the published folder.
func (d *Disk) discard() error {
	if d.ctx.Err() == nil || d.inPlace() {
		return removal.All(d.stage.path)
	}
	folder, removed := d.stage.path, make(chan error, 1)
	go func() { removed <- removal.All(folder) }()
	select {
	case err := <-removed:
		return err
	case <-time.After(impatience):
		d.notice(diag.Textf("临时文件夹 %s 还没有删完，下一次生成会删", "the temporary folder %s is not removed as a whole yet; the next build does it", filepath.ToSlash(folder)))
		return nil
	}
}

// closeRoots closes the folders, which Windows does not rename while they are open.
func (d *Disk) closeRoots() {
	d.stage.handles.close()
	d.kept.close()
	for _, root := range []*os.Root{d.old, d.stage.tree} {
		if root != nil {
			root.Close()
		}
	}
	d.old, d.stage.tree = nil, nil
}

// isFolder reports whether a path in root is a folder, no link to one.
func isFolder(root *os.Root, p string) bool {
	info, err := root.Lstat(p)
	return err == nil && info.Mode()&fs.ModeType == fs.ModeDir
}
