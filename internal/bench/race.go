package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// build is one of the builds that are compared: a name and a command that writes into a folder.
type build struct {
	name string
	args func(out string) []string
}

// run is what one build took.
type run struct {
	wall, cpu time.Duration
	memory    int64 // of the process at its peak, in bytes
	bytes     int64
	files     int
}

// measure builds once, into a folder that is not there yet.
func measure(ctx context.Context, b build, out string) (r run, err error) {
	args := b.args(out)
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err = cmd.Run()
	r.wall = time.Since(start)
	if err != nil {
		return r, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, said.String())
	}
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	r.memory = peak(cmd.ProcessState)
	err = filepath.WalkDir(out, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			r.files, r.bytes = r.files+1, r.bytes+info.Size()
		}
		return err
	})
	return r, err
}

// race runs the builds in turn, so that whatever else the machine does meets all of them, and returns the runs of each.
func race(ctx context.Context, builds []build, rounds int, dir string, report func(string)) ([][]run, error) {
	out := make([][]run, len(builds))
	for round := range rounds {
		for i, b := range builds {
			target := filepath.Join(dir, "out")
			r, err := measure(ctx, b, target)
			if errRemove := os.RemoveAll(target); err == nil { // outside the clock
				err = errRemove
			}
			if err != nil {
				return nil, err
			}
			report(fmt.Sprintf("%d/%d %-12s %6.2f s wall %6.2f s CPU %5d MiB", round+1, rounds, b.name, r.wall.Seconds(), r.cpu.Seconds(), r.memory>>20))
			out[i] = append(out[i], r)
		}
	}
	return out, nil
}

// median of what a function says of runs.
func median[T cmp.Ordered](runs []run, of func(run) T) T {
	var all []T
	for _, r := range runs {
		all = append(all, of(r))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// ratio is the median of the ratios pair by pair: the ratio of two averages would mix what the machine did at different
// times.
func ratio(a, b []run, of func(run) float64) float64 {
	var all []float64
	for i := range a {
		all = append(all, of(a[i])/of(b[i]))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

func wall(r run) float64   { return r.wall.Seconds() }
func cpu(r run) float64    { return r.cpu.Seconds() }
func memory(r run) float64 { return float64(r.memory) }
func size(r run) float64   { return float64(r.bytes) }

// row is a line of the table of results. reference is what the ratios are to; nil for itself.
func row(name string, reports int, runs, reference []run) string {
	line := fmt.Sprintf("| %s | %d | %.2f | %.2f | %d | %.1f | %d |", name, reports, median(runs, wall), median(runs, cpu), int64(median(runs, memory))>>20,
		median(runs, size)/float64(reports)/1024, median(runs, func(r run) int { return r.files }))
	if reference == nil {
		return line + " | | |"
	}
	return line + fmt.Sprintf(" %.2f | %.2f | %.2f |", ratio(runs, reference, wall), ratio(runs, reference, cpu), ratio(runs, reference, memory))
}

const head = `| build | reports | wall s | CPU s | peak MiB | KiB a report | files | wall ÷ Hugo's | CPU ÷ Hugo's | memory ÷ Hugo's |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|`
