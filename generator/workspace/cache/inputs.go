package cache

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"gongkai/generator/config"
	"gongkai/internal/parallel"
)

// inputs are the files of a site, as they are now.
type inputs struct {
	files []File // by path, with the folders
	site  *os.Root
}

// errUnsure says that something among the inputs has no content to go by: it cannot be read, or is not a file.
var errUnsure = errors.New("cache: not only files")

// look lists a single file and all that is in the folders of a site, as far as they are there. The error says that
// something there has no content to go by.
func look(ctx context.Context, site *os.Root, single string, folders []string) (*inputs, error) {
	s := &scan{site: site, clock: clock{now: time.Now()}}
	level := make([]string, 0, len(folders))
	for _, name := range append([]string{single}, folders...) {
		info, err := site.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case info.IsDir() == (name == single):
			return nil, errUnsure
		case info.IsDir():
			level = append(level, name)
			s.add(File{Path: name, kind: folder})
		default:
			if err := s.file(name, info); err != nil {
				return nil, err
			}
		}
	}
	for len(level) > 0 {
		inner := make([][]string, len(level))
		err := parallel.Try(ctx, 0, len(level), func(i int) (err error) {
			inner[i], err = s.folder(level[i])
			return err
		}, nil)
		if err != nil {
			return nil, err
		}
		level = slices.Concat(inner...)
	}
	byPath(s.found)
	return &inputs{files: s.found, site: site}, nil
}

func byPath(files []File) {
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
}

// find finds a file or folder by its path among those that byPath sorted.
func find(files []File, name string) (at int, ok bool) {
	return slices.BinarySearchFunc(files, name, func(f File, name string) int { return cmp.Compare(f.Path, name) })
}

// of is the sum of a file, where it was summed up.
func (n *inputs) of(name string) (sum Sum, ok bool) {
	i, ok := find(n.files, name)
	if !ok || !n.files[i].summed {
		return sum, false
	}
	return n.files[i].Sum, true
}

// scan is one look at the inputs.
type scan struct {
	site  *os.Root
	clock clock
	mu    sync.Mutex
	found []File
}

func (s *scan) add(files ...File) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.found = append(s.found, files...)
}

// folder lists one folder, and returns those in it.
func (s *scan) folder(dir string) (inner []string, err error) {
	f, err := s.site.Open(dir)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	found := make([]File, 0, len(entries))
	for _, e := range entries {
		if (strings.HasPrefix(dir, "content") || strings.HasPrefix(dir, "static")) && config.Ignored(e.Name()) {
			continue // as whoever reads these folders does
		}
		name := path.Join(dir, e.Name())
		if e.IsDir() {
			inner = append(inner, name)
			found = append(found, File{Path: name, kind: folder})
			continue
		}
		info, err := e.Info()
		if err != nil {
			return nil, err
		}
		x, err := s.of(name, info)
		if err != nil {
			return nil, err
		}
		found = append(found, x)
	}
	s.add(found...)
	return inner, nil
}

func (s *scan) file(name string, info fs.FileInfo) error {
	x, err := s.of(name, info)
	if err == nil {
		s.add(x)
	}
	return err
}

// of looks at one file. A link counts as the file that it leads to, of which no stamp is trusted.
func (s *scan) of(name string, info fs.FileInfo) (File, error) {
	x := File{Path: name}
	if info.Mode()&fs.ModeSymlink != 0 {
		x.kind = link
		to, err := s.site.Stat(name)
		if err != nil {
			return x, err
		}
		info = to
	}
	if !info.Mode().IsRegular() {
		return x, errUnsure
	}
	x.Stamp = stampOf(info)
	x.settled = x.kind == regular && s.clock.settles(x.Stamp)
	return x, nil
}

// sum sums up the files, with the sums of an earlier record where their stamps say that they are the same; last may be nil.
func (n *inputs) sum(ctx context.Context, last *Record) error {
	var before []File
	if last != nil {
		before = last.Inputs
	}
	var unread []*File
	i := 0
	for k := range n.files {
		f := &n.files[k]
		for i < len(before) && before[i].Path < f.Path {
			i++
		}
		switch {
		case f.kind == folder:
		case i < len(before) && before[i].Path == f.Path && f.sameStamp(&before[i]):
			f.Sum, f.summed = before[i].Sum, true
		default:
			unread = append(unread, f)
		}
	}
	return readAll(ctx, n.site.FS(), unread)
}

// complete sums up the files that have no sum yet. A cold build has them from its own reading, which takes 30 µs a report away, a fortieth of it.
func (n *inputs) complete(ctx context.Context, read map[string][sha256.Size]byte) error {
	var unread []*File
	for k := range n.files {
		f := &n.files[k]
		if f.kind == folder || f.summed {
			continue
		}
		if sum, ok := read[f.Path]; ok {
			f.Sum, f.summed = sum, true
		} else {
			unread = append(unread, f)
		}
	}
	return readAll(ctx, n.site.FS(), unread)
}

// readAll sums up files.
func readAll(ctx context.Context, files fs.FS, unread []*File) error {
	buffers := sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}
	return parallel.Try(ctx, 0, len(unread), func(i int) error {
		buf := buffers.Get().(*[]byte)
		defer buffers.Put(buf)
		return unread[i].read(files, *buf)
	}, nil)
}

// same compares two lists of files by their paths and contents.
func same(a, b []File) bool {
	return slices.EqualFunc(a, b, func(x, y File) bool {
		return x.Path == y.Path && x.kind == y.kind && x.Sum == y.Sum
	})
}

// untouched reports whether no file was changed since n was taken. A file whose stamp would not show it is read again.
func (n *inputs) untouched(ctx context.Context, now *inputs) bool {
	var again []*File
	ok := slices.EqualFunc(n.files, now.files, func(x, y File) bool {
		return x.Path == y.Path && x.kind == y.kind && x.Stamp == y.Stamp
	})
	if !ok {
		return false
	}
	for i := range n.files {
		if f := &n.files[i]; f.kind != folder && !f.settled {
			again = append(again, &now.files[i])
		}
	}
	if err := readAll(ctx, n.site.FS(), again); err != nil {
		return false
	}
	for i := range n.files {
		if now.files[i].summed && now.files[i].Sum != n.files[i].Sum {
			return false
		}
	}
	return true
}
