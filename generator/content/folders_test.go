package content

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
)

// opener counts which folders are opened; files whose names are in refused cannot be opened from them.
type opener struct {
	fstest.MapFS
	opened  map[string]int
	refused string
}

func (o *opener) OpenFolder(name string) (Folder, error) {
	if _, err := o.Stat(name); err != nil {
		return nil, err
	}
	o.opened[name]++
	sub, err := o.Sub(name)
	return &openedFolder{sub, o, name}, err
}

type openedFolder struct {
	fs.FS
	of   *opener
	name string
}

func (f *openedFolder) Open(name string) (fs.File, error) {
	if name == f.of.refused {
		return nil, errors.New("path escapes from parent")
	}
	return f.FS.Open(name)
}

func (f *openedFolder) Close() error {
	f.of.opened["closed "+f.name]++
	return nil
}

func TestFolders(t *testing.T) {
	site := &opener{fstest.MapFS{"content/a/1.md": {Data: []byte("a1")}, "content/a/2.md": {Data: []byte("a2")}, "content/a/link.md": {Data: []byte("al")},
		"content/b/1.md": {Data: []byte("b1")}, "gongkai.yaml": {Data: []byte("top")}}, map[string]int{}, "link.md"}
	files := folders{site: site}
	for _, c := range []struct{ name, want string }{
		{"content/a/1.md", "a1"}, {"content/a/link.md", "al"}, {"content/a/2.md", "a2"}, {"content/b/1.md", "b1"}, {"gongkai.yaml", "top"}, {"content/b/1.md", "b1"},
	} {
		if data, err := readFile(&files, c.name, nil); err != nil || string(data) != c.want {
			t.Errorf("%s: got %q, %v, want %q", c.name, data, err, c.want)
		}
	}
	if _, err := files.Open("content/none/1.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: got %v, want that there is none", err)
	}
	files.close()
	for name, want := range map[string]int{"content/a": 1, "content/b": 2, ".": 1} {
		if site.opened[name] != want || site.opened["closed "+name] != want {
			t.Errorf("%s: opened %d times and closed %d times, want %d", name, site.opened[name], site.opened["closed "+name], want)
		}
	}
}

// A site whose folders cannot be opened is read from the top.
func TestFoldersOfOtherFiles(t *testing.T) {
	files := folders{site: fstest.MapFS{"content/a/1.md": {Data: []byte("a1")}}}
	if data, err := readFile(&files, "content/a/1.md", nil); err != nil || string(data) != "a1" {
		t.Errorf("got %q, %v, want a1", data, err)
	}
}
