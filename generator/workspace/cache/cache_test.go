package cache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// setting is a site and its output folder, whose files are old enough for their stamps to be trusted.
type setting struct {
	*testing.T
	dir, out string
}

func newSetting(t *testing.T) *setting {
	s := &setting{t, t.TempDir(), t.TempDir()}
	s.put(s.dir, "gongkai.yaml", "site: {}\n")
	s.put(s.dir, "content/a/_index.md", "one")
	s.put(s.out, "index.html", "page")
	s.put(s.out, "a/index.html", "page of a")
	s.put(s.out, "a/x.json", "{}")
	s.put(s.out, output.ManifestName, "{}\n")
	return s
}

func (s *setting) put(dir, name, text string) {
	at := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s *setting) open(options ...any) *Memory {
	site, err := os.OpenRoot(s.dir)
	if err != nil {
		s.Fatal(err)
	}
	m := Build.Open(s.Context(), site, "gongkai.yaml", options...)
	if m == nil {
		s.Fatal("nothing can be remembered of a sound site")
	}
	s.Cleanup(m.Close)
	return m
}

// found is what a build found, with all that a finding may have.
func found() Found {
	return Found{Findings: []diag.Finding{{Rule: "row-total", File: "content/a/reports/2023.md", Message: diag.Textf("错", "wrong"), Actual: "\xff",
		Cells: []string{"a.b"}, Fix: &diag.Fix{Edits: []diag.Edit{{Text: "1"}}}}}, Summary: diag.Summary{Reports: 1}, Reports: []string{"r"}, Public: []string{"1"}, Files: 2}
}

// build remembers what is in the output folder now.
func (s *setting) build(m *Memory) {
	var files []output.Entry
	for _, name := range []string{"index.html", "a/index.html", "a/x.json", output.ManifestName} {
		data, err := os.ReadFile(filepath.Join(s.out, name))
		if err != nil {
			s.Fatal(err)
		}
		sum := sha256.Sum256(data)
		files = append(files, output.Entry{Path: name, SHA256: hex.EncodeToString(sum[:])})
	}
	m.Keep(s.Context(), s.out, files, found(), someMade(), nil)
}

// A record is valid until a file, the options or the output change.
func TestRecordIsValid(t *testing.T) {
	for name, c := range map[string]struct {
		change func(s *setting)
		valid  bool
	}{
		"nothing":         {func(*setting) {}, true},
		"another content": {func(s *setting) { s.put(s.dir, "content/a/_index.md", "two") }, false},
		"the same content again": {func(s *setting) {
			s.put(s.dir, "content/a/_index.md", "two")
			s.put(s.dir, "content/a/_index.md", "one")
		}, true},
		"a new file":         {func(s *setting) { s.put(s.dir, "static/x.png", "") }, false},
		"a new empty folder": {func(s *setting) { _ = os.Mkdir(filepath.Join(s.dir, "content/b"), 0o755) }, false},
		"a backup file":      {func(s *setting) { s.put(s.dir, "content/a/_index.md~", "old") }, true},
		"a removed file":     {func(s *setting) { _ = os.Remove(filepath.Join(s.dir, "content/a/_index.md")) }, false},
		"a changed page":     {func(s *setting) { s.put(s.out, "index.html", "pagE") }, false},
		"a removed page":     {func(s *setting) { _ = os.Remove(filepath.Join(s.out, "index.html")) }, false},
		"a folder that is a link": {func(s *setting) {
			_ = os.Rename(filepath.Join(s.out, "a"), filepath.Join(s.out, "b"))
			_ = os.Symlink("b", filepath.Join(s.out, "a"))
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSetting(t)
			s.build(s.open())
			c.change(s)
			last := s.open().Last(t.Context(), s.out)
			if (last != nil) != c.valid {
				t.Fatalf("valid: got %v, want %v", last != nil, c.valid)
			}
			if last != nil && !reflect.DeepEqual(*last, found()) {
				t.Errorf("got %+v, want %+v", *last, found())
			}
			if s.open("other").Last(t.Context(), s.out) != nil {
				t.Error("it is valid with other options, want that it is not")
			}
		})
	}
}

// What changed while a build ran is not remembered.
func TestChangedMeanwhile(t *testing.T) {
	s := newSetting(t)
	m := s.open()
	s.put(s.dir, "content/a/_index.md", "two")
	s.build(m)
	if _, err := os.Stat(filepath.Join(s.dir, Build.record)); !os.IsNotExist(err) {
		t.Errorf("got %v, want no record", err)
	}
}

