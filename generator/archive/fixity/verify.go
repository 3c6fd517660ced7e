package fixity

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/archive/fixity/signature"
	"gongkai/generator/archive/fixity/tree"
)

// Options of Verify.
type Options struct {
	Key *signature.Key // whose signature must be there; nil to look at no signature
	// Progress, where given, is told how many files were looked at, from one goroutine at a time.
	Progress func(files int)
}

// ErrUnknown is a path that is nothing that can be verified.
var ErrUnknown = errors.New("fixity: neither a published site nor a package")

// Verify checks what is at a path. The error is that it could not be read or is nothing that can
// be verified; whatever is wrong with it is a finding.
func Verify(ctx context.Context, name string, o Options) (*Report, error) {
	v := &verification{ctx: ctx, name: name, key: o.Key}
	v.progress = o.Progress
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		err = v.folder()
	} else {
		err = v.file(info.Size())
	}
	var fault *tree.Fault
	if errors.As(err, &fault) {
		v.add(Finding{Kind: Package, File: fault.Path, Message: fault.Text})
		err = nil
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return v.finish(), nil
}

// verification is one run of Verify.
type verification struct {
	results
	ctx    context.Context
	name   string
	key    *signature.Key
	opened []io.Closer // what records are read from until the end
}

func (v *verification) folder() error {
	t, closer, err := tree.Folder(v.ctx, v.name)
	if err != nil {
		return err
	}
	defer closer.Close()
	return v.kept(t)
}

// kept verifies the tree of a folder, or of a packed one.
func (v *verification) kept(t *tree.Tree) error {
	v.faults(t, "")
	switch {
	case isBag(t):
		v.Kind = "bag"
		return v.bag(t)
	case t.File(manifestName) != nil:
		v.Kind = "site"
		return v.site(t, "")
	}
	return ErrUnknown
}

// faults reports what is wrong with the packing itself.
func (v *verification) faults(t *tree.Tree, dir string) {
	for _, f := range t.Faults {
		file := f.Path
		if file == "" {
			file = dir
		}
		v.add(Finding{Kind: Package, File: file, Message: f.Text})
	}
}

// file verifies a package of one file.
func (v *verification) file(size int64) error {
	f, err := os.Open(v.name)
	if err != nil {
		return err
	}
	defer f.Close()
	kind, err := v.sort(f)
	if err != nil {
		return err
	}
	v.Kind = kind
	v.OneFile = true
	if err := v.beside(f, size); err != nil {
		return err
	}
	if err := v.signed(v.name, ""); err != nil {
		return err
	}
	switch v.Kind {
	case "warc":
		return v.warc(f, size)
	case "bag":
		t, err := tree.Tar(f, size)
		if err != nil {
			return err
		}
		return v.packed(t)
	}
	t, err := tree.Zip(f, size)
	if err != nil {
		return err
	}
	if v.isWACZ(t) {
		return v.wacz(t)
	}
	return v.packed(t)
}

// sort says what sort of package a file is, by its name and how it begins.
func (v *verification) sort(f io.ReaderAt) (string, error) {
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	head = head[:n]
	base := strings.ToLower(filepath.Base(v.name))
	kind := path.Ext(strings.TrimSuffix(base, ".gz"))
	switch {
	case kind == ".warc", bytes.HasPrefix(head, []byte("WARC/")), kind != ".tar" && bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return "warc", nil
	case kind == ".wacz", kind == ".zip", bytes.HasPrefix(head, []byte("PK")):
		return "wacz", nil
	case kind == ".tar", len(head) > 262 && string(head[257:262]) == "ustar":
		return "bag", nil
	}
	return "", ErrUnknown
}

// isWACZ says whether a ZIP is a web archive collection, and not a bag.
func (v *verification) isWACZ(t *tree.Tree) bool {
	return t.File(packageName) != nil || strings.EqualFold(path.Ext(v.name), ".wacz")
}

// packed verifies a bag or a site in a ZIP or tar file.
func (v *verification) packed(t *tree.Tree) error {
	dir := folderOf(t)
	if dir != "" {
		for _, f := range t.Files {
			if !strings.HasPrefix(f.Path, dir+"/") {
				v.note(Extra, f.Path, "在包的文件夹之外", "it lies outside the bag's folder")
			}
		}
	}
	v.faults(t, "")
	return v.kept(t.Sub(dir))
}

// folderOf is the folder of its own in which a package may have everything; "" without one.
func folderOf(t *tree.Tree) string {
	if len(t.Files) == 0 || t.File(bagName) != nil || t.File(manifestName) != nil {
		return ""
	}
	dir, _, _ := strings.Cut(t.Files[0].Path, "/")
	return dir
}
