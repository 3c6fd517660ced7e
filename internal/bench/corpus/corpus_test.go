package corpus

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// read returns all files of a folder by their paths.
func read(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	for name, reports := range map[string]int{"a": 30, "b": 30, "more": 50} {
		if err := Write(filepath.Join(dir, name), reports); err != nil {
			t.Fatal(err)
		}
	}
	a, b, more := read(t, filepath.Join(dir, "a")), read(t, filepath.Join(dir, "b")), read(t, filepath.Join(dir, "more"))
	if len(a) != 1+3+30 || len(more) != 1+5+50 {
		t.Errorf("got %d and %d files, want the configuration, the agencies and their reports", len(a), len(more))
	}
	names := map[string]string{}
	for name, text := range a {
		if b[name] != text || more[name] != text {
			t.Errorf("%s: got another text in another corpus, want the same", name)
		}
		if strings.Contains(text, "%") {
			t.Errorf("%s: got a place that no word fills:\n%s", name, text)
		}
		if strings.HasSuffix(name, "/_index.md") {
			_, rest, _ := strings.Cut(text, "\nname: ")
			title, _, _ := strings.Cut(rest, "\n")
			if other := names[title]; other != "" {
				t.Errorf("%s and %s: got one name, %s, want two", name, other, title)
			}
			names[title] = name
		}
	}
	if err := Write(filepath.Join(dir, "a"), 30); err == nil {
		t.Error("got no error for a folder that is there, want one")
	}
	if err := Write(filepath.Join(dir, "odd"), 33); err == nil {
		t.Error("got no error for 33 reports, want one")
	}
}

// Agencies of a large corpus have names of their own.
func TestNames(t *testing.T) {
	a, seen := &author{words: words()}, map[string]int{}
	for i := range 10000 {
		name, short := a.name(i)
		if before, twice := seen[name]; twice {
			t.Fatalf("got the name %s for %d and %d", name, before, i)
		}
		if seen[name] = i; !strings.HasSuffix(name, short) || short == "" {
			t.Errorf("got %q for the name %q, want its end", short, name)
		}
	}
}
