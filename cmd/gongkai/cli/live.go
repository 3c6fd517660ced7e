package cli

import (
	"context"
	"sync"
	"time"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/history"
	"gongkai/generator/editing/serve"
	"gongkai/generator/editing/watch"
)

// live is a site that is shown to browsers while its files change.
type live struct {
	*app
	server  *serve.Server
	site    *generator.Preview
	changes <-chan []string
	seen    func(changed []string) // told which files others changed; nil for nobody

	mu sync.Mutex // one update is shown before the next is begun
}

// goLive reads a site for a server. note tells the person what they should know; past, where it is given, keeps what
// reports said.
func (a *app) goLive(ctx context.Context, dir string, server *serve.Server, poll time.Duration, edit bool, past *history.Log, note func(diag.Text)) (*live, error) {
	// The watch begins before the site is read: what changes meanwhile is read again.
	changes, err := watch.Watch(ctx, watch.Options{Dir: dir, Names: generator.Sources(), Ignore: generator.Ignored, Poll: poll,
		Fallback: func(err error) { note(a.unnotified(err)) }})
	if err != nil {
		return nil, err
	}
	progress := a.newProgress()
	site, err := generator.NewPreview(ctx, generator.Options{Site: dir, Version: Version, Progress: progress.report})
	progress.clear()
	if err != nil {
		return nil, err
	}
	if edit {
		if err := a.allowEdits(server, site, past); err != nil {
			site.Close() //nolint:errcheck // it was only read
			return nil, err
		}
	}
	server.Show(site.Snapshot())
	return &live{app: a, server: server, site: site, changes: changes}, nil
}

// update shows the site as files that changed make it; without any it looks at everything.
func (l *live) update(ctx context.Context, changed []string) (*generator.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.server.Building()
	now, err := l.site.Update(ctx, changed)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		message, hint := l.explain(err)
		l.server.Fail(message, hint)
		return nil, err
	}
	l.server.Show(now)
	return now, nil
}

// follow shows each change of the files until the context ends, and tells what came of it.
func (l *live) follow(ctx context.Context, told func(*generator.Snapshot, error)) {
	var again <-chan time.Time // what could not be read is read again: no change says when it can be
	wait := soonest
	later := func(now *generator.Snapshot, err error) {
		if again = nil; err == nil && !now.Unread() {
			wait = soonest
			return
		}
		again, wait = time.After(wait), min(2*wait, latest)
	}
	later(l.site.Snapshot(), nil)
	for {
		var changed []string
		retried := false
		select {
		case some, more := <-l.changes:
			if !more {
				return
			}
			changed = some
			if l.seen != nil {
				l.seen(changed)
			}
		case <-again:
			retried = true
		}
		now, err := l.update(ctx, changed)
		if ctx.Err() != nil {
			return
		}
		later(now, err)
		if !retried || again == nil {
			told(now, err)
		}
	}
}

// When what could not be read is read again; each time it waits twice as long.
const soonest, latest = time.Second, time.Minute
