package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"gongkai/generator/diag"
	"gongkai/internal/parallel"
)

// carry takes what did not change, and what no build wrote, over into the new site. Where something cannot be
// taken over as it is, it notes why the published folder has to stay.
func (d *Disk) carry(s *survey) error {
	return parallel.Try(d.ctx, 0, len(s.folders), func(i int) error {
		f := s.folders[i]
		if d.inPlace() || len(f.same) == 0 && len(f.foreign) == 0 && !f.empty {
			return nil
		}
		return d.carryFolder(f)
	}, nil)
}

func (d *Disk) carryFolder(f *folder) error {
	from, err := d.openOld(f.path)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := d.openLike(f.path, from)
	if err != nil {
		return err
	}
	defer to.Close()
	for _, e := range f.same {
		if err := d.carryFile(from, to, path.Join(f.path, e.Name()), false); err != nil {
			return err
		}
	}
	for _, e := range f.foreign {
		p := path.Join(f.path, e.Name())
		if e.Type() == fs.ModeSymlink {
			err = d.carryLink(p)
		} else {
			err = d.carryFile(from, to, p, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// carryFile makes a file of the published site one of the new site too: the same one, or where the file system has no such links
// a copy of the same time.
func (d *Disk) carryFile(from, to *os.File, p string, foreign bool) error {
	name := d.target.in(p)
	err := d.sys.do("link", name, func() error { return linkAt(from, to, path.Base(p)) })
	switch {
	case errors.Is(err, fs.ErrExist): // the file system takes two names for one
		return &ForeignError{Path: name, Files: 1}
	case err == nil || !refused(err):
		return err
	case errors.Is(err, syscall.EXDEV) || errors.Is(err, syscall.EBUSY):
		d.hinder(mountIn(name))
		return nil
	}
	var info fs.FileInfo
	err = d.sys.do("stat", name, func() (err error) {
		info, err = d.old.Lstat(p)
		return err
	})
	if err != nil {
		return err
	}
	if foreign && !(info.Mode().IsRegular() && own(info)) {
		d.hinder(cannotTakeOver(name))
		return nil
	}
	return d.copyFile(p, info)
}

func (d *Disk) copyFile(p string, info fs.FileInfo) error {
	name := d.target.in(p)
	source, err := d.sys.open(d.old, p, name)
	if err != nil {
		return err
	}
	defer source.Close()
	err = d.create(p, info.Mode().Perm(), func(w io.Writer) error {
		_, err := io.Copy(w, reader{d.sys, source, name})
		return err
	})
	if err == nil {
		err = d.sys.do("rights", name, func() error { return d.stage.tree.Chmod(p, info.Mode().Perm()) })
	}
	if err == nil {
		err = d.sys.do("time", name, func() error { return d.stage.tree.Chtimes(p, info.ModTime(), info.ModTime()) })
	}
	return err
}

// carryLink makes a symbolic link of the same text.
func (d *Disk) carryLink(p string) error {
	err := d.sys.do("symlink", d.target.in(p), func() error {
		to, err := d.old.Readlink(p)
		if err != nil {
			return err
		}
		return d.stage.tree.Symlink(to, p)
	})
	if refused(err) {
		d.hinder(cannotTakeOver(d.target.in(p)))
		return nil
	}
	return err
}

// More reasons why a folder is changed file by file.

func mountIn(name string) diag.Text {
	return diag.Textf("%s 是另外挂载的", "%s is mounted there", name)
}

func cannotTakeOver(name string) diag.Text {
	return diag.Textf("%s 不能带入新文件夹", "%s cannot be taken over into a new folder", name)
}

func rightsOf(name string) diag.Text {
	return diag.Textf("新文件夹不能有 %s 的属主和权限", "a new folder cannot be given the owner and the rights of %s", name)
}

func inUse(name string) diag.Text {
	return diag.Textf("系统不让移动 %s（正被使用，或是挂载点）", "the system does not let %s go (it is in use, or a mount point)", name)
}
