package cli

import (
	"os"
	"syscall"
)

// sequences asks a console of Windows to follow them, which it prints as they are
// otherwise, and reports whether it does.
func sequences(f *os.File) bool {
	const virtual = 0x0004 // ENABLE_VIRTUAL_TERMINAL_PROCESSING
	console := syscall.Handle(f.Fd())
	var mode uint32
	if syscall.GetConsoleMode(console, &mode) != nil {
		return false
	}
	if mode&virtual != 0 {
		return true
	}
	ok, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("SetConsoleMode").Call(uintptr(console), uintptr(mode|virtual))
	return ok != 0
}
