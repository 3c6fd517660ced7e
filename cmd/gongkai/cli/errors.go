package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"

	"gongkai/generator/diag"
)

// What Windows calls some troubles; its numbers mean other things elsewhere.
const (
	sharingViolation = syscall.Errno(32)
	lockViolation    = syscall.Errno(33)
	diskFull         = syscall.Errno(112)
	nameTooLong      = syscall.Errno(206)
	brokenPipe       = syscall.Errno(109)
	pipeClosing      = syscall.Errno(232)
	addressInUse     = syscall.Errno(10048)
	addressUnknown   = syscall.Errno(10049)
)

// is reports whether an error is of a kind, or one of Windows's own there.
func is(err error, kind error, windows ...syscall.Errno) bool {
	if kind != nil && errors.Is(err, kind) {
		return true
	}
	var n syscall.Errno
	return runtime.GOOS == "windows" && errors.As(err, &n) && slices.Contains(windows, n)
}

// trouble finds the words for an error of the file system; ok is false for another.
func trouble(err error) (message, hint diag.Text, ok bool) {
	name := ""
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &one):
		name = filepath.ToSlash(one.Path)
	case errors.As(err, &two):
		name = filepath.ToSlash(two.New)
	default:
		return message, hint, false
	}
	switch {
	case is(err, fs.ErrPermission):
		return diag.Textf("没有权限访问 %s", "no permission for %s", name), diag.Textf("请检查文件夹的权限", "check the permissions of the folder"), true
	case is(err, nil, sharingViolation, lockViolation):
		return diag.Textf("%s 正被别的程序使用", "%s is in use by another program", name), diag.Textf("请关闭打开它的程序，再运行一次", "close the program that has it open, and run the command again"), true
	case is(err, syscall.EMFILE) || is(err, syscall.ENFILE):
		return diag.Textf("打开的文件太多，无法打开 %s", "too many files are open: %s cannot be opened", name), diag.Textf("请提高 ulimit -n，或用 --jobs 减少同时处理的页数", "raise ulimit -n, or work on fewer pages at once with --jobs"), true
	case is(err, syscall.ENOSPC, diskFull) || is(err, syscall.EDQUOT):
		return diag.Textf("磁盘已满，无法写入 %s", "the disk is full: %s cannot be written", name), diag.Textf("请腾出空间，再运行一次", "make room, and run the command again"), true
	case is(err, syscall.EROFS):
		return diag.Textf("磁盘是只读的，无法写入 %s", "the disk is read-only: %s cannot be written", name), diag.Textf("请换一个可以写入的位置", "name a place that can be written to"), true
	case is(err, syscall.ENAMETOOLONG, nameTooLong):
		return diag.Textf("名称太长：%s", "the name is too long: %s", name), diag.Textf("请改短文件名，或把站点放到较浅的文件夹", "shorten it, or move the site to a folder higher up"), true
	case is(err, syscall.ENOTDIR):
		return diag.Textf("%s 的上级是文件，不是文件夹", "%s lies inside a file, not a folder", name), diag.Textf("请换一个位置", "name another place"), true
	case is(err, fs.ErrNotExist):
		return diag.Textf("找不到 %s，或不能在那里新建", "%s does not exist, or cannot be made there", name), diag.Textf("请检查位置是否写对", "check the path"), true
	}
	return diag.Textf("无法读写 %s", "%s cannot be read or written", name), diag.Textf("系统的说明：%v", "the system says: %v", err), true
}

// unheard says why an address cannot be listened on.
func unheard(err error) diag.Text {
	switch {
	case is(err, syscall.EADDRINUSE, addressInUse):
		return diag.Textf("已被别的程序占用", "it is in use by another program")
	case is(err, fs.ErrPermission):
		return diag.Textf("没有权限", "no permission")
	case is(err, syscall.EADDRNOTAVAIL, addressUnknown):
		return diag.Textf("本机没有这个地址", "this machine has no such address")
	}
	return diag.Textf("请检查地址和端口（%v）", "check the address and the port (%v)", err)
}
