package sftpstore

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path"
	"strings"

	"github.com/pkg/sftp"

	"gongkai/generator/diag"
	"gongkai/generator/publish"
	"gongkai/generator/publish/filestore"
)

// Open returns the store of an address like sftp://user@host:port/path. The folder is made where only it is
// missing, unless dry. notice gets what the user should know of the server.
func Open(ctx context.Context, raw string, env func(string) string, dry bool, notice func(diag.Text)) (*filestore.Store, error) {
	t, err := address(raw)
	if err != nil {
		return nil, err
	}
	if err := t.configure(); err != nil {
		return nil, err
	}
	c, err := t.connect(ctx, env)
	if err != nil {
		return nil, err
	}
	s := newSystem(c.sftp, t.dir, t.host, c.close)
	there, err := s.begin(dry)
	if err != nil {
		return nil, errors.Join(err, c.close())
	}
	if !there {
		return filestore.Absent(), c.close()
	}
	if !s.posixRename {
		notice(diag.Textf("服务器不能一步替换文件：替换时读者可能有一瞬间看不到那个页面", "the server cannot replace a file in one step: while one is replaced a reader may miss it for a moment"))
	}
	return filestore.New(s), nil
}

// system is a folder of a server.
type system struct {
	c           *sftp.Client
	dir, host   string
	end         func() error
	posixRename bool
	hardLink    bool
	fsync       bool
}

func newSystem(c *sftp.Client, dir, host string, end func() error) *system {
	s := &system{c: c, dir: dir, host: host, end: end}
	_, s.posixRename = c.HasExtension("posix-rename@openssh.com")
	_, s.hardLink = c.HasExtension("hardlink@openssh.com")
	_, s.fsync = c.HasExtension("fsync@openssh.com")
	return s
}

// begin looks whether the folder is there, and makes it.
func (s *system) begin(dry bool) (there bool, err error) {
	info, err := s.c.Stat(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := s.c.Stat(path.Dir(s.dir)); err != nil || dry {
			return false, s.trouble(path.Dir(s.dir), err)
		}
		return true, s.trouble(s.dir, s.c.Mkdir(s.dir))
	}
	if err == nil && !info.IsDir() {
		return false, &publish.Error{Message: diag.Textf("%s 是文件，不是文件夹", "%s is a file, not a folder", s.dir),
			Hint: diag.Textf("请换一个位置", "name another place")}
	}
	return true, s.trouble(s.dir, err)
}

func (s *system) at(name string) string { return path.Join(s.dir, name) }

func (s *system) Lstat(name string) (fs.FileInfo, error) {
	info, err := s.c.Lstat(s.at(name))
	return info, s.trouble(name, err)
}

func (s *system) ReadDir(name string) ([]fs.FileInfo, error) {
	infos, err := s.c.ReadDir(s.at(name))
	return infos, s.trouble(name, err)
}

func (s *system) Open(name string) (filestore.Reader, error) {
	f, err := s.c.Open(s.at(name))
	if err != nil {
		return nil, s.trouble(name, err)
	}
	return &file{f, s, name}, nil
}

func (s *system) Continue(name string, offset int64) (filestore.Writer, error) {
	flag := os.O_WRONLY | os.O_CREATE
	if offset == 0 {
		flag |= os.O_TRUNC
	}
	f, err := s.c.OpenFile(s.at(name), flag)
	if err != nil {
		return nil, s.trouble(name, err)
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return nil, errors.Join(s.trouble(name, err), f.Close())
	}
	return &file{f, s, name}, nil
}

// file is an open file of the server.
type file struct {
	f    *sftp.File
	in   *system
	name string
}

func (f *file) Read(p []byte) (int, error) {
	n, err := f.f.Read(p)
	if errors.Is(err, io.EOF) {
		return n, io.EOF
	}
	return n, f.in.trouble(f.name, err)
}

// WriteTo implements io.WriterTo: it asks for several pieces at once.
func (f *file) WriteTo(w io.Writer) (int64, error) {
	n, err := f.f.WriteTo(w)
	return n, f.in.trouble(f.name, err)
}

func (f *file) Write(p []byte) (int, error) {
	n, err := f.f.Write(p)
	return n, f.in.trouble(f.name, err)
}

func (f *file) Stat() (fs.FileInfo, error) {
	info, err := f.f.Stat()
	return info, f.in.trouble(f.name, err)
}

func (f *file) Close() error { return f.in.trouble(f.name, f.f.Close()) }

func (f *file) Sync() error {
	if !f.in.fsync {
		return nil
	}
	return f.in.trouble(f.name, f.f.Sync())
}

func (s *system) Mkdir(name string, perm fs.FileMode) error {
	err := s.c.Mkdir(s.at(name))
	if err == nil && perm != 0o755 { // which is what the server's own mask makes of it
		err = s.c.Chmod(s.at(name), perm)
	}
	return s.trouble(name, err)
}

