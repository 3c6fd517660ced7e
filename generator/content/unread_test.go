package content

import (
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"gongkai/generator/form"
)

// broken is a site of which one folder cannot be read.
type broken struct {
	fstest.MapFS
	folder string
	err    error
}

func (b broken) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == b.folder {
		return nil, &fs.PathError{Op: "open", Path: "/srv/" + name, Err: b.err}
	}
	return b.MapFS.ReadDir(name)
}

// A folder that cannot be read is reported, with what the system says of it and no path but the site's.
func TestUnreadableFolders(t *testing.T) {
	site := fstest.MapFS{"content/a/reports/2023.md": {Data: []byte("---\nyear: 2023\n---\n")}, "forms/x.yaml": {Data: []byte("id: x\n")}}
	for _, c := range []struct {
		folder string
		err    error
		want   string
	}{
		{"content/a/reports", fs.ErrPermission, "the file cannot be read; check that it is there and may be read"},
		{"content/a/reports", syscall.EMFILE, "too many files are open: content/a/reports cannot be opened"},
		{"content/a", syscall.EIO, "content/a cannot be read or written; the system says: " + syscall.EIO.Error()},
		{"forms", fs.ErrPermission, "no permission for forms"},
		{"forms", syscall.EIO, "forms cannot be read or written"},
	} {
		b := broken{site, c.folder, c.err}
		var got []string
		if c.folder == "forms" {
			forms, err := form.Builtin()
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range forms.AddDir(b) {
				got = append(got, f.File+": "+f.Text("en"))
			}
		} else {
			_, findings, err := Files(b, []string{"reports"})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				got = append(got, f.File+": "+f.Text("en"))
			}
		}
		if len(got) == 0 || !strings.HasPrefix(got[0], c.folder+": "+c.want) {
			t.Errorf("%s, %v: got %q, want %q", c.folder, c.err, got, c.want)
		}
	}
}

// A document that cannot be read may hold any number: it is a finding, and so are two in a row.
func TestUnreadableDocument(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{"content/a/_index.md": {Data: []byte("---\nname: 示例机关\n---\n")}, "content/a/x.txt": {Data: []byte("text")}, "static/y.txt": {Data: []byte("text")}}
	for _, name := range []string{"content/a/x.txt", "static/y.txt"} {
		tree := New(Settings{}, forms.Families())
		for i, b := range []unreadFile{{files, name}, {files, name}, {files, ""}} {
			if _, err := tree.Read(t.Context(), b, forms, []string{"."}); err != nil {
				t.Fatal(err)
			}
			_, f := tree.Document(name)
			if want := i < 2; (f != nil) != want || f != nil && (f.File != name || f.Rule != "syntax") {
				t.Errorf("%s, look %d: got %+v, want a finding: %v", name, i+1, f, want)
			}
		}
	}
}

// unreadFile is a site of which one file cannot be read.
type unreadFile struct {
	fstest.MapFS
	name string
}

func (u unreadFile) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: syscall.EIO}
	}
	return u.MapFS.Open(name)
}

func (u unreadFile) ReadFile(name string) ([]byte, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "read", Path: name, Err: syscall.EIO}
	}
	return u.MapFS.ReadFile(name)
}
