package compress

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"gongkai/generator/output"
)

// build publishes files into dir, many at a time, with or without compressed ones, and returns the manifest's paths.
func build(t *testing.T, dir string, compressed bool, files ...output.File) []string {
	t.Helper()
	disk, err := output.NewDisk(t.Context(), dir, output.Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	var to output.Sink = disk
	if compressed {
		to = New(disk, func(p string) bool { return p == "own.csv.gz" })
	}
	var all sync.WaitGroup
	for _, f := range files {
		all.Go(func() {
			if err := to.Write(f); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	m, err := output.ParseManifest(read(t, filepath.Join(dir, output.ManifestName)))
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, e := range m.Files {
		paths = append(paths, e.Path)
	}
	return paths
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// opened is what a compressed file holds.
func opened(t *testing.T, name string) []byte {
	t.Helper()
	var r io.Reader = brotli.NewReader(bytes.NewReader(read(t, name)))
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(read(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		if z.Name != "" || z.Comment != "" || !z.ModTime.IsZero() || z.Extra != nil {
			t.Errorf("%s: its head says %+v, want nothing", name, z.Header)
		}
		r = z
	}
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return data
}

// text is a page of some length that no other number has.
func text(number, length int) []byte {
	r := rand.New(rand.NewPCG(uint64(number), 1))
	var b bytes.Buffer
	for b.Len() < length {
		fmt.Fprintf(&b, "<td data-cell=\"%d\">%d件</td>\n", r.IntN(300), r.IntN(50))
	}
	return b.Bytes()[:length]
}

func noise(length int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, length)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func TestWhatIsCompressed(t *testing.T) {
	dir := t.TempDir()
	large := text(2, 300<<10)
	files := []output.File{
		{Path: "index.html", Data: text(1, 8000), Source: "content/_index.md"},
		{Path: "甲/a.css", Data: text(3, Smallest)},
		{Path: "data/large.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(large)), nil }},
		{Path: "feed.xml", Data: text(4, 2000)}, {Path: "a.svg", Data: text(5, 2000)}, {Path: "a.json", Data: text(6, 2000)}, {Path: "a.jsonl", Data: text(7, 2000)},
		{Path: "own.csv", Data: text(8, 2000)}, {Path: "own.csv.gz", Data: []byte("own")},
		{Path: "small.html", Data: text(9, Smallest-1)},
		{Path: "small.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text(9, Smallest-1))), nil }},
		{Path: "noise.txt", Data: noise(4000)},
		{Path: "a.png", Data: text(10, 2000)}, {Path: "a.xlsx", Data: text(11, 2000)}, {Path: "a.sqlite", Data: text(12, 2000)}, {Path: "none", Data: text(13, 2000)},
	}
	paths := build(t, dir, true, files...)
	var want []string
	for _, f := range files {
		want = append(want, f.Path)
	}
	for _, p := range []string{"index.html", "甲/a.css", "data/large.csv", "feed.xml", "a.svg", "a.json", "a.jsonl", "own.csv"} {
		for _, c := range Codings() {
			extension := c.Extension
			if p+extension == "own.csv.gz" {
				continue
			}
			want = append(want, p+extension)
			if data, plain := opened(t, filepath.Join(dir, p+extension)), read(t, filepath.Join(dir, p)); !bytes.Equal(data, plain) {
				t.Errorf("%s%s holds %d bytes, want the %d of the file", p, extension, len(data), len(plain))
			}
		}
	}
	slices.Sort(want)
	if !slices.Equal(paths, want) {
		t.Errorf("the manifest lists %v\nwant %v", paths, want)
	}
	if got := string(read(t, filepath.Join(dir, "own.csv.gz"))); got != "own" {
		t.Errorf("the site's own file holds %q, want own", got)
	}
}

// A file that no build makes any more would be sent by servers in place of the new text.
func TestBuildWithoutRemovesThem(t *testing.T) {
	dir := t.TempDir()
	page := output.File{Path: "index.html", Data: text(1, 8000)}
	build(t, dir, true, page)
	if got := build(t, dir, false, page); !slices.Equal(got, []string{"index.html"}) {
		t.Errorf("the manifest lists %v, want the page alone", got)
	}
	for _, c := range Codings() {
		extension := c.Extension
		if _, err := os.Stat(filepath.Join(dir, "index.html"+extension)); err == nil {
			t.Errorf("index.html%s is still there", extension)
		}
	}
}

// What worked on other files before gives the same bytes as what is new.
func TestSameBytes(t *testing.T) {
	for _, n := range []int{Smallest, 5000, 70 << 10} {
		for i := range 2 {
			f := output.File{Data: text(i, n)}
			var fresh, used [2]bytes.Buffer
			s := New(nil, nil).(*sink)
			if _, err := s.writers.New().(*writers).compress(f, &fresh[0], &fresh[1]); err != nil {
				t.Fatal(err)
			}
			w := s.writers.New().(*writers)
			for _, before := range []output.File{{Data: noise(n + 7)}, {Data: text(99, 2*n)}} {
				if _, err := w.compress(before, io.Discard, io.Discard); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := w.compress(f, &used[0], &used[1]); err != nil {
				t.Fatal(err)
			}
			for j, c := range Codings() {
				extension := c.Extension
				if !bytes.Equal(fresh[j].Bytes(), used[j].Bytes()) {
					t.Errorf("%d bytes: %s has %d bytes from a new writer, other %d from one that was used", n, extension, fresh[j].Len(), used[j].Len())
				}
			}
		}
	}
}

// Over builds of which each changes some pages and compresses or not, a compressed file holds
// what the page holds and is not older.
func TestNeverStale(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(3, 4))
	version := make([]int, 12)
	seen := 0
	for round := range 20 {
		var files []output.File
		for i := range version {
			if r.IntN(3) == 0 {
				version[i] = r.IntN(4)
			}
			files = append(files, output.File{Path: fmt.Sprintf("%d/index.html", i), Data: text(version[i], 3000)})
		}
		build(t, dir, round%4 != 3, files...)
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
			plain := strings.TrimSuffix(strings.TrimSuffix(p, ".gz"), ".br")
			if err != nil || plain == p {
				return err
			}
			seen++
			if !bytes.Equal(opened(t, filepath.Join(dir, p)), read(t, filepath.Join(dir, plain))) {
				t.Errorf("round %d: %s holds another text than %s", round, p, plain)
			}
			a, errA := os.Stat(filepath.Join(dir, p))
			b, errB := os.Stat(filepath.Join(dir, plain))
			if errA != nil || errB != nil || a.ModTime().Before(b.ModTime()) {
				t.Errorf("round %d: %s is of %v, want not before %v, when %s was written", round, p, a.ModTime(), b.ModTime(), plain)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if seen != 15*2*len(version) {
		t.Errorf("%d compressed files were looked at, want %d", seen, 15*2*len(version))
	}
}
