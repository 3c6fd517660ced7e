package cli

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) themeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "theme",
		Short:   a.text("网站的主题", "the site's theme"),
		Example: "  gongkai theme list\n  gongkai theme eject footer.html",
		Long: a.text("网站的主题：默认主题，加上站点 themes/ 下自己的文件。自己的文件逐个替换默认主题的同名文件，只需要放改动了的。",
			"The site's theme: the default one, and over it the files in the site's own themes/. A file of the site's own replaces the default one of the same path; only what is changed need be there."),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return c.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	c.AddCommand(a.themeListCommand(), a.themeWhichCommand(), a.themeEjectCommand(), a.themeComponentsCommand())
	return c
}

func (a *app) themeListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   a.text("列出主题的文件，注明用哪一个", "list the theme's files, and which of two is used"),
		Example: "  gongkai theme list",
		Args:    a.arguments(0, 0),
		RunE: func(*cobra.Command, []string) error {
			t, err := a.theme()
			if err != nil {
				return err
			}
			fmt.Fprintln(a.notes(), a.text("主题 %s，自己的文件放在 %s", "theme %s; its own files are in %s", t.Name, t.Folder))
			if len(t.Others) > 0 {
				fmt.Fprintln(a.notes(), a.text("themes/ 下另有没有采用的主题：%s", "other themes in themes/, not in use: %s", diag.Listed(t.Others)))
			}
			for _, f := range t.Files {
				fmt.Fprintf(a.out, "%-36s %s\n", f.Path, a.where(t, f))
			}
			return nil
		},
	}
}

// where says which file counts.
func (a *app) where(t *generator.ThemeFiles, f generator.ThemeFile) string {
	switch {
	case !f.Own:
		return a.text("默认", "default")
	case !f.Default:
		return t.Folder + "/" + f.Path + a.text("（默认主题没有这个文件）", " (the default theme has no such file)")
	}
	return t.Folder + "/" + f.Path
}

func (a *app) themeWhichCommand() *cobra.Command {
	return &cobra.Command{
		Use:     a.text("which 文件", "which FILE"),
		Short:   a.text("这个文件用的是默认主题的还是自己的", "whether a file is the default theme's or the site's own"),
		Example: "  gongkai theme which footer.html",
		Args:    a.arguments(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := a.theme()
			if err != nil {
				return err
			}
			f, err := t.File(args[0])
			if err != nil {
				return a.noThemeFile(t, args[0])
			}
			fmt.Fprintln(a.out, a.where(t, f))
			return nil
		},
	}
}

func (a *app) themeEjectCommand() *cobra.Command {
	return &cobra.Command{
		Use:     a.text("eject 文件", "eject FILE"),
		Short:   a.text("把默认主题的一个文件复制到自己的主题里，以便修改", "copy a file of the default theme into the site's own, to change it"),
		Example: "  gongkai theme eject footer.html",
		Args:    a.arguments(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			t, err := a.theme()
			if err != nil {
				return err
			}
			to, err := generator.EjectThemeFile(generator.Options{Site: a.site}, args[0])
			switch {
			case errors.Is(err, generator.ErrNoThemeFile):
				return a.noThemeFile(t, args[0])
			case errors.Is(err, generator.ErrThemeFile):
				return &userError{diag.Textf("%s 已经存在，没有覆盖", "%s is there already and was left alone", to), diag.Textf("要重新复制，请先移走它", "move it away first to copy the file again")}
			case err != nil:
				return err
			}
			fmt.Fprintln(a.out, to)
			return nil
		},
	}
}

func (a *app) themeComponentsCommand() *cobra.Command {
	out := ""
	c := &cobra.Command{
		Use:     "components",
		Short:   a.text("生成一页，展示主题的每个部件", "write a page that shows each part of the theme"),
		Example: "  gongkai theme components --out components",
		Long: a.text("生成一页，展示主题的每个部件和它的示例；示例在主题的 examples/*.json。法定表格用站点最近一份年报的数字。",
			"Write a page that shows the parts from which the theme makes pages, each with the examples in the theme's examples/*.json; and the statutory tables with the figures of the site's newest report."),
		Args: a.arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if _, err := a.theme(); err != nil {
				return err
			}
			err := a.newProgress().until(func(report reported) error {
				return generator.Components(c.Context(), generator.Options{Site: a.site, Version: Version, Progress: report}, out)
			})
			if err != nil {
				return unwritten(out, "--out", err)
			}
			fmt.Fprintln(a.out, filepath.ToSlash(filepath.Join(out, "index.html")))
			return nil
		},
	}
	a.textFlag(c, &out, "out", "components", a.text("写入这个文件夹", "folder to write to"))
	return c
}

// theme reads the theme of the site and sets a.site to the site's folder.
func (a *app) theme() (*generator.ThemeFiles, error) {
	dir, err := a.siteDir()
	if err != nil {
		return nil, err
	}
	a.site = dir
	t, err := generator.ListTheme(generator.Options{Site: dir})
	if errors.Is(err, generator.ErrThemeName) {
		return nil, &userError{diag.Textf("gongkai.yaml 的 theme 不是 themes 下的文件夹名", "theme in gongkai.yaml is not the name of a folder in themes"), diag.Textf("请只写文件夹名，如 theme: mine", "write the folder's name alone, such as theme: mine")}
	}
	return t, err
}

func (a *app) noThemeFile(t *generator.ThemeFiles, name string) error {
	hint := diag.Textf("gongkai theme list 列出所有文件", "gongkai theme list lists the files")
	if near := t.Near(name); len(near) > 0 {
		hint = diag.Textf("是不是 %s？", "did you mean %s?", diag.Listed(near))
	} else {
		var known []string
		for _, f := range t.Files {
			known = append(known, f.Path, path.Base(f.Path))
		}
		hint = suggest(name, known, hint)
	}
	return &userError{diag.Textf("主题里没有文件“%s”", "the theme has no file %q", name), hint}
}
