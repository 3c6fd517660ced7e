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

// witness says when the folders changed in which a path, or what is in it, may come and go. Whoever reads a folder that is
// told, or a file that is told to be gone, may find a file that comes and goes between two looks of a poll, which then knows
// of no change; but the date of its folder is another one.
type witness struct {
	again   bool // told a second time: dates of some drives go in steps of two seconds, so once more is told in any case
	fresh   bool // one of the dates was that of the moment
	changed map[string]time.Time
}

// witnesses are those of what a poll has told, by its path. They are nil where nothing polls.
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
	// What cannot be read nobody has read.
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

// witnesses takes down the dates for what a batch tells.
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

// pass empties the list after a look, and returns what is to be told again.
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
