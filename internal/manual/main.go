// Command manual writes the site of the manual, a folder that gongkai builds, from the
// pages in docs/ and docs/zh/: manual DOCS SITE.
//
// The tables of contents, README.md of either language, say which pages there are, in
// which order and of which kind. Each page becomes a category of a catalog, since these
// have an order: content/<language>/catalog/<kind>/<page>/_index.md.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed theme gongkai.yaml labels.yaml
var site embed.FS

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: manual DOCS SITE")
		os.Exit(2)
	}
	if err := write(os.DirFS(os.Args[1]), os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "manual:", err)
		os.Exit(1)
	}
}

// write puts the site made from docs into the folder to, in place of what was there.
func write(docs fs.FS, to string) error {
	files, err := arrange(docs)
	if err != nil {
		return err
	}
	for _, folder := range []string{"content", "static", "themes"} {
		if err := os.RemoveAll(filepath.Join(to, folder)); err != nil {
			return err
		}
	}
	for name, data := range files {
		at := filepath.Join(to, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
