package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) buildCommand() *cobra.Command {
	var o generator.Options
	var address string
	c := &cobra.Command{
		Use:   "build",
		Short: a.text("校验并生成网站", "validate, then write the site"),
		Long: a.text("先校验，再把网站写入输出文件夹。内容有错误时不写任何文件，上一次生成的网站保持原样。",
			"Validate, then write the site into the output folder. With errors nothing is written and the last site stays as it was."),
		Args: a.arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			o.Site, o.Version = dir, Version
			if c.Flags().Changed("why") {
				return a.why(c.Context(), o, address)
			}
			p := a.newProgress()
			o.Progress = p.report
			res, err := generator.Build(c.Context(), o)
			p.clear()
			if err != nil {
				return err
			}
			if len(res.Findings) > 0 {
				a.print(a.err, res, 0)
			}
			if res.Failed() {
				a.printError(diag.Textf("内容有错误，没有写入任何文件", "the content has errors; nothing was written"),
					diag.Textf("更正后再运行；%s 保持原样", "correct them and run again; %s is as it was", filepath.ToSlash(res.Out)))
				return errContent
			}
			fmt.Fprintln(a.out, a.text("已生成 %s：写入 %s 个文件，%d 个没有变化，删除 %d 个", "built %s: %s written, %d unchanged, %d removed",
				filepath.ToSlash(res.Out), diag.Count(res.Written, "file"), res.Unchanged, res.Removed))
			return nil
		},
	}
	c.Flags().StringVar(&o.Out, "out", "", a.text("输出文件夹（默认：配置里的 output）", "output folder (default: output of the configuration)"))
	c.Flags().StringVar(&o.BaseURL, "base-url", "", a.text("网站的公开地址，代替配置里的 site.url", "public address, instead of site.url of the configuration"))
	c.Flags().IntVar(&o.Jobs, "jobs", 0, a.text("同时处理的页数（默认：处理器核数）", "pages worked on at once (default: number of processors)"))
	c.Flags().BoolVar(&o.Drafts, "drafts", false, a.text("也生成草稿", "build drafts too"))
	c.Flags().StringVar(&address, "why", "", a.text("不生成，只说明这个地址的网页为什么会重写", "write nothing; say why the page at this address would be written again"))
	return c
}
