package generator

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/output/shard"
)

// Parts that are made apart join to the bytes of a whole build, with every output, and to its findings.
func TestPartsJoinToTheWhole(t *testing.T) {
	h := newRebuilding(t, 5)
	h.put("gongkai.yaml", strings.Replace(mildConfig("[json, csv, feed]"), "[json, csv, feed]", "[json, csv, xlsx, sqlite, parquet, search, feed, fragment]", 1)+"rules_page: true\nforms_page: true\ndigests: [sha256, sm3]\n")
	h.put("content/a/_index.md", entryOf("a", "aliases: [old]\n"))
	for _, slug := range []string{"b", "d", "e"} {
		h.put("content/"+slug+"/_index.md", entryOf(slug, ""))
		h.put("content/"+slug+"/reports/2023.md", h.reportOf(slug, 2023))
	}
	h.put("content/d/catalog/x.md", "---\ntitle: 文件\nindex_number: \"1\"\npublished: 2024-01-01\nattachments: [{file: f.pdf, title: 附件}]\n---\n正文。\n")
	h.put("content/d/catalog/f.pdf", "x")
	for _, o := range []Options{{Site: h.dir, Version: "test"}, {Site: h.dir, Version: "test", Drafts: true, Compress: true, BaseURL: "https://www.example.org/x/"}} {
		whole := o
		whole.Out, whole.NoCache = filepath.Join(t.TempDir(), "whole"), true
		want, err := Build(t.Context(), whole)
		if err != nil || want.Failed() {
			t.Fatalf("the whole: %v, %+v", err, want)
		}
		for _, n := range []int{1, 2, 7} {
			joined := o
			joined.Out, joined.NoCache, joined.Parts = filepath.Join(t.TempDir(), "joined"), true, []string{}
			for k := range n {
				p := o
				p.Shard = shard.Shard{Number: k + 1, Of: n}
				p.Out = filepath.Join(t.TempDir(), "part")
				if res, err := Build(t.Context(), p); err != nil || res.Failed() || res.Written == 0 {
					t.Fatalf("part %v: %v, %+v", p.Shard, err, res)
				}
				joined.Parts = append(joined.Parts, p.Out)
			}
			slices.Reverse(joined.Parts)
			got, err := Build(t.Context(), joined)
			if err != nil {
				t.Fatal(err)
			}
			if !h.sameResult(n, got, want) {
				return
			}
			a, b := h.tree(joined.Out), h.tree(whole.Out)
			for _, name := range slices.Sorted(maps.Keys(b)) {
				if !bytes.Equal(a[name].data, b[name].data) {
					t.Errorf("%d parts: got %d bytes of %s, want the %d of the whole", n, len(a[name].data), name, len(b[name].data))
				}
			}
			if len(a) != len(b) {
				t.Errorf("%d parts: got %d files, want %d", n, len(a), len(b))
			}
		}
	}
}

// Parts that are not of one state of the site, or damaged, are joined to nothing.
func TestPartsThatDoNotFit(t *testing.T) {
	h := newRebuilding(t, 6)
	o := Options{Site: h.dir, Version: "test"}
	part := func(k int) {
		p := o
		p.Shard = shard.Shard{Number: k, Of: 2}
		if _, err := Build(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	join := func(want string) {
		t.Helper()
		p := o
		p.Parts, p.Out = []string{}, filepath.Join(t.TempDir(), "joined")
		_, err := Build(t.Context(), p)
		var e *shard.Error
		if want == "" && err != nil || want != "" && (!errors.As(err, &e) || !strings.Contains(e.Message.EN, want)) {
			t.Errorf("got %v, want %q", err, want)
		}
		if _, err := os.Stat(p.Out); want != "" && !os.IsNotExist(err) {
			t.Errorf("something was published, want nothing: %v", err)
		}
	}
	join("part 1 of 1 is missing")
	part(1)
	join("part 2 of 2 is missing")
	part(2)
	join("")
	h.put("content/a/guide.md", "---\ntitle: 指南\nupdated: 2024-01-02\n---\n电话 010-1。\n")
	join("made of another state of the site")
	part(1)
	join("made of another state of the site")
	part(2)
	join("")
	pages, err := filepath.Glob(filepath.Join(h.dir, ".gongkai", "parts", "2-of-2", "*", "index.html"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no page in the second part: %v", err)
	}
	data, err := os.ReadFile(pages[0])
	if err != nil {
		t.Fatal(err)
	}
	h.must(os.WriteFile(pages[0], bytes.ToUpper(data), 0o644))
	join("is not as it was made")
	part(2)
	join("")
	h.must(os.Remove(pages[0]))
	join("is not as it was made")
}
