package cli

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var format string
	var pick selection
	var against string
	var fix, dry, forget bool
	c := &cobra.Command{
		Use:     a.text("check [文件或文件夹…]", "check [PATH…]"),
		Short:   a.text("校验内容", "validate the content"),
		Example: "  gongkai check\n  gongkai check content/zwfwj --severity error\n  gongkai check --fix --dry-run\n  gongkai check --format json",
		Long: a.text("校验站点的全部内容；给出文件或文件夹时，只列出它们的问题。\n退出状态：0 没有错误，1 内容有错误，2 无法完成。",
			"Validate the whole site; with files or folders, list only their findings.\nExit status: 0 no errors, 1 the content has errors, 2 the work could not be done."),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", format), suggest(format, formats, diag.Textf("--format 可选 %s", "--format takes %s", formatList))}
			}
			if err := pick.check(c.Flags().Changed("max")); err != nil {
				return err
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			within, err := inSite(dir, args)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				pick.within = within
			}
			if dry && !fix {
				return &userError{diag.Textf("--dry-run 要和 --fix 一起用", "--dry-run goes with --fix"), diag.Text{}}
			}
			o := generator.Options{Site: dir, Version: Version, NoCache: forget}
			if against != "" {
				var published fs.FS
				var closer io.Closer
				err := a.newProgress().until(func(reported) (err error) {
					published, closer, err = openPublished(c.Context(), against)
					return err
				})
				if err != nil {
					return err
				}
				defer closer.Close()
				o.Against = published
			}
			p := a.newProgress()
			o.Progress = p.report
			var res *generator.Result
			if fix {
				res, err = a.fix(c.Context(), o, &pick, dry, p)
			} else {
				res, err = generator.Check(c.Context(), o)
				p.finish(err)
			}
			if err != nil {
				return err
			}
			pick.apply(res)
			if dry && res.Failed() {
				return errContent
			}
			if dry {
				return nil
			}
			if err = a.write(format, dir, res, pick.max); err == nil && res.Failed() {
				err = errContent
			}
			return err
		},
	}
	a.textFlag(c, &format, "format", "text", a.text("输出格式：%s", "output format: %s", formatList))
	c.Flags().BoolVar(&fix, "fix", false, a.text("修正可以放心修正的问题，再列出余下的", "make the safe fixes, then list what is left"))
	c.Flags().BoolVar(&dry, "dry-run", false, a.text("与 --fix 一起用：只显示改动，不写入文件", "with --fix: show the changes and write nothing"))
	c.Flags().BoolVar(&forget, "no-cache", false, a.text("不用也不留 .gongkai/cache 里记下的上一次校验", "neither use nor keep what the last check remembered in .gongkai/cache"))
	c.Flags().StringVar(&against, "against", "", a.text("与这个文件夹或归档包里已经公布的网站比较：数改了而没有写更正的，列为问题", "compare with the published site in this folder or package: figures that changed without a correction are findings"))
	c.Flags().StringSliceVar(&pick.rules, "rule", nil, a.text("只看这些规则，用逗号分开", "only these rules, separated by commas"))
	a.textFlag(c, &pick.severity, "severity", "warning", a.text("最低级别：warning 或 error", "lowest severity: warning or error"))
	c.Flags().IntVar(&pick.max, "max", 0, a.text("最多列出几个问题，合计仍计全部（默认全部）", "findings to list at most; the summary still counts all (default all)"))
	return c
}

// print writes the findings, at most max of them where it is above 0, and the closing
// line. What another finding explains is below it; what is waived is left out. --verbose
// has all of them written, --quiet the errors alone.
func (a *app) print(w io.Writer, res *generator.Result, max int) {
	p := &diag.Printer{W: w, Lang: a.lang, Colour: a.colour(w), Source: res.Excerpt}
	leading := diag.Leading(res.Findings)
	switch {
	case a.verbose:
		leading = pointers(res.Findings)
	case a.quiet:
		leading = slices.DeleteFunc(leading, func(f *diag.Finding) bool { return f.Waived || f.Severity != diag.Error })
	default:
		leading = slices.DeleteFunc(leading, func(f *diag.Finding) bool { return f.Waived })
	}
	listed := cut(leading, max)
	p.PrintAll(listed)
	if a.quiet {
		return
	}
	if n := len(leading) - len(listed); n > 0 {
		fmt.Fprintln(w, a.text("另有 %s 个问题没有列出", "and %s not listed", diag.Count(n, "finding")))
	}
	p.Summary(res.Summary)
	if n := fixable(res.Findings); n > 0 {
		fmt.Fprintln(w, a.text("其中 %d 处有现成的改法：gongkai check --fix", "%d of them have a fix ready: gongkai check --fix", n))
	}
	if !a.verbose && res.Summary.Waived > 0 {
		fmt.Fprintln(w, a.text("已说明理由的用 --verbose 列出", "--verbose lists what is waived"))
	}
}

func pointers(findings []diag.Finding) []*diag.Finding {
	out := make([]*diag.Finding, len(findings))
	for i := range findings {
		out[i] = &findings[i]
	}
	return out
}

// inSite turns paths as the user gives them into paths of the site.
func inSite(dir string, args []string) ([]string, error) {
	base, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, arg := range args {
		abs, err := filepath.Abs(arg)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(abs); err != nil {
			// A path may also be given as the site knows it.
			if _, err := os.Stat(filepath.Join(base, arg)); err != nil {
				return nil, &userError{diag.Textf("找不到 %s", "%s is not there", arg), suggestFile(base, arg)}
			}
			abs = filepath.Join(base, arg)
		}
		rel, err := filepath.Rel(base, abs)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return nil, &userError{diag.Textf("%s 不在站点里", "%s is not in the site", arg), diag.Textf("请给出站点里的文件或文件夹", "name a file or a folder of the site")}
		}
		out = append(out, filepath.ToSlash(rel))
	}
	return out, nil
}
