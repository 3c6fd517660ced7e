package output

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"gongkai/generator/diag"
	"gongkai/internal/removal"
)

// sweeper removes an old site, or a new one that was not published, from beside the published folder: file by file, and none that no build wrote
// unless the published folder has it too.
type sweeper struct {
	d         *Disk
	from      *os.Root
	published *os.Root
	handles   handles          // folders of from
	listed    map[string]Entry // files of the site that is removed
	now       map[string]Entry // files of the published site

	mu      sync.Mutex
	folders []string
	kept    []string // what was put there meanwhile and has no place in the published folder
}

// sweep removes one site. It returns an error that names what it could not remove, which then stays for the next build.
func (d *Disk) sweep(folder string) error {
	s := &sweeper{d: d}
	err := d.sys.do("open", d.target.dir, func() (err error) {
		if s.from, err = os.OpenRoot(folder); err == nil {
			s.published, err = os.OpenRoot(d.target.path)
		}
		return err
	})
	for _, root := range []*os.Root{s.from, s.published} {
		if root != nil {
			defer root.Close()
		}
	}
	if err != nil {
		return err
	}
	if s.listed, err = s.manifest(s.from); err != nil {
		return err
	}
	if s.now, err = s.manifest(s.published); err != nil {
		return err
	}
	err = levels(d.ctx, ".", s.folder)
	s.handles.close()
	if err != nil {
		return err
	}
	if len(s.kept) > 0 {
		return &keptError{path.Join(filepath.ToSlash(folder), s.kept[0])}
	}
	if err := s.removeFolders(); err != nil {
		return err
	}
	return d.sys.do("remove", d.target.dir, func() error {
		// The manifest goes last: as long as a file is there, it says whose it is.
		if err := removal.In(s.from, ManifestName); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		s.from.Close() // Windows may remove no folder that is open
		return os.Remove(folder)
	})
}

// removeFolders removes all folders but the site's own, which are empty now.
func (s *sweeper) removeFolders() error {
	defer s.handles.close()
	depth := 0
	for i := len(s.folders) - 1; i >= 0; i-- { // the inner ones come later in it
		dir := s.folders[i]
		if dir == "." {
			continue
		}
		if n := strings.Count(dir, "/"); n != depth { // Windows may remove no folder that is open
			s.handles.close()
			depth = n
		}
		err := s.d.target.within(s.d.sys, &s.handles, s.from, path.Dir(dir), func(above *os.Root) error {
			return s.d.sys.do("remove", s.d.target.in(dir), func() error { return removal.In(above, path.Base(dir)) })
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// manifest returns the files that the manifest of a site lists.
func (s *sweeper) manifest(root *os.Root) (files map[string]Entry, err error) {
	var data []byte
	err = s.d.sys.do("read", s.d.target.in(ManifestName), func() (err error) {
		data, err = root.ReadFile(ManifestName)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	files, _ = listedIn(data, s.d.options.Generator)
	return files, nil
}

// folder removes the files of one folder.
func (s *sweeper) folder(dir string) (inner []string, err error) {
	name := s.d.target.in(dir)
	opened, err := s.d.target.open(s.d.sys, &s.handles, s.from, dir)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	entries, err := s.d.sys.list(opened, name)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if e.IsDir() {
			inner = append(inner, p)
			continue
		}
		if p == ManifestName {
			continue
		}
		if _, ours := s.listed[p]; !ours {
			kept, err := s.settle(p)
			if err != nil {
				return nil, err
			}
			if kept {
				continue
			}
		}
		err := s.d.sys.do("remove", s.d.target.in(p), func() error { return removeAt(opened, e.Name()) })
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // moved
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders = append(s.folders, dir)
	return inner, nil
}

// settle makes sure that the published folder has what somebody else put into the other one. kept is true where it has to
// stay there.
func (s *sweeper) settle(p string) (kept bool, err error) {
	old, err := s.from.Lstat(p)
	if err != nil {
		return false, err
	}
	now, err := s.published.Lstat(p)
	_, replaced := s.now[p]
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// It came after the new site was put together.
	case err != nil:
		return false, err
	case os.SameFile(old, now), s.equal(p, old, now):
		return false, nil
	case replaced || now.IsDir():
		s.mu.Lock()
		defer s.mu.Unlock()
		s.kept = append(s.kept, p)
		return true, nil
	case !old.ModTime().After(now.ModTime()):
		return false, nil // it was changed there
	}
	return false, s.d.sys.do("rename", s.d.target.in(p), func() error {
		if err := s.published.MkdirAll(path.Dir(p), 0o755); err != nil {
			return err
		}
		return os.Rename(filepath.Join(s.from.Name(), filepath.FromSlash(p)), filepath.Join(s.published.Name(), filepath.FromSlash(p)))
	})
}

// equal reports whether one is a copy of the other, as carry makes it.
func (s *sweeper) equal(p string, old, now fs.FileInfo) bool {
	if old.Mode() != now.Mode() {
		return false
	}
	if old.Mode()&fs.ModeSymlink != 0 {
		a, errA := s.from.Readlink(p)
		b, errB := s.published.Readlink(p)
		return errA == nil && errB == nil && a == b
	}
	return old.Mode().IsRegular() && old.Size() == now.Size() && old.ModTime().Equal(now.ModTime())
}

// keptError says that a file is kept beside the published folder.
type keptError struct{ path string }

func (e *keptError) Error() string { return e.path + " is kept" }

// clear removes a folder in which a site was put together, and says what it could not remove: the published site is whole all the same.
func (d *Disk) clear(folder string) {
	err := d.clearFolder(folder)
	if err == nil {
		return
	}
	var kept *keptError
	if errors.As(err, &kept) {
		d.notice(diag.Textf("生成期间放进 %s 的文件和新网站的文件同名，留在 %s", "a file that was put into %s meanwhile has the name of one of the new site; it is kept as %s", d.target.dir, kept.path))
		return
	}
	if d.ctx.Err() != nil {
		d.notice(diag.Textf("%[2]s 已是新网站；旧网站 %[1]s 还没有删完，下一次生成会删", "%[2]s is the new site; the old one, %[1]s, is not removed as a whole yet, which the next build does", filepath.ToSlash(folder), d.target.dir))
		return
	}
	d.notice(diag.Textf("%s 没有删完（%v），下一次生成会再删；%s 已经完整", "%s could not be removed (%v); the next build tries again; %s is whole", filepath.ToSlash(folder), cause(err), d.target.dir))
}

func (d *Disk) clearFolder(folder string) error {
	for _, name := range []string{whole, previous} {
		if site := filepath.Join(folder, name); isThere(site) {
			if err := d.sweep(site); err != nil {
				return err
			}
		}
	}
	return d.sys.do("remove", d.target.dir, func() error {
		return errors.Join(removal.All(filepath.Join(folder, unfinished)), os.Remove(folder))
	})
}
