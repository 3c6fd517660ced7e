package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"
)

// build writes the files into dir and returns what it did.
func build(t *testing.T, dir string, files map[string]string) Stats {
	t.Helper()
	d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for p, data := range files {
		wg.Go(func() {
			if err := d.Write(File{Path: p, Data: []byte(data)}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Stats()
}

// tree lists every file and folder of dir, files with their content.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil || p == "." || p == ManifestName:
		case e.Type() == fs.ModeSymlink:
			out[p] = "(link)"
		case e.IsDir():
			out[p+"/"] = ""
		default:
			var data []byte
			data, err = os.ReadFile(filepath.Join(dir, p))
			out[p] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wantTree(t *testing.T, dir string, want ...string) {
	t.Helper()
	got := tree(t, dir)
	for _, w := range want {
		p, data, _ := strings.Cut(w, "=")
		if g, ok := got[p]; !ok || g != data {
			t.Errorf("%s: got %q (there: %v), want %q", p, g, ok, data)
		}
		delete(got, p)
	}
	if len(got) > 0 {
		t.Errorf("too many: %q", got)
	}
}

func put(t *testing.T, p, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDiskChangesOnlyWhatChanged(t *testing.T) {
	dir := filepath.Join(memoryDir(t), "public")
	put(t, filepath.Join(dir, ".gitignore"), "*")
	put(t, filepath.Join(dir, "theirs/note"), "kept")
	put(t, filepath.Join(dir, "a/theirs"), "kept")
	if got, want := build(t, dir, map[string]string{"index.html": "1", "a/x": "x", "a/y": "y", "b/c/z": "z"}), (Stats{Written: 4}); got != want {
		t.Errorf("first: %+v, want %+v", got, want)
	}
	past := time.Unix(1e9, 0)
	for _, p := range []string{"index.html", "a/x", ManifestName} {
		if err := os.Chtimes(filepath.Join(dir, p), past, past); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := build(t, dir, map[string]string{"index.html": "2", "a/x": "x"}), (Stats{Written: 1, Unchanged: 1, Removed: 2}); got != want {
		t.Errorf("second: %+v, want %+v", got, want)
	}
	wantTree(t, dir, ".gitignore=*", "theirs/=", "theirs/note=kept", "a/=", "a/theirs=kept", "a/x=x", "index.html=2")
	for p, touched := range map[string]bool{"index.html": true, "a/x": false, ManifestName: true} {
		info, err := os.Stat(filepath.Join(dir, p))
		if err != nil || info.ModTime().Equal(past) == touched {
			t.Errorf("%s: touched %v, want %v (%v)", p, !touched, touched, err)
		}
	}
}

func TestDiskFileBecomesFolder(t *testing.T) {
	dir := memoryDir(t)
	build(t, dir, map[string]string{"a": "file", "b/c/d": "deep", "b/c/e": "deep", "z": ""})
	build(t, dir, map[string]string{"a/b": "in folder", "b": "file now", "z": ""})
	wantTree(t, dir, "a/=", "a/b=in folder", "b=file now", "z=")
}

func TestDiskRefuses(t *testing.T) {
	for _, p := range []string{"", ".", "/etc/x", "../x", "a/../x", "a//b", `a\b`, "a\x00", "manifest.json", ".gitignore", ".gongkai-stage/1"} {
		for _, sink := range []Sink{NewMemory("g"), disk(t, memoryDir(t))} {
			if sink.Write(File{Path: p}) == nil {
				t.Errorf("%T: %q was written", sink, p)
			}
		}
	}
	for _, sink := range []Sink{NewMemory("g"), disk(t, memoryDir(t))} {
		if err := sink.Write(File{Path: "a"}); err != nil {
			t.Fatal(err)
		}
		if err := sink.Write(File{Path: "a"}); err == nil || !strings.Contains(err.Error(), "two files") {
			t.Errorf("%T: a path was written twice: %v", sink, err)
		}
	}
}

func disk(t *testing.T, dir string) *Disk {
	t.Helper()
	d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Abort() })
	return d
}

func TestDiskFolderInTheWay(t *testing.T) {
	dir := memoryDir(t)
	put(t, filepath.Join(dir, "a/index.html/theirs"), "kept")
	put(t, filepath.Join(dir, "b"), "kept")
	for p, want := range map[string]string{"a/index.html": "a/index.html/theirs", "b/c/index.html": "b"} {
		d := disk(t, dir)
		if err := d.Write(File{Path: p, Data: []byte("x")}); err != nil {
			t.Errorf("%s: %v", p, err)
		}
		var foreign *ForeignError
		if err := d.Close(); !errors.As(err, &foreign) || foreign.Path != filepath.ToSlash(dir)+"/"+want {
			t.Errorf("%s: got %v, want that %s is in the way", p, err, want)
		}
	}
	wantTree(t, dir, "a/=", "a/index.html/=", "a/index.html/theirs=kept", "b=kept")
}

func TestDiskFailedBuildRemovesNothing(t *testing.T) {
	dir := memoryDir(t)
	build(t, dir, map[string]string{"a": "1", "b": "1"})
	before, _ := os.ReadFile(filepath.Join(dir, ManifestName))
	d := disk(t, dir)
	failure := errors.New("disk on fire")
	err := d.Write(File{Path: "a", Open: func() (io.ReadCloser, error) { return nil, failure }})
	if !errors.Is(err, failure) || !errors.Is(d.Close(), failure) {
		t.Errorf("the failure is lost: %v", err)
	}
	wantTree(t, dir, "a=1", "b=1")
	if after, _ := os.ReadFile(filepath.Join(dir, ManifestName)); !bytes.Equal(before, after) {
		t.Error("the manifest changed")
	}
	if err := d.Close(); !errors.Is(err, errClosed) {
		t.Errorf("second Close: %v", err)
	}
}

func TestAbort(t *testing.T) {
	dir := memoryDir(t)
	build(t, dir, map[string]string{"a": "1", "b": "1"})
	before, _ := os.ReadFile(filepath.Join(dir, ManifestName))
	for _, sink := range []Sink{NewMemory("g"), disk(t, dir)} {
		for _, p := range []string{"a", "c/d"} {
			if err := sink.Write(File{Path: p, Data: []byte("2")}); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			if err := sink.Abort(); err != nil {
				t.Errorf("%T: %v", sink, err)
			}
		}
		if sink.Close() == nil || sink.Write(File{Path: "e"}) == nil {
			t.Errorf("%T: an aborted build goes on", sink)
		}
		if m, ok := sink.(*Memory); ok && len(m.Files()) > 0 {
			t.Errorf("files of an aborted build: %v", m.Files())
		}
	}
	wantTree(t, dir, "a=1", "b=1")
	if after, _ := os.ReadFile(filepath.Join(dir, ManifestName)); !bytes.Equal(before, after) {
		t.Error("the manifest changed")
	}
}

func TestNothingIsPublishedBeforeClose(t *testing.T) {
	dir := memoryDir(t)
	build(t, dir, map[string]string{"a": "1"})
	d := disk(t, dir)
	for p, data := range map[string]string{"a": "2", "b": "2"} {
		if err := d.Write(File{Path: p, Data: []byte(data)}); err != nil {
			t.Fatal(err)
		}
	}
	got := tree(t, dir)
	if _, ok := got["b"]; ok || got["a"] != "1" {
		t.Errorf("published before Close: %q", got)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	wantTree(t, dir, "a=2", "b=2")
}

// Files of somebody else are not overwritten; equal ones, and those in a folder that a
// build wrote into before, are.
func TestForeignFolder(t *testing.T) {
	try := func(dir string) error {
		d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []string{"a", "b/c"} {
			if err := d.Write(File{Path: p, Data: []byte("1")}); err != nil {
				t.Fatal(err)
			}
		}
		return d.Close()
	}
	for name, tc := range map[string]struct {
		files map[string]string
		want  string // the file that is in the way
		n     int
	}{
		"empty":            {},
		"other names":      {files: map[string]string{"x": "mine", "b/y": "mine"}},
		"equal":            {files: map[string]string{"a": "1"}},
		"one file":         {files: map[string]string{"a": "1", "b/c": "mine"}, want: "b/c", n: 1},
		"two files":        {files: map[string]string{"a": "2", "b/c": "12"}, want: "a", n: 2},
		"their manifest":   {files: map[string]string{"manifest.json": `{"name": "app"}`}, want: "manifest.json", n: 1},
		"another tool's":   {files: map[string]string{"manifest.json": `{"generator": "other 1", "files": [{"path": "a"}]}`, "a": "2"}, want: "a", n: 2},
		"our manifest":     {files: map[string]string{"manifest.json": `{"generator": "gongkai 0.1", "files": []}`, "a": "2"}, want: "a", n: 1},
		"no longer listed": {files: map[string]string{"manifest.json": `{"generator": "gongkai 0.1", "files": [{"path": "b/c"}]}`, "b/c": "2"}},
		"a broken one":     {files: map[string]string{"manifest.json": `{"gener`}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := memoryDir(t)
			for p, data := range tc.files {
				put(t, filepath.Join(dir, p), data)
			}
			before := tree(t, dir)
			err := try(dir)
			var foreign *ForeignError
			if errors.As(err, &foreign); (err != nil) != (tc.want != "") || err != nil && (foreign.Path != filepath.ToSlash(dir)+"/"+tc.want || foreign.Files != tc.n) {
				t.Fatalf("got %v, want that %d files, the first %q, are foreign", err, tc.n, tc.want)
			}
			if err != nil && fmt.Sprint(before) != fmt.Sprint(tree(t, dir)) {
				t.Error("the folder was changed")
			}
		})
	}
	file := filepath.Join(memoryDir(t), "file")
	put(t, file, "")
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		if _, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai test"}); !errors.Is(err, ErrNoFolder) {
			t.Errorf("%s: got %v, want %v", dir, err, ErrNoFolder)
		}
	}
}

func TestDiskDistrustsTheOldManifest(t *testing.T) {
	top := memoryDir(t)
	dir := filepath.Join(top, "public")
	put(t, filepath.Join(top, "outside"), "kept")
	put(t, filepath.Join(top, "other/file"), "kept")
	put(t, filepath.Join(dir, ".gitignore"), "*")
	put(t, filepath.Join(dir, "folder/x"), "kept")
	if err := os.Symlink(filepath.Join(top, "other"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	m := Manifest{Generator: "gongkai test"}
	for _, p := range []string{"../outside", filepath.Join(top, "outside"), ".gitignore", "folder", "link/file", "manifest.json", "a/../../outside"} {
		m.Files = append(m.Files, Entry{Path: p})
	}
	put(t, filepath.Join(dir, ManifestName), string(m.JSON()))
	if err := disk(t, dir).Close(); err != nil {
		t.Error(err)
	}
	wantTree(t, top, "other/=", "other/file=kept", "outside=kept", "public/=", "public/.gitignore=*",
		"public/folder/=", "public/folder/x=kept", "public/link=(link)", "public/manifest.json="+string(Manifest{Generator: "gongkai test"}.JSON()))
}

func TestDiskCrashLeavesNoDebris(t *testing.T) {
	dir := memoryDir(t)
	put(t, filepath.Join(dir, insideStage, unfinished, "7"), "half a fi")
	put(t, filepath.Join(dir, ManifestName), `{"generator": "gong`)
	build(t, dir, map[string]string{"a": "1"})
	wantTree(t, dir, "a=1")
}

func TestManifest(t *testing.T) {
	write := func(s Sink) {
		t.Helper()
		for _, f := range []File{
			{Path: "z/index.html", Data: []byte("<p>&"), Source: "content/甲/z.md"},
			{Path: "a.pdf", Source: "content/a.pdf", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("pdf")), nil }},
		} {
			if err := s.Write(f); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	sums := func(s string) string {
		a, b := sha256.Sum256([]byte(s)), sm3.Sum([]byte(s))
		return `"sha256":"` + hex.EncodeToString(a[:]) + `","sm3":"` + hex.EncodeToString(b[:]) + `"`
	}
	want := `{"generator": "gongkai 1 <&>", "files": [
{"path":"a.pdf","size":3,"type":"application/pdf",` + sums("pdf") + `,"source":"content/a.pdf"},
{"path":"z/index.html","size":4,"type":"text/html",` + sums("<p>&") + `,"source":"content/甲/z.md"}
`
	own := sha256.Sum256([]byte(want)) // as head -n -1 manifest.json | sha256sum
	want += `], "sha256": "` + hex.EncodeToString(own[:]) + "\"}\n"
	mem := NewMemory("gongkai 1 <&>")
	mem.sm3 = true
	write(mem)
	if got := string(mem.Files()[ManifestName]); got != want {
		t.Errorf("memory: got %s\nwant %s", got, want)
	}
	if got := string(mem.Files()["a.pdf"]); got != "pdf" {
		t.Errorf("memory: a.pdf is %q", got)
	}
	dir := memoryDir(t)
	for range 2 {
		d, err := NewDisk(t.Context(), dir, Options{Generator: "gongkai 1 <&>", SM3: true})
		if err != nil {
			t.Fatal(err)
		}
		write(d)
		if got, _ := os.ReadFile(filepath.Join(dir, ManifestName)); string(got) != want {
			t.Errorf("disk: got %s\nwant %s", got, want)
		}
	}
}

func TestEqualStreams(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{{"", "", true}, {"a", "", false}, {"", "a", false}, {"abcd", "abcd", true}, {"abcdefgh", "abcdefgh", true}, {"abcd", "abcde", false}, {"abcde", "abcd", false}, {"abcdefg", "abcdefh", false}} {
		d := newDigest(false)
		got, err := equalStreams(strings.NewReader(c.a), strings.NewReader(c.b), d, make([]byte, 8))
		if err != nil || got != c.same {
			t.Errorf("%q, %q: %v, %v", c.a, c.b, got, err)
		}
		if c.same && d.size != int64(len(c.a)) {
			t.Errorf("%q: %d bytes hashed", c.a, d.size)
		}
	}
}

func BenchmarkDisk(b *testing.B) {
	page := bytes.Repeat([]byte("<td>页面</td>"), 22<<10/14)
	for name, changing := range map[string]bool{"unchanged": false, "changed": true} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			const n = 100
			b.SetBytes(int64(n * len(page)))
			for i := 0; b.Loop(); i++ {
				d, err := NewDisk(b.Context(), dir, Options{Generator: "g"})
				if err != nil {
					b.Fatal(err)
				}
				if changing {
					page = fmt.Appendf(page[:0:0], "%d%s", i, page[1:])[:len(page)]
				}
				for j := range n {
					if err := d.Write(File{Path: fmt.Sprintf("%d/index.html", j), Data: page}); err != nil {
						b.Fatal(err)
					}
				}
				if err := d.Close(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestFileThatIsAFolderOfAnother(t *testing.T) {
	dir := memoryDir(t)
	build(t, dir, map[string]string{"a": "1"})
	d := disk(t, dir)
	for _, p := range []string{"a", "new/x/y"} {
		if err := d.Write(File{Path: p, Data: []byte("2")}); err != nil {
			t.Fatal(err)
		}
	}
	for p, want := range map[string]string{"new": "new is both a file and the folder of new/x/y", "a/b/c": "a is both a file and the folder of a/b/c"} {
		if err := d.Write(File{Path: p}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", p, err, want)
		}
	}
	if err := d.Close(); err == nil {
		t.Error("a build with two files in one place was published")
	}
	wantTree(t, dir, "a=1")
}
