// Package filestore publishes to file systems: a folder of this machine, or, through a [System]
// that reaches it, one of another.
//
// Everything that is new is first sent under short names to a folder where no reader looks, and read
// back there. Only when all of it has arrived is each file renamed to its own name, so that until
// then the old site is whole, and an upload that was cut goes on where it ended.
package filestore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
	"gongkai/internal/parallel"
)

// System is a file system below the target. Names have slashes, "." is the target.
type System interface {
	Lstat(name string) (fs.FileInfo, error)
	// ReadDir lists a folder, links as links.
	ReadDir(name string) ([]fs.FileInfo, error)
	Open(name string) (Reader, error)
	// Continue opens a file to write from offset on; it is made where it is not there, and
	// emptied where offset is 0.
	Continue(name string, offset int64) (Writer, error)
	Mkdir(name string, perm fs.FileMode) error
	// Rename gives a file another name, also one that is taken.
	Rename(old, new string) error
	// Claim makes a file with content that is not there yet; fs.ErrExist.
	Claim(name string, data []byte) error
	Remove(name string) error
	RemoveDir(name string) error // an empty one
	// SyncDir makes the names in a folder outlive a power cut, where the system can.
	SyncDir(name string) error
	Close() error
}

// Reader is an open file.
type Reader interface {
	io.ReadCloser
	Stat() (fs.FileInfo, error)
}

// Writer is a file that is written.
type Writer interface {
	io.WriteCloser
	// Sync returns when what was written would outlive a power cut, where the system can tell.
	Sync() error
}

// stage is where files are until all have arrived.
const stage = publish.Folder + "/stage"

// listings is how many folders are listed at once; each takes several questions to a server.
const listings = 16

// Store is a target in a file system.
type Store struct {
	sys System

	mu      sync.Mutex
	folders map[string]bool // known to be there
	dirty   map[string]bool // in which names changed since Sync
}

// New returns the store of a file system.
func New(sys System) *Store {
	return &Store{sys: sys, folders: map[string]bool{".": true}, dirty: map[string]bool{}}
}

// Traits implements publish.Store.
func (s *Store) Traits() publish.Traits { return publish.Traits{Name: 255, Stage: true} }

// Close implements publish.Store.
func (s *Store) Close() error { return s.sys.Close() }

// mark is what changes when a file does: its time. Its size is compared besides.
func mark(info fs.FileInfo) string { return strconv.FormatInt(info.ModTime().UnixNano(), 10) }

// List implements publish.Store.
func (s *Store) List(ctx context.Context, folders []string) (map[string]publish.Stat, error) {
	wanted := map[string]bool{}
	for _, dir := range folders {
		wanted[dir] = true
	}
	var mu sync.Mutex
	out := map[string]publish.Stat{}
	err := parallel.Try(ctx, listings, len(folders), func(i int) error {
		if folders[i] != "." { // which may be reached through a link
			if info, err := s.sys.Lstat(folders[i]); err == nil && !info.IsDir() {
				return nil // listed in its folder
			}
		}
		entries, err := s.sys.ReadDir(folders[i])
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		for _, e := range entries {
			name := path.Join(folders[i], e.Name())
			switch {
			case e.IsDir():
			case e.Mode().IsRegular():
				out[name] = publish.Stat{Size: e.Size(), Mark: mark(e)}
			case wanted[name]:
				return linked(name)
			default: // a link, a device: nothing that was sent
				out[name] = publish.Stat{Size: -1, Mark: e.Mode().Type().String()}
			}
		}
		return nil
	}, nil)
	return out, err
}

func linked(name string) error {
	return &publish.Error{
		Message: diag.Textf("目标中的 %s 是链接，不是文件夹", "%s is a link at the target, not a folder", name),
		Hint:    diag.Textf("没有改动任何文件；不通过链接写入。请改成真正的文件夹", "nothing was changed; links are not written through; make it a folder"),
	}
}

