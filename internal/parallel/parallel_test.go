package parallel_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"gongkai/internal/parallel"
)

// Every number is worked on once, whatever the number of goroutines.
func TestFor(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000} {
		times := make([]atomic.Int64, n)
		parallel.For(n, func(i int) { times[i].Add(1) })
		for i := range times {
			if got := times[i].Load(); got != 1 {
				t.Errorf("of %d, number %d was worked on %d times, want once", n, i, got)
			}
		}
	}
}

// The first error ends the work, and comes back.
func TestTryStops(t *testing.T) {
	fault := errors.New("fault")
	for _, jobs := range []int{0, 1, 4} {
		var calls atomic.Int64
		err := parallel.Try(t.Context(), jobs, 10_000, func(i int) error {
			calls.Add(1)
			if i == 10 {
				return fault
			}
			return nil
		}, nil)
		if !errors.Is(err, fault) {
			t.Errorf("%d jobs: got the error %v, want %v", jobs, err, fault)
		}
		if n := calls.Load(); n == 10_000 {
			t.Errorf("%d jobs: all %d calls were made, want it to stop", jobs, n)
		}
	}
}

// A context that ends ends the work.
func TestTryCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var calls atomic.Int64
	err := parallel.Try(ctx, 2, 10_000, func(i int) error {
		if calls.Add(1) == 5 {
			cancel()
		}
		return nil
	}, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got the error %v, want %v", err, context.Canceled)
	}
	if n := calls.Load(); n > 10 {
		t.Errorf("%d calls were made, want no more than were under way", n)
	}
}

// Progress is reported from time to time, and at the end with the total.
func TestTryProgress(t *testing.T) {
	var told []int
	if err := parallel.Try(t.Context(), 1, 130, func(int) error { return nil }, func(n int) { told = append(told, n) }); err != nil {
		t.Fatalf("got the error %v, want none", err)
	}
	if want := []int{64, 128, 130}; !slices.Equal(told, want) {
		t.Errorf("progress was %v, want %v", told, want)
	}
}
