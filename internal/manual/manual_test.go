package main

import (
	"maps"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

// TestContents holds the tables of contents to the pages in docs/ and docs/zh/: each page is
// listed once, and each that is listed is there.
func TestContents(t *testing.T) {
	files, err := arrange(os.DirFS("../../docs"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"gongkai.yaml", "themes/manual/layouts/base.html", "static/images/portal.png",
		"content/zh/catalog/how-to/clerk/_index.md", "content/en/catalog/reference/rules/_index.md"} {
		if len(files[name]) == 0 {
			t.Errorf("got no %s, want one", name)
		}
	}
	for name, text := range files {
		if path.Ext(name) != ".md" {
			continue
		}
		for _, target := range targets(text) {
			file, _, _ := strings.Cut(target, "#")
			if file, ok := strings.CutPrefix(file, "/"); ok && len(files[file]) == 0 {
				t.Errorf("%s links to %s, which is not there", name, target)
			}
		}
	}
}

func book(with map[string]string) fstest.MapFS {
	files := map[string]string{
		"README.md":    "# Manual\n\nAll of it.\n\n## Tutorial\n\n## Guides\n\n- [A](a.md)\n\n## Reference\n\n- [B](b.md), and [the end of A](a.md#end)\n\n## Explanation\n",
		"zh/README.md": "# 手册\n\n## 教程\n\n## 指南\n\n- [甲](a.md)\n\n## 参考\n\n乙见 [B](../b.md)。\n\n## 说明\n",
		"a.md":         "# A\n\nText.\n",
		"b.md":         "# B: the \"second\"\n\nSee [A](a.md#x), ![a picture](images/p.png), [the source](../go.mod) and `[C](c.md)`.\n\n```\n[A](a.md)\n```\n\n[Go](https://go.dev/) 11010119900307123X\n",
		"zh/a.md":      "# 甲\n\n文字见 [乙](../b.md)。\n",
		"images/p.png": "picture",
		"schema/s":     "{}",
	}
	maps.Copy(files, with)
	fs := fstest.MapFS{}
	for name, text := range files {
		if text != "" {
			fs[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fs
}

func TestArrange(t *testing.T) {
	files, err := arrange(book(nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"content/en/_index.md":                     "---\nname: \"Manual in English\"\norder: 2\n---\n\nAll of it.\n\n## Tutorial\n\n## Guides\n\n- [A](/content/en/catalog/how-to/a/_index.md)\n\n## Reference\n\n- [B](/content/en/catalog/reference/b/_index.md), and [the end of A](/content/en/catalog/how-to/a/_index.md#end)\n\n## Explanation\n",
		"content/en/catalog/reference/b/_index.md": "---\ntitle: \"B: the \\\"second\\\"\"\norder: 1\n---\n\nSee [A](/content/en/catalog/how-to/a/_index.md#x), ![a picture](/static/images/p.png), the source and `[C](c.md)`.\n\n```\n[A](a.md)\n```\n\n[Go](https://go.dev/) 110*************3X\n",
		"content/zh/catalog/how-to/a/_index.md":    "---\ntitle: \"甲\"\norder: 1\n---\n\n[This page in English](/content/en/catalog/how-to/a/_index.md)\n\n\n文字见 [乙](/content/en/catalog/reference/b/_index.md)。\n",
		"static/images/p.png":                      "picture",
	} {
		if got := string(files[name]); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"c.md", "# C\n", "c.md is in no list of README.md"},
		{"a.md", "", "README.md lists a.md, which is not there"},
		{"a.md", "Text.\n", "a.md begins with no heading"},
		{"zh/README.md", "# 手册\n\n## 教程\n", "zh/README.md has 1 parts, want one each"},
		{"zh/README.md", "# 手册\n\n## 教程\n\n## 指南\n\n- [甲](a.md)\n\n## 参考\n\n- [甲](a.md)\n\n## 说明\n", "zh/README.md lists zh/a.md 2 times"},
	} {
		if _, err := arrange(book(map[string]string{c.name: c.text})); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s with %q: got error %v, want one with %q", c.name, c.text, err, c.want)
		}
	}
}
