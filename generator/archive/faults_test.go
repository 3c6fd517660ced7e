package archive

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

var everyOperation = flag.Bool("every-operation", false, "let each operation of a package fail, not three of each kind")

// packages are one of each kind.
var packages = []struct {
	name string
	to   Kind
}{{"a.wacz", WACZ}, {"a.warc.gz", WARC}, {"bag.zip", BagIt}, {"bag.tar", BagIt}, {"bag", BagIt}}

// holding says what is at a package's place: nothing, the old package, a new one.
func holding(t *testing.T, file string, old []byte) string {
	t.Helper()
	data, err := os.ReadFile(file)
	digest, noDigest := os.ReadFile(file + DigestEnding)
	switch {
	case errors.Is(err, os.ErrNotExist) && errors.Is(noDigest, os.ErrNotExist):
		return "nothing"
	case errors.Is(err, syscall.EISDIR):
		return "new"
	case err != nil:
		t.Errorf("got the error %v and the digest %q, want a package or nothing", err, digest)
		return "?"
	}
	what := "new"
	if string(data) == string(old) {
		what = "old"
	}
	if noDigest == nil && !strings.HasPrefix(string(digest), sumOf(data)) {
		t.Errorf("the digest beside the package is %q, want one of the package", digest)
	}
	return what
}

// beside are the names in a package's folder, the package and its digest aside.
func beside(t *testing.T, file string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() != filepath.Base(file) && e.Name() != filepath.Base(file)+DigestEnding {
			names = append(names, e.Name())
		}
	}
	return names
}

// again packs once more what was prepared, to another place, with operations that may fail.
func (p *packing) again(t *testing.T, file string, force bool, before func(op, shown string, size int) error) error {
	t.Helper()
	q, b := *p, *p.built
	b.disk = disk{before}
	q.built, q.before, q.Package, q.Force = &b, before, file, force
	return q.refused(q.write(t.Context()))
}

// prepared is a package that is ready to be written.
func prepared(t *testing.T, to Kind, name string) *packing {
	t.Helper()
	p, err := prepare(t.Context(), options(t, smallSite(t), to, name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.close)
	return p
}

// chosen are the operations that are to fail: of each kind the first, the last and one between.
func chosen(ops []string) (at []int) {
	if *everyOperation {
		for i := range ops {
			at = append(at, i)
		}
		return at
	}
	places := map[string][]int{}
	for i, op := range ops {
		places[op] = append(places[op], i)
	}
	for _, all := range places {
		at = append(at, all[0], all[len(all)/2], all[len(all)-1])
	}
	slices.Sort(at)
	return slices.Compact(at)
}

// Each operation of the file system fails once, with nothing at the package's place and, of one file, with an older
// package that is to be replaced. The error names a file as the user knows it; at the place is nothing, the old package
// or the new one, with no digest beside it but its own; and the next run makes the package and leaves nothing else.
func TestEveryOperationFailsOnce(t *testing.T) {
	for _, k := range packages {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel() // most of the time goes into syncing
			p := prepared(t, k.to, k.name)
			var ops []string
			if err := p.again(t, filepath.Join(t.TempDir(), k.name), false, func(op, _ string, _ int) error { ops = append(ops, op); return nil }); err != nil {
				t.Fatal(err)
			}
			outcomes := map[string]map[string]int{}
			old := []byte("old")
			for _, i := range chosen(ops) {
				for _, force := range []bool{false, true} {
					if force && k.name == "bag" {
						continue
					}
					file := filepath.Join(t.TempDir(), k.name)
					if force {
						put(t, file, old)
						put(t, file+DigestEnding, []byte(sumOf(old)))
					}
					n := -1
					err := p.again(t, file, force, func(string, string, int) error {
						if n++; n == i {
							return syscall.EIO
						}
						return nil
					})
					what := fmt.Sprintf("operation %d, %s", i, ops[i])
					if !errors.Is(err, syscall.EIO) || strings.Contains(err.Error(), ".gongkai-") {
						t.Errorf("%s: got the error %v, want %v with the path as the user knows it", what, err, syscall.EIO)
					}
					outcome := holding(t, file, old)
					if left := beside(t, file); len(left) > 0 {
						outcome += ", a hidden folder left"
					}
					if outcomes[ops[i]] == nil {
						outcomes[ops[i]] = map[string]int{}
					}
					outcomes[ops[i]][outcome]++
					if err := os.RemoveAll(file); err != nil {
						t.Fatal(err)
					}
					if err := p.again(t, file, true, nil); err != nil {
						t.Errorf("%s: the next run: %v", what, err)
					}
					if got, left := holding(t, file, old), beside(t, file); got != "new" || len(left) > 0 {
						t.Errorf("%s: after the next run: got %s and %q beside it, want a new package alone", what, got, left)
					}
				}
			}
			for _, op := range slices.Sorted(maps.Keys(outcomes)) {
				t.Logf("%-7s %v", op, outcomes[op])
			}
		})
	}
}

// A file of the site that cannot be read is named.
func TestUnreadableSite(t *testing.T) {
	for _, failing := range []string{"open", "read"} {
		o := options(t, smallSite(t), WARC, "a.warc.gz")
		o.before = func(op, shown string, _ int) error {
			if op == failing && shown == "jia/index.html" {
				return syscall.EIO
			}
			return nil
		}
		refused(t, o, failing+" jia/index.html: ")
	}
}

// The disk is full after so many bytes, at each of forty offsets: the error says why, the old package stays, and nothing
// is left beside it.
func TestFullDisk(t *testing.T) {
	for _, k := range packages {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel() // most of the time goes into syncing
			p := prepared(t, k.to, k.name)
			total := 0
			if err := p.again(t, filepath.Join(t.TempDir(), k.name), false, func(_, _ string, size int) error { total += size; return nil }); err != nil {
				t.Fatal(err)
			}
			for i := range 40 {
				file := filepath.Join(t.TempDir(), k.name)
				want, old := "nothing", []byte("old")
				if k.name != "bag" {
					want = "old"
					put(t, file, old)
				}
				room := total * i / 40
				err := p.again(t, file, k.name != "bag", func(op, _ string, size int) error {
					if room -= size; room < 0 && slices.Contains([]string{"write", "create", "mkdir"}, op) {
						return syscall.ENOSPC
					}
					return nil
				})
				if !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("%d of 40: got %v, want %v", i, err, syscall.ENOSPC)
				}
				if got, left := holding(t, file, old), beside(t, file); got != want || len(left) > 0 {
					t.Errorf("%d of 40: got %s and %q beside it, want %s alone", i, got, left, want)
				}
			}
		})
	}
}

func sumOf(data []byte) string { return entryOf("", data).SHA256 }
