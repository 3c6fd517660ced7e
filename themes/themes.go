// Package themes holds the default theme.
package themes

import (
	"embed"
	"io/fs"
)

//go:embed all:default
var files embed.FS

// Default returns the default theme: layouts, pages, partials, labels and assets.
func Default() fs.FS {
	theme, err := fs.Sub(files, "default")
	if err != nil { // the path is a constant
		panic(err)
	}
	return theme
}
