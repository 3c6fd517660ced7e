package watch

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

// read is what a program that reads the files sees below a path.
func (f *folder) read(name string, into map[string]string) {
	_ = fs.WalkDir(os.DirFS(f.dir), name, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		if p != name && hidden(p) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if data, err := os.ReadFile(f.at(p)); err == nil && !d.IsDir() {
			into[p] = string(data)
		}
		return nil
	})
}

// Whatever happens to the files, a reader that reads only what is reported knows them all in the end.
func TestMirror(t *testing.T) {
	rounds := 40
	if testing.Short() {
		rounds = 10
	}
	each(t, func(f *folder) {
		r := rand.New(rand.NewPCG(3, 5))
		known := map[string]string{}
		everything := func() {
			clear(known)
			for _, name := range names {
				f.read(name, known)
			}
		}
		everything()
		dirs := []string{"content", "content/a", "content/a/reports", "content/b", "content/b/x/y", "static", "static/.hidden", "static/c~"}
		some := func(list []string) string { return list[r.IntN(len(list))] }
		file := func() string { return path.Join(some(dirs), fmt.Sprintf("%d.md", r.IntN(4))) }
		for round := range rounds {
			for n := range 1 + r.IntN(12) {
				text := fmt.Sprint(round, " ", n)
				switch r.IntN(8) {
				case 0, 1, 2: // a folder may have become a file meanwhile: then nothing happens
					if os.MkdirAll(f.at(some(dirs)), 0o755) == nil {
						_ = os.WriteFile(f.at(file()), []byte(text), 0o644)
					}
				case 3:
					_ = os.Remove(f.at(file()))
				case 4:
					_ = os.RemoveAll(f.at(some(dirs[1:])))
				case 5:
					_ = os.Rename(f.at(some(dirs[1:])), f.at(some(dirs[1:])))
				case 6:
					_ = os.Rename(f.at(file()), f.at(file()))
				case 7:
					if os.WriteFile(f.at("outside"), []byte(text), 0o644) == nil {
						_ = os.Rename(f.at("outside"), f.at(file()))
					}
				}
			}
			truth := map[string]string{}
			for _, name := range names {
				f.read(name, truth)
			}
			for deadline := time.After(20 * time.Second); !maps.Equal(known, truth); {
				select {
				case batch := <-f.c:
					if batch == nil {
						everything()
					}
					for _, name := range batch {
						maps.DeleteFunc(known, func(p, _ string) bool { return p == name || strings.HasPrefix(p, name+"/") })
						f.read(name, known)
					}
				case <-deadline:
					for _, p := range slices.Sorted(maps.Keys(truth)) {
						if known[p] != truth[p] {
							f.Errorf("round %d: %s is %q, known as %q", round, p, truth[p], known[p])
						}
					}
					for p := range known {
						if _, there := truth[p]; !there {
							f.Errorf("round %d: %s is gone, and still known", round, p)
						}
					}
					f.FailNow()
				}
			}
		}
	})
}
