package watch

import (
	"context"
	"hash/maphash"
	"io/fs"
	"os"
	"path"
	"runtime"
	"time"
)

// fresh is the age below which a file's date proves nothing: some systems count in steps
// of two seconds, so that it may be written again under the same date.
const fresh = 2500 * time.Millisecond

// large is the size above which a file's bytes are not compared.
const large = 8 << 20

// poll is a watch that looks at every file again and again.
type poll struct {
	*tree
	every time.Duration
	seed  maphash.Seed
	files map[string]looked
	root  fs.FileInfo // of the folder itself, nil while it is not there
}

// looked is what a file looked like.
type looked struct {
	info fs.FileInfo
	sum  uint64 // of the bytes, where the date was fresh
}

func newPoll(t *tree, every time.Duration) *poll {
	p := &poll{tree: t, every: every, seed: maphash.MakeSeed()}
	p.files, p.root = p.scan()
	return p
}

func (p *poll) run(ctx context.Context, changes chan<- change) {
	if !send(ctx, changes, change{looked: true}) {
		return
	}
	for {
		start := time.Now()
		now, root := p.scan()
		if another(p.root, root) && !send(ctx, changes, change{all: true}) {
			return
		}
		for name, f := range now {
			was, known := p.files[name]
			if known && !differs(was.info, f.info) && (was.sum == 0 || was.sum == p.sum(name, f)) {
				continue
			}
			if !send(ctx, changes, change{path: name, created: !known}) {
				return
			}
		}
		for name := range p.files {
			if _, still := now[name]; !still && !send(ctx, changes, change{path: name}) {
				return
			}
		}
		p.files, p.root = now, root
		if !send(ctx, changes, change{looked: true}) {
			return
		}
		// A slow drive must not be busy with this alone.
		pause := max(p.every, 4*time.Since(start))
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// sum is that of the bytes a file has now, taken already where its date is fresh.
func (p *poll) sum(name string, f looked) uint64 {
	if f.sum != 0 {
		return f.sum
	}
	return p.hash(name, f.info)
}

// hash is never 0.
func (p *poll) hash(name string, info fs.FileInfo) uint64 {
	if info.Size() > large {
		return 1
	}
	data, _ := os.ReadFile(p.file(name))
	return maphash.Bytes(p.seed, data) | 1
}

// scan looks at all files, and at the folder itself.
func (p *poll) scan() (files map[string]looked, root fs.FileInfo) {
	files = map[string]looked{}
	root, err := os.Stat(p.dir)
	if err != nil {
		return files, nil
	}
	now := time.Now()
	var walk func(name string, info fs.FileInfo)
	walk = func(name string, info fs.FileInfo) {
		if !p.watched(name) {
			return
		}
		l := looked{info: info}
		if !info.IsDir() {
			if now.Sub(info.ModTime()) < fresh {
				l.sum = p.hash(name, info)
			}
			files[name] = l
			return
		}
		files[name] = l
		entries, _ := os.ReadDir(p.file(name))
		for _, e := range entries {
			inside := path.Join(name, e.Name())
			info, err := e.Info()
			if err == nil && info.Mode()&fs.ModeSymlink != 0 {
				if to, err := os.Stat(p.file(inside)); err == nil && to.Mode().IsRegular() {
					info = to
				}
			}
			if err == nil {
				walk(inside, info)
			}
		}
	}
	for name := range p.names {
		if info, err := os.Stat(p.file(name)); err == nil {
			walk(name, info)
		}
	}
	return files, root
}

// differs reports whether a file differs from what it was; of a folder only what it is
// counts, since what is in it is looked at anyway.
func differs(was, now fs.FileInfo) bool {
	if was == nil || now == nil {
		return was != now
	}
	if was.Mode() != now.Mode() {
		return true
	}
	if now.IsDir() {
		return false
	}
	return another(was, now) || was.Size() != now.Size() || !was.ModTime().Equal(now.ModTime())
}

// another reports whether something has taken the place of a file or folder, or has gone
// or come.
func another(was, now fs.FileInfo) bool {
	if was == nil || now == nil {
		return was != now
	}
	// On Windows the comparison opens both by name, and so finds them the same.
	return runtime.GOOS != "windows" && !os.SameFile(was, now)
}