// Rename replaces in one step by the extension of OpenSSH. Without it a name that is taken cannot be given, so
// that what has it is removed first: killed in between, the file is missing until the next run, which finds
// the new one where it was sent to.
func (s *system) Rename(old, new string) error {
	if s.posixRename {
		return s.trouble(new, s.c.PosixRename(s.at(old), s.at(new)))
	}
	err := s.c.Rename(s.at(old), s.at(new))
	if err == nil || s.cut(err) {
		return s.trouble(new, err)
	}
	if err := s.c.Remove(s.at(new)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.trouble(new, err)
	}
	return s.trouble(new, s.c.Rename(s.at(old), s.at(new)))
}

// Claim makes a file of which nobody ever sees but the whole: with the extension of OpenSSH by a second
// name for one that is there already, else by the protocol's own exclusive opening.
func (s *system) Claim(name string, data []byte) error {
	if s.hardLink {
		temp := name + "-" + rand.Text()[:8]
		if err := s.create(temp, data, 0); err != nil {
			return err
		}
		err := s.c.Link(s.at(temp), s.at(name))
		if gone := s.c.Remove(s.at(temp)); gone != nil && s.cut(gone) {
			return s.trouble(temp, gone)
		}
		if err == nil || s.cut(err) {
			return s.trouble(name, err)
		}
		if _, there := s.c.Lstat(s.at(name)); there == nil {
			return fs.ErrExist
		} // else a file system without second names
	}
	return s.create(name, data, os.O_EXCL)
}

func (s *system) create(name string, data []byte, flag int) error {
	f, err := s.c.OpenFile(s.at(name), os.O_WRONLY|os.O_CREATE|flag)
	if err != nil {
		if _, there := s.c.Lstat(s.at(name)); there == nil && flag != 0 {
			return fs.ErrExist // the protocol has no number for it
		}
		return s.trouble(name, err)
	}
	_, err = f.Write(data)
	return s.trouble(name, errors.Join(err, f.Close()))
}

func (s *system) Remove(name string) error { return s.trouble(name, s.c.Remove(s.at(name))) }
func (s *system) RemoveDir(name string) error {
	return s.trouble(name, s.c.RemoveDirectory(s.at(name)))
}

// SyncDir does nothing: the protocol has no such request.
func (s *system) SyncDir(string) error { return nil }

func (s *system) Close() error { return s.end() }

// cut says whether an error means that the connection is gone.
func (s *system) cut(err error) bool {
	var op *net.OpError
	return errors.Is(err, sftp.ErrSSHFxConnectionLost) || errors.Is(err, sftp.ErrSSHFxNoConnection) || errors.Is(err, io.EOF) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, net.ErrClosed) || errors.As(err, &op)
}

// trouble finds the words for an error of a request.
func (s *system) trouble(name string, err error) error {
	if err == nil {
		return nil
	}
	var already *publish.Error
	if errors.As(err, &already) {
		return err
	}
	where := name
	if !strings.HasPrefix(name, "/") {
		where = s.at(name)
	}
	e := &publish.Error{Err: err}
	var status *sftp.StatusError
	switch {
	case s.cut(err):
		e.Message = diag.Textf("与 %s 的连接断了", "the connection to %s was cut", s.host)
		e.Hint = diag.Textf("已经送到的不会再发送；网络恢复后再运行一次", "what has arrived is not sent again; run the command again when the network is back")
	case errors.Is(err, fs.ErrNotExist):
		e.Message = diag.Textf("服务器上找不到 %s", "the server has no %s", where)
		e.Hint = diag.Textf("请检查路径；只有最后一级文件夹会自动新建", "check the path; only its last folder is made if it is missing")
	case errors.Is(err, fs.ErrPermission):
		e.Message = diag.Textf("服务器不允许读写 %s", "the server does not permit %s to be read or written", where)
		e.Hint = diag.Textf("请检查该用户在服务器上的权限", "check what the user may do on the server")
	case errors.As(err, &status):
		e.Message = diag.Textf("服务器没有完成对 %s 的操作，也没有说明原因", "the server did not do what was asked for %s, and gave no reason", where)
		e.Hint = diag.Textf("多半是磁盘已满或超出配额，也可能是磁盘只读；处理后再运行一次，已经送到的不会再发送", "mostly the disk is full, a quota is used up, or the disk is read-only; mend it and run the command again: what has arrived is not sent again")
	default:
		e.Message = diag.Textf("服务器对 %s 的回答读不懂", "the server's answer about %s cannot be understood", where)
		e.Hint = diag.Textf("系统的说明：%v", "the system says: %v", err)
	}
	return e
}
