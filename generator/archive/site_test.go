package archive

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/generator/output"
	"gongkai/generator/render"
	"gongkai/generator/workspace"
)

// small is a site that nothing links to, and names that addresses escape.
var small = map[string]string{
	"gongkai.yaml":                          "site: {name: 示例库, url: https://www.example.org/公开/}\noutputs: [json, csv]\ndigests: [sha256, sm3]\n",
	"content/jia/_index.md":                 "---\nname: 示例市甲局\nlevel: city\nkind: department\n---\n",
	"content/jia/guide.md":                  "---\ntitle: 公开指南\nupdated: 2024-05-06\n---\n\n[申请表](申请表(1).txt)\n\n<!-- 内部意见 -->\n",
	"content/jia/申请表(1).txt":                "表\n",
	"content/jia/底稿.txt":                    "未发布\n",
	"content/jia/policies/yi.md":            "---\ntitle: 制度\npublished: 2023-01-01\n---\n\n正文。\n",
	"content/jia/catalog/_index.md":         "---\ntitle: 目录\n---\n",
	"content/jia/catalog/guihua/_index.md":  "---\ntitle: 规划\n---\n",
	"content/jia/catalog/guihua/fang-an.md": "---\ntitle: 方案\npublished: 2022-01-01\n---\n\n正文。\n",
	"static/a b.txt":                        "静态\n",
}

// first is the small site as it was built first.
var first struct {
	sync.Once
	files map[string][]byte
}

// put writes a file.
func put(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// smallSite is a copy of the built small site, which is built once.
func smallSite(t *testing.T) string {
	t.Helper()
	first.Do(func() {
		dir := siteOf(t, small)
		first.files = map[string][]byte{}
		err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			rel, _ := filepath.Rel(dir, p)
			first.files[rel], err = os.ReadFile(p)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	dir := t.TempDir()
	for name, data := range first.files {
		put(t, filepath.Join(dir, name), data)
	}
	return dir
}

// siteOf writes a site's files and builds it.
func siteOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		put(t, filepath.Join(dir, filepath.FromSlash(name)), []byte(text))
	}
	build(t, dir)
	return dir
}

// build publishes a site as gongkai build does, whose package is above this one.
func build(t *testing.T, dir string, more ...output.File) {
	t.Helper()
	p, err := workspace.Read(context.Background(), workspace.Options{Site: dir}, false)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for _, f := range p.Findings.Slice() {
		t.Fatalf("the site is not sound: %s:%d: %s", f.File, f.Span.Line, f.Message.EN)
	}
	theme, err := p.Theme.Parsed()
	if err != nil {
		t.Fatal(err)
	}
	x, err := render.New(render.Input{Config: p.Config, Site: p.Site, Theme: theme, Books: &p.Theme.Books, Files: p.Root.FS(), Waived: p.Waived, Version: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	sink, err := output.NewDisk(t.Context(), filepath.Join(dir, "public"), output.Options{Generator: "gongkai test"})
	if err != nil {
		t.Fatal(err)
	}
	if err := x.All(context.Background(), sink.Write); err != nil {
		t.Fatal(err)
	}
	for _, f := range more {
		if err := sink.Write(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
}

// options pack a site.
func options(t *testing.T, site string, to Kind, name string) Options {
	t.Helper()
	return Options{Options: workspace.Options{Site: site, Version: "test"}, To: to, Package: filepath.Join(t.TempDir(), name)}
}

// made packs a site, and returns the package's name.
func made(t *testing.T, o Options) string {
	t.Helper()
	if _, err := Make(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	return o.Package
}

// refused wants a package to be refused with a message that has a text, and nothing to be left.
func refused(t *testing.T, o Options, want string) {
	t.Helper()
	before, _ := os.ReadDir(filepath.Dir(o.Package))
	_, err := Make(context.Background(), o)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got the error %v, want one with %q", err, want)
	}
	after, _ := os.ReadDir(filepath.Dir(o.Package))
	if len(after) != len(before) {
		t.Errorf("%d files are in the folder, want %d as before", len(after), len(before))
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2024-03-01":                "2024-03-01T04:00:00Z", // noon in Beijing: the same day in UTC
		"2024-03-01 07:30":          "2024-02-29T23:30:00Z",
		"2024-03-01T07:30:00+08:00": "2024-02-29T23:30:00Z",
		"2024-03-01T00:00:00Z":      "2024-03-01T00:00:00Z",
		"":                          "", "2024-02-30": "", "20240301": "", "soon": "",
	} {
		got, ok := ParseDate(text)
		if ok != (want != "") || ok && got.Format(time.RFC3339) != want {
			t.Errorf("%q: got %v (%v), want %q", text, got, ok, want)
		}
	}
}
