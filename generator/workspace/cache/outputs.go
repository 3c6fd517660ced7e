package cache

import (
	"context"
	"encoding/hex"
	"os"
	"path"
	"path/filepath"

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