// Read implements publish.Store.
func (s *Store) Read(_ context.Context, name string) (*publish.Content, error) {
	if info, err := s.sys.Lstat(name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	r, err := s.sys.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := r.Stat()
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return &publish.Content{ReadCloser: r, Mark: mark(info)}, nil
}

// Send implements publish.Store: it sends to the stage, what is not there yet.
func (s *Store) Send(ctx context.Context, f *publish.File) (publish.Sent, error) {
	sum := sha256.Sum256([]byte(f.Path + "\x00" + f.SHA256))
	sent := publish.Sent{Name: path.Join(stage, hex.EncodeToString(sum[:16]))}
	if err := s.mkdir(stage, 0o770); err != nil {
		return sent, err
	}
	// Its bytes are sent one after another, so that what is there is its beginning; that it is,
	// the reading back shows.
	var from int64
	info, err := s.sys.Lstat(sent.Name)
	if err == nil && info.Mode().IsRegular() && info.Size() <= f.Size {
		if from = info.Size(); from == f.Size {
			return sent, nil
		}
	}
	in, err := f.Open()
	if err != nil {
		return sent, err
	}
	defer in.Close()
	if _, err := in.Seek(from, io.SeekStart); err != nil {
		return sent, err
	}
	out, err := s.sys.Continue(sent.Name, from)
	if err != nil {
		return sent, err
	}
	sent.Bytes, err = copyAll(ctx, out, in)
	if err == nil {
		err = out.Sync()
	}
	return sent, errors.Join(err, out.Close())
}

// piece is how much is written at once: what OpenSSH takes in one request, its limits@openssh.com.
const piece = 255 << 10

func copyAll(ctx context.Context, w io.Writer, r io.Reader) (n int64, err error) {
	buf := make([]byte, piece)
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		got, err := r.Read(buf)
		if got > 0 {
			put, err := w.Write(buf[:got])
			n += int64(put)
			if err != nil {
				return n, err
			}
		}
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// Place implements publish.Store.
func (s *Store) Place(_ context.Context, f *publish.File, sent publish.Sent) error {
	if err := s.mkdir(path.Dir(f.Path), 0o755); err != nil {
		return err
	}
	s.changed(path.Dir(f.Path))
	return s.sys.Rename(sent.Name, f.Path)
}

// Sync implements publish.Store.
func (s *Store) Sync(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for dir := range s.dirty {
		if err := s.sys.SyncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	clear(s.dirty)
	return nil
}

func (s *Store) changed(dir string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dirty[dir] = true
}

// mkdir makes a folder and those above it. Links are not followed.
func (s *Store) mkdir(dir string, perm fs.FileMode) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mkdirLocked(dir, perm)
}

func (s *Store) mkdirLocked(dir string, perm fs.FileMode) error {
	if s.folders[dir] {
		return nil
	}
	if err := s.mkdirLocked(path.Dir(dir), perm); err != nil {
		return err
	}
	info, err := s.sys.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = s.sys.Mkdir(dir, perm); err != nil {
			if info, e := s.sys.Lstat(dir); e == nil && info.IsDir() { // another run was faster
				err = nil
			}
		}
		s.dirty[path.Dir(dir)] = true
	} else if err == nil && !info.IsDir() {
		err = linked(dir)
	}
	if err == nil {
		s.folders[dir] = true
	}
	return err
}

// Create implements publish.Store.
func (s *Store) Create(_ context.Context, name string, data []byte) error {
	if err := s.mkdir(path.Dir(name), 0o770); err != nil {
		return err
	}
	return s.sys.Claim(name, data)
}

// Write implements publish.Store.
func (s *Store) Write(_ context.Context, name string, data []byte) error {
	if err := s.mkdir(path.Dir(name), 0o770); err != nil {
		return err
	}
	temp := name + ".new"
	w, err := s.sys.Continue(temp, 0)
	if err != nil {
		return err
	}
	if _, err = w.Write(data); err == nil {
		err = w.Sync()
	}
	if err = errors.Join(err, w.Close()); err != nil {
		return err
	}
	s.changed(path.Dir(name))
	return s.sys.Rename(temp, name)
}

// Remove implements publish.Store.
func (s *Store) Remove(_ context.Context, name string) error {
	if err := s.sys.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	dir := path.Dir(name)
	s.dirty[dir] = true
	if dir == publish.Folder {
		return nil // it is needed again
	}
	for ; dir != "."; dir = path.Dir(dir) {
		if s.sys.RemoveDir(dir) != nil { // not empty
			break
		}
		delete(s.folders, dir)
		delete(s.dirty, dir)
		s.dirty[path.Dir(dir)] = true
	}
	return nil
}

// Tidy implements publish.Store.
func (s *Store) Tidy(context.Context) error {
	entries, err := s.sys.ReadDir(stage)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := s.sys.Remove(path.Join(stage, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return s.sys.RemoveDir(stage)
}
