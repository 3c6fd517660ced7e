package watch

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"time"
)

// tick is the age below which the date of a folder does not show that it changed again: the clock of file systems goes in
// steps of up to ten milliseconds.
const tick = 20 * time.Millisecond

// witness says when the folders of a reported path last changed. Whoever reads a reported folder may find a file in it that
// is made and removed again between two looks of a poll. The poll then sees no change of the file; but the date of its
// folder has changed.
type witness struct {
	again   bool // reported a second time: dates of some drives go in steps of two seconds, so each is reported twice in any case
	fresh   bool // one of the dates was that of the moment
	changed map[string]time.Time
}

// witnesses are those of the paths that a poll has reported. They are nil where nothing polls.
type witnesses map[string]witness

// see takes down the dates for a path; ok is false where it is a file, which a poll compares itself.
func see(dir, name string) (w witness, ok bool) {
	w.changed = map[string]time.Time{}
	now := time.Now()
	date := func(folder string, info fs.FileInfo) {
		w.changed[folder] = info.ModTime()
		w.fresh = w.fresh || now.Sub(info.ModTime()) < tick
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	info, err := os.Lstat(file)
	switch {
	case err != nil:
		if info, err := os.Lstat(filepath.Dir(file)); err == nil {
			date(filepath.Dir(file), info)
		}
		return w, true
	case !info.IsDir():
		return w, false
	}
	// A folder that cannot be read was read by nobody.
	_ = filepath.WalkDir(file, func(at string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			if info, err := d.Info(); err == nil {
				date(at, info)
			}
		}
		return nil
	})
	return w, true
}

// witnesses takes down the dates for the paths of a batch.
func (b *batch) witnesses() witnesses {
	out := witnesses{}
	for name, s := range b.paths {
		if w, ok := see(b.dir, name); ok {
			w.again = s.again
			out[name] = w
		}
	}
	return out
}

// pass empties the list after a look, and returns the paths to be reported again.
func (w witnesses) pass(dir string) (again []string) {
	for name, was := range w {
		now, ok := see(dir, name)
		if !was.again || was.fresh || ok && !maps.EqualFunc(was.changed, now.changed, time.Time.Equal) {
			again = append(again, name)
		}
	}
	clear(w)
	return again
}
