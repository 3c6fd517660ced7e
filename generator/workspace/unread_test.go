package workspace

import (
	"io/fs"
	"syscall"
	"testing"
	"testing/fstest"
)

// failing is a site of which one operation fails.
type failing struct {
	fstest.MapFS
	op  string
	err error
}

func (f failing) fault(op, name string) error {
	if op == f.op {
		return &fs.PathError{Op: op, Path: name, Err: f.err}
	}
	return nil
}

func (f failing) Open(name string) (fs.File, error) {
	if err := f.fault("open", name); err != nil {
		return nil, err
	}
	file, err := f.MapFS.Open(name)
	if err != nil {
		return nil, err
	}
	return failingFile{file, f}, nil
}

func (f failing) ReadFile(name string) ([]byte, error) {
	if err := f.fault("readfile", name); err != nil {
		return nil, err
	}
	return f.MapFS.ReadFile(name)
}

func (f failing) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := f.fault("readdir", name); err != nil {
		return nil, err
	}
	return f.MapFS.ReadDir(name)
}

func (f failing) Stat(name string) (fs.FileInfo, error) {
	if err := f.fault("stat", name); err != nil {
		return nil, err
	}
	return f.MapFS.Stat(name)
}

type failingFile struct {
	fs.File
	site failing
}

func (f failingFile) Read(p []byte) (int, error) {
	if err := f.site.fault("read", "x"); err != nil {
		return 0, err
	}
	return f.File.Read(p)
}

func (f failingFile) Stat() (fs.FileInfo, error) {
	if err := f.site.fault("fstat", "x"); err != nil {
		return nil, err
	}
	return f.File.Stat()
}

func (f failingFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if err := f.site.fault("getdents", "x"); err != nil {
		return nil, err
	}
	return f.File.(fs.ReadDirFile).ReadDir(n)
}

// What is there and cannot be read is noted, however it is asked for; what is not there, and the end of a file, are not.
func TestUnread(t *testing.T) {
	site := fstest.MapFS{"content/a/guide.md": {Data: []byte("text")}}
	use := func(files fs.FS) {
		fs.ReadFile(files, "content/a/guide.md") //nolint:errcheck // noted
		fs.ReadDir(files, "content/a")           //nolint:errcheck // noted
		fs.Stat(files, "content/a/guide.md")     //nolint:errcheck // noted
		fs.ReadFile(files, "content/a/none.md")  //nolint:errcheck // is not there
		if f, err := files.Open("content/a/guide.md"); err == nil {
			f.Stat() //nolint:errcheck // noted
			for err == nil {
				_, err = f.Read(make([]byte, 9))
			}
			f.Close()
		}
		if f, err := files.Open("content/a"); err == nil {
			f.(fs.ReadDirFile).ReadDir(-1) //nolint:errcheck // noted
			f.Close()
		}
	}
	for _, op := range []string{"open", "readfile", "readdir", "stat", "read", "fstat", "getdents"} {
		for _, c := range []struct {
			err  error
			want bool
		}{{syscall.EIO, true}, {syscall.EMFILE, true}, {fs.ErrPermission, true}, {fs.ErrNotExist, false}} {
			u := new(Unread)
			use(u.of(failing{site, op, c.err}))
			if u.Some() != c.want {
				t.Errorf("%s fails with %v: got %v, want %v", op, c.err, u.Some(), c.want)
			}
		}
	}
	u := new(Unread)
	if use(u.of(site)); u.Some() {
		t.Error("a sound site: something is said to be unread")
	}
	var none *Unread
	if files := none.of(site); none.Some() || len(files.(fstest.MapFS)) != 1 {
		t.Error("nil notes something, or gives other files")
	}
}
