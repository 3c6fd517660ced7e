package archive

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

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
		return o.unwritten(err)
	}
	dir := filepath.Dir(o.Package)
	switch info, err := os.Stat(dir); {
	case err != nil:
		return o.unwritten(err)
	case !info.IsDir():
		return o.unwritten(&fs.PathError{Op: "open", Path: dir, Err: syscall.ENOTDIR})
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

// unwritten says that the package cannot be written where it is to be.
func (o Options) unwritten(err error) error {
	if message, hint, ok := diag.Unwritten(o.Package, "--out", err); ok {
		return &Refusal{message, hint}
	}
	return err
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
