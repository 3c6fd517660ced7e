package diag

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Unwritten finds the words for an error of writing a file or a folder that an option names: what cannot be written,
// why, and what to do. ok is false for an error that is none of the file system's.
func Unwritten(name, option string, err error) (message, hint Text, ok bool) {
	if _, _, ok := OfSystem(name, err); !ok {
		return message, hint, false
	}
	shown, dir := filepath.ToSlash(name), filepath.Dir(name)
	because := func(zh, en string, args ...any) Text {
		return Textf("无法写入 %s：%s", "%s cannot be written: %s", shown, Textf(zh, en, args...))
	}
	if info, err2 := os.Stat(name); err2 == nil && !info.IsDir() && errors.Is(err, syscall.ENOTDIR) {
		return because("它是文件，不是文件夹", "it is a file, not a folder"), Textf("请用 %s 写一个文件夹", "name a folder with %s", option), true
	}
	if above, file := firstAbove(dir); file {
		return because("%s 是文件，不是文件夹", "%s is a file, not a folder", filepath.ToSlash(above)), Textf("请用 %s 写到别处", "name another place with %s", option), true
	}
	switch info, there := os.Stat(dir); {
	case errors.Is(there, fs.ErrNotExist):
		return because("没有文件夹 %s", "there is no folder %s", filepath.ToSlash(dir)), Textf("请先新建这个文件夹，或用 %s 写到别处", "make that folder first, or name another with %s", option), true
	case IsErrno(err, fs.ErrPermission):
		return because("没有权限", "no permission"), Textf("请检查文件夹的权限，或用 %s 写到别处", "check the permissions of the folder, or name another place with %s", option), true
	case there == nil && info.IsDir() && IsErrno(err, syscall.EISDIR):
		return because("它是文件夹，不是文件", "it is a folder, not a file"), Textf("请用 %s 写一个文件名", "name a file with %s", option), true
	}
	message, hint, _ = OfSystem(shown, err)
	return message, hint, true
}

// firstAbove is the nearest path that is there, of a folder and those above it, and whether it is a file.
func firstAbove(dir string) (at string, file bool) {
	for at = dir; ; at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil {
			return at, !info.IsDir()
		}
		if at == filepath.Dir(at) {
			return at, false
		}
	}
}
