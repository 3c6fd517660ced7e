package workspace

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"gongkai/generator/config"
	"gongkai/generator/form"
	"gongkai/generator/render/html"
	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

// HasTheme reports whether a site has a folder for a theme.
func HasTheme(site fs.FS, theme string) bool {
	dir := "themes/" + theme
	if !fs.ValidPath(dir) || path.Dir(dir) != "themes" {
		return false
	}
	info, err := fs.Stat(site, dir)
	return err == nil && info.IsDir()
}

// Theme is a site's theme as it was read last. It outlives the snapshots of a site for as
// long as none of its files changes.
type Theme struct {
	Parsed   func() (*html.Theme, error) // when first asked for, which a check does not
	name     string
	language string
	domain   string
	own      [sha256.Size]byte // the files that the site has itself
	forms    *form.Catalogue   // for which tables and workbooks were compiled
	Books    sync.Map          // of the encoders
}

// loadTheme reads the site's own theme, file by file over the default one. old, which may
// be nil, is returned where it is the same.
func loadTheme(site fs.FS, cfg *config.Config, forms *form.Catalogue, old *Theme) *Theme {
	t := &Theme{name: cfg.Theme, language: cfg.Language, domain: cfg.Domain(), forms: forms}
	files := themes.Default()
	if _, err := fs.Stat(site, "themes/"+cfg.Theme); err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrInvalid) {
		// It may be there: the site does not look as it should without it.
		t.Parsed = func() (*html.Theme, error) { return nil, inSite(err, "themes/"+cfg.Theme) }
		return t
	}
	if HasTheme(site, cfg.Theme) { // another theme than the default that is not there is a finding
		own, err := fs.Sub(site, "themes/"+cfg.Theme)
		if err != nil {
			t.Parsed = func() (*html.Theme, error) { return nil, fmt.Errorf("theme %q: %w", cfg.Theme, err) }
			return t
		}
		t.own = fingerprint(own, filesIn(own))
		files = unionfs.New(own, files)
	}
	if old.serves(cfg, forms) && old.own == t.own {
		return old
	}
	t.Parsed = sync.OnceValues(func() (*html.Theme, error) {
		theme, err := html.ReadTheme(files, cfg.Language, t.domain)
		return theme, inSite(err, "themes/"+cfg.Theme)
	})
	return t
}

// inSite makes an error that names a file of a folder name it by its path in the site.
func inSite(err error, folder string) error {
	var file *fs.PathError
	if errors.As(err, &file) && !strings.Contains(filepath.ToSlash(file.Path), folder+"/") {
		return &fs.PathError{Op: file.Op, Path: path.Join(folder, file.Path), Err: file.Err}
	}
	return err
}

// serves reports whether t was loaded for cfg and forms. It ignores changes of files. A nil theme
// serves nothing.
func (t *Theme) serves(cfg *config.Config, forms *form.Catalogue) bool {
	return t != nil && t.name == cfg.Theme && t.language == cfg.Language && t.domain == cfg.Domain() && t.forms == forms
}

// filesIn lists the files of a folder and of those in it.
func filesIn(folder fs.FS) []string {
	var names []string
	_ = fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return nil // what cannot be read is as if it were not there
	})
	return names
}
