package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"gongkai/generator/archive/bagit"
	"gongkai/generator/diag"
	"gongkai/internal/filelock"
)

// DigestEnding is what is added to a package's name for the file with its digest.
const DigestEnding = ".sha256"

// staging is the folder beside a package in which it is made, until it is moved to its place as a whole. Its name is
// short, since a name with something added may be longer than a system allows, and hidden, so that no build takes it
// for content. It is the same for each package of that name, so that the next run clears what a killed one left.
type staging struct {
	disk
	target string
	dir    string
	lock   *flock.Flock
	parts  int
}

const stagingLock = "lock"

func openStaging(d disk, target string) (*staging, error) {
	sum := sha256.Sum256([]byte(filepath.Base(target)))
	s := &staging{disk: d, target: target, dir: filepath.Join(filepath.Dir(target), ".gongkai-"+hex.EncodeToString(sum[:6]))}
	for {
		held, err := s.acquire()
		if err != nil {
			return nil, err
		}
		if held {
			break
		}
	}
	if err := s.clear(); err != nil {
		return nil, errors.Join(err, s.lock.Unlock())
	}
	return s, nil
}

// acquire locks the folder. It is not held where the one who had it before has just removed it.
func (s *staging) acquire() (bool, error) {
	if err := s.mkdir(s.dir, s.target); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	name := filepath.Join(s.dir, stagingLock)
	var file *flock.Flock
	gone := false
	err := s.do("lock", s.target, 0, func() (err error) {
		file, gone, err = filelock.Try(name, os.O_CREATE)
		return err
	})
	if gone || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		_ = os.Remove(s.dir) // only where it is empty
		return false, err
	}
	if file == nil {
		return false, &Refusal{diag.Textf("另一个 gongkai 正在写 %s", "another gongkai is writing %s", filepath.ToSlash(s.target)),
			diag.Textf("等它结束，或用 --out 写一个新的名称", "wait until it has ended, or name another with --out")}
	}
	s.lock = file
	return true, nil
}

// clear removes everything but the lock.
func (s *staging) clear() error {
	list, err := os.ReadDir(s.dir)
	for _, e := range list {
		if e.Name() != stagingLock {
			err = errors.Join(err, s.remove(filepath.Join(s.dir, e.Name()), s.target))
		}
	}
	return err
}

// close removes the folder with all that is in it.
func (s *staging) close() error {
	err := s.clear()
	removed := os.Remove(s.lock.Path()) == nil && os.Remove(s.dir) == nil
	err = errors.Join(err, s.lock.Unlock())
	if !removed { // Windows removes no file that is open
		_ = os.Remove(s.lock.Path())
		_ = os.Remove(s.dir) // only where it is empty: somebody else may be using it by now
	}
	return err
}

// part is the path of a new part.
func (s *staging) part() string {
	s.parts++
	return filepath.Join(s.dir, fmt.Sprint(s.parts))
}

// file makes the package's file, all of it, on the disk, or none; and beside it one with its digest, as sha256sum
// reads it: a change in a package's own structure shows in no digest inside of it. The digest of a package that is
// replaced goes first, so that none is beside another package, whenever the run is killed.
func (s *staging) file(replace bool, write func(io.Writer) error) error {
	sum := sha256.New()
	whole, digest, beside := s.part(), s.part(), s.target+DigestEnding
	err := s.create(whole, s.target, func(w io.Writer) error { return write(io.MultiWriter(w, sum)) })
	if err == nil {
		err = s.create(digest, beside, func(w io.Writer) error {
			_, err := fmt.Fprintf(w, "%x  %s\n", sum.Sum(nil), filepath.Base(s.target))
			return err
		})
	}
	if err == nil && !replace {
		if _, there := os.Lstat(s.target); there == nil {
			err = &fs.PathError{Op: "create", Path: s.target, Err: fs.ErrExist}
		}
	}
	if err == nil {
		err = s.remove(beside, beside)
	}
	for _, move := range [][2]string{{whole, s.target}, {digest, beside}} {
		if err == nil {
			err = s.rename(move[0], move[1])
		}
	}
	if err == nil {
		err = s.sync(filepath.Dir(s.target), s.target)
	}
	return err
}

// folder makes the package's folder with what is in it: all of it, on the disk, or none.
func (s *staging) folder(b bagit.Bag) error {
	part := s.part()
	err := s.mkdir(part, s.target)
	if err == nil {
		err = b.Write(&folder{s.disk, part, s.target})
	}
	if err == nil {
		err = filepath.WalkDir(part, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = s.sync(p, s.target)
			}
			return err
		})
	}
	if err == nil {
		err = s.rename(part, s.target) // fails where something is there by now
	}
	if err == nil {
		err = s.sync(filepath.Dir(s.target), s.target)
	}
	return err
}

// folder writes the files of a bag into a folder, each synced to the disk.
type folder struct {
	disk
	at, shown string
}

// Add implements bagit.Sink.
func (f *folder) Add(name string, open func() (io.ReadCloser, error)) error {
	shown := filepath.Join(f.shown, filepath.FromSlash(name))
	name = filepath.Join(f.at, filepath.FromSlash(name))
	if err := f.do("mkdir", filepath.Dir(shown), 0, func() error { return os.MkdirAll(filepath.Dir(name), 0o755) }); err != nil {
		return err
	}
	r, err := open()
	if err != nil {
		return err
	}
	defer r.Close()
	return f.create(name, shown, func(w io.Writer) error {
		_, err := io.Copy(w, r)
		return err
	})
}

// scratch is a file that is gone when the package is made.
type scratch struct{ *diskFile }

func (s *staging) scratch() (*scratch, error) {
	f, err := s.createFile(s.part(), s.target, 0o600)
	if err != nil {
		return nil, err
	}
	return &scratch{f}, nil
}

// open reads the file from its beginning.
func (s *scratch) open() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(s.File, 0, s.size)), nil
}
