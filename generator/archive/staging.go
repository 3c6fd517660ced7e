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
	"runtime"
	"strings"

	"github.com/gofrs/flock"

	"gongkai/generator/diag"
	"gongkai/internal/filelock"
)

// DigestEnding is what is added to a package's name for the file with its digest.
const DigestEnding = ".sha256"

// staging is the folder beside a package in which it is made, until it is moved to its place as a whole. Its name is
// short, since a name with something added may be longer than a system allows, and hidden, so that no build takes it
// for content. It is the same for each package of that name, so that the next run clears what a killed one left.
type staging struct {
	target string
	dir    string
	lock   *flock.Flock
	parts  int
}

const stagingLock = "lock"

func openStaging(target string) (*staging, error) {
	sum := sha256.Sum256([]byte(filepath.Base(target)))
	s := &staging{target: target, dir: filepath.Join(filepath.Dir(target), ".gongkai-"+hex.EncodeToString(sum[:6]))}
	for {
		held, err := s.acquire()
		if err != nil {
			return nil, s.named(err)
		}
		if held {
			break
		}
	}
	return s, s.named(s.clear())
}

// acquire locks the folder. It is not held where the one who had it before has just removed it.
func (s *staging) acquire() (bool, error) {
	if err := os.Mkdir(s.dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	}
	name := filepath.Join(s.dir, stagingLock)
	file, gone, err := filelock.Try(name, os.O_CREATE)
	if gone || errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
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
			err = errors.Join(err, os.RemoveAll(filepath.Join(s.dir, e.Name())))
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
	return s.named(err)
}

// part is the path of a new part.
func (s *staging) part() string {
	s.parts++
	return filepath.Join(s.dir, fmt.Sprint(s.parts))
}

// file makes the package's file, all of it, on the disk, or none; and beside it one with its digest, as sha256sum
// reads it: a change in a package's own structure shows in no digest inside of it.
func (s *staging) file(replace bool, write func(io.Writer) error) error {
	sum := sha256.New()
	if err := s.place(s.target, replace, func(w io.Writer) error { return write(io.MultiWriter(w, sum)) }); err != nil {
		return err
	}
	return s.place(s.target+DigestEnding, true, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%x  %s\n", sum.Sum(nil), filepath.Base(s.target))
		return err
	})
}

func (s *staging) place(name string, replace bool, write func(io.Writer) error) error {
	part := s.part()
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return s.named(err)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if errClose := f.Close(); err == nil {
		err = errClose
	}
	if err == nil && !replace {
		if _, there := os.Lstat(name); there == nil {
			err = &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
		}
	}
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return s.named(err)
	}
	return syncFolder(filepath.Dir(name))
}

// folder makes the package's folder with what is in it: all of it, on the disk, or none.
func (s *staging) folder(write func(*os.Root) error) error {
	part := s.part()
	if err := os.Mkdir(part, 0o755); err != nil {
		return s.named(err)
	}
	root, err := os.OpenRoot(part)
	if err == nil {
		err = write(root)
		if errClose := root.Close(); err == nil {
			err = errClose
		}
	}
	if err == nil {
		err = filepath.WalkDir(part, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = syncFolder(p)
			}
			return err
		})
	}
	if err == nil {
		err = os.Rename(part, s.target) // fails where something is there by now
	}
	if err != nil {
		return s.named(err)
	}
	return syncFolder(filepath.Dir(s.target))
}

// named puts the name that the user knows into an error.
func (s *staging) named(err error) error {
	var one *fs.PathError
	if errors.As(err, &one) && strings.HasPrefix(one.Path, s.dir) {
		one.Path = s.target
	}
	var two *os.LinkError
	if errors.As(err, &two) && strings.HasPrefix(two.Old, s.dir) {
		two.New = s.target
	}
	return err
}

// syncFolder makes the names in a folder last. Windows has nothing of the kind.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// scratch is a file that is gone when the package is made.
type scratch struct {
	*os.File
	size int64
}

func (s *staging) scratch() (*scratch, error) {
	f, err := os.OpenFile(s.part(), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, s.named(err)
	}
	return &scratch{File: f}, nil
}

// Write counts what is written.
func (s *scratch) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	s.size += int64(n)
	return n, err
}

// open reads the file from its beginning.
func (s *scratch) open() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(s.File, 0, s.size)), nil
}
