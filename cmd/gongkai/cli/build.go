package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/output/shard"
)

func (a *app) buildCommand() *cobra.Command {
	var o generator.Options
	var address string
	var part string
	var merge bool
	c := &cobra.Command{
		Use:     "build",
		Short:   a.text("校验并生成网站", "validate, then write the site"),
		Example: "  gongkai build\n  gongkai build --out www --base-url https://www.example.gov.cn/zwgk/\n  gongkai build --hold-back",
		Long: a.text("先校验，再把网站写入输出文件夹。内容有错误时不写任何文件，上一次生成的网站保持原样。\n按 Ctrl+C 中断：还没有换上新网站时什么都没有公布，已经在换时换完。\n退出状态：0 已生成，1 内容有错误，2 无法完成或中断。",
			"Validate, then write the site into the output folder. With errors nothing is written and the last site stays as it was.\nCtrl+C ends it: nothing is published then, unless the new site is taking its place already, which is finished.\nExit status: 0 built, 1 the content has errors, 2 the work could not be done or was interrupted."),
		Args: func(c *cobra.Command, args []string) error {
			if merge {
				return nil
			}
			return a.arguments(0, 0)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error {
			if o.HoldBack && (o.Drafts || o.Unpublished) {
				return &userError{diag.Textf("--hold-back 不能和 --drafts、--unpublished 一起用", "--hold-back does not go with --drafts or --unpublished"),
					diag.Textf("它用上一次公布的内容代替有错误的报告和草稿", "it takes what was published last in place of reports with errors and of drafts")}
			}
			if o.HoldBack && (merge || part != "") {
				return &userError{diag.Textf("--hold-back 不能和 --shard、--merge 一起用", "--hold-back does not go with --shard or --merge"),
					diag.Textf("请在一台机器上生成整个网站", "build the whole site on one machine")}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			o.Site, o.Version = dir, Version
			if merge {
				o.Parts = append([]string{}, args...)
			}
			if part != "" {
				if merge {
					return &userError{diag.Textf("--shard 和 --merge 不能一起用", "--shard and --merge do not go together"),
						diag.Textf("先用 --shard 生成各份，再用 --merge 合并", "make the parts with --shard, then join them with --merge")}
				}
				if o.Shard, err = shard.Parse(part, a.env); err != nil {
					return err
				}
			}
			if c.Flags().Changed("why") {
				return a.why(c.Context(), o, address)
			}
			started := time.Now()
			p := a.newProgress()
			o.Progress = p.report
			o.Notice = func(text diag.Text) {
				if !a.quiet {
					p.erase()
					fmt.Fprintf(a.err, "%s: %s\n", a.text("说明", "note"), text.In(a.lang))
				}
			}
			res, err := generator.Build(c.Context(), o)
			p.finish(err)
			if errors.Is(err, context.Canceled) {
				return &userError{diag.Textf("已中断，没有写入任何文件", "interrupted; nothing was published"), diag.Text{}}
			}
			if err != nil {
				return err
			}
			a.held(res)
			a.buildFindings(res)
			if res.Failed() {
				hint := diag.Textf("更正后再运行；%s 保持原样", "correct them and run again; %s is as it was", filepath.ToSlash(res.Out))
				if slices.ContainsFunc(res.Findings, func(f diag.Finding) bool { return f.Rule == "unannounced-change" && !f.Waived }) {
					hint = diag.Textf("%s。其中的数是与 %s 里上一次生成的网站比较的；那个网站还没有公布过的，用 --unpublished 生成", "%s. Figures were compared with the last site in %s; if that was never published, build with --unpublished", hint, filepath.ToSlash(res.Out))
				}
				if len(res.Lost) > 0 {
					hint = diag.Textf("%s。这些报告上次公布的原文没有留下，不能代替：%s", "%s. What these reports were published from was not kept, so it cannot take their place: %s", hint, diag.Listed(res.Lost))
				}
				a.printError(diag.Textf("内容有错误，没有写入任何文件", "the content has errors; nothing was written"), hint)
				return errContent
			}
			if !a.quiet {
				a.built(res, o.Shard, time.Since(started))
			}
			return nil
		},
	}
	c.Flags().StringVar(&o.Out, "out", "", a.text("输出文件夹（默认：配置里的 output）", "output folder (default: output of the configuration)"))
	c.Flags().StringVar(&o.BaseURL, "base-url", "", a.text("网站的公开地址，代替配置里的 site.url", "public address, instead of site.url of the configuration"))
	c.Flags().IntVar(&o.Jobs, "jobs", 0, a.text("同时处理的页数（默认：处理器核数）", "pages worked on at once (default: number of processors)"))
	c.Flags().BoolVar(&o.Drafts, "drafts", false, a.text("也生成草稿", "build drafts too"))
	c.Flags().BoolVar(&o.HoldBack, "hold-back", false, a.text("有错误的报告仍用上一次公布的内容（没有公布过的不公布），其余照常；已公布过、现在是草稿的也一样", "reports with errors, and drafts of what was published before, keep their last published version (those never published are left out); all others are built"))
	c.Flags().BoolVar(&o.Compress, "compress", false, a.text("文字类文件旁再写压缩好的 .gz 和 .br，供网站服务器直接发送", "write .gz and .br beside texts, for web servers that send them"))
	c.Flags().BoolVar(&o.Unpublished, "unpublished", false, a.text("输出文件夹里上一次生成的网站还没有公布过，不与它比较", "the last site in the output folder was never published: do not compare figures with it"))
	c.Flags().BoolVar(&o.InPlace, "in-place", false, a.text("不换文件夹，逐个更新里面的文件（文件夹被容器挂载或被服务器打开时用）", "keep the output folder and update the files in it one by one (for one that a container has mounted or a server holds open)"))
	c.Flags().BoolVar(&o.NoCache, "no-cache", false, a.text("不用也不留 .gongkai/cache 里记下的上一次生成", "neither use nor keep what the last build remembered in .gongkai/cache"))
	c.Flags().StringVar(&part, "shard", "", a.text("只生成第 K 份，共 N 份：K/N，或 auto、auto/N（看调度程序的环境变量）", "make only part K of N: K/N, or auto, auto/N, by the scheduler's environment variables"))
	c.Flags().BoolVar(&merge, "merge", false, a.text("把各份合成整个网站：后面写各份的文件夹（默认：.gongkai/parts 里的）", "join all parts to the whole site: their folders follow (default: those in .gongkai/parts)"))
	c.Flags().StringVar(&address, "why", "", a.text("不生成，只说明这个地址的网页为什么会重写", "write nothing; say why the page at this address would be written again"))
	return c
}

// held says which reports were not built as they are, and why: their errors in full.
func (a *app) held(res *generator.Result) {
	if len(res.Held) == 0 {
		return
	}
	p := &diag.Printer{W: a.err, Lang: a.lang, Colour: a.colour(a.err), Source: res.HeldExcerpt}
	var errs []*diag.Finding
	for _, h := range res.Held {
		errs = append(errs, diag.Leading(h.Findings)...)
	}
	p.PrintAll(errs)
	fmt.Fprintln(a.err, a.text("注意：%s 份报告没有按现在的文件公布（--hold-back）", "note: %s not published as of now (--hold-back)", diag.Count(len(res.Held), "report")))
	for _, h := range res.Held {
		why := diag.Textf("有错误：%s 个", "it has %s", diag.Count(len(diag.Leading(h.Findings)), "error"))
		if h.Draft {
			why = diag.Textf("是草稿", "it is a draft")
		}
		instead := diag.Textf("仍用上次公布的内容", "its last published version stays")
		if h.New {
			instead = diag.Textf("还没有公布过，这次不公布", "it was never published, and is left out")
		}
		fmt.Fprintln(a.err, a.text("  %s：%s，%s", "  %s: %s; %s", h.File, why, instead))
	}
}

// fewWarnings is how many warnings a build lists; of more it says how many of each rule there are.
const fewWarnings = 5

// buildFindings lists what was found while building: warnings in short, errors last and in full. Waived findings
// are listed only where all are.
func (a *app) buildFindings(res *generator.Result) {
	var errs, warnings, listed []*diag.Finding
	for _, f := range diag.Leading(res.Findings) {
		switch {
		case f.Waived:
		case f.Severity == diag.Error:
			errs = append(errs, f)
		default:
			warnings = append(warnings, f)
		}
	}
	counted := false
	switch {
	case a.verbose:
		listed = pointers(res.Findings)
	case a.quiet:
		listed = errs
	case len(warnings) > fewWarnings:
		listed, counted = errs, true
	default:
		listed = append(warnings, errs...)
	}
	if counted {
		fmt.Fprintln(a.err, a.text("%s 个警告：%s（gongkai check 逐个列出）", "%s: %s (gongkai check lists them)",
			diag.Count(len(warnings), "warning"), byRule(warnings)))
	}
	p := &diag.Printer{W: a.err, Lang: a.lang, Colour: a.colour(a.err), Source: res.Excerpt}
	p.PrintAll(listed)
	if len(listed) > 0 || counted {
		p.Summary(res.Summary)
	}
}

// byRule counts findings by rule, the most frequent first.
func byRule(findings []*diag.Finding) string {
	count := map[string]int{}
	for _, f := range findings {
		count[f.Rule]++
	}
	rules := slices.SortedFunc(maps.Keys(count), func(x, y string) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y))
	})
	for i, r := range rules {
		rules[i] = fmt.Sprintf("%s %d", r, count[r])
	}
	return strings.Join(rules, ", ")
}

