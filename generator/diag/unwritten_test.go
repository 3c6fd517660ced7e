package diag

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What cannot be written is named, with the reason and what to do, whatever the system calls it.
func TestUnwritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, c := range []struct {
		name           string
		write          func(string) error
		zh, en, hinted string
	}{
		{"missing/a.wacz", func(name string) error { return os.WriteFile(name, nil, 0o644) }, "无法写入 missing/a.wacz：没有文件夹 missing", "missing/a.wacz cannot be written: there is no folder missing", "新建这个文件夹，或用 --out"},
		{"file/a.wacz", func(name string) error { return os.WriteFile(name, nil, 0o644) }, "无法写入 file/a.wacz：file 是文件，不是文件夹", "file/a.wacz cannot be written: file is a file", "用 --out 写到别处"},
		{"file/a/b", func(name string) error { return os.MkdirAll(name, 0o755) }, "file 是文件，不是文件夹", "file is a file", "用 --out 写到别处"},
		{"file", func(name string) error { return os.MkdirAll(name, 0o755) }, "无法写入 file：它是文件，不是文件夹", "it is a file, not a folder", "用 --out 写一个文件夹"},
		{".", func(string) error { return &fs.PathError{Op: "open", Path: ".", Err: syscall.EISDIR} }, "它是文件夹，不是文件", "it is a folder, not a file", "用 --out 写一个文件名"},
		{"a.wacz", func(string) error { return &fs.PathError{Op: "open", Path: "a.wacz", Err: fs.ErrPermission} }, "无法写入 a.wacz：没有权限", "no permission", "权限，或用 --out"},
		{"a.wacz", func(string) error { return &fs.PathError{Op: "write", Path: "a.wacz", Err: syscall.ENOSPC} }, "磁盘已满，无法写入 a.wacz", "the disk is full", "腾出空间"},
	} {
		err := c.write(filepath.FromSlash(c.name))
		message, hint, ok := Unwritten(filepath.FromSlash(c.name), "--out", err)
		if !ok || !strings.Contains(message.ZH, c.zh) || !strings.Contains(message.EN, c.en) || !strings.Contains(hint.ZH, c.hinted) || hint.EN == "" {
			t.Errorf("%s, %v: got %q, %q with the hint %q, want %q, %q and %q", c.name, err, message.ZH, message.EN, hint.ZH, c.zh, c.en, c.hinted)
		}
	}
	if _, _, ok := Unwritten("a", "--out", errors.New("x")); ok {
		t.Error("got words for an error that is no file's, want none")
	}
}
