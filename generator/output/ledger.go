package output

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"sync"
)

// ledger collects the entries of one build.
type ledger struct {
	mu      sync.Mutex
	entries map[string]Entry
	folders map[string]string // each folder of a file, and one file in it
	failed  error
	closed  bool
}

// claim takes a path for one file, so that no file is written over another, nor where a folder has to be.
func (l *ledger) claim(p string) error {
	if err := checkPath(p); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errClosed
	}
	if _, ok := l.entries[p]; ok {
		return fmt.Errorf("output: two files have the path %q", p)
	}
	if l.entries == nil {
		l.entries, l.folders = map[string]Entry{}, map[string]string{}
	}
	if inner, ok := l.folders[p]; ok {
		return fmt.Errorf("output: %s is both a file and the folder of %s", p, inner)
	}
	for dir := path.Dir(p); dir != "." && l.folders[dir] == ""; dir = path.Dir(dir) {
		if _, ok := l.entries[dir]; ok {
			return fmt.Errorf("output: %s is both a file and the folder of %s", dir, p)
		}
		l.folders[dir] = p
	}
	l.entries[p] = Entry{}
	return nil
}

// record fills a claimed entry.
func (l *ledger) record(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries[e.Path] = e
}

// fail remembers the first error, which spoils the build.
func (l *ledger) fail(err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failed == nil {
		l.failed = err
	}
	return err
}

// finish ends the build and returns its manifest.
func (l *ledger) finish(generator string) (Manifest, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return Manifest{}, errClosed
	}
	l.closed = true
	if l.failed != nil {
		return Manifest{}, l.failed
	}
	m := Manifest{Generator: generator, Files: make([]Entry, 0, len(l.entries))}
	for _, e := range l.entries {
		m.Files = append(m.Files, e)
	}
	slices.SortFunc(m.Files, func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	return m, nil
}

// end ends the build without a manifest; it says whether the build was open.
func (l *ledger) end() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	open := !l.closed
	l.closed = true
	return open
}
