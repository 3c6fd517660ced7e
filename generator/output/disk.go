package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// stageDir holds what is new until the whole build is known to be sound: a build
// that fails or is killed changes nothing. It is gone after Close or Abort.
const stageDir = ".gongkai-stage"

// Stats counts what a build did to the folder, manifest.json aside.
type Stats struct{ Written, Unchanged, Removed int }

// Disk is a sink that writes into a folder.
//
// All access goes through an os.Root: no path, and no symbolic link found in
// the folder, leads out of it.
type Disk struct {
	ledger
	dir       string
	generator string
	root      *os.Root
	old       map[string]bool // files of the previous manifest
	ours      bool            // an earlier build wrote into the folder
	buffers   sync.Pool
	stage     sync.Once
	stageErr  error
	serial    atomic.Int64

	mu     sync.Mutex
	staged map[string]string // path → its file in stageDir
	stats  Stats
}

// NewDisk returns a sink that writes into dir, which it makes if need be;
// generator is the tool's name and version.
func NewDisk(dir, generator string) (*Disk, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		if errors.Is(err, syscall.ENOTDIR) {
			err = fmt.Errorf("%w: %s", ErrNoFolder, dir)
		}
		return nil, fmt.Errorf("output: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("output: %w", err)
	}
	d := &Disk{dir: dir, generator: generator, root: root, old: map[string]bool{}, staged: map[string]string{}}
	d.buffers.New = func() any { b := make([]byte, 64<<10); return &b }
	if err := d.readManifest(); err != nil {
		root.Close()
		return nil, err
	}
	return d, nil
}

// readManifest learns what the previous build wrote. A manifest that cannot be
// parsed, or a path in it that is none of ours, means: not known to be ours, so
// it stays.
func (d *Disk) readManifest() error {
	data, err := d.root.ReadFile(ManifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("output: the previous %s: %w", ManifestName, err)
	}
	m, err := ParseManifest(data)
	if err != nil {
		return nil
	}
	tool, _, _ := strings.Cut(d.generator, " ")
	by, _, _ := strings.Cut(m.Generator, " ")
	if d.ours = by == tool; !d.ours {
		return nil
	}
	for _, e := range m.Files {
		if checkPath(e.Path) == nil {
			d.old[e.Path] = true
		}
	}
	return nil
}

// Write implements Sink.
func (d *Disk) Write(f File) error {
	if err := d.claim(f.Path); err != nil {
		return d.fail(err)
	}
	e, err := d.keep(f)
	if err != nil {
		return d.fail(fmt.Errorf("output: %s: %w", path.Join(d.dir, f.Path), err))
	}
	d.record(e)
	return nil
}

// keep stages f unless the published file is the same.
func (d *Disk) keep(f File) (Entry, error) {
	e, same, err := d.same(f)
	if err != nil {
		return Entry{}, err
	}
	temp := ""
	if !same {
		if temp, e, err = d.stageFile(f); err != nil {
			return Entry{}, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if same {
		d.stats.Unchanged++
	} else {
		d.staged[f.Path] = temp
	}
	return e, nil
}

// same compares f with the file on disk.
func (d *Disk) same(f File) (Entry, bool, error) {
	if !d.old[f.Path] && f.Path != ManifestName {
		return Entry{}, false, nil // not ours: nothing is known of it
	}
	info, err := d.root.Lstat(f.Path)
	if err != nil || !info.Mode().IsRegular() || (f.Open == nil && info.Size() != int64(len(f.Data))) {
		return Entry{}, false, nil // Close says what is wrong, if anything is
	}
	onDisk, err := d.root.Open(f.Path)
	if err != nil {
		return Entry{}, false, nil
	}
	defer onDisk.Close()
	content, err := f.open()
	if err != nil {
		return Entry{}, false, err
	}
	defer content.Close()
	buf := d.buffers.Get().(*[]byte)
	defer d.buffers.Put(buf)
	sum := newDigest()
	same, err := equalStreams(content, onDisk, sum, *buf)
	if err != nil || !same {
		return Entry{}, false, err
	}
	return sum.entry(f), true, nil
}

// ensureStage makes an empty staging folder, once.
func (d *Disk) ensureStage() error {
	d.stage.Do(func() {
		if d.stageErr = d.root.RemoveAll(stageDir); d.stageErr == nil {
			d.stageErr = d.root.Mkdir(stageDir, 0o755)
		}
	})
	return d.stageErr
}

// stageFile writes f into the staging folder.
func (d *Disk) stageFile(f File) (string, Entry, error) {
	if err := d.ensureStage(); err != nil {
		return "", Entry{}, err
	}
	content, err := f.open()
	if err != nil {
		return "", Entry{}, err
	}
	defer content.Close()
	temp := path.Join(stageDir, strconv.FormatInt(d.serial.Add(1), 10))
	out, err := d.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", Entry{}, err
	}
	sum := newDigest()
	_, err = io.Copy(io.MultiWriter(out, sum), content)
	if errClose := out.Close(); err == nil {
		err = errClose
	}
	return temp, sum.entry(f), err
}

// Close implements Sink.
func (d *Disk) Close() error {
	m, err := d.finish(d.generator)
	if errors.Is(err, errClosed) {
		return err
	}
	if err == nil {
		err = d.publish(m)
	}
	return errors.Join(err, d.leave())
}

// Abort implements Sink.
func (d *Disk) Abort() error {
	if !d.end() {
		return nil
	}
	return d.leave()
}

// leave lets go of the folder.
func (d *Disk) leave() error {
	return errors.Join(d.root.RemoveAll(stageDir), d.root.Close())
}

// Stats returns what Close did.
func (d *Disk) Stats() Stats { return d.stats }
