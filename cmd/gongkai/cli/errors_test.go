package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"gongkai/generator"
	"gongkai/generator/output"
)

// What the system says of a disk is told in both languages, wherever it was wrapped.
func TestTrouble(t *testing.T) {
	for _, c := range []struct {
		err      error
		zh, text string
	}{
		{&fs.PathError{Op: "mkdir", Path: "public/a", Err: syscall.EACCES}, "没有权限访问 public/a", "no permission for public/a"},
		{&os.LinkError{Op: "rename", Old: "x", New: "public/a", Err: syscall.ENOSPC}, "磁盘已满，无法写入 public/a", "the disk is full"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.EROFS}, "磁盘是只读的", "read-only"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.ENOTDIR}, "上级是文件", "inside a file"},
		{&fs.PathError{Op: "mkdir", Path: "/proc/x", Err: syscall.ENOENT}, "找不到 /proc/x", "/proc/x does not exist"},
		{&fs.PathError{Op: "open", Path: "public/a", Err: syscall.EMFILE}, "打开的文件太多，无法打开 public/a", "too many files are open"},
		{&fs.PathError{Op: "write", Path: "public/a", Err: syscall.EDQUOT}, "磁盘已满，无法写入 public/a", "the disk is full"},
		{&fs.PathError{Op: "open", Path: "public", Err: syscall.EIO}, "无法读写 public", "cannot be read or written"},
	} {
		message, hint, ok := trouble(fmt.Errorf("output: %w", c.err))
		if !ok || !strings.Contains(message.ZH, c.zh) || !strings.Contains(message.EN, c.text) || hint.ZH == "" || hint.EN == "" {
			t.Errorf("%v: %v %q %q", c.err, ok, message.ZH, message.EN)
		}
	}
	if _, _, ok := trouble(errors.New("x")); ok {
		t.Error("an error of no file has the words of one")
	}
}

// What publishing has to say is said in both languages, with a hint.
func TestTroubleWithTheOutput(t *testing.T) {
	for _, c := range []struct {
		err      error
		zh, text string
	}{
		{&output.BusyError{Folder: "public", Builder: "server, PID 12"}, "另一次生成正在写入 public（server, PID 12）", "another build (server, PID 12) is writing to public"},
		{&output.HalfwayError{Folder: "public", Err: &fs.PathError{Op: "rename", Path: "public/a", Err: syscall.ENOSPC}}, "public 只更新了一部分：磁盘已满，无法写入 public/a", "public is only partly updated: the disk is full: public/a"},
		{&output.ForeignError{Path: "public/a", Files: 2}, "public/a（共 2 个）", "public/a (2 files)"},
		{fmt.Errorf("%w: public", generator.ErrOutput), "版本库", "version control"},
	} {
		message, hint := (&app{}).explain(fmt.Errorf("output: %w", c.err))
		if !strings.Contains(message.ZH, c.zh) || !strings.Contains(message.EN, c.text) || hint.ZH == "" || hint.EN == "" {
			t.Errorf("%v: got %q %q with the hint %q, want %q %q", c.err, message.ZH, message.EN, hint.EN, c.zh, c.text)
		}
	}
}