// A link's stamp is not trusted, and with something other than files nothing is remembered.
func TestNoFiles(t *testing.T) {
	s := newSetting(t)
	s.put(s.dir, "shared.md", "one")
	if err := os.Symlink("../../shared.md", filepath.Join(s.dir, "content/a/guide.md")); err != nil {
		t.Fatal(err)
	}
	s.build(s.open())
	if s.open().Last(t.Context(), s.out) == nil {
		t.Error("it is not valid with a link, want that it is")
	}
	s.put(s.dir, "shared.md", "two")
	if s.open().Last(t.Context(), s.out) != nil {
		t.Error("it is valid although a link leads to another text")
	}
	if err := os.Remove(filepath.Join(s.dir, "shared.md")); err != nil {
		t.Fatal(err)
	}
	site, err := os.OpenRoot(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if m := Build.Open(t.Context(), site, "gongkai.yaml"); m != nil {
		t.Error("a link that leads nowhere has a content, want none")
	}
}

// A stamp is trusted only where a change after it was taken shows in it.
func TestSettles(t *testing.T) {
	now := time.Unix(1_700_000_000, 500_000_000)
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixNano() }
	for name, c := range map[string]struct {
		clock clock
		stamp Stamp
		want  bool
	}{
		"old":                     {clock{now, 1}, Stamp{Modified: ago(time.Hour), Changed: ago(time.Hour), Device: 1}, true},
		"just written":            {clock{now, 1}, Stamp{Modified: ago(time.Millisecond), Changed: ago(time.Millisecond), Device: 1}, false},
		"a moment ago":            {clock{now, 1}, Stamp{Modified: ago(50 * time.Millisecond), Changed: ago(50 * time.Millisecond), Device: 1}, true},
		"by another clock":        {clock{now, 1}, Stamp{Modified: ago(50 * time.Millisecond), Changed: ago(50 * time.Millisecond), Device: 2}, false},
		"put back with old time":  {clock{now, 1}, Stamp{Modified: ago(time.Hour), Changed: ago(time.Millisecond), Device: 1}, false},
		"from the future":         {clock{now, 1}, Stamp{Modified: ago(-time.Hour), Changed: ago(time.Hour), Device: 1}, false},
		"in whole seconds":        {clock{now, 1}, Stamp{Modified: now.Truncate(time.Second).UnixNano(), Changed: now.Truncate(time.Second).UnixNano(), Device: 1}, false},
		"in whole seconds, older": {clock{now, 1}, Stamp{Modified: ago(3500 * time.Millisecond), Changed: ago(3500 * time.Millisecond), Device: 1}, true},
	} {
		if got := c.clock.settles(c.stamp); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func record() *Record {
	return &Record{Program: File{Path: "p", settled: true, summed: true}, Options: Sum{1},
		Inputs:  []File{{Path: "content", kind: folder}, {Path: "content/x.md", Stamp: Stamp{1, 2, -3, 4, 5}, Sum: Sum{2}, settled: true, summed: true}},
		Outputs: []File{{Path: "index.html", Sum: Sum{3}, summed: true, kind: link}}, Found: found()}
}

// A record is read as it was written, and not at all after any damage of one byte, or cut anywhere.
func TestDamaged(t *testing.T) {
	want := record()
	data, err := want.encode()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decode(data); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got %+v (%v), want %+v", got, err, want)
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x10
		if _, err := decode(bad); err == nil {
			t.Fatalf("a record with another byte %d is read, want an error", i)
		}
		if _, err := decode(data[:i]); err == nil {
			t.Fatalf("the first %d bytes of a record are read, want an error", i)
		}
	}
}

// Whatever is in a record's place, the reader neither panics nor takes one that it would not write so.
func FuzzRecord(f *testing.F) {
	data, err := record().encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, true)
	f.Add(data[:len(data)-1], true)
	f.Add([]byte(magic), false)
	f.Fuzz(func(t *testing.T, data []byte, mend bool) {
		if mend && len(data) >= len(magic)+sha256.Size { // so that what follows the checksum is reached too
			data = bytes.Clone(data)
			copy(data, magic)
			sum := sha256.Sum256(data[len(magic)+sha256.Size:])
			copy(data[len(magic):], sum[:])
		}
		r, err := decode(data)
		if err != nil {
			return
		}
		again, err := r.encode()
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		back, err := decode(again)
		if err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("got %+v (%v), want %+v", back, err, r)
		}
	})
}
