package fixity

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"gongkai/generator/archive/fixity/tree"
	"gongkai/generator/archive/fixity/warc"
)

// ErrDamaged is a package whose site cannot be read because the package is damaged; Verify says where.
var ErrDamaged = errors.New("fixity: the package is damaged")

// Published opens the published site that a package holds: a bag (folder, ZIP or tar), a WACZ or a WARC. Its digests
// are not looked at. The error is ErrUnknown where there is no such site, ErrDamaged where it cannot be read.
func Published(ctx context.Context, name string) (fs.FS, io.Closer, error) {
	v := &verification{ctx: ctx, name: name}
	t, err := v.published()
	var fault *tree.Fault
	switch {
	case errors.As(err, &fault), err == nil && v.failed:
		err = ErrDamaged
	case err == nil && t == nil:
		err = ErrUnknown
	}
	if err != nil {
		v.Close()
		return nil, nil, err
	}
	return t.FS(), v, nil
}

// published finds the site in a package; nil where there is none. What is damaged is a finding.
func (v *verification) published() (*tree.Tree, error) {
	info, err := os.Stat(v.name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		t, closer, err := tree.Folder(v.ctx, v.name)
		if err != nil {
			return nil, err
		}
		v.opened = append(v.opened, closer)
		return siteInBag(t)
	}
	f, err := os.Open(v.name)
	if err != nil {
		return nil, err
	}
	v.opened = append(v.opened, f)
	kind, err := v.sort(f)
	if err != nil {
		return nil, err
	}
	var t *tree.Tree
	switch kind {
	case "warc":
		a := &archive{at: map[string]map[int64]*warc.Record{}}
		if err := v.scan(a, info.Name(), "", f, info.Size()); err != nil {
			return nil, err
		}
		return v.siteOf(a)
	case "bag":
		t, err = tree.Tar(f, info.Size())
	default:
		t, err = tree.Zip(f, info.Size())
		if err == nil && v.isWACZ(t) {
			a, err := v.scanMembers(t)
			if err != nil {
				return nil, err
			}
			return v.siteOf(a)
		}
	}
	if err != nil {
		return nil, err
	}
	return siteInBag(t.Sub(folderOf(t)))
}

// siteInBag is the published site in a bag; nil where it has none, or more than one.
func siteInBag(t *tree.Tree) (*tree.Tree, error) {
	if t.File(manifestName) != nil {
		return t, nil // not a bag but the site itself, packed
	}
	found, err := sitesIn(t)
	if err != nil || len(found) != 1 {
		return nil, err
	}
	return t.Sub(found[0]), nil
}
