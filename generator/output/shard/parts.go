package shard

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// Parts are all parts of a build, to be joined. They are safe for concurrent use.
type Parts struct {
	parts []part
	files map[string]entry
	mu    sync.Mutex
	taken map[string]bool
}

type part struct {
	dir  string
	root *os.Root
}

type entry struct {
	output.Entry
	part int
}

// Open opens the parts in some folders. The error is an *Error where they are not all the parts of one build by this program of this
// site, each once.
func Open(dirs []string, program, site string) (*Parts, error) {
	p := &Parts{files: map[string]entry{}, taken: map[string]bool{}}
	found := map[int]string{}
	of := 0
	for _, dir := range dirs {
		m, err := p.open(dir)
		if err == nil {
			err = fits(dir, m, program, site, of, found)
		}
		if err != nil {
			p.Close()
			return nil, err
		}
		of, found[m.Part.Number] = m.Part.Of, dir
		for _, e := range m.Files {
			if other, ok := p.files[e.Path]; ok {
				p.Close()
				return nil, &Error{diag.Textf("%s 在 %s 和 %s 里都有", "%s is in both %s and %s", e.Path, slashed(p.parts[other.part].dir), slashed(dir)), again}
			}
			p.files[e.Path] = entry{e, len(p.parts) - 1}
		}
	}
	for n := 1; n <= max(of, 1); n++ {
		if found[n] == "" {
			p.Close()
			return nil, &Error{diag.Textf("缺第 %d 份，共 %d 份", "part %d of %d is missing", n, max(of, 1)),
				diag.Textf("请运行 gongkai build --shard %[1]d/%[2]d，再合并", "run gongkai build --shard %[1]d/%[2]d, then join again", n, max(of, 1))}
		}
	}
	return p, nil
}

// again is what to do with parts that do not fit.
var again = diag.Textf("请删除这些文件夹，重新生成各份", "delete these folders and make the parts again")

func slashed(dir string) string { return filepath.ToSlash(dir) }

// open opens one folder.
func (p *Parts) open(dir string) (output.Manifest, error) {
	none := &Error{diag.Textf("%s 不是 gongkai build --shard 生成的", "%s was not made by gongkai build --shard", slashed(dir)),
		diag.Textf("没有做完的一份，请再运行一次", "where the part was not finished, make it again")}
	root, err := os.OpenRoot(dir)
	if errors.Is(err, os.ErrNotExist) {
		return output.Manifest{}, none
	}
	if err != nil {
		return output.Manifest{}, err
	}
	p.parts = append(p.parts, part{dir, root})
	data, err := root.ReadFile(output.ManifestName)
	if errors.Is(err, os.ErrNotExist) {
		return output.Manifest{}, none
	}
	if err != nil {
		return output.Manifest{}, err
	}
	m, err := output.ParseManifest(data)
	if err != nil || m.Part == nil || !bytes.Equal(m.JSON(), data) { // the last line sums up the others
		return output.Manifest{}, none
	}
	return m, nil
}

// fits says why a part cannot be joined with those that were found before.
func fits(dir string, m output.Manifest, program, site string, of int, found map[int]string) error {
	x := m.Part
	switch {
	case x.Program != program:
		return &Error{diag.Textf("%s 是另一个版本的程序生成的", "%s was made by another version of the program", slashed(dir)), again}
	case x.Site != site:
		return &Error{diag.Textf("%s 生成以后，站点或选项有变化", "%s was made of another state of the site, or with other options", slashed(dir)), again}
	case of != 0 && x.Of != of:
		return &Error{diag.Textf("%s 是 %d 份之一，前面的是 %d 份之一", "%s is one of %d parts, those before it one of %d", slashed(dir), x.Of, of), again}
	case x.Number < 1 || x.Number > x.Of || x.Of > most:
		return &Error{diag.Textf("%s 是第 %d 份，共 %d 份：没有这样的份", "%s is part %d of %d, which there is not", slashed(dir), x.Number, x.Of), again}
	case found[x.Number] != "":
		return &Error{diag.Textf("第 %d 份有两个：%s 和 %s", "part %d is there twice: %s and %s", x.Number, slashed(found[x.Number]), slashed(dir)),
			diag.Textf("请只写其中一个", "name only one of them")}
	}
	return nil
}

// Close lets go of the folders. Parts that are nil have none.
func (p *Parts) Close() {
	if p == nil {
		return
	}
	for _, x := range p.parts {
		x.root.Close()
	}
}

// Entry is what is known of a file that a part has.
func (p *Parts) Entry(name string) (output.Entry, error) {
	e, ok := p.files[name]
	if !ok {
		return output.Entry{}, &Error{diag.Textf("各份里都没有 %s", "no part has %s", name), again}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken[name] = true
	return e.Entry, nil
}

// Read reads a file of a part whole.
func (p *Parts) Read(name string) ([]byte, error) {
	r, err := p.Open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// Open opens a file of a part. One that is not what the part's manifest says fails to be read to its end.
func (p *Parts) Open(name string) (io.ReadCloser, error) {
	e, err := p.Entry(name)
	if err != nil {
		return nil, err
	}
	from := p.parts[p.files[name].part]
	f, err := from.root.Open(filepath.FromSlash(name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, damaged(from.dir, name)
	}
	if err != nil {
		return nil, err
	}
	return &verified{f, sha256.New(), e.SHA256, damaged(from.dir, name)}, nil
}

func damaged(dir, name string) error {
	return &Error{diag.Textf("%s 不是生成时的样子", "%s is not as it was made", path.Join(slashed(dir), name)), diag.Textf("请重新生成这一份", "make this part again")}
}

// Left are the files that nobody asked for yet, by path.
func (p *Parts) Left() (left []output.Entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, e := range p.files {
		if !p.taken[name] {
			left = append(left, e.Entry)
		}
	}
	slices.SortFunc(left, func(a, b output.Entry) int { return cmp.Compare(a.Path, b.Path) })
	return left
}

// verified reads a file and holds it to its digest.
type verified struct {
	*os.File
	sum   hash.Hash
	want  string
	fault error
}

func (v *verified) Read(b []byte) (int, error) {
	n, err := v.File.Read(b)
	v.sum.Write(b[:n])
	if err == io.EOF && hex.EncodeToString(v.sum.Sum(nil)) != v.want {
		return n, v.fault
	}
	return n, err
}

// WriteTo is Read's for io.Copy, which would go past it otherwise.
func (v *verified) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{v})
}
