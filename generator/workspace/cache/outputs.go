package cache

import (
	"context"
	"encoding/hex"
	"path"

	"gongkai/generator/output"
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
	err := inRuns(ctx, len(out), func(i int) error { return out[i].stamp(dir, w.clock) })
	return out, err
}
