package tree

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"gongkai/generator/diag"
)

// Folder is the tree of a folder on a disk, and what ends the use of it. A link in it is a
// fault and is not followed. It ends with ctx, and its error then.
func Folder(ctx context.Context, dir string) (*Tree, io.Closer, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	var files []*File
	var faults []Fault
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		at := filepath.ToSlash(rel)
		if !d.Type().IsRegular() {
			faults = append(faults, Fault{at, diag.Textf("是链接或设备，不是文件", "it is a link or a device, not a file")})
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		open := func() (*os.File, error) { return root.Open(rel) }
		files = append(files, &File{Path: at, Size: info.Size(), Stored: true,
			OpenFunc: func() (io.ReadCloser, error) { return open() },
			AtFunc: func() (io.ReaderAt, io.Closer, error) {
				f, err := open()
				if err != nil {
					return nil, nil, err
				}
				return f, f, nil
			},
		})
		return nil
	})
	if err != nil {
		root.Close()
		return nil, nil, err
	}
	return New(files, faults), root, nil
}
