package watch

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// A batch is closed when nothing has happened for a moment: a short one while it holds the
// few files that a person saves, a longer one in a flood, such as a checkout. It is closed
// in any case at its age limit, so that a program that never stops writing is followed.
const (
	quiet      = 3 * time.Millisecond
	quietFlood = 25 * time.Millisecond
	flood      = 16
	age        = 300 * time.Millisecond
	// grace is how long a file that was there may be missing, or be empty: editors remove or
	// truncate a file to save it.
	grace = 40 * time.Millisecond
)

// seen is what happened to a path within a batch.
type seen struct {
	created bool // the first thing that happened was that it appeared
	last    time.Time
	again   bool // a poll tells it once more, though it saw no change
}

type batch struct {
	dir         string
	paths       map[string]seen
	all         bool
	first, last time.Time
}

func (b *batch) add(c change) {
	now := time.Now()
	if b.empty() {
		b.first = now
	}
	b.last = now
	if c.all {
		b.all = true
		return
	}
	s, known := b.paths[c.path]
	if !known {
		s.created = c.created
	}
	s.last, s.again = now, false
	b.paths[c.path] = s
}

// repeat adds what was reported already.
func (b *batch) repeat(name string) {
	if _, known := b.paths[name]; !known {
		b.add(change{path: name})
		b.paths[name] = seen{last: b.last, again: true}
	}
}

func (b *batch) empty() bool { return !b.all && len(b.paths) == 0 }

// wait is how long the batch should stay open.
func (b *batch) wait(now time.Time) time.Duration {
	pause := quiet
	if b.all || len(b.paths) > flood {
		pause = quietFlood
	}
	until := b.last.Add(pause)
	if !until.After(now) && len(b.paths) <= flood {
		for name, s := range b.paths {
			if end := s.last.Add(grace); end.After(until) && end.After(now) && b.unsettled(name, s) {
				until = end
			}
		}
	}
	if limit := b.first.Add(age); until.After(limit) {
		until = limit
	}
	return until.Sub(now)
}

// unsettled reports whether a file looks as if somebody were in the middle of saving it.
// One that came and went is a program's own affair.
func (b *batch) unsettled(name string, s seen) bool {
	info, err := os.Lstat(filepath.Join(b.dir, filepath.FromSlash(name)))
	if err != nil {
		return !s.created
	}
	return info.Mode().IsRegular() && info.Size() == 0
}

func (b *batch) list() []string {
	if b.all {
		return nil
	}
	return slices.Sorted(maps.Keys(b.paths))
}

// collect makes batches of changes, and hands each over when it is closed and somebody
// asks for it.
func collect(ctx context.Context, dir string, changes <-chan change, out chan<- []string) {
	defer close(out)
	b := batch{dir: dir, paths: map[string]seen{}}
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	var told witnesses
	looks := 0 // of a poll since the last batch was told; it may have been at the first when that was
	for {
		var closed chan<- []string
		var open <-chan time.Time
		var list []string
		var listed witnesses
		if !b.empty() {
			if d := b.wait(time.Now()); d > 0 {
				timer.Reset(d)
				open = timer.C
			} else {
				closed, list = out, b.list()
				if told != nil {
					listed = b.witnesses() // before anybody reads what is told
				}
			}
		}
		select {
		case <-ctx.Done():
			return
		case c := <-changes:
			if !c.looked {
				b.add(c)
				continue
			}
			if told == nil {
				told = witnesses{}
			}
			if looks++; looks >= 2 {
				for _, name := range told.pass(dir) {
					b.repeat(name)
				}
			}
		case <-open:
		case closed <- list:
			maps.Copy(told, listed)
			looks = 0
			b = batch{dir: dir, paths: map[string]seen{}}
		}
	}
}
