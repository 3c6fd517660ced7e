//go:build !race

// The race detector allocates itself.

package generator

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"gongkai/internal/bench/corpus"
)

// budget is what a report may take in addition to what a site takes anyway. Times depend on the machine and on what
// else it does; these do not. Who makes something cheaper writes the lower figure here, who has to make it dearer says
// in the commit why.
var budget = []struct {
	stage      string
	run        func(t *testing.T, o Options)
	allocation int // how many, a report
	kilobytes  int // allocated, a report
	output     int // bytes written, a report; 0 where nothing is
}{
	{"check", func(t *testing.T, o Options) {
		o.NoCache = true
		if r, err := Check(t.Context(), o); err != nil || r.Failed() {
			t.Fatalf("got %v, %v, want no error", r, err)
		}
	}, 308, 47, 0},
	{"build", func(t *testing.T, o Options) {
		if r, err := Build(t.Context(), o); err != nil || r.Failed() {
			t.Fatalf("got %v, %v, want no error", r, err)
		}
	}, 1740, 230, 68770},
}

// TestBudget holds the cost of a report on top of a site's to its budget: by the difference of two sizes.
func TestBudget(t *testing.T) {
	for _, b := range budget {
		t.Run(b.stage, func(t *testing.T) {
			const small, large = 40, 120
			var allocations, bytes, output [2]int
			for i, reports := range []int{small, large} {
				dir := filepath.Join(t.TempDir(), "site")
				if err := corpus.Write(dir, reports); err != nil {
					t.Fatal(err)
				}
				b.run(t, Options{Site: dir}) // what a program makes once
				if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
					t.Fatal(err)
				}
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				b.run(t, Options{Site: dir, Jobs: 1})
				runtime.ReadMemStats(&after)
				allocations[i], bytes[i] = int(after.Mallocs-before.Mallocs), int(after.TotalAlloc-before.TotalAlloc)
				output[i] = written(t, filepath.Join(dir, "public"))
			}
			each := func(n [2]int) int { return (n[1] - n[0]) / (large - small) }
			within(t, "allocations a report", each(allocations), b.allocation)
			within(t, "KB allocated a report", each(bytes)/1000, b.kilobytes)
			within(t, "bytes written a report", each(output), b.output)
		})
	}
}

// within reports a figure that is over its budget, or so far below it that the budget holds nothing any more.
func within(t *testing.T, what string, got, want int) {
	t.Helper()
	t.Logf("%d %s", got, what)
	if got > want+want/10 {
		t.Errorf("got %d %s, want at most the %d that are recorded, and a tenth", got, what, want)
	}
	if got < want*3/4 {
		t.Errorf("got %d %s, want the recorded %d to be lowered", got, what, want)
	}
}

// written is how many bytes the files of a folder have.
func written(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += int(info.Size())
		}
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return n
}
