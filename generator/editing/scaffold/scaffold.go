// Package scaffold writes what a person starts from: a new site, and a new report
// with every row under its printed label.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/editing/textedit"
)

//go:embed all:site
var starter embed.FS

// ErrExists says that a file or folder is there already; nothing was written.
var ErrExists = errors.New("already there")

// Site writes a new site, with one fictitious agency and one report, into a folder
// that does not exist or is empty. It returns the files written.
func Site(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(entries) > 0 {
		return nil, fmt.Errorf("%s: %w", filepath.ToSlash(dir), ErrExists)
	}
	var written []string
	err = fs.WalkDir(starter, "site", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "site" {
			return err
		}
		rel := name[len("site/"):]
		// A name with a dot would hide it from tools.
		switch top, below, _ := strings.Cut(rel, "/"); top {
		case "gitignore", "vscode":
			rel = path.Join("."+top, below)
		}
		to := filepath.Join(dir, filepath.FromSlash(rel))
		if d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		written = append(written, rel)
		return os.WriteFile(to, data, 0o644)
	})
	return written, err
}

// Create writes a new file, whole or not at all, and refuses to replace one.
func Create(name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	err = textedit.Create(root, filepath.Base(name), data)
	var of *fs.PathError
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s: %w", filepath.ToSlash(name), ErrExists)
	case errors.As(err, &of):
		return &fs.PathError{Op: of.Op, Path: name, Err: of.Err}
	}
	return err
}
