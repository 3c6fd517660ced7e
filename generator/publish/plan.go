package publish

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"gongkai/generator/output"
	"gongkai/internal/parallel"
)

// at is how many files are worked on at once: most of the time is spent waiting for answers.
const at = 8

// plan is what has to be done.
type plan struct {
	send      []*File // in order; the last is manifest.json
	remove    []Item
	left      []string
	unchanged int
	strange   []string // files that are not ours, where ours have to go
	files     map[string]bool
	folders   map[string]bool
}

// inTheWay says whether a file that is to be removed is where a folder has to be, or the reverse.
func (p *plan) inTheWay(name string) bool {
	if p.folders[name] {
		return true
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if p.files[dir] {
			return true
		}
	}
	return false
}

// compare compares the site with what is there.
func (r *run) compare(ctx context.Context) (*plan, error) {
	p := &plan{files: map[string]bool{}, folders: map[string]bool{}}
	all := append(slices.Clone(r.site.files), r.site.list)
	for _, f := range all {
		p.files[f.Path] = true
		addFolders(p.folders, f.Path)
	}
	same, err := r.same(ctx, all)
	if err != nil {
		return nil, err
	}
	for i, f := range all {
		_, there := r.known.there[f.Path]
		switch {
		case same[i]:
			p.unchanged++
		case there && r.known.ours[f.Path] == nil:
			p.strange = append(p.strange, f.Path)
			p.send = append(p.send, f)
		default:
			p.send = append(p.send, f)
		}
	}
	slices.SortStableFunc(p.send, func(a, b *File) int {
		return cmp.Or(cmp.Compare(r.order(a), r.order(b)), cmp.Compare(a.Path, b.Path))
	})
	for name := range r.known.there { // of others, where a folder has to be
		if p.folders[name] && r.known.ours[name] == nil {
			p.strange = append(p.strange, name)
		}
	}
	slices.Sort(p.strange)
	return p, r.stale(ctx, p)
}

// heads are the headers that the store keeps of a file.
func (r *run) heads(f *File) string {
	if r.store.Traits().Heads {
		return f.Heads()
	}
	return ""
}

func (r *run) order(f *File) int {
	if f == r.site.list {
		return classes
	}
	return class(f)
}

// same says of each file whether the target has it. What it learns goes into the record.
func (r *run) same(ctx context.Context, all []*File) ([]bool, error) {
	out := make([]bool, len(all))
	var doubtful []int
	// What an interrupted run may have replaced is not known by its mark: times can be as coarse as a second.
	intent := map[string]bool{}
	for _, i := range r.known.intent {
		intent[i.Path] = true
	}
	for i, f := range all {
		st, there := r.known.there[f.Path]
		e, recorded := r.known.record[f.Path]
		switch {
		case !there:
			delete(r.known.record, f.Path)
		case recorded && !r.Full && !intent[f.Path] && e.Mark == st.Mark && e.Size == st.Size:
			out[i] = e.SHA256 == f.SHA256 && e.Size == f.Size && e.Heads == r.heads(f)
		case st.Size == f.Size:
			doubtful = append(doubtful, i)
		default:
			delete(r.known.record, f.Path)
		}
	}
	var mu sync.Mutex
	err := parallel.Try(ctx, at, len(doubtful), func(n int) error {
		i := doubtful[n]
		f := all[i]
		found, err := r.read(ctx, f.Path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		delete(r.known.record, f.Path)
		if out[i] = err == nil && found.is(f); out[i] {
			r.known.record[f.Path] = entry{f.Path, f.SHA256, f.Size, found.mark, r.heads(f)}
		}
		return nil
	}, func(n int) { r.Progress("compare", n, len(doubtful)) })
	return out, err
}

// stale finds what earlier runs sent and the site no longer has. Only what is still as it was sent is removed.
func (r *run) stale(ctx context.Context, p *plan) error {
	for _, name := range slices.Sorted(maps.Keys(r.known.ours)) {
		if p.files[name] {
			continue
		}
		st, there := r.known.there[name]
		if !there {
			delete(r.known.record, name)
			continue
		}
		e, recorded := r.known.record[name]
		if !recorded || r.Full || e.Mark != st.Mark || e.Size != st.Size {
			found, err := r.read(ctx, name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return err
			}
			if !r.known.ours[name][found.sha256] {
				delete(r.known.record, name)
				p.left = append(p.left, name)
				continue
			}
		}
		p.remove = append(p.remove, Item{name, st.Size})
	}
	return nil
}

// found is a file of the target that was read.
type found struct {
	sha256, mark, heads string
	size                int64
}

// is says whether it is f, to be served as f is.
func (x found) is(f *File) bool {
	return x.sha256 == f.SHA256 && x.size == f.Size && (x.heads == "" || x.heads == f.Heads())
}

// attempts is how often a file is read before a connection that breaks off is taken for cut.
const attempts = 3

// read reads a file of the target.
func (r *run) read(ctx context.Context, name string) (x found, err error) {
	for n := 0; n < attempts; n++ {
		var c *Content
		if c, err = r.store.Read(ctx, name); err != nil {
			return x, err
		}
		sum := sha256.New()
		x = found{mark: c.Mark, heads: c.Heads}
		x.size, err = io.Copy(sum, c.ReadCloser) // which may know a faster way than Read
		_ = c.Close()
		if x.sha256 = hex.EncodeToString(sum.Sum(nil)); err == nil || ctx.Err() != nil {
			break
		}
	}
	return x, err
}

// refuse says what must not be done unless it is forced.
func (r *run) refuse() error {
	if r.Force {
		return nil
	}
	if len(r.plan.strange) > 0 {
		return foreignFiles(r.Target, r.plan.strange)
	}
	ours := r.plan.unchanged + len(r.plan.remove)
	for _, f := range r.plan.send {
		if _, there := r.known.there[f.Path]; there && f.Path != output.ManifestName {
			ours++
		}
	}
	if len(r.plan.remove) > few && len(r.plan.remove)*2 > ours {
		return muchRemoved(len(r.plan.remove), ours)
	}
	return nil
}

// few is how many files a run may remove whatever the size of the site.
const few = 20

// addFolders notes the folders of a path.
func addFolders(folders map[string]bool, p string) {
	for dir := path.Dir(p); dir != "." && !folders[dir]; dir = path.Dir(dir) {
		folders[dir] = true
	}
}

func compareIntended(a, b intended) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.SHA256, b.SHA256))
}
