package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// ErrLimit says that the system does not notify of as many folders.
var ErrLimit = errors.New("too many folders to be notified of")

const (
	// settling is how long to wait, when folders go, for the last of them.
	settling = 10 * time.Millisecond
	// absence is how often to look for a folder that has vanished.
	absence = 100 * time.Millisecond
)

// notify is a watch by notifications: one a folder, which holds for the files in it.
//
// A folder that is removed or renamed leaves notifications after that bear its old name.
// They are not mended one by one: all are given up and asked for again, and then anything
// may have changed.
type notify struct {
	*tree
	w    *fsnotify.Watcher
	dirs map[string]bool // which have a notification
	// links are files behind symbolic links, of which nobody is notified: they are looked at.
	links map[string]fs.FileInfo
}

func newNotify(t *tree) (*notify, error) {
	n := &notify{tree: t}
	if err := n.open(); err != nil {
		if n.w != nil {
			n.w.Close() //nolint:errcheck // it is of no use; kept open, it would use up what other programs may watch
		}
		return n, err
	}
	return n, nil
}

// open asks for all notifications again.
func (n *notify) open() error {
	if n.w != nil {
		n.w.Close() //nolint:errcheck // nothing is lost
	}
	w, err := fsnotify.NewBufferedWatcher(4096)
	if err != nil {
		return limited(err)
	}
	n.w, n.dirs, n.links = w, map[string]bool{}, map[string]fs.FileInfo{}
	if err := w.Add(n.dir); err != nil {
		return limited(err)
	}
	for name := range n.names {
		info, err := os.Stat(n.file(name))
		if err != nil {
			continue // it may come yet
		}
		if info.IsDir() {
			if err := n.add(name, func(string) {}); err != nil {
				return err
			}
		} else {
			n.link(name)
		}
	}
	return nil
}

// limited marks an error that says that there are too many folders.
func limited(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return fmt.Errorf("%w: %w", ErrLimit, err)
	}
	return err
}

// add asks for notifications of a folder and those in it, and tells of them and of what
// is in them: files may have come before the notification.
func (n *notify) add(name string, found func(string)) error {
	if !n.watched(name) {
		return nil
	}
	if err := n.w.Add(n.file(name)); err != nil {
		if err = limited(err); errors.Is(err, ErrLimit) {
			return err
		}
		return nil // it has gone again, or must not be read, which is for others to say
	}
	n.dirs[name] = true
	found(name)
	entries, _ := os.ReadDir(n.file(name))
	for _, e := range entries {
		inside := path.Join(name, e.Name())
		if e.IsDir() {
			if err := n.add(inside, found); err != nil {
				return err
			}
			continue
		}
		if e.Type()&fs.ModeSymlink != 0 {
			n.link(inside)
		}
		found(inside)
	}
	return nil
}

// link remembers a file that is a symbolic link.
func (n *notify) link(name string) {
	if info, err := os.Lstat(n.file(name)); err == nil && info.Mode()&fs.ModeSymlink != 0 && n.watched(name) {
		n.links[name], _ = os.Stat(n.file(name))
	}
}

// run passes on what happens. It ends with the context, or when the system does not
// notify any more.
func (n *notify) run(ctx context.Context, changes chan<- change) error {
	defer func() { n.w.Close() }()
	var again <-chan time.Time // when to open again
	stale := func() {
		if again == nil {
			again = time.After(settling)
		}
	}
	look := time.NewTicker(interval)
	defer look.Stop()
	there := true // the folder itself
	for {
		select {
		case <-ctx.Done():
			return nil
		case e, ok := <-n.w.Events:
			if !ok {
				return fsnotify.ErrClosed
			}
			gone, err := n.event(ctx, e, changes)
			if err != nil {
				return err
			}
			if gone {
				stale()
			}
		case err, ok := <-n.w.Errors:
			if !ok {
				return fsnotify.ErrClosed
			}
			if err = limited(err); errors.Is(err, ErrLimit) {
				return err
			}
			stale() // too much happened at once, or something is amiss
		case <-again:
			again = nil
			err := n.open()
			if errors.Is(err, ErrLimit) {
				return err
			}
			if err != nil { // the folder itself is not there
				again = time.After(absence)
			}
			if (err == nil || there) && !send(ctx, changes, change{all: true}) {
				return nil
			}
			there = err == nil
		case <-look.C:
			for name, was := range n.links {
				now, _ := os.Stat(n.file(name))
				n.links[name] = now
				if differs(was, now) && !send(ctx, changes, change{path: name}) {
					return nil
				}
			}
		}
	}
}

// event passes on one notification; gone reports that those of a folder are of no use
// any more.
func (n *notify) event(ctx context.Context, e fsnotify.Event, changes chan<- change) (gone bool, err error) {
	name := n.name(e.Name)
	if name == "." {
		return e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename), nil
	}
	if !n.watched(name) {
		return false, nil
	}
	if n.dirs[name] {
		if e.Has(fsnotify.Chmod) {
			send(ctx, changes, change{all: true})
		}
		return e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) || e.Has(fsnotify.Create), nil
	}
	info, err := os.Lstat(n.file(name))
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		n.link(name)
		if n.names[name] { // a folder that the site has elsewhere
			info, err = os.Stat(n.file(name))
		}
	}
	if err == nil && info.IsDir() {
		return false, n.add(name, func(inside string) { send(ctx, changes, change{path: inside, created: true}) })
	}
	if err != nil {
		delete(n.links, name)
	}
	send(ctx, changes, change{path: name, created: e.Has(fsnotify.Create)})
	return false, nil
}
