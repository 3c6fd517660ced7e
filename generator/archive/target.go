package archive

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/diag"
)

// endings are the names that readers know each kind of package by. A bag may also be a folder.
var endings = map[Kind][]string{WACZ: {".wacz"}, WARC: {".warc.gz"}, BagIt: {".zip", ".tar"}}

// KindOf is the kind of a package by its name; "" where the name does not tell.
func KindOf(name string) Kind {
	for _, k := range []Kind{WACZ, WARC} {
		if strings.HasSuffix(name, endings[k][0]) {
			return k
		}
	}
	return ""
}

// trimmed is a bag's name without the ending of the file that it is in.
func trimmed(name string) string {
	for _, end := range endings[BagIt] {
		if cut, ok := strings.CutSuffix(name, end); ok && cut != "" {
			return cut
		}
	}
	return name
}

// checkTarget refuses a name that is taken, or by which no reader would know the package.
func (o Options) checkTarget() error {
	name := filepath.ToSlash(o.Package)
	ends := endings[o.To]
	switch info, err := os.Stat(o.Package); {
	case err == nil && (info.IsDir() || !o.Force || !info.Mode().IsRegular()):
		return &Refusal{diag.Textf("%s 已经存在，没有覆盖", "%s is there already and was left as it is", name), o.taken(info)}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if _, err := os.Stat(o.Package + DigestEnding); err == nil && !o.Force && !o.folder() {
		return &Refusal{diag.Textf("%s 已经存在，没有覆盖", "%s is there already and was left as it is", name+DigestEnding), o.taken(nil)}
	}
	known := slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(name, end) && len(filepath.Base(name)) > len(end) })
	if !known && (o.To != BagIt || strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".7z") || strings.HasSuffix(name, ".rar")) {
		return &Refusal{diag.Textf("文件名“%s”不合适：%s 包的名称应以 %s 结尾", "the name %q does not fit: that of a %s package ends in %s", name, string(o.To), strings.Join(ends, diag.Textf("或", " or ").EN)),
			diag.Textf("例如：%s", "for example: %s", "nianbao-2024"+ends[0])}
	}
	return nil
}

// folder reports whether the package is a folder.
func (o Options) folder() bool {
	return o.To == BagIt && !slices.Contains(endings[BagIt], filepath.Ext(o.Package))
}

func (o Options) taken(info fs.FileInfo) diag.Text {
	if info != nil && info.IsDir() || o.folder() {
		return diag.Textf("请用 --out 写一个新的名称，或先移走这个文件夹", "name another with --out, or move the folder away first")
	}
	return diag.Textf("请用 --out 写一个新的名称，或加上 --force 覆盖", "name another with --out, or replace it with --force")
}

// checkPlace refuses to write a package into the site that it is made of.
func (o Options) checkPlace(out string) error {
	at, err := resolved(filepath.Dir(o.Package))
	if err != nil {
		return err
	}
	for _, dir := range append(config.SourceFolders(), out) {
		if dir != out {
			dir = filepath.Join(o.Site, dir)
		}
		in, err := resolved(dir)
		if err != nil {
			continue // it is not there
		}
		if rel, err := filepath.Rel(in, at); err == nil && filepath.IsLocal(rel) {
			return &Refusal{diag.Textf("不能把包写进 %s：它会成为网站的一部分", "the package cannot be written into %s: it would become part of the site", filepath.ToSlash(dir)),
				diag.Textf("请用 --out 写到站点之外的文件夹", "name a folder outside of the site with --out")}
		}
	}
	return nil
}

func resolved(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(abs)
}

// partial is the name under which a package is made: short, since a name with something added may be
// longer than a system allows, and hidden, so that no build takes it for content.
func partial() string {
	var b [6]byte
	_, _ = rand.Read(b[:]) // never fails
	return ".gongkai-" + hex.EncodeToString(b[:]) + ".part"
}

// DigestEnding is what is added to a package's name for the file with its digest.
const DigestEnding = ".sha256"

// create makes a file, all of it, on the disk, or none; and beside it one with its digest, as sha256sum
// reads it: a change in a package's own structure shows in no digest inside of it.
func create(name string, replace bool, write func(io.Writer) error) error {
	sum := sha256.New()
	if err := createFile(name, replace, func(w io.Writer) error { return write(io.MultiWriter(w, sum)) }); err != nil {
		return err
	}
	return createFile(name+DigestEnding, true, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%x  %s\n", sum.Sum(nil), filepath.Base(name))
		return err
	})
}

func createFile(name string, replace bool, write func(io.Writer) error) error {
	dir := filepath.Dir(name)
	part := filepath.Join(dir, partial())
	f, err := os.OpenFile(part, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return renamed(err, part, name)
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	if errClose := f.Close(); err == nil {
		err = errClose
	}
	if err == nil && !replace {
		if _, there := os.Lstat(name); there == nil {
			err = &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
		}
	}
	if err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return errors.Join(renamed(err, part, name), os.Remove(part))
	}
	return syncFolder(dir)
}

// createFolder makes a folder with what is in it: all of it, on the disk, or none.
func createFolder(name string, write func(*os.Root) error) error {
	dir := filepath.Dir(name)
	part := filepath.Join(dir, partial())
	if err := os.Mkdir(part, 0o755); err != nil {
		return renamed(err, part, name)
	}
	root, err := os.OpenRoot(part)
	if err == nil {
		err = write(root)
		if errClose := root.Close(); err == nil {
			err = errClose
		}
	}
	if err == nil {
		err = filepath.WalkDir(part, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = syncFolder(p)
			}
			return err
		})
	}
	if err == nil {
		err = os.Rename(part, name) // fails where something is there by now
	}
	if err != nil {
		return errors.Join(renamed(err, part, name), os.RemoveAll(part))
	}
	return syncFolder(dir)
}

// renamed puts the name that the user knows into an error.
func renamed(err error, part, name string) error {
	var one *fs.PathError
	if errors.As(err, &one) && strings.HasPrefix(filepath.Base(one.Path), ".gongkai-") && strings.HasSuffix(one.Path, ".part") {
		one.Path = name
	}
	var two *os.LinkError
	if errors.As(err, &two) {
		two.New = name
	}
	return err
}

// syncFolder makes the names in a folder last. Windows has nothing of the kind.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// scratch is a file that is gone when the package is made; where the system lets a file have no name, it
// has none.
type scratch struct {
	*os.File
	size int64
}

func newScratch(dir string) (*scratch, error) {
	f, err := os.OpenFile(filepath.Join(dir, partial()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	_ = os.Remove(f.Name()) // Windows refuses, and remove does it
	return &scratch{File: f}, nil
}

// Write counts what is written.
func (s *scratch) Write(p []byte) (int, error) {
	n, err := s.File.Write(p)
	s.size += int64(n)
	return n, err
}

// open reads the file from its beginning.
func (s *scratch) open() (io.ReadCloser, error) {
	return io.NopCloser(io.NewSectionReader(s.File, 0, s.size)), nil
}

func (s *scratch) remove() {
	s.Close()
	_ = os.Remove(s.Name()) // mostly it has no name any more
}
