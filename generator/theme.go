package generator

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"gongkai/generator/audit"
	"gongkai/generator/audit/gate"
	"gongkai/generator/output"
	"gongkai/generator/workspace"
	"gongkai/generator/workspace/unionfs"
	"gongkai/themes"
)

// Faults of asking for a file of a theme.
var (
	ErrNoThemeFile = errors.New("the theme has no such file")
	ErrThemeFile   = errors.New("the site's theme has the file already")
	ErrThemeName   = errors.New("the theme's name is not that of a folder in themes")
)

// ThemeFiles are what gives a site its looks: the files of the default theme, and over them those
// of the site's own.
type ThemeFiles struct {
	Name   string
	Folder string   // for the site's own files, themes/<name>; it need not be there
	Others []string // the other folders in themes
	Files  []ThemeFile
}

// ThemeFile is a file of the theme in force.
type ThemeFile struct {
	Path    string // in the theme
	Own     bool   // the site's own counts
	Default bool   // the default theme has it
}

// ListTheme lists the files of the theme in force.
func ListTheme(o Options) (*ThemeFiles, error) {
	root, cfg, err := o.OpenSite()
	if err != nil {
		return nil, err
	}
	defer root.Close()
	t := &ThemeFiles{Name: cfg.Theme, Folder: "themes/" + cfg.Theme}
	if !fs.ValidPath(t.Folder) || path.Dir(t.Folder) != "themes" {
		return nil, ErrThemeName
	}
	entries, err := fs.ReadDir(root.FS(), "themes")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, e := range entries {
		if e.IsDir() && e.Name() != cfg.Theme {
			t.Others = append(t.Others, e.Name())
		}
	}
	over := fs.FS(nil)
	if workspace.HasTheme(root.FS(), cfg.Theme) {
		if over, err = fs.Sub(root.FS(), t.Folder); err != nil {
			return nil, err
		}
	}
	err = fs.WalkDir(unionfs.New(over, themes.Default()), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f := ThemeFile{Path: name}
		if over != nil {
			_, err := fs.Stat(over, name)
			f.Own = err == nil
		}
		_, err = fs.Stat(themes.Default(), name)
		f.Default = err == nil
		t.Files = append(t.Files, f)
		return nil
	})
	return t, err
}

// File finds a file of the theme by its path, or by its name where only one has it.
func (t *ThemeFiles) File(name string) (ThemeFile, error) {
	name = strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), t.Folder+"/")
	var named []ThemeFile
	for _, f := range t.Files {
		if f.Path == name {
			return f, nil
		}
		if path.Base(f.Path) == name {
			named = append(named, f)
		}
	}
	if len(named) != 1 {
		return ThemeFile{}, ErrNoThemeFile
	}
	return named[0], nil
}

// Near lists the paths in the theme that end like the name.
func (t *ThemeFiles) Near(name string) []string {
	var out []string
	for _, f := range t.Files {
		if strings.TrimSuffix(path.Base(f.Path), path.Ext(f.Path)) == strings.TrimSuffix(path.Base(name), path.Ext(name)) {
			out = append(out, f.Path)
		}
	}
	return out
}

// EjectThemeFile copies a file of the default theme into the site's own, where it may
// be changed, and returns its path in the site. It never writes over a file.
func EjectThemeFile(o Options, name string) (string, error) {
	t, err := ListTheme(o)
	if err != nil {
		return "", err
	}
	f, err := t.File(name)
	if err != nil {
		return "", err
	}
	to := t.Folder + "/" + f.Path
	if f.Own {
		return to, ErrThemeFile
	}
	data, err := fs.ReadFile(themes.Default(), f.Path)
	if err != nil {
		return "", err
	}
	root, _, err := o.OpenSite()
	if err != nil {
		return "", err
	}
	defer root.Close()
	if err := root.MkdirAll(path.Dir(to), 0o755); err != nil {
		return "", fmt.Errorf("%s: %w", path.Dir(to), err)
	}
	w, err := root.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", err
	}
	_, err = w.Write(data)
	return to, errors.Join(err, w.Close())
}

// Components writes into a folder a page that shows the parts of which the site's theme
// makes pages, each with its examples, and the theme's assets.
func Components(ctx context.Context, o Options, folder string) error {
	p, err := workspace.Read(ctx, o, true)
	if err != nil {
		return err
	}
	defer p.Close()
	if err := o.CheckOutput(folder); err != nil {
		return err
	}
	x, err := renderingOf(p, o)
	if err != nil {
		return err
	}
	page, files, err := x.Components()
	if err != nil {
		return err
	}
	index := output.File{Path: "index.html", Data: page}
	if faults := audit.Page(index); len(faults) > 0 {
		return gate.Theme(faults)
	}
	sink, err := newDisk(ctx, o, folder, output.Options{})
	if err != nil {
		return err
	}
	err = sink.Write(index)
	for path, data := range files {
		if err == nil {
			err = sink.Write(output.File{Path: path, Data: data})
		}
	}
	if err != nil {
		return errors.Join(err, sink.Abort())
	}
	return sink.Close()
}
