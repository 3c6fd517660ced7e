package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     a.text("init 文件夹", "init DIR"),
		Short:   a.text("新建站点", "make a new site"),
		Example: "  gongkai init mysite",
		Long:    a.text("新建一个站点：一个虚构的机关，一份可以直接生成的报告。", "Make a new site with one fictitious agency and one report, which builds at once."),
		Args:    a.arguments(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := generator.NewSite(args[0], a.lang)
			if errors.Is(err, scaffold.ErrExists) {
				return &userError{diag.Textf("文件夹 %s 不是空的", "the folder %s is not empty", filepath.ToSlash(args[0])),
					diag.Textf("请换一个新的文件夹", "name a new folder")}
			}
			if err != nil {
				return err
			}
			for _, f := range files {
				fmt.Fprintln(a.out, filepath.ToSlash(filepath.Join(args[0], f)))
			}
			fmt.Fprintln(a.notes(), a.text("下一步：gongkai build --site %s", "next: gongkai build --site %s", filepath.ToSlash(args[0])))
			return nil
		},
	}
}

func (a *app) newCommand() *cobra.Command {
	var d generator.Draft
	var every beginning
	c := &cobra.Command{
		Use:   a.text("new 机关 年度", "new AGENCY YEAR"),
		Short: a.text("新建一份年报", "write a new report"),
		Long: a.text("新建一份年报草稿：每一行上方注明表格中的名称，上年结转取自上年报告，需要填写的地方写着“待填”。",
			"Write a draft: each row under its printed label, what last year carried out filled in, 待填 where a figure is wanted."),
		Example: "  gongkai new zwfwj 2024\n  gongkai new --all 2024\n  gongkai new --all 2024 --to xlsx --out outbox",
		Args: func(c *cobra.Command, args []string) error {
			n := 2
			if every.all {
				n = 1
			}
			return a.arguments(n, n)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if every.all {
				args = append([]string{""}, args...)
			}
			year, err := yearOf(args[1])
			if err != nil {
				return err
			}
			if d.Keys != "" && d.Keys != "zh" && d.Keys != "en" {
				return &userError{diag.Textf("--keys 可选 zh 或 en", "--keys takes zh or en"), diag.Textf("", "")}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			d.Agency, d.Year = args[0], year
			if every.all || every.to != "md" {
				return a.begin(c.Context(), dir, d, every)
			}
			name, err := generator.NewReport(generator.Options{Site: dir}, d)
			if errors.Is(err, scaffold.ErrExists) {
				return &userError{diag.Textf("%s 已经存在", "%s is already there", name), diag.Textf("请直接编辑这个文件", "edit that file")}
			}
			if err != nil {
				return draftFault(err, dir, d)
			}
			fmt.Fprintln(a.out, filepath.ToSlash(filepath.Join(dir, name)))
			return nil
		},
	}
	c.Flags().BoolVar(&every.all, "all", false, a.text("为这一年应当报告、还没有报告的每个机关新建", "for each body that reports on the year and has no report yet"))
	a.textFlag(c, &every.to, "to", "md", a.text("写成 md（站点里的草稿）或 xlsx（发给机关填写的表格，填完用 import 读回）", "md, drafts in the site, or xlsx, workbooks for bodies to fill in and for import to read back"))
	c.Flags().StringVar(&every.out, "out", "outbox", a.text("xlsx 写到这个文件夹", "the folder for xlsx"))
	c.Flags().StringVar(&d.Form, "form", "", a.text("格式（默认：该年度的默认格式）", "the form (default: the year's)"))
	c.Flags().StringVar(&d.Family, "family", "", a.text("哪一类报告（默认：年报 reports）", "the family of reports (default: reports)"))
	c.Flags().StringVar(&d.Keys, "keys", "", a.text("键的语言：zh 或 en（默认随站点语言）", "language of the keys: zh or en (default: the site's)"))
	return c
}

// yearOf reads a year as it is given on the command line.
func yearOf(text string) (int, error) {
	year, err := strconv.Atoi(text)
	if err != nil || len(text) != 4 {
		return 0, &userError{diag.Textf("“%s”不是年份", "%q is not a year", text), diag.Textf("请写四位数的年份，如 2024", "write a year such as 2024")}
	}
	return year, nil
}

// draftFault finds the words for what keeps a report from being begun; other errors stay as they are.
func draftFault(err error, dir string, d generator.Draft) error {
	var faulty *generator.FormError
	switch {
	case errors.Is(err, generator.ErrUnknownAgency):
		return &userError{diag.Textf("没有机关“%s”", "there is no agency %q", d.Agency), agencies(dir, d.Agency)}
	case errors.Is(err, generator.ErrNoForm):
		return &userError{diag.Textf("没有适用于 %d 年的报告格式", "no form governs reports of %d", d.Year), diag.Textf("请检查年份；gongkai forms 列出可用的格式", "check the year; gongkai forms lists the forms in force")}
	case errors.As(err, &faulty):
		return faultyForm(faulty)
	case errors.Is(err, generator.ErrUnknownForm):
		forms, _, err := generator.Forms(generator.Options{Site: dir})
		if err != nil {
			return err
		}
		return unknownForm(forms, cmp.Or(d.Form, d.Family), diag.Textf("gongkai forms 列出可用的格式", "gongkai forms lists the forms"))
	}
	return err
}

// agencies is a hint for a name that no agency's folder has: the folder that was probably meant, the existing ones,
// or where to put a new one.
func agencies(dir, name string) diag.Text {
	const enough = 8
	var names []string
	entries, _ := os.ReadDir(filepath.Join(dir, "content"))
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	some := names[:min(len(names), enough)]
	otherwise := diag.Textf("请写机关在 content 下的文件夹名，如 %s", "name the agency by its folder in content, such as %s",
		diag.Text{ZH: cmp.Or(strings.Join(some, "、"), "zwfwj"), EN: cmp.Or(strings.Join(some, ", "), "zwfwj")})
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
		otherwise = diag.Textf("机关是 content 下的文件夹；请先新建 content/%s/_index.md", "an agency is a folder in content; create content/%s/_index.md first", name)
	}
	return suggest(name, names, otherwise)
}
