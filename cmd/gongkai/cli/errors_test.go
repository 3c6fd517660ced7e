package cli

import (
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"gongkai/generator"
	"gongkai/generator/output"
)

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
