// Package watch tells which files of a folder changed, in batches: by the system's
// notifications, or by looking at every file again and again where there are none.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Options of a watch.
type Options struct {
	Dir   string   // the folder
	Names []string // the files and folders in it that are watched, with all that is in them
	// Ignore tells by its path in the folder, with slashes, what is not looked at, in the
	// case of a folder nothing in it either; nil ignores nothing.
	Ignore func(name string) bool
	Poll   time.Duration // how often to look at every file; 0 asks the system to notify
	// Fallback, where given, is called once if the system does not notify, or stops, and
	// the files are looked at instead: ErrLimit or ErrRemote, in most cases.
	Fallback func(error)
}

// interval is how often files are looked at where the system does not notify.
const interval = time.Second

// ErrRemote says that the folder is on a drive of whose changes the system hears nothing.
var ErrRemote = errors.New("a network drive")

// Watch watches until the context ends, which closes the channel. Each batch names, by
// paths in the folder with slashes, in order, what was written, made or removed; nil says
// that anything may have changed. What changes after Watch has returned is in a batch
// that is sent after; while nobody receives, batches become one.
func Watch(ctx context.Context, o Options) (<-chan []string, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("watch: %w", err)
	}
	t := &tree{dir: dir, names: map[string]bool{}, ignore: o.Ignore}
	for _, name := range o.Names {
		t.names[name] = true
	}
	changes := make(chan change, 64)
	if o.Poll > 0 {
		go newPoll(t, o.Poll).run(ctx, changes)
	} else if remote(dir) {
		fallBack(ctx, t, o, ErrRemote, changes)
	} else if n, err := newNotify(t); err != nil {
		fallBack(ctx, t, o, err, changes)
	} else {
		go func() {
			if err := n.run(ctx, changes); err != nil {
				fallBack(ctx, t, o, err, changes)
			}
		}()
	}
	out := make(chan []string)
	go collect(ctx, dir, changes, out)
	return out, nil
}

// fallBack goes on by polling.
func fallBack(ctx context.Context, t *tree, o Options, err error, changes chan<- change) {
	if o.Fallback != nil {
		o.Fallback(err)
	}
	p := newPoll(t, interval)
	go func() {
		send(ctx, changes, change{all: true})
		p.run(ctx, changes)
	}()
}

// change is one notification.
type change struct {
	path    string
	all     bool // anything may have changed
	created bool // it was not there before, or was replaced
	looked  bool // nothing changed: a poll has looked at everything
}

// send reports false when the watch is over.
func send(ctx context.Context, changes chan<- change, c change) bool {
	select {
	case changes <- c:
		return true
	case <-ctx.Done():
		return false
	}
}

// tree is what is watched of a folder.
type tree struct {
	dir    string
	names  map[string]bool
	ignore func(string) bool
}

// file is the system's path of a path in the folder.
func (t *tree) file(name string) string { return filepath.Join(t.dir, filepath.FromSlash(name)) }

// name is the path in the folder of one of the system, "." for the folder itself.
func (t *tree) name(file string) string {
	rel, err := filepath.Rel(t.dir, file)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// watched reports whether a path is one that anybody asked for.
func (t *tree) watched(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	if !t.names[top] {
		return false
	}
	if t.ignore == nil {
		return true
	}
	for at := 0; at < len(name); at++ {
		if name[at] == '/' && t.ignore(name[:at]) {
			return false
		}
	}
	return !t.ignore(name)
}
