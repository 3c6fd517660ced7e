// Package parallel works on many items on several goroutines.
package parallel

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// For calls do for every number below n, on as many goroutines as there are processors, and
// returns when all calls have.
func For(n int, do func(i int)) {
	// Neither do nor the context can fail.
	_ = Try(context.Background(), 0, n, func(i int) error {
		do(i)
		return nil
	}, nil)
}

// Try calls do for every number below n on at most jobs goroutines, 0 being one a processor,
// until one call fails or ctx ends. The numbers are begun in their order. done, where given, is
// called now and then, and at the end, with how many calls have returned. The error joins
// those of the calls with that of ctx.
func Try(ctx context.Context, jobs, n int, do func(i int) error, done func(finished int)) error {
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, n)
	var next, finished atomic.Int64
	errs := make([]error, max(jobs, 1))
	work := func(job int) {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			if err := do(i); err != nil {
				errs[job] = err
				next.Store(int64(n)) // nothing more is begun
				return
			}
			if count := int(finished.Add(1)); done != nil && (count%64 == 0 || count == n) {
				done(count)
			}
		}
	}
	if jobs == 1 {
		work(0)
	} else {
		var wg sync.WaitGroup
		for job := range jobs {
			wg.Go(func() { work(job) })
		}
		wg.Wait()
	}
	return errors.Join(append(errs, ctx.Err())...)
}

// Until waits for work that nothing ends before its time, but no longer than ctx. The work then goes on alone, and what it
// makes is nobody's.
func Until(ctx context.Context, work func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
