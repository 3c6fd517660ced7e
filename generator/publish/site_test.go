package publish_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"

	"gongkai/generator/output"
	"gongkai/generator/publish"
	"gongkai/generator/publish/filestore"
)

// cuts is how often a connection is cut in each of the tests that cut one.
var cuts = flag.Int("cuts", 4, "how many publishes are cut off, each kind of target")

func TestMain(m *testing.M) {
	flag.Parse()
	minio.DefaultRetryUnit = 1e6 // a millisecond: servers that are cut off stay so
	home, err := os.MkdirTemp("", "publish")
	if err != nil {
		panic(err)
	}
	// Keys and known hosts come from here, and none from whoever runs the tests.
	for name, value := range map[string]string{"HOME": home, "USERPROFILE": home, "SSH_AUTH_SOCK": ""} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	shared.dir = home
	status := m.Run()
	shared.stop(status != 0)
	if err := os.RemoveAll(home); err != nil {
		panic(err)
	}
	os.Exit(status)
}

// files are a site: content by path.
type files map[string]string

// edition makes a site. Each edition has the same size in most of its files, but another content.
func edition(n int) files {
	noise := make([]byte, 3<<18) // several pieces of an upload
	random := rand.NewChaCha8([32]byte{byte(n)})
	_, _ = random.Read(noise)
	s := files{
		"index.html":                  fmt.Sprintf("<p>%04d 政府信息公开</p>", n),
		"404.html":                    "<p>没有这个页面</p>",
		"sitemap.xml":                 fmt.Sprintf("<urlset>%04d</urlset>", n),
		"assets/style.css":            "body{color:black}",
		"assets/page.0123abcd.js":     "'use strict'",
		"空/无.txt":                     "",
		"data/reports.csv":            fmt.Sprintf("机关,年度,件数\n某局,2024,%04d\n", n),
		"data/reports.sqlite":         string(noise),
		"某局/reports/2024/index.html":  fmt.Sprintf("<td>%04d</td>", n),
		"某局/reports/2024/report.json": fmt.Sprintf(`{"data":{"applications":%4d}}`, n),
		"某局/reports/2024/附件：说明 (一).docx":    "PK",
		fmt.Sprintf("edition-%d/a.html", n): "<p>only in this one</p>",
	}
	for i := range 12 {
		s[fmt.Sprintf("agency%02d/index.html", i)] = fmt.Sprintf("<p>%d %04d</p>", i, n)
	}
	return s
}

func sumOf(data string) string {
	s := sha256.Sum256([]byte(data))
	return hex.EncodeToString(s[:])
}

// manifest is the manifest.json of a site.
func (s files) manifest() string {
	m := output.Manifest{Generator: "gongkai test"}
	for _, p := range slices.Sorted(maps.Keys(s)) {
		m.Files = append(m.Files, output.Entry{Path: p, Size: int64(len(s[p])), Type: output.MediaType(p), SHA256: sumOf(s[p])})
	}
	return string(m.JSON())
}

// with adds the manifest to the files.
func (s files) with() files {
	out := maps.Clone(s)
	out[output.ManifestName] = s.manifest()
	return out
}

// built writes a site into a folder as a build would.
func (s files) built(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	s.with().write(t, dir)
	return dir
}

func (s files) write(t testing.TB, dir string) {
	t.Helper()
	for p, data := range s {
		p = filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// size is how many bytes a site has.
func (s files) size() (n int64) {
	for _, data := range s {
		n += int64(len(data))
	}
	return n
}

// readTree reads a folder, without what publishing keeps there.
func readTree(t testing.TB, dir string) files {
	t.Helper()
	out := files{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err != nil {
			return err
		}
		if rel == publish.Folder {
			return fs.SkipDir
		}
		if !e.IsDir() {
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			out[filepath.ToSlash(rel)] = string(data)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return out
}

// mustEqual compares a target with the files that it should have.
func mustEqual(t testing.TB, dir string, want files) {
	t.Helper()
	got := readTree(t, dir)
	for _, p := range slices.Sorted(maps.Keys(want)) {
		if data, ok := got[p]; !ok {
			t.Errorf("the target has no %s", p)
		} else if data != want[p] {
			t.Errorf("%s at the target is %.60q, want %.60q", p, data, want[p])
		}
	}
	for _, p := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[p]; !ok {
			t.Errorf("the target has %s, want it removed", p)
		}
	}
}

// target is a place to publish to of which the test sees the disk.
type target struct {
	dir  string // where the files are
	open func(context.Context) (publish.Store, error)
}

func folderTarget(t testing.TB) target {
	dir := filepath.Join(t.TempDir(), "www")
	return target{dir, func(context.Context) (publish.Store, error) { return filestore.Open(dir, false) }}
}

// run publishes a folder.
func (x target) run(t testing.TB, from string, change ...func(*publish.Options)) (*publish.Result, error) {
	t.Helper()
	o := publish.Options{Folder: from, Target: x.dir, Owner: "test@host"}
	for _, f := range change {
		f(&o)
	}
	return publish.Run(t.Context(), x.open, o)
}

// must publishes and succeeds.
func (x target) must(t testing.TB, from string, change ...func(*publish.Options)) *publish.Result {
	t.Helper()
	res, err := x.run(t, from, change...)
	if err != nil {
		t.Fatalf("publish: %v%s", err, hint(err))
	}
	return res
}

func hint(err error) string {
	var e *publish.Error
	if errors.As(err, &e) {
		return "; " + e.Hint.EN + fmt.Sprintf(" (%v)", e.Err)
	}
	return ""
}

// refused says that a publish fails with these words.
func refused(t testing.TB, err error, words ...string) {
	t.Helper()
	var e *publish.Error
	if !errors.As(err, &e) {
		t.Fatalf("the error is %v, want one for the user with %q", err, words)
	}
	for _, w := range words {
		if !strings.Contains(e.Message.EN+"\n"+e.Hint.EN, w) {
			t.Errorf("the error is %q (%q), want it to say %q", e.Message.EN, e.Hint.EN, w)
		}
	}
	if e.Message.ZH == "" || e.Hint.ZH == "" || strings.HasSuffix(e.Message.ZH, "。") || strings.HasSuffix(e.Message.EN, ".") {
		t.Errorf("the error %+v has no message or hint, or a full stop", e)
	}
}

func paths(items []publish.Item) (out []string) {
	for _, i := range items {
		out = append(out, i.Path)
	}
	return out
}

func force(o *publish.Options)  { o.Force = true }
func unlock(o *publish.Options) { o.Unlock = true }
