package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/site/difference"
)

// errDiffers ends a comparison that was asked to say by its status whether anything differs.
var errDiffers = errors.New("the two differ")

func (a *app) diffCommand() *cobra.Command {
	var format string
	var status bool
	formats := []string{"text", "json", "html"}
	c := &cobra.Command{
		Use:     a.text("diff 原来 现在", "diff OLD NEW"),
		Short:   a.text("比较两次的内容或网站，逐个单元格", "compare two sites, cell by cell"),
		Example: "  gongkai diff public .\n  gongkai diff public . --format json",
		Long: a.text("逐个单元格比较两次的内容（站点文件夹）、生成的网站（如 public）或归档包，种类可以不同；列出不同的数、标题和正文，增减的机关和报告。\n退出状态：0 已比较，1 有的报告无法读取（用 --exit-code 时，有差异也是 1），2 无法完成。",
			"Compare two contents (folders of sites), built sites (such as public) or packages, of one kind or two, cell by cell: figures, titles and texts that differ, agencies and reports that were added or removed.\nExit status: 0 compared, 1 a report could not be read (with --exit-code also where something differs), 2 the work could not be done."),
		Args: a.arguments(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(formats, format) {
				return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", format), suggest(format, formats, diag.Textf("--format 可选 %s", "--format takes %s", diag.Listed(formats)))}
			}
			p := a.newProgress()
			defer p.clear()
			old, opened, err := a.side(c.Context(), args[0])
			if err != nil {
				return err
			}
			defer opened.Close()
			now, alsoOpened, err := a.side(c.Context(), args[1])
			if err != nil {
				return err
			}
			defer alsoOpened.Close()
			d := difference.Compare(old, now)
			p.clear()
			a.unread(args[0], old)
			a.unread(args[1], now)
			switch format {
			case "json":
				err = d.WriteJSON(a.data)
			case "html":
				err = d.WriteHTML(a.data, a.lang)
			default:
				err = d.WriteText(a.out, a.lang)
			}
			switch {
			case err != nil:
				return err
			case len(old.Unread)+len(now.Unread) > 0:
				return errContent
			case status && !d.Empty():
				return errDiffers
			}
			return nil
		},
	}
	a.textFlag(c, &format, "format", "text", a.text("输出格式：%s", "output format: %s", diag.Listed(formats)))
	c.Flags().BoolVar(&status, "exit-code", false, a.text("有差异时退出状态为 1", "exit with status 1 where something differs"))
	return c
}

// side opens one of the two, and says which of its reports could not be read. It is closed when the two have been compared.
func (a *app) side(ctx context.Context, name string) (*difference.Side, io.Closer, error) {
	s, err := difference.Open(ctx, name)
	if errors.Is(err, difference.ErrNeither) {
		files, closer, err := openPublished(ctx, name)
		if err != nil {
			return nil, nil, err
		}
		s, err := difference.OfBuild(files)
		if err != nil {
			return nil, nil, errors.Join(err, closer.Close())
		}
		s.Name = name
		return s, closer, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return s, io.NopCloser(nil), nil
}

// unread says which reports of a side were not compared.
func (a *app) unread(name string, s *difference.Side) {
	if len(s.Unread) > 0 {
		a.printError(diag.Textf("%s 里有 %d 份报告无法读取，没有比较：%s", "%s has %[2]d reports that cannot be read and were not compared: %[3]s", filepath.ToSlash(name), len(s.Unread), diag.Listed(s.Unread)),
			diag.Textf("请先按 gongkai check 的提示改正", "correct what gongkai check reports first"))
	}
}
