package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gongkai/generator/archive/fixity"
	"gongkai/generator/diag"
	"gongkai/generator/output/edition"
)

// openPublished opens a published site: a folder that was built, or a package with one in it.
func openPublished(ctx context.Context, name string) (fs.FS, io.Closer, error) {
	if root, err := os.OpenRoot(name); err == nil {
		_, err := edition.Open(root.FS())
		switch {
		case err == nil:
			return root.FS(), root, nil
		case !errors.Is(err, edition.ErrNoBuild):
			return nil, nil, errors.Join(noBuild(name), root.Close())
		}
		root.Close()
	}
	files, closer, err := fixity.Published(ctx, name)
	shown := filepath.ToSlash(name)
	switch {
	case errors.Is(err, fixity.ErrUnknown) || errors.Is(err, fs.ErrNotExist):
		return nil, nil, noBuild(name)
	case errors.Is(err, fixity.ErrDamaged):
		return nil, nil, &userError{diag.Textf("%s 受损，读不出里面的网站", "%s is damaged: the site in it cannot be read", shown),
			diag.Textf("用 gongkai verify %s 查看哪里受损，再换用完好的一份", "gongkai verify %s says where; use another copy", shown)}
	case err != nil:
		return nil, nil, err
	}
	return files, closer, nil
}

// noBuild is the error for a path at which there is no published site.
func noBuild(name string) *userError {
	return &userError{diag.Textf("%s 不是生成的网站，也不是归档包：里面没有可以读取的 manifest.json", "%s is neither a built site nor a package of one: it has no manifest.json that can be read", filepath.ToSlash(name)),
		diag.Textf("请给出 gongkai build 写入的文件夹，如 public，或 gongkai archive 写出的包", "name a folder that gongkai build wrote, such as public, or a package that gongkai archive wrote")}
}
