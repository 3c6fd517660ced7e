package workspace

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gongkai/generator/config"
)

// ErrOutput says that a folder is not a place for a site's output.
var ErrOutput = errors.New("the output cannot go into this folder")

// OutputFolder is the folder to write to.
func (o Options) OutputFolder(cfg *config.Config) string {
	return cmp.Or(o.Out, filepath.Join(o.Site, filepath.FromSlash(cfg.Output)))
}

// CheckOutput refuses to publish into a site's folder itself, one that it lies in, what the site is made
// from, or where a version control system keeps its files.
func (o Options) CheckOutput(out string) error {
	dir, err := filepath.Abs(o.Site)
	if err != nil {
		return fmt.Errorf("the site's folder: %w", err)
	}
	to, err := filepath.Abs(out)
	if err != nil {
		return fmt.Errorf("the output folder: %w", err)
	}
	to = followed(to)
	refused := inside(to, followed(dir)) || config.Versioned(filepath.ToSlash(to))
	for _, of := range config.SourceFolders() {
		refused = refused || inside(followed(filepath.Join(dir, of)), to)
	}
	if refused {
		return fmt.Errorf("%w: %s", ErrOutput, filepath.ToSlash(out))
	}
	return nil
}

// followed is where a path leads through links, as far as it is there.
func followed(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	if up := filepath.Dir(name); up != name {
		return filepath.Join(followed(up), filepath.Base(name))
	}
	return name
}

// inside reports whether a path is a folder or lies below it.
func inside(folder, name string) bool {
	for up := filepath.Dir(name); ; name, up = up, filepath.Dir(up) {
		if same(folder, name) {
			return true
		}
		if up == name {
			return false
		}
	}
}

// same reports whether two paths name one folder, also where a system does not tell
// capitals from small letters.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
