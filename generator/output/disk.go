package output

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"gongkai/generator/diag"
)

// Stats counts what a build did to the folder, manifest.json aside.
type Stats struct{ Written, Unchanged, Removed int }

// Options of a sink on disk.
type Options struct {
	Generator string // the tool's name and version, for the manifest
	SM3       bool   // digests of SM3 in the manifest, beside those of SHA-256
	Part      *Part  // where not all files of a site are written
	// InPlace asks for the folder to stay the same one: it is changed file by file. A folder that a container has
	// mounted, or a server has opened, is lost to them when it is exchanged.
	InPlace bool
	// Notice, where given, is told what a person may want to know while a build goes on: that another one is
	// waited for, or that less can be promised of this folder than of others.
	Notice func(diag.Text)
	// Progress, where given, is told when Close begins and when it has ended, with how many files are published.
	Progress func(done, total int)
	// Published, where given, is called when a build has published its files, the manifest among them, before another may
	// write into the folder.
	Published func([]Entry)
}

// Disk is a sink that writes into a folder. The package comment says how.
//
// The published folder and the new one are each read and written through an os.Root: no path, and no symbolic link
// found there, leads out of them.
type Disk struct {
	ledger
	ctx      context.Context // ended by whoever waits no longer; what is begun then is not finished, or by the next build
	options  Options
	sys      system
	patience time.Duration
	target   target
	made     []string // folders above it that were not there before
	lock     *lock
	waited   bool  // for another build
	barred   error // why nothing can be written; it does not matter where nothing has to be

	old     *os.Root          // the published folder; nil where there is none
	kept    handles           // folders of it
	listed  map[string]Entry  // files of the previous manifest
	before  [sha256.Size]byte // of the previous manifest; zero where there is none
	ours    bool              // an earlier build wrote into the folder
	buffers sync.Pool
	stage   stage

	mu     sync.Mutex
	fixed  diag.Text       // why the folder must stay the same one
	staged map[string]bool // paths of files that are new
	stats  Stats
}

// NewDisk returns a sink that writes into dir, which need not be there yet. While another build writes there
// it waits, for ten seconds at most; then the error is a *BusyError.
func NewDisk(ctx context.Context, dir string, o Options) (*Disk, error) {
	return newDisk(ctx, dir, o, system{}, patience)
}

func newDisk(ctx context.Context, dir string, o Options, sys system, patience time.Duration) (*Disk, error) {
	d := &Disk{ctx: ctx, options: o, sys: sys, patience: patience, staged: map[string]bool{}}
	d.buffers.New = func() any { b := make([]byte, 64<<10); return &b }
	d.stage.folders = map[string]bool{}
	err := d.open(ctx, dir)
	if err != nil {
		return nil, errors.Join(err, d.leave())
	}
	return d, nil
}

// open locks the folder, mends what a killed build left, and learns what the last one wrote.
func (d *Disk) open(ctx context.Context, dir string) (err error) {
	if d.target, err = locate(dir); err != nil {
		return err
	}
	err = d.makeAbove(d.target.above)
	if err == nil {
		err = d.acquire(ctx)
	}
	if err != nil && !barred(err) {
		return err
	}
	if d.barred = err; err == nil {
		if err := d.mend(); err != nil {
			return err
		}
	}
	d.target.exists = isThere(d.target.path) // another build may have made it, or put it back
	if !d.target.exists {
		return nil
	}
	why, err := d.target.fixed()
	if err != nil {
		return err
	}
	if why != (diag.Text{}) {
		d.hinder(why)
	}
	err = d.sys.do("open", d.target.dir, func() (err error) {
		d.old, err = os.OpenRoot(d.target.path)
		return err
	})
	if err != nil {
		return err
	}
	return d.readManifest()
}

// makeAbove makes the folders above the published one.
func (d *Disk) makeAbove(dir string) error {
	if isThere(dir) {
		return nil
	}
	if err := d.makeAbove(filepath.Dir(dir)); err != nil {
		return err
	}
	err := d.sys.do("mkdir", d.target.dir, func() error { return os.Mkdir(dir, 0o755) })
	if err == nil {
		d.made = append(d.made, dir)
	}
	if errors.Is(err, fs.ErrExist) { // another build was quicker
		return nil
	}
	return err
}

// readManifest learns what the previous build wrote. A manifest that cannot be
// parsed, or a path in it that is none of ours, means: not known to be ours, so
// it stays.
func (d *Disk) readManifest() error {
	data, err := d.oldManifest()
	if err != nil {
		return err
	}
	d.listed, d.ours = listedIn(data, d.options.Generator)
	if data != nil {
		d.before = sha256.Sum256(data)
	}
	return nil
}

