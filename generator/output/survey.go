package output

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"sync"

	"gongkai/internal/parallel"
)

// folder is what the published site has in one folder that the new one has to have too.
type folder struct {
	path    string
	same    []fs.DirEntry // files of the site that did not change
	foreign []fs.DirEntry // what no build wrote; folders are folders of their own
	empty   bool          // nothing is in it, so no build made it
}

// survey looks through the published site.
type survey struct {
	d       *Disk
	files   map[string]bool // of the new site
	parents map[string]bool // folders of the new site
	above   *os.File        // the published folder

	mu      sync.Mutex
	folders []*folder
	blocked []string // files that no build wrote, where the new site has another
	removed []string // files that the new site no longer has
}

// survey looks what is to be taken over from the published site; the error is a *ForeignError where the new site
// would replace what no build wrote.
func (d *Disk) survey(m Manifest) (*survey, error) {
	s := &survey{d: d, files: map[string]bool{}, parents: map[string]bool{".": true}}
	for _, e := range m.Files {
		s.files[e.Path] = true
		for dir := path.Dir(e.Path); !s.parents[dir]; dir = path.Dir(dir) {
			s.parents[dir] = true
		}
	}
	if d.old == nil {
		return s, nil
	}
	var err error
	if s.above, err = d.sys.open(d.old, ".", d.target.dir); err != nil {
		return nil, err
	}
	defer s.above.Close()
	err = levels(d.ctx, ".", s.look)
	if err == nil && len(s.blocked) > 0 {
		first := s.blocked[0]
		for _, p := range s.blocked {
			first = min(first, p)
		}
		err = &ForeignError{Path: d.target.in(first), Files: len(s.blocked)}
	}
	return s, err
}

// levels calls look for a folder, then for all those that it returned, and so on down; many at the same time.
func levels(ctx context.Context, top string, look func(dir string) (inner []string, err error)) error {
	for level := []string{top}; len(level) > 0; {
		inner := make([][]string, len(level))
		err := parallel.Try(ctx, 0, len(level), func(i int) (err error) {
			inner[i], err = look(level[i])
			return err
		}, nil)
		if err != nil {
			return err
		}
		level = nil
		for _, dirs := range inner {
			level = append(level, dirs...)
		}
	}
	return nil
}

// look sorts the entries of one folder.
func (s *survey) look(dir string) (inner []string, err error) {
	name := s.d.target.in(dir)
	opened, err := s.d.openOld(dir)
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	if dir != "." {
		if err := s.checkMount(opened, name); err != nil {
			return nil, err
		}
	}
	entries, err := s.d.sys.list(opened, name)
	if err != nil {
		return nil, err
	}
	f := &folder{path: dir, empty: len(entries) == 0 && dir != "."}
	var blocked []string
	var removed []string
	within := s.insideFile(dir)
	if f.empty && within {
		blocked = append(blocked, dir)
	}
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		switch {
		case p == insideStage || p == insideLock:
		case p == ManifestName && s.ownManifest():
		case e.IsDir():
			inner = append(inner, p)
		case s.d.lists(p) && s.files[p]:
			if !s.d.staged[p] {
				f.same = append(f.same, e)
			}
		case s.d.lists(p):
			removed = append(removed, p)
		case within, s.parents[p], p == ManifestName, s.files[p] && !s.equal(p):
			blocked = append(blocked, p)
		case !s.files[p]:
			f.foreign = append(f.foreign, e)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.folders = append(s.folders, f)
	s.blocked = append(s.blocked, blocked...)
	s.removed = append(s.removed, removed...)
	return inner, nil
}

// checkMount notes a file system that is mounted in the folder.
func (s *survey) checkMount(opened *os.File, name string) error {
	is, err := mounted(opened, s.above)
	if err != nil {
		return s.d.sys.do("stat", name, func() error { return err })
	}
	if is {
		s.d.hinder(mountIn(name))
	}
	return nil
}

// insideFile reports whether the new site has a file where a folder, or one above it, is.
func (s *survey) insideFile(dir string) bool {
	for ; dir != "."; dir = path.Dir(dir) {
		if s.files[dir] {
			return true
		}
	}
	return false
}

// ownManifest reports whether the manifest that is there may be replaced: a build wrote it, or it is none.
func (s *survey) ownManifest() bool {
	if s.d.ours {
		return true
	}
	data, err := s.d.oldManifest()
	return err == nil && !json.Valid(data)
}

// equal compares a published file that no build wrote with the new one.
func (s *survey) equal(p string) bool {
	if info, err := s.d.old.Lstat(p); err != nil || !info.Mode().IsRegular() {
		return false
	}
	x, err := s.d.old.Open(p)
	if err != nil {
		return false
	}
	defer x.Close()
	y, err := s.d.stage.tree.Open(p)
	if err != nil {
		return false
	}
	defer y.Close()
	buf := s.d.buffers.Get().(*[]byte)
	defer s.d.buffers.Put(buf)
	same, err := equalStreams(x, y, newDigest(false), *buf)
	return err == nil && same
}
