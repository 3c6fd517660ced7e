package cache

import (
	"context"
	"os"
	"time"
)

// unchanged looks at the outputs of r as they are now: whether they are the same, and, where some have other stamps, with which.
func (r *Record) unchanged(ctx context.Context, dir string) (now []File, same bool) {
	started := time.Now()
	now = make([]File, len(r.Outputs))
	for i, f := range r.Outputs {
		now[i] = File{Path: f.Path, kind: f.kind}
	}
	if stampAll(ctx, dir, now, clock{now: started}) != nil {
		return nil, false
	}
	var unread []*File
	for i := range now {
		was := &r.Outputs[i]
		switch f := &now[i]; {
		case f.kind == folder:
		case f.stands(was):
			f.Sum, f.summed = was.Sum, true
		case f.Stamp.Size != was.Stamp.Size:
			return nil, false
		default:
			unread = append(unread, f)
		}
	}
	if len(unread) > 0 {
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, false
		}
		defer root.Close()
		if readAll(ctx, root.FS(), unread) != nil {
			return nil, false
		}
	}
	for i := range now {
		if now[i].Sum != r.Outputs[i].Sum {
			return nil, false
		}
	}
	return now, true
}

// stands reports whether r says what a build would find and make now, of these inputs, by this program, with these options, in this
// folder. Where some stamps changed and no content did, r takes over the new ones and changed is true.
func (r *Record) stands(ctx context.Context, program File, options Sum, inputs *inputs, dir string) (stands, changed bool) {
	if r == nil || program.Sum != r.Program.Sum || options != r.Options || !same(inputs.files, r.Inputs) {
		return false, false
	}
	outputs, ok := r.unchanged(ctx, dir)
	if !ok {
		return false, false
	}
	changed = program.news(&r.Program) || news(inputs.files, r.Inputs) || news(outputs, r.Outputs)
	r.Program, r.Inputs, r.Outputs = program, inputs.files, outputs
	return true, changed
}

// news reports whether it is worth writing that files, which are the same, have other stamps now.
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
