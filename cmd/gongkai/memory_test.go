package main

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// Garbage is collected late the first time, and as usual from then on; not where somebody else says when.
func TestCollectLate(t *testing.T) {
	percent, limit := debug.SetGCPercent(77), debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetGCPercent(percent); debug.SetMemoryLimit(limit) })
	is := func() (int, int64) {
		p := debug.SetGCPercent(77)
		debug.SetGCPercent(p)
		return p, debug.SetMemoryLimit(-1)
	}
	t.Setenv("GOGC", "77")
	collectLate()
	if p, _ := is(); p != 77 {
		t.Errorf("got %d %% with GOGC=77, want 77", p)
	}
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "1GiB")
	collectLate()
	if p, l := is(); p != inGarbage || l != limit {
		t.Errorf("got %d %% and a limit of %d bytes with GOMEMLIMIT, want %d %% and the limit as it was, %d", p, l, inGarbage, limit)
	}
	t.Setenv("GOMEMLIMIT", "")
	collectLate()
	if p, l := is(); p != -1 || l != room {
		t.Errorf("got %d %% and a limit of %d bytes at first, want none and %d", p, l, room)
	}
	for end := time.Now().Add(time.Minute); ; {
		runtime.GC()
		p, l := is()
		if p == inGarbage && l == math.MaxInt64 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("got %d %% and a limit of %d bytes after garbage was collected, want %d %% and none", p, l, inGarbage)
		}
		time.Sleep(time.Millisecond)
	}
}