// oldManifest is the manifest of the published site; nil where there is none.
func (d *Disk) oldManifest() (data []byte, err error) {
	err = d.sys.do("read", d.target.in(ManifestName), func() (err error) {
		data, err = d.old.ReadFile(ManifestName)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

// listedIn are the files that a manifest names, where a version of the same tool wrote it.
func listedIn(manifest []byte, generator string) (files map[string]Entry, ours bool) {
	files = map[string]Entry{}
	m, err := ParseManifest(manifest)
	if err != nil {
		return files, false
	}
	tool, _, _ := strings.Cut(generator, " ")
	by, _, _ := strings.Cut(m.Generator, " ")
	if by != tool {
		return files, false
	}
	for _, e := range m.Files {
		if checkPath(e.Path) == nil {
			files[e.Path] = e
		}
	}
	return files, true
}

// lists reports whether the previous build wrote the file at a path.
func (d *Disk) lists(p string) bool { _, ok := d.listed[p]; return ok }

// Before is the SHA-256 of the manifest of the site that is published; zero where there is none.
func (d *Disk) Before() [sha256.Size]byte { return d.before }

// Waited reports whether another build had to end first: what was read before it may be old.
func (d *Disk) Waited() bool { return d.waited }

// notice tells whoever runs the build something.
func (d *Disk) notice(text diag.Text) {
	if d.options.Notice != nil {
		d.options.Notice(text)
	}
}

// hinder notes why the folder must stay the same one. The first reason is the one that is told.
func (d *Disk) hinder(why diag.Text) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fixed == (diag.Text{}) {
		d.fixed = why
	}
}

// inPlace reports whether the folder must stay the same one.
func (d *Disk) inPlace() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.options.InPlace || d.fixed != (diag.Text{})
}

// Write implements Sink.
func (d *Disk) Write(f File) error {
	if err := d.claim(f.Path); err != nil {
		return d.fail(err)
	}
	e, err := d.keep(f)
	if err != nil {
		return d.fail(fmt.Errorf("output: %w", err))
	}
	d.record(e)
	return nil
}

// keep stages f unless the published file is the same.
func (d *Disk) keep(f File) (Entry, error) {
	e, same, err := d.same(f)
	if err == nil && !same {
		e, err = d.stageFile(f)
	}
	if err != nil {
		return Entry{}, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if same {
		d.stats.Unchanged++
	} else {
		d.staged[f.Path] = true
	}
	return e, nil
}

// same compares f with the file on disk. One that is kept is the same, and has to be there.
func (d *Disk) same(f File) (Entry, bool, error) {
	if e, listed := d.listed[f.Path]; f.Kept && listed {
		return e, true, nil
	} else if f.Kept {
		return Entry{}, false, fmt.Errorf("%s: %w", d.target.in(f.Path), fs.ErrNotExist)
	}
	if !d.lists(f.Path) {
		return Entry{}, false, nil // not ours: nothing is known of it
	}
	info, err := d.old.Lstat(f.Path)
	if err != nil || !info.Mode().IsRegular() || (f.Open == nil && info.Size() != int64(len(f.Data))) {
		return Entry{}, false, nil // Close says what is wrong, if anything is
	}
	onDisk, err := d.sys.open(d.old, f.Path, d.target.in(f.Path))
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		return Entry{}, false, nil
	}
	if err != nil {
		return Entry{}, false, err
	}
	defer onDisk.Close()
	content, err := f.open()
	if err != nil {
		return Entry{}, false, err
	}
	defer content.Close()
	buf := d.buffers.Get().(*[]byte)
	defer d.buffers.Put(buf)
	sum := newDigest(d.options.SM3)
	same, err := equalStreams(content, reader{d.sys, onDisk, d.target.in(f.Path)}, sum, *buf)
	if err != nil || !same {
		return Entry{}, false, err
	}
	return sum.entry(f), true, nil
}

// Close implements Sink.
func (d *Disk) Close() error {
	m, err := d.finish(d.options.Generator)
	m.Part = d.options.Part
	if errors.Is(err, errClosed) {
		return err
	}
	if err == nil {
		manifest := m.JSON()
		if d.options.Progress == nil {
			d.options.Progress = func(int, int) {}
		}
		d.options.Progress(0, len(m.Files))
		err = d.publish(m, manifest)
		d.options.Progress(len(m.Files), len(m.Files))
		if err == nil && d.options.Published != nil {
			sum := sha256.Sum256(manifest)
			d.options.Published(append(m.Files, Entry{Path: ManifestName, Size: int64(len(manifest)), SHA256: hex.EncodeToString(sum[:])}))
		}
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

// Stats returns what Close did.
func (d *Disk) Stats() Stats { return d.stats }
