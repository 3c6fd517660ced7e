// Package tree opens a folder, a ZIP, a tar file or the records of a web archive as a tree of
// files. It is strict, since it serves to find damage: what a package says
// twice must agree, names may not lead out of it, and no byte may belong to nothing.
package tree

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// File is one file of a tree.
type File struct {
	Path string // in the tree, with slashes
	Size int64  // bytes, as the tree states it
	// OpenFunc opens the content. Its reader fails with a *Fault where what it reads is damaged.
	OpenFunc func() (io.ReadCloser, error)
	// AtFunc gives access at any place; nil where the content can only be read from its beginning.
	AtFunc func() (io.ReaderAt, io.Closer, error)
	Stored bool // kept as it is, not compressed
}

// Open opens the content for reading from its beginning.
func (f *File) Open() (io.ReadCloser, error) { return f.OpenFunc() }

// mostSpooled is how much is copied into a temporary file so that it can be read at any place.
const mostSpooled = 8 << 30

// At opens the content for reading at any place. What is compressed is copied into a temporary
// file first, which closing removes.
func (f *File) At() (io.ReaderAt, io.Closer, error) {
	if f.AtFunc != nil {
		return f.AtFunc()
	}
	if f.Size > mostSpooled {
		return nil, nil, &Fault{f.Path, diag.Textf("解开后有 %d 字节，太大", "it unpacks to %d bytes, which is too much", f.Size)}
	}
	r, err := f.Open()
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	tmp, err := os.CreateTemp("", "gongkai-*")
	if err != nil {
		return nil, nil, err
	}
	s := &spool{tmp}
	if _, err := io.Copy(tmp, io.LimitReader(r, f.Size+1)); err != nil {
		s.Close()
		return nil, nil, err
	}
	return tmp, s, nil
}

type spool struct{ *os.File }

func (s *spool) Close() error { return errors.Join(s.File.Close(), os.Remove(s.Name())) }

// Fault is damage, or what is not allowed, in the packing of a tree.
type Fault struct {
	Path string // of the file in the tree; "" for the tree as a whole
	Text diag.Text
}

// Error implements error.
func (f *Fault) Error() string {
	if f.Path == "" {
		return f.Text.EN
	}
	return f.Path + ": " + f.Text.EN
}

// Tree is a folder of files. It is not changed after it was made.
type Tree struct {
	Files  []*File // by path
	Faults []Fault
	index  map[string]*File
}

// New makes a tree of files. Of two with one path the first is kept, and a fault says so.
func New(files []*File, faults []Fault) *Tree {
	t := &Tree{Faults: faults, index: make(map[string]*File, len(files))}
	for _, f := range files {
		if t.index[f.Path] != nil {
			t.Faults = append(t.Faults, Fault{f.Path, diag.Textf("出现了两次", "it is there twice")})
			continue
		}
		t.index[f.Path] = f
		t.Files = append(t.Files, f)
	}
	slices.SortFunc(t.Files, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	return t
}

// File finds a file by its path; nil where there is none.
func (t *Tree) File(name string) *File { return t.index[name] }

// Sub is the tree below a folder; "" is the tree itself.
func (t *Tree) Sub(dir string) *Tree {
	if dir == "" {
		return t
	}
	var files []*File
	for _, f := range t.Files {
		if rest, ok := strings.CutPrefix(f.Path, dir+"/"); ok {
			g := *f
			g.Path = rest
			files = append(files, &g)
		}
	}
	return New(files, nil)
}

// Read reads a file whole; an error is also that it is larger than most.
func (t *Tree) Read(name string, most int64) ([]byte, error) {
	f := t.File(name)
	if f == nil {
		return nil, fmt.Errorf("%s: %w", name, os.ErrNotExist)
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = &Fault{name, diag.Textf("超过 %d 字节，太大", "it has more than %d bytes, which is too much", most)}
	}
	return data, err
}

// longest is how many bytes a path may have.
const longest = 4096

// checkName says what is wrong with a file's path in a package; the zero Text where nothing is.
func checkName(name string) diag.Text {
	switch {
	case name == "" || len(name) > longest:
		return diag.Textf("文件名为空或太长", "the name is empty or too long")
	case !utf8.ValidString(name):
		return diag.Textf("文件名不是 UTF-8", "the name is not UTF-8")
	case strings.ContainsAny(name, "\\\x00"):
		return diag.Textf("文件名含反斜杠或空字符", "the name holds a backslash or a NUL")
	case strings.HasPrefix(name, "/"), len(name) > 1 && name[1] == ':', path.Clean(name) != strings.TrimSuffix(name, "/"), name == "..", strings.HasPrefix(name, "../"):
		return diag.Textf("文件名指向包外，或写法不规范", "the name leads out of the package, or is not written plainly")
	}
	return diag.Text{}
}
