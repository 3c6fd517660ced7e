package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) fmtCommand() *cobra.Command {
	var keys string
	var check, dry bool
	c := &cobra.Command{
		Use:     a.text("fmt [文件或文件夹…]", "fmt [PATH…]"),
		Short:   a.text("整理数据部分的写法", "lay out front matter"),
		Example: "  gongkai fmt\n  gongkai fmt content/zwfwj --dry-run\n  gongkai fmt --check",
		Long: a.text("整理内容文件开头的数据部分：键按规定的顺序，数据按表格的顺序，各列对齐，像印出的表格一样。\n只移动位置，不改任何值；注释跟着它所在的行，正文一字不动。有语法错误的文件不整理。\n退出状态：0 完成，1 有文件不能整理、有报告格式不能读取，或用了 --check 而有文件需要整理，2 无法完成。",
			"Lay out the front matter of content files: keys in canonical order, data in the order of the form, figures in columns as the printed table has them.\nOnly the place of things changes, never a value; comments stay with their line, the text stays as it is. Files with faults of syntax are left alone.\nExit status: 0 done, 1 a file was left alone, a form cannot be read or, with --check, needs to be laid out, 2 the work could not be done."),
		RunE: func(c *cobra.Command, args []string) error {
			if keys != "" && keys != "zh" && keys != "en" {
				return &userError{diag.Textf("--keys 可选 zh 或 en", "--keys takes zh or en"), diag.Text{}}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			pick := selection{}
			if len(args) > 0 {
				if pick.within, err = inSite(dir, args); err != nil {
					return err
				}
			}
			p := a.newProgress()
			res, err := generator.Format(c.Context(), generator.Options{Site: dir, Progress: p.report}, pick.covers, keys)
			if err == nil && !check && !dry {
				err = partly(res.Write(c.Context(), p.report))
			}
			p.finish(err)
			if err != nil {
				return err
			}
			return a.formatted(res, check, dry)
		},
	}
	c.Flags().StringVar(&keys, "keys", "", a.text("键的语言：zh 或 en（默认：文件原有的；混用时按站点的语言）", "language of the keys: zh or en (default: the file's own; the site's where it has both)"))
	c.Flags().BoolVar(&check, "check", false, a.text("只列出需要整理的文件，不写入", "list the files that need it and write nothing"))
	c.Flags().BoolVar(&dry, "dry-run", false, a.text("只显示改动，不写入", "show the changes and write nothing"))
	return c
}

// formatted prints what was laid out, or would be, and what was left alone.
func (a *app) formatted(res *generator.Formatted, check, dry bool) error {
	for _, c := range res.Changes {
		var err error
		if dry {
			_, err = a.data.Write(c.Diff())
		} else {
			_, err = fmt.Fprintln(a.out, diag.Visible(c.File))
		}
		if err != nil {
			return err
		}
	}
	printer := &diag.Printer{W: a.err, Lang: a.lang, Colour: a.colour(a.err)}
	printer.PrintAll(pointers(res.Left))
	if len(res.Left) > 0 || check && len(res.Changes) > 0 {
		return errContent
	}
	return nil
}
