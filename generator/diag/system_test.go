package diag

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

// An error of the file system has words in both languages, however it was wrapped.
func TestOfSystem(t *testing.T) {
	for _, c := range []struct {
		err      error
		zh, text string
	}{
		{&fs.PathError{Op: "mkdir", Path: "public/a", Err: syscall.EACCES}, "没有权限访问 public/a", "no permission for public/a"},
		{&os.LinkError{Op: "rename", Old: "x", New: "public/a", Err: syscall.ENOSPC}, "磁盘已满，无法写入 public/a", "the disk is full"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.EROFS}, "磁盘是只读的", "read-only"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.ENOTDIR}, "上级是文件", "inside a file"},
		{&fs.PathError{Op: "mkdir", Path: "/proc/x", Err: syscall.ENOENT}, "找不到 /proc/x，或不能在那里新建", "/proc/x does not exist"},
		{&fs.PathError{Op: "mkdir", Path: "missing/www", Err: syscall.ENOENT}, "无法新建 missing/www：没有文件夹 missing", "there is no folder missing"},
		{&fs.PathError{Op: "open", Path: "office.key", Err: syscall.ENOENT}, "找不到 office.key", "office.key is not there"},
		{&fs.PathError{Op: "mkdir", Path: "system.go", Err: syscall.ENOTDIR}, "system.go 是文件，不是文件夹", "system.go is a file, not a folder"},
		{&fs.PathError{Op: "open", Path: "system.go", Err: errors.New("not a directory")}, "system.go 是文件，不是文件夹", "system.go is a file, not a folder"},
		{&fs.PathError{Op: "stat", Path: "www", Err: syscall.ENOENT}, "找不到 www", "www is not there"},
		{&fs.PathError{Op: "open", Path: "public/a", Err: syscall.EMFILE}, "打开的文件太多，无法打开 public/a", "too many files are open"},
		{&fs.PathError{Op: "write", Path: "public/a", Err: syscall.EDQUOT}, "磁盘已满，无法写入 public/a", "the disk is full"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.EIO}, "无法读写 public", "cannot be read or written"},
		{&fs.PathError{Op: "open", Path: "content/a.md", Err: syscall.EMFILE}, "打开的文件太多", "too many files are open"},
	} {
		message, hint, ok := OfSystem("", fmt.Errorf("output: %w", c.err))
		if !ok || !strings.Contains(message.ZH, c.zh) || !strings.Contains(message.EN, c.text) || hint.ZH == "" || hint.EN == "" {
			t.Errorf("%v: got %q, %q, hint %v, want %q, %q and a hint", c.err, message.ZH, message.EN, hint, c.zh, c.text)
		}
	}
	if _, _, ok := OfSystem("", errors.New("x")); ok {
		t.Error("x: got the words for an error of a file, want none")
	}
	_, hint, _ := OfSystem("a.md", &fs.PathError{Op: "read", Path: "/srv/a.md", Err: syscall.EIO})
	if strings.Contains(hint.EN, "/srv") || !strings.Contains(hint.EN, syscall.EIO.Error()) {
		t.Errorf("got the hint %q, want %q without the path", hint.EN, syscall.EIO)
	}
}
