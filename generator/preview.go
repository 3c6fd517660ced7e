package generator

import (
	"context"
	"errors"
	"os"
	"sync"
)

// Preview is a site that is looked at while it is being edited. It always renders, also
// with errors, and with drafts.
type Preview struct {
	o    Options
	mu   sync.Mutex // one update at a time
	w    *workspace
	last *Snapshot
	left []*os.Root // folders that others took the place of: snapshots may still read them
}

// NewPreview reads a site.
func NewPreview(ctx context.Context, o Options) (*Preview, error) {
	o.Drafts = true
	w, err := openWorkspace(o, true, true)
	if err != nil {
		return nil, err
	}
	p := &Preview{o: o, w: w}
	if _, err := p.Update(ctx, nil); err != nil {
		w.close()
		return nil, err
	}
	return p, nil
}

// Close lets go of the site's folder. Snapshots cannot be rendered any more.
func (p *Preview) Close() error {
	err := p.w.close()
	for _, root := range p.left {
		err = errors.Join(err, root.Close())
	}
	return err
}

// enter goes over to another folder that has taken the place of the site's.
func (p *Preview) enter() error {
	if stands, err := p.w.stands(); stands || err != nil {
		return err
	}
	w, err := openWorkspace(p.o, true, true)
	if err != nil {
		return err
	}
	p.left, p.w = append(p.left, p.w.root), w
	return nil
}

// Update looks again at files and folders that changed, by their paths in the site;
// without any it looks at everything. With an error the last snapshot stays.
func (p *Preview) Update(ctx context.Context, changed []string) (*Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(changed) == 0 {
		changed = everything
		if err := p.enter(); err != nil {
			return nil, err
		}
	}
	found, err := p.w.update(ctx, changed, nil)
	if err != nil {
		return nil, err
	}
	build := 1
	if p.last != nil {
		build = p.last.build + 1
	}
	p.last = newSnapshot(found, p.o, build)
	return p.last, nil
}

// Try checks the site as it would be with other contents of one file, and touches nothing.
func (p *Preview) Try(ctx context.Context, file string, contents []byte) (*Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found, err := p.w.update(ctx, []string{file}, map[string][]byte{file: contents})
	p.w.reread(file) // what is on disk is read again by the next
	if err != nil {
		return nil, err
	}
	return newSnapshot(found, p.o, p.last.build), nil
}

// Snapshot is the last one.
func (p *Preview) Snapshot() *Snapshot {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}
