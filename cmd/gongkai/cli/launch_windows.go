package cli

import (
	"syscall"

	"github.com/inconshreveable/mousetrap"
)

// startedByExplorer reports whether the program was started by a double click.
func startedByExplorer() bool { return mousetrap.StartedByExplorer() }

// uiLanguage is Windows' identifier of the language in which it talks to the person.
func uiLanguage() uint16 {
	id, _, _ := syscall.NewLazyDLL("kernel32.dll").NewProc("GetUserDefaultUILanguage").Call()
	return uint16(id)
}
