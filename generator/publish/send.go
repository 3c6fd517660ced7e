package publish

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"sync/atomic"

	"gongkai/internal/parallel"
)

// arrived is a file that was sent and read back.
type arrived struct {
	file *File
	sent Sent
	mark string
}

// send sends what the plan says, class by class, and reads each file back.
func (r *run) send(ctx context.Context) ([]arrived, error) {
	all := make([]arrived, len(r.plan.send))
	var mu sync.Mutex
	var total atomic.Int64
	err := r.byClass(ctx, func(i int) error {
		f := r.plan.send[i]
		got, sent, err := r.sendOne(ctx, f, &total)
		if err != nil {
			return err
		}
		all[i] = arrived{f, sent, got.mark}
		if sent.Name == f.Path { // it is where readers get it already
			mu.Lock()
			defer mu.Unlock()
			r.known.record[f.Path] = entry{f.Path, f.SHA256, f.Size, got.mark, r.heads(f)}
		}
		return nil
	}, "send")
	r.result.Sent = total.Load()
	return all, err
}

// sendOne sends a file and reads it back; what came back wrong is sent once more.
func (r *run) sendOne(ctx context.Context, f *File, total *atomic.Int64) (found, Sent, error) {
	for again := false; ; again = true {
		sent, err := r.store.Send(ctx, f)
		total.Add(sent.Bytes)
		if err != nil {
			return found{}, sent, fmt.Errorf("publish: %s: %w", f.Path, err)
		}
		got, err := r.read(ctx, sent.Name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return got, sent, fmt.Errorf("publish: %s: %w", f.Path, err)
		}
		if err == nil && got.is(f) {
			return got, sent, nil
		}
		if again {
			if fault, err := f.compare(); err != nil || fault != "" {
				return got, sent, changedMeanwhile(f.Path)
			}
			return got, sent, otherBytes(f.Path, err)
		}
		if sent.Name != f.Path {
			if err := r.store.Remove(ctx, sent.Name); err != nil {
				return got, sent, err
			}
		}
	}
}

// place gives what was sent its own name, class by class.
func (r *run) place(ctx context.Context, all []arrived) error {
	var mu sync.Mutex
	return r.byClass(ctx, func(i int) error {
		a := all[i]
		if a.sent.Name == a.file.Path {
			return nil
		}
		if err := r.store.Place(ctx, a.file, a.sent); err != nil {
			return fmt.Errorf("publish: %s: %w", a.file.Path, err)
		}
		mu.Lock()
		defer mu.Unlock()
		r.known.record[a.file.Path] = entry{a.file.Path, a.file.SHA256, a.file.Size, a.mark, r.heads(a.file)}
		return nil
	}, "place")
}

// byClass calls do for every file of the plan, those of one class at once, and begins with no class before
// the one before it is safely there.
func (r *run) byClass(ctx context.Context, do func(i int) error, stage string) error {
	all := r.plan.send
	for from := 0; from < len(all); {
		to := from
		for to < len(all) && r.order(all[to]) == r.order(all[from]) {
			to++
		}
		first := from
		if err := parallel.Try(ctx, at, to-from, func(i int) error { return do(first + i) },
			func(n int) { r.Progress(stage, first+n, len(all)) }); err != nil {
			return err
		}
		if err := r.store.Sync(ctx); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// remove removes those of the files that which chooses.
func (r *run) remove(ctx context.Context, items []Item, which func(string) bool) error {
	var chosen []string
	for _, i := range items {
		if which(i.Path) {
			chosen = append(chosen, i.Path)
		}
	}
	for n, p := range chosen {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.store.Remove(ctx, p); err != nil {
			return fmt.Errorf("publish: %s: %w", p, err)
		}
		delete(r.known.record, p)
		r.Progress("remove", n+1, len(chosen))
	}
	return r.store.Sync(ctx)
}
