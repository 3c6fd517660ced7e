package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/archive"
	"gongkai/generator/diag"
)

func (a *app) archiveCommand() *cobra.Command {
	var o archive.Options
	var kind, date string
	var holdBack bool
	c := &cobra.Command{
		Use:     "archive",
		Short:   a.text("把生成好的网站打成保存包", "pack the built site for preservation"),
		Example: "  gongkai archive --out nianbao.wacz\n  gongkai archive --to bagit --out nianbao.zip",
		Long: a.text("把输出文件夹里的网站打成保存包：wacz 和 warc 保存网页被访问时的样子，bagit 另外保存源文件、数据和说明。"+
			"先把每个文件与 manifest.json 核对，再与重新生成的结果比较；不一致时不打包。\n退出状态：0 已打包，1 内容有错误，2 无法完成。",
			"Pack the site in the output folder: wacz and warc keep its pages as they are served, bagit also the sources, the data and what describes them. "+
				"Each file is compared with manifest.json first, and the site with one made again; where they differ nothing is packed.\nExit status: 0 packed, 1 the content has errors, 2 the work could not be done."),
		Args: a.arguments(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			o.Site, o.Version = dir, Version
			if err := a.archiveOptions(&o, kind, date); err != nil {
				return err
			}
			if holdBack {
				if o.Unsaved, err = generator.HeldBack(c.Context(), o.Options); err != nil {
					return err
				}
			}
			p := a.newProgress()
			o.Progress = p.report
			res, err := archive.Make(c.Context(), o)
			p.finish(err)
			if err != nil {
				return err
			}
			if res.Failed() {
				a.printError(diag.Textf("内容有 %s 个错误，没有打包", "the content has %s; nothing was packed", diag.Count(res.Summary.Errors, "error")),
					diag.Textf("gongkai check 逐个指出；更正后重新生成，再打包", "gongkai check shows them; correct them, build and pack again"))
				return errContent
			}
			a.archived(res)
			return nil
		},
	}
	c.Flags().StringVar(&kind, "to", "", a.text("包的种类：wacz、warc 或 bagit（默认：按 --out 的名称）", "kind of package: wacz, warc or bagit (default: by the name of --out)"))
	c.Flags().StringVar(&o.Package, "out", "", a.text("要写的文件：.wacz、.warc.gz；bagit 是 .zip、.tar 或文件夹", "file to write: .wacz, .warc.gz; .zip, .tar or a folder for bagit"))
	c.Flags().StringVar(&o.Options.Out, "from", "", a.text("生成好的网站所在的文件夹（默认：配置里的 output）", "folder of the built site (default: output of the configuration)"))
	c.Flags().StringVar(&o.BaseURL, "base-url", "", a.text("网站的公开地址，与生成时的 --base-url 相同", "public address, the same as --base-url of the build"))
	c.Flags().StringVar(&date, "date", "", a.text("包里记录的日期（默认：内容里最新的日期，或 SOURCE_DATE_EPOCH）", "date of the records (default: the newest date in the content, or SOURCE_DATE_EPOCH)"))
	c.Flags().StringVar(&o.Retention, "retention", "", a.text("保管期限，写入包的说明，如 永久", "retention period to write into the package's description"))
	c.Flags().BoolVar(&o.WithoutSources, "no-sources", false, a.text("bagit 包里不放源文件", "leave the sources out of a bag"))
	c.Flags().BoolVar(&holdBack, "hold-back", false, a.text("网站是用 build --hold-back 生成的：有错误的报告按上次公布的内容打包", "the site was built with build --hold-back: reports with errors are packed as they were published"))
	c.Flags().BoolVar(&o.Force, "force", false, a.text("覆盖已有的文件", "replace a file that is there"))
	return c
}

// archiveOptions checks the flags.
func (a *app) archiveOptions(o *archive.Options, kind, date string) error {
	if o.Package == "" {
		return &userError{diag.Textf("没有写包的名称", "the package has no name"), diag.Textf("例如：gongkai archive --out nianbao.wacz", "for example: gongkai archive --out nianbao.wacz")}
	}
	if o.To = archive.Kind(kind); kind == "" {
		o.To = archive.KindOf(o.Package)
	}
	if !slices.Contains(archive.Kinds(), o.To) {
		if kind == "" {
			return &userError{diag.Textf("没有写包的种类", "the kind of package is not given"), diag.Textf("请写 --to wacz、--to warc 或 --to bagit", "write --to wacz, --to warc or --to bagit")}
		}
		return &userError{diag.Textf("没有“%s”这种包", "unknown kind of package %q", kind), diag.Textf("--to 可选 wacz、warc 或 bagit", "--to takes wacz, warc or bagit")}
	}
	if date != "" {
		at, ok := archive.ParseDate(date)
		if !ok || at.Year() < 1980 {
			return &userError{diag.Textf("--date 不是日期：%s", "--date is not a date: %s", date), diag.Textf("请写成 2025-01-20，或 2025-01-20T08:00:00+08:00", "write it like 2025-01-20, or 2025-01-20T08:00:00+08:00")}
		}
		o.Date = at
		return nil
	}
	if epoch := a.env("SOURCE_DATE_EPOCH"); epoch != "" {
		n, err := strconv.ParseInt(epoch, 10, 64)
		if err != nil || n <= 0 {
			return &userError{diag.Textf("环境变量 SOURCE_DATE_EPOCH 不是秒数：%s", "the environment variable SOURCE_DATE_EPOCH is not a number of seconds: %s", epoch), diag.Textf("请改正或删去它，或用 --date", "correct or unset it, or use --date")}
		}
		o.Date = time.Unix(n, 0).UTC()
	}
	return nil
}

// archived says what was packed, and what was not.
func (a *app) archived(res *archive.Result) {
	const shown = 5
	list := func(names []string) string {
		text := strings.Join(names[:min(len(names), shown)], a.text("、", ", "))
		if len(names) > shown {
			text += a.text(" 等", " …")
		}
		return text
	}
	if n := len(res.Foreign); n > 0 {
		fmt.Fprintln(a.notes(), a.text("注意：输出文件夹里有 %s 个文件不是 gongkai 生成的，没有打包：%s", "note: %s in the output folder written by no build, and not packed: %s", diag.Count(n, "file"), list(res.Foreign)))
	}
	if n := len(res.Long); n > 0 {
		fmt.Fprintln(a.notes(), a.text("注意：%s 个文件的路径较长，在 Windows 上可能无法解开：%s", "note: %s with a long path, which Windows may not be able to unpack: %s", diag.Count(n, "file"), list(res.Long)))
	}
	fmt.Fprintln(a.closing(), a.text("已打包 %s：网站的 %s 个文件", "packed %s: %s of the site", filepath.ToSlash(res.Package), diag.Count(res.Files, "file")))
	if res.Sources > 0 {
		fmt.Fprintln(a.closing(), a.text("源文件 %s 个，连同其中的注释", "%s, with the comments in them", diag.Count(res.Sources, "source file")))
	}
	fmt.Fprintln(a.closing(), a.text("记录的日期：%s", "date of the records: %s", res.Date.Format(time.RFC3339)))
	if res.Drafts > 0 {
		fmt.Fprintln(a.closing(), a.text("%s 份草稿没有打包", "%s not packed", diag.Count(res.Drafts, "draft")))
	}
}