// built says what a build did, and what to do with it.
func (a *app) built(res *generator.Result, part shard.Shard, took time.Duration) {
	out := filepath.ToSlash(res.Out)
	if !part.IsZero() {
		fmt.Fprintln(a.out, a.text("已生成第 %d 份（共 %d 份）%s：写入 %s 个文件，%d 个没有变化，删除 %d 个；用时 %s", "built part %d of %d in %s: %s written, %d unchanged, %d removed, in %s",
			part.Number, part.Of, out, diag.Count(res.Written, "file"), res.Unchanged, res.Removed, seconds(took)))
		return
	}
	fmt.Fprintln(a.out, a.text("已生成 %s：写入 %s 个文件，%d 个没有变化，删除 %d 个；用时 %s", "built %s: %s written, %d unchanged, %d removed, in %s",
		out, diag.Count(res.Written, "file"), res.Unchanged, res.Removed, seconds(took)))
	if n := len(res.Held); n > 0 {
		fmt.Fprintln(a.out, a.text("其中 %s 份报告没有按现在的文件公布（见上）", "%s not published as the files are now (see above)", diag.Count(n, "report")))
	}
	if n := len(res.Drafts); n > 0 {
		fmt.Fprintln(a.out, a.text("%s 份草稿没有发布：%s（删去“草稿: true”后发布；--drafts 也生成草稿）", "%s not published: %s (delete draft: true to publish; --drafts builds them too)",
			diag.Count(n, "draft"), a.some(res.Drafts)))
	}
	if n := len(res.LeftOut); n > 0 {
		fmt.Fprintln(a.out, a.text("%s 个备份或没有写完的文件没有发布：%s（要发布请改名）", "%s left out, backups or unfinished: %s (rename to publish)",
			diag.Count(n, "file"), a.some(res.LeftOut)))
	}
	fmt.Fprintln(a.out, a.text("打开 %s/index.html 查看", "open %s/index.html to look at it", out))
}

// some lists the first of many names.
func (a *app) some(names []string) string {
	const shown = 5
	list := make([]string, min(len(names), shown))
	for i := range list {
		list[i] = diag.Visible(names[i])
	}
	text := strings.Join(list, a.text("、", ", "))
	if len(names) > shown {
		text += a.text(" 等", " …")
	}
	return text
}

// seconds is a duration as a person reads it.
func seconds(d time.Duration) diag.Text {
	s := strconv.FormatFloat(d.Seconds(), 'f', 1, 64)
	return diag.Textf("%s 秒", "%s s", s)
}
