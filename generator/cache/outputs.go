package cache

import (
	"context"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"
	"time"

	"gongkai/generator/output"
	"gongkai/internal/parallel"
)

// outputs looks at the files of an output folder that a build has just written.
func (w *writer) outputs(ctx context.Context, dir string, files []output.Entry) ([]File, error) {
	seen := map[string]bool{".": true}
	out := make([]File, 0, len(files)+len(files)/2)
	for _, f := range files {
		for up := path.Dir(f.Path); !seen[up]; up = path.Dir(up) {
			seen[up] = true
			out = append(out, File{Path: up, kind: folder})
		}
		x := File{Path: f.Path, summed: true}
		if n, err := hex.Decode(x.Sum[:], []byte(f.SHA256)); err != nil || n != len(x.Sum) {
			return nil, errUnsure
		}
		out = append(out, x)
	}
	byPath(out)
	if err := stampAll(ctx, dir, out, w.clock); err != nil {
		return nil, err
	}
	return out, nil
}

// stampAll looks at each file. One that is not of its kind is errUnsure.
func stampAll(ctx context.Context, dir string, files []File, c clock) error {
	const some = 64
	return parallel.Try(ctx, 0, (len(files)+some-1)/some, func(i int) error {
		for k := i * some; k < min((i+1)*some, len(files)); k++ {
			f := &files[k]
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
		}
		return nil
	}, nil)
}

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
