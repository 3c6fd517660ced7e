package diag

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

// Errors of Windows, whose numbers mean other things on other systems.
const (
	tooManyOpen      = syscall.Errno(4)
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
	diskFull         = syscall.Errno(112)
	nameTooLong      = syscall.Errno(206)
)

// IsErrno reports whether an error of the system is of a kind, or has one of Windows's own numbers there.
func IsErrno(err error, kind error, windows ...syscall.Errno) bool {
	if kind != nil && errors.Is(err, kind) {
		return true
	}
	var n syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &n) && slices.Contains(windows, n)
}

// OfSystem finds the words for an error of the file system. The file is called name, or, where that is "", as
// the error calls it; ok is false for an error of another kind.
func OfSystem(name string, err error) (message, hint Text, ok bool) {
	var one *fs.PathError
	var two *os.LinkError
	called, why := "", error(nil)
	switch {
	case errors.As(err, &one):
		called, why = one.Path, one.Err
	case errors.As(err, &two):
		called, why = two.New, two.Err
	default:
		return message, hint, false
	}
	if name == "" {
		name = filepath.ToSlash(called)
	}
	switch {
	case IsErrno(err, fs.ErrPermission):
		return Textf("没有权限访问 %s", "no permission for %s", name), Textf("请检查文件夹的权限", "check the permissions of the folder"), true
	case IsErrno(err, nil, sharingViolation, lockViolation):
		return Textf("%s 正被别的程序使用", "%s is in use by another program", name), Textf("请关闭打开它的程序，再运行一次", "close the program that has it open, and run the command again"), true
	case IsErrno(err, syscall.EMFILE, tooManyOpen), IsErrno(err, syscall.ENFILE):
		return Textf("打开的文件太多，无法打开 %s", "too many files are open: %s cannot be opened", name), Textf("请提高 ulimit -n，或用 --jobs 减少同时处理的页数", "raise ulimit -n, or work on fewer pages at once with --jobs"), true
	case IsErrno(err, syscall.ENOSPC, diskFull), IsErrno(err, syscall.EDQUOT):
		return Textf("磁盘已满，无法写入 %s", "the disk is full: %s cannot be written", name), Textf("请腾出空间，再运行一次", "make room, and run the command again"), true
	case IsErrno(err, syscall.EROFS):
		return Textf("磁盘是只读的，无法写入 %s", "the disk is read-only: %s cannot be written", name), Textf("请换一个可以写入的位置", "name a place that can be written to"), true
	case IsErrno(err, syscall.ENAMETOOLONG, nameTooLong):
		return Textf("名称太长：%s", "the name is too long: %s", name), Textf("请改短文件名，或把站点放到较浅的文件夹", "shorten it, or move the site to a folder higher up"), true
	case isFile(called) && (IsErrno(err, syscall.ENOTDIR) || one != nil && strings.HasSuffix(one.Err.Error(), "not a directory")): // os.OpenRoot says it without a number
		return Textf("%s 是文件，不是文件夹", "%s is a file, not a folder", name), Textf("请写一个文件夹", "name a folder"), true
	case IsErrno(err, syscall.ENOTDIR):
		return Textf("%s 的上级是文件，不是文件夹", "%s lies inside a file, not a folder", name), Textf("请换一个位置", "name another place"), true
	case IsErrno(err, fs.ErrNotExist) && one != nil && (one.Op == "stat" || one.Op == "lstat" || one.Op == "open" && isFolder(filepath.Dir(called))): // it was to be read, not made
		return Textf("找不到 %s", "%s is not there", name), Textf("请检查位置是否写对", "check the path"), true
	case IsErrno(err, fs.ErrNotExist) && one != nil && one.Op == "mkdir" && !isFolder(filepath.Dir(called)):
		return Textf("无法新建 %s：没有文件夹 %s", "%s cannot be made: there is no folder %s", name, filepath.ToSlash(filepath.Dir(name))), Textf("请先新建这个文件夹，或换一个位置", "make that folder first, or name another place"), true
	case IsErrno(err, fs.ErrNotExist):
		return Textf("找不到 %s，或不能在那里新建", "%s does not exist, or cannot be made there", name), Textf("请检查位置是否写对", "check the path"), true
	}
	return Textf("无法读写 %s", "%s cannot be read or written", name), Textf("系统的说明：%v", "the system says: %v", why), true
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}
