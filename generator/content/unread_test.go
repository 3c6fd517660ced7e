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

// A folder that cannot be read is told, with what the system says of it and no path but the site's.
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
