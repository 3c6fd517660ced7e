package cli

import (
	"io/fs"
	"syscall"

	"gongkai/generator/diag"
)

// Errors of Windows, whose numbers mean other things on other systems.
const (
	brokenPipe     = syscall.Errno(109)
	pipeClosing    = syscall.Errno(232)
	addressInUse   = syscall.Errno(10048)
	addressUnknown = syscall.Errno(10049)
)

// unwritten is the error of writing what an option names, with words for the user.
func unwritten(name, option string, err error) error {
	if message, hint, ok := diag.Unwritten(name, option, err); ok {
		return &userError{message, hint}
	}
	return err
}

// unheard says why an address cannot be listened on.
func unheard(err error) diag.Text {
	switch {
	case diag.IsErrno(err, syscall.EADDRINUSE, addressInUse):
		return diag.Textf("已被别的程序占用", "it is in use by another program")
	case diag.IsErrno(err, fs.ErrPermission):
		return diag.Textf("没有权限", "no permission")
	case diag.IsErrno(err, syscall.EADDRNOTAVAIL, addressUnknown):
		return diag.Textf("本机没有这个地址", "this machine has no such address")
	}
	return diag.Textf("请检查地址和端口（%v）", "check the address and the port (%v)", err)
}
