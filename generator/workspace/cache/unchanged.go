package cache

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"gongkai/internal/parallel"
)

// comparison is the outputs of a record as they are now.
type comparison struct {
	now  []File
	same []bool // of each, whether it is as it was
}

// compare looks at the outputs of r. What cannot be looked at is not the same.
func (r *Record) compare(ctx context.Context, dir string) *comparison {
	c := &comparison{make([]File, len(r.Outputs)), make([]bool, len(r.Outputs))}
	at := clock{now: time.Now()}
	var unread []int
	seen := make([]bool, len(r.Outputs))
	err := inRuns(ctx, len(c.now), func(i int) error {
		was, f := &r.Outputs[i], &c.now[i]
		*f = File{Path: was.Path, kind: was.kind}
		seen[i] = f.stamp(dir, at) == nil
		return nil
	})
	if err != nil {
		return &comparison{now: c.now, same: make([]bool, len(r.Outputs))}
	}
	for i := range c.now {
		was, f := &r.Outputs[i], &c.now[i]
		switch {
		case !seen[i]:
		case f.kind == folder:
			c.same[i] = true
		case f.sameStamp(was):
			f.Sum, f.summed, c.same[i] = was.Sum, true, true
		case f.Stamp.Size == was.Stamp.Size:
			unread = append(unread, i)
		}
	}
	if len(unread) == 0 {
		return c
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return c
	}
	defer root.Close()
	_ = parallel.Try(ctx, 0, len(unread), func(i int) error { // what was not read when ctx ended is not the same
		k := unread[i]
		c.same[k] = c.now[k].read(root.FS(), make([]byte, 64<<10)) == nil && c.now[k].Sum == r.Outputs[k].Sum
		return nil
	}, nil)
	return c
}

// whole reports whether all outputs are as they were.
func (c *comparison) whole() bool { return !slices.Contains(c.same, false) }

// inRuns calls do for each of n, many at a time, a run of them on each processor.
func inRuns(ctx context.Context, n int, do func(i int) error) error {
	const run = 64
	return parallel.Try(ctx, 0, (n+run-1)/run, func(i int) error {
		for k := i * run; k < min((i+1)*run, n); k++ {
			if err := do(k); err != nil {
				return err
			}
		}
		return nil
	}, nil)
}

// stamp looks at a file of an output folder. One that is not of its kind is errUnsure.
func (f *File) stamp(dir string, c clock) error {
	// Not through an os.Root, which takes several calls for every folder above: nothing is read here, and another
	// file would have another number.
	info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(f.Path)))
	if err != nil {
		return err
	}
	if info.IsDir() != (f.kind == folder) || f.kind == regular && !info.Mode().IsRegular() {
		return errUnsure
	}
	if f.kind == regular {
		f.Stamp = stampOf(info)
		f.settled = c.settles(f.Stamp)
	}
	return nil
}

// made reports whether r was made by a program, with options, of inputs.
func (r *Record) made(program File, options Sum, inputs *inputs) bool {
	return r.by(program, options) && same(inputs.files, r.Inputs)
}

// by reports whether r was made by a program, with options.
func (r *Record) by(program File, options Sum) bool {
	return r != nil && program.Sum == r.Program.Sum && options == r.Options
}

// restamp has r take over the stamps of files that are the same, and reports whether any stamp differs.
func (r *Record) restamp(program File, inputs *inputs, outputs *comparison) (changed bool) {
	changed = program.news(&r.Program) || news(inputs.files, r.Inputs) || news(outputs.now, r.Outputs)
	r.Program, r.Inputs, r.Outputs = program, inputs.files, outputs.now
	return changed
}

// news reports whether files, whose contents are the same, have other stamps now, which are worth writing down.
func news(now, was []File) bool {
	for i := range now {
		if now[i].news(&was[i]) {
			return true
		}
	}
	return false
}

func (f *File) news(was *File) bool {
	return f.kind == regular && (f.Stamp != was.Stamp || !was.settled)
}
