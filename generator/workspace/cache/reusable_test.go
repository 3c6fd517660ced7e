package cache

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"gongkai/generator/audit"
	"gongkai/generator/output"
	"gongkai/generator/workspace/graph"
)

func someMade() Made {
	return Made{[]Part{
		{Slug: "a", Reads: []graph.Input{{Kind: "dependency", Name: "1b"}}, Found: found().Findings, Texts: found().Findings[:1], Shown: Sum{7},
			Pages: []Page{{Path: "a/index.html", Beside: []string{"a/x.json"}}}, Leads: []audit.Place{{File: "index.html"}, {File: "b/index.html", ID: "x"}}},
		{Slug: "b", Leads: []audit.Place{{File: "index.html"}}, Packed: map[string]Packed{"x": {[]byte("1"), []byte("23")}, "y": {[]byte{}, []byte("4")}}},
	}, []Shared{{"a/x.json", Sum{9}}}}
}

// Parts are read as they were written, and not at all after any damage, for another record, or cut anywhere.
func TestDamagedParts(t *testing.T) {
	name := filepath.Join(t.TempDir(), "parts")
	file, err := os.Create(name)
	if err == nil {
		err = errors.Join(writeParts(file, Sum{1}, someMade()), file.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decodeParts(data, Sum{1}); err != nil || !reflect.DeepEqual(*got, someMade()) {
		t.Fatalf("got %+v (%v), want %+v", got, err, someMade())
	}
	if _, err := decodeParts(data, Sum{2}); err == nil {
		t.Error("parts of another record are read, want an error")
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x10
		if _, err := decodeParts(bad, Sum{1}); err == nil {
			t.Fatalf("parts with another byte %d are read, want an error", i)
		}
		if _, err := decodeParts(data[:i], Sum{1}); err == nil {
			t.Fatalf("the first %d bytes of parts are read, want an error", i)
		}
	}
}

// What is reusable is decided agency by agency, as long as nothing else has changed.
func TestReusable(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(s *setting)
		changed []string // agencies
		nothing bool     // is reusable
	}{
		"nothing":               {func(*setting) {}, nil, false},
		"a report":              {func(s *setting) { s.put(s.dir, "content/a/reports/2023.md", "two") }, []string{"a"}, false},
		"a new file":            {func(s *setting) { s.put(s.dir, "content/b/reports/x/y.pdf", "") }, []string{"b"}, false},
		"a removed file":        {func(s *setting) { _ = os.Remove(filepath.Join(s.dir, "content/b/guide.md")) }, []string{"b"}, false},
		"the same content":      {func(s *setting) { s.put(s.dir, "content/a/reports/2023.md", "one") }, nil, false},
		"an entry":              {func(s *setting) { s.put(s.dir, "content/a/_index.md", "two") }, nil, true},
		"a removed entry":       {func(s *setting) { _ = os.Remove(filepath.Join(s.dir, "content/a/_index.md")) }, nil, true},
		"an agency":             {func(s *setting) { s.put(s.dir, "content/c/guide.md", "") }, nil, true},
		"an empty folder":       {func(s *setting) { _ = os.Mkdir(filepath.Join(s.dir, "content/c"), 0o755) }, nil, true},
		"the home page":         {func(s *setting) { s.put(s.dir, "content/_index.md", "") }, nil, true},
		"the configuration":     {func(s *setting) { s.put(s.dir, "gongkai.yaml", "x: y\n") }, nil, true},
		"a file of the site":    {func(s *setting) { s.put(s.dir, "static/x.png", "") }, nil, true},
		"a form":                {func(s *setting) { s.put(s.dir, "forms/x.yaml", "") }, nil, true},
		"the manifest":          {func(s *setting) { s.put(s.out, output.ManifestName, "{ }") }, nil, true},
		"parts of other builds": {func(s *setting) { s.put(s.dir, Build.parts, "x") }, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t)
			s.put(s.dir, "content/a/reports/2023.md", "one")
			s.put(s.dir, "content/b/_index.md", "")
			s.put(s.dir, "content/b/guide.md", "")
			s.build(s.open())
			c.change(s)
			got := s.open().Reusable(t.Context(), s.out)
			if (got == nil) != c.nothing {
				t.Fatalf("nothing is reusable: got %v, want %v", got == nil, c.nothing)
			}
			if got == nil {
				return
			}
			if slugs := slices.Sorted(maps.Keys(got.Changed)); !slices.Equal(slugs, c.changed) {
				t.Errorf("got %q changed, want %q", slugs, c.changed)
			}
			for _, p := range someMade().Parts {
				part, ok := got.Part(p.Slug)
				if want := !slices.Contains(c.changed, p.Slug); ok != want || ok && !reflect.DeepEqual(part, p) {
					t.Errorf("got %+v (%v) for %s, want %v", part, ok, p.Slug, want)
				}
			}
			if s.open("other").Reusable(t.Context(), s.out) != nil {
				t.Error("something is reusable with other options")
			}
		})
	}
}

// An agency is reusable only while all files of its pages are as they were published, in folders that nobody has replaced.
func TestIntact(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *setting)
		valid  bool
	}{
		"nothing":      {func(*setting) {}, true},
		"another page": {func(s *setting) { s.put(s.out, "index.html", "pagE") }, true},
		"written over": {func(s *setting) { s.put(s.out, "a/index.html", "page of a") }, true},
		"its page":     {func(s *setting) { s.put(s.out, "a/index.html", "pagE of a") }, false},
		"beside it":    {func(s *setting) { s.put(s.out, "a/x.json", "{1}") }, false},
		"removed":      {func(s *setting) { _ = os.Remove(filepath.Join(s.out, "a/x.json")) }, false},
		"a folder that is a link": {func(s *setting) {
			_ = os.Rename(filepath.Join(s.out, "a"), filepath.Join(s.out, "c"))
			_ = os.Symlink("c", filepath.Join(s.out, "a"))
		}, false},
	} {
		s := newSetting(t)
		s.put(s.dir, "content/b/_index.md", "")
		s.build(s.open())
		s.put(s.dir, "content/b/x.pdf", "")
		c.change(s)
		if _, valid := s.open().Reusable(t.Context(), s.out).Part("a"); valid != c.valid {
			t.Errorf("%s: a is reusable: %v, want %v", name, valid, c.valid)
		}
	}
}

// A file over many pages is reusable only for the same pages, and while it is what was published.
func TestShared(t *testing.T) {
	s := newSetting(t)
	s.build(s.open())
	s.put(s.dir, "content/a/x.md", "")
	now := s.open().Reusable(t.Context(), s.out)
	if size, sum, ok := now.Shared("a/x.json", Sum{9}); !ok || size != 2 || sum != Sum(sha256.Sum256([]byte("{}"))) {
		t.Errorf("got %d bytes, sum %x, %v; want the file as it was published", size, sum, ok)
	}
	if _, _, ok := now.Shared("a/x.json", Sum{8}); ok {
		t.Error("it is reusable for other pages")
	}
	if _, _, ok := now.Shared("index.html", Sum{9}); ok {
		t.Error("a page is reusable that was not made from others")
	}
	s.put(s.out, "a/x.json", "[]")
	if _, _, ok := s.open().Reusable(t.Context(), s.out).Shared("a/x.json", Sum{9}); ok {
		t.Error("it is reusable although it is another file now")
	}
}
