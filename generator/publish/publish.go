// Package publish brings a built site to the place from which readers get it: a folder, an
// object store, a server reached over SFTP.
//
// The folder is taken as build left it: what its manifest.json lists, and only if each file
// is what the manifest says. A [Store] is the target. Run sends what the target does not
// have, in an order in which a reader never meets a page whose parts are not there yet:
// assets and data, then pages, then manifest.json, and removes last what the site no longer
// has. What was sent is read back and compared by SHA-256 before it counts as sent.
//
// What the target holds is known from a record that Run keeps there, [recordName]: for each
// file its digest, and the mark that the store put on it (an ETag, a time). A file whose
// mark is still the same is what was sent; any other is read again and compared. Neither
// the target's own manifest nor the size of a file is believed. The record, and where there
// is none the manifest, says which files are ours: no other is overwritten or removed.
package publish

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"time"

	"gongkai/generator/diag"
)

// Options of one run.
type Options struct {
	Folder string // the built site
	Target string // as the user wrote it
	DryRun bool   // only say what would be done; nothing is changed at the target, and no lock taken
	Force  bool   // overwrite files that are not ours, and remove more than half of the site
	Full   bool   // read every file at the target, also those whose mark did not change
	Unlock bool   // remove the lock that another run left
	Owner  string // who publishes, told to others while they wait
	Memory string // a folder of this machine that remembers runs, to know a lock of a run that was killed; may be ""

	// Progress, where given, is told how far a stage is: folder, compare, send, place or remove.
	Progress func(stage string, done, total int)
	// Notice, where given, is told what the user should know and what does not stop the run.
	Notice func(diag.Text)
}

// Item is a file that was, or would be, sent or removed.
type Item struct {
	Path string
	Size int64 // bytes
}

// Result is what a run did, or would do.
type Result struct {
	Send      []Item   // in the order of sending; manifest.json is last
	Remove    []Item   // by path
	Unchanged int      // files that are at the target already
	Left      []string // files that earlier runs sent, that were changed there since, and that the site no longer has: left alone
	Foreign   []string // files in the folder that the build did not write: not published
	Sent      int64    // bytes of files that went out, less than the sum of Send where an upload was continued
}

// Run publishes the folder to the store that open returns. The folder is checked before the
// store is opened. Run closes the store.
func Run(ctx context.Context, open func(context.Context) (Store, error), o Options) (*Result, error) {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if o.Notice == nil {
		o.Notice = func(diag.Text) {}
	}
	built, err := readSite(ctx, o.Folder, o.Progress)
	if err != nil {
		return nil, err
	}
	store, err := open(ctx)
	if err != nil {
		return nil, err
	}
	r := &run{Options: o, store: store, site: built, result: &Result{Foreign: built.foreign}}
	err = r.all(ctx)
	return r.result, errors.Join(err, store.Close())
}

// run is one run.
type run struct {
	Options
	store  Store
	site   *site
	known  *knowledge
	plan   *plan
	result *Result
}

func (r *run) all(ctx context.Context) (err error) {
	if err := r.checkNames(); err != nil {
		return err
	}
	if r.DryRun {
		return r.prepare(ctx)
	}
	held, err := r.lock(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, held.release(ctx, err)) }()
	return r.publish(ctx, held)
}

// prepare finds out what is to be done, and refuses what must not be.
func (r *run) prepare(ctx context.Context) (err error) {
	if r.known, err = r.look(ctx); err != nil {
		return err
	}
	if r.plan, err = r.compare(ctx); err != nil {
		return err
	}
	for _, f := range r.plan.send {
		r.result.Send = append(r.result.Send, Item{f.Path, f.Size})
	}
	r.result.Remove, r.result.Left, r.result.Unchanged = r.plan.remove, r.plan.left, r.plan.unchanged
	return r.refuse()
}

// late is how long what must be done at the end, also of a run that was interrupted, may take.
const late = 20 * time.Second

func (r *run) publish(ctx context.Context, held *lock) error {
	if err := r.prepare(ctx); err != nil {
		return err
	}
	if len(r.plan.send)+len(r.plan.remove) > 0 {
		if err := r.saveIntent(ctx); err != nil {
			return err
		}
		if err := r.change(ctx, held); err != nil {
			// What did arrive is written down, so that it need not be read again.
			after, cancel := context.WithTimeout(context.WithoutCancel(ctx), late)
			defer cancel()
			_ = r.saveRecord(after)
			return err
		}
	}
	if err := r.saveRecord(ctx); err != nil {
		return err
	}
	if err := r.store.Remove(ctx, intentName); err != nil {
		return err
	}
	return r.store.Tidy(ctx)
}

// change brings the target from what it is to what it should be.
func (r *run) change(ctx context.Context, held *lock) error {
	// A file can be where a folder has to be, or the reverse: that one goes first, but not before it must.
	makeWay := func() error { return r.remove(ctx, r.plan.remove, r.plan.inTheWay) }
	staged := r.store.Traits().Stage
	if !staged {
		if err := makeWay(); err != nil {
			return err
		}
	}
	sent, err := r.send(ctx)
	if err != nil {
		return err
	}
	if err := held.check(ctx); err != nil {
		return err
	}
	if staged {
		if err := makeWay(); err != nil {
			return err
		}
	}
	if err := r.place(ctx, sent); err != nil {
		return err
	}
	if err := held.check(ctx); err != nil {
		return err
	}
	return r.remove(ctx, r.plan.remove, func(p string) bool { return !r.plan.inTheWay(p) })
}

// checkNames refuses names that the target cannot hold before anything is sent.
func (r *run) checkNames() error {
	limits := r.store.Traits()
	var long []string
	for _, f := range r.site.files {
		at := f.Path
		over := limits.Path > 0 && len(at) > limits.Path
		for at != "." && !over {
			over = limits.Name > 0 && len(path.Base(at)) > limits.Name
			at = path.Dir(at)
		}
		if over {
			long = append(long, f.Path)
		}
	}
	if len(long) == 0 {
		return nil
	}
	return tooLong(long, limits)
}

// valid says whether a path that a target's list names is one that can be of a site: such
// lists are read from places to which others may write.
func valid(p string) bool {
	return fs.ValidPath(p) && p != "." && !within(p, Folder) && !hasControl(p)
}
