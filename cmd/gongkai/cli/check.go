package cli

import (
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) checkCommand() *cobra.Command {
	var format string
	c := &cobra.Command{
		Use:   "check [PATH…]",
		Short: a.text("校验内容", "validate the content"),
		Long: a.text("校验站点的全部内容；给出文件或文件夹时，只列出它们的问题。\n退出状态：0 没有错误，1 内容有错误，2 无法完成。",
			"Validate the whole site; with files or folders, list only their findings.\nExit status: 0 no errors, 1 the content has errors, 2 the work could not be done."),
		RunE: func(c *cobra.Command, args []string) error {
			if format != "text" && format != "json" {
				return &problem{diag.Textf("没有输出格式“%s”", "unknown format %q", format), diag.Textf("--format 可选 text 或 json", "--format takes text or json")}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			within, err := inSite(dir, args)
			if err != nil {
				return err
			}
			p := a.newProgress()
			res, err := generator.Check(c.Context(), generator.Options{Site: dir, Version: Version, Progress: p.report})
			p.clear()
			if err != nil {
				return err
			}
			if len(args) > 0 {
				res.Findings = only(res.Findings, within)
				res.Summary = diag.Summarise(res.Findings, res.Summary.Reports)
			}
			if format == "json" {
				err = diag.JSON(a.out, res.Findings, res.Summary, a.lang)
			} else {
				a.print(a.out, dir, res)
			}
			if err == nil && res.Failed() {
				err = errContent
			}
			return err
		},
	}
	c.Flags().StringVar(&format, "format", "text", a.text("输出格式：text 或 json", "output format: text or json"))
	return c
}

// print writes the findings and the closing line.
func (a *app) print(w io.Writer, dir string, res *generator.Result) {
	p := &diag.Printer{W: w, Lang: a.lang, Colour: a.colour(w), Source: generator.Source(dir)}
	for i := range res.Findings {
		p.Print(&res.Findings[i])
	}
	p.Summary(res.Summary)
}

// colour reports whether w is a terminal that may show colours.
func (a *app) colour(w io.Writer) bool {
	return a.env("NO_COLOR") == "" && a.env("TERM") != "dumb" && terminal(w)
}

func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd()))
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
				return nil, &problem{diag.Textf("找不到 %s", "%s is not there", arg), diag.Textf("请给出站点里的文件或文件夹", "name a file or a folder of the site")}
			}
			abs = filepath.Join(base, arg)
		}
		rel, err := filepath.Rel(base, abs)
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return nil, &problem{diag.Textf("%s 不在站点里", "%s is not in the site", arg), diag.Textf("请给出站点里的文件或文件夹", "name a file or a folder of the site")}
		}
		out = append(out, filepath.ToSlash(rel))
	}
	return out, nil
}

// only keeps the findings in the given files and folders.
func only(fs []diag.Finding, within []string) []diag.Finding {
	out := make([]diag.Finding, 0, len(fs))
	for _, f := range fs {
		for _, w := range within {
			if w == "." || f.File == w || strings.HasPrefix(f.File, path.Clean(w)+"/") {
				out = append(out, f)
				break
			}
		}
	}
	return out
}
