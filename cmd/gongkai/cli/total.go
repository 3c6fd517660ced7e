package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/round"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/report"
)

// totalling is what the command is asked for.
type totalling struct {
	generator.Draft
	site, format, out string
	write, force      bool
}

func (a *app) totalCommand() *cobra.Command {
	var x totalling
	c := &cobra.Command{
		Use:   a.text("total 机关 年度", "total AGENCY YEAR"),
		Short: a.text("汇总一个地区的报告", "add up the reports of an area"),
		Long: a.text(`把一级政府所属各机关的报告逐格相加：列出哪些已计入、哪些还缺，并给出各格的合计。
算哪些机关，以政府自己这一年的报告为准（includes、excludes）；还没有报告时，算全部下级机关。有没填好的格的报告不计入。
--write 写成一份草稿；已有报告时，加上 --force 才写入，并且只改与合计不同的数。
退出状态：0 应有的报告都已计入，而且没有错误；1 有缺报或有错误的；2 无法完成。`,
			`Add up, cell by cell, the reports of the bodies below a government: which are counted, which are lacking, and the sums.
Its own report of the year says which bodies these are (includes, excludes); without one they are all those whose parent it is. A report with cells that are not filled in is not counted.
--write makes a draft of it; where there is a report, only with --force, and only figures that differ are changed in it.
Exit status: 0 every report is counted and has no error, 1 some are lacking or have errors, 2 the work could not be done.`),
		Example: "  gongkai total shizf 2024\n  gongkai total shizf 2024 --write",
		Args:    a.arguments(2, 2),
		RunE: func(c *cobra.Command, args []string) error {
			if x.format != "text" && x.format != "xlsx" {
				return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", x.format), diag.Textf("--format 可选 text 或 xlsx", "--format takes text or xlsx")}
			}
			var err error
			if x.Agency = args[0]; x.Keys != "" && x.Keys != "zh" && x.Keys != "en" {
				return &userError{diag.Textf("--keys 可选 zh 或 en", "--keys takes zh or en"), diag.Text{}}
			}
			if x.Year, err = yearOf(args[1]); err != nil {
				return err
			}
			if x.site, err = a.siteDir(); err != nil {
				return err
			}
			t, err := awaited(a, func(report reported) (*generator.AreaTotal, error) {
				return generator.Total(c.Context(), generator.Options{Site: x.site, Version: Version, Progress: report}, x.Draft)
			})
			if t != nil {
				defer t.Close()
			}
			if err != nil {
				return totalFault(err, t, &x)
			}
			if err := a.total(t, &x); err != nil {
				return err
			}
			if t.Lacking()+t.Faulty() > 0 {
				return errContent
			}
			return nil
		},
	}
	f := c.Flags()
	f.BoolVar(&x.write, "write", false, a.text("写成政府汇总报告的草稿", "write it as a draft of the area's report"))
	f.BoolVar(&x.force, "force", false, a.text("已有报告时，把与合计不同的数改为合计；已有表格时，覆盖它", "where there is a report, change the figures that differ to the sums; where there is a workbook, replace it"))
	a.textFlag(c, &x.format, "format", "text", a.text("输出格式：text 或 xlsx（一个机关一行）", "output format: text, or xlsx with a line for each agency"))
	f.StringVar(&x.out, "out", "", a.text("xlsx 写到这个文件夹（默认当前文件夹）", "the folder for the xlsx (default: this one)"))
	f.StringVar(&x.Form, "form", "", a.text("格式（默认：该年度的默认格式）", "the form (default: the year's)"))
	f.StringVar(&x.Keys, "keys", "", a.text("键的语言：zh 或 en（默认随站点语言）", "language of the keys: zh or en (default: the site's)"))
	return c
}

// totalFault finds the words for what keeps reports from being added up.
func totalFault(err error, t *generator.AreaTotal, x *totalling) error {
	switch {
	case errors.Is(err, round.ErrScope):
		return &userError{diag.Textf("%s 是机关自己的报告，不是汇总", "%s is the agency's own report, not an area total", t.File),
			diag.Textf("汇总报告写 scope: government；机关自己的数另用一个下级机关来报", "an area total has scope: government; the office's own figures are those of a body below it")}
	case errors.Is(err, round.ErrNoParts):
		return &userError{diag.Textf("%s没有需要汇总的下级机关", "no body is below %s", t.Agency.Name),
			diag.Textf("请在各机关的 _index.md 里写 parent: %s，或在汇总报告里写 includes", "write parent: %s into the agencies' _index.md, or includes into the area's report", x.Agency)}
	case errors.Is(err, round.ErrRows):
		return &userError{diag.Textf("格式 %s 的行由各报告自定，不能相加", "the rows of the form %s are each report's own and cannot be added up", t.Form.ID), diag.Text{}}
	}
	return draftFault(err, x.site, x.Draft)
}

// total prints a total, or writes it.
func (a *app) total(t *generator.AreaTotal, x *totalling) error {
	if x.format == "xlsx" {
		var book bytes.Buffer
		if err := t.Workbook(&book, a.lang); err != nil {
			return err
		}
		name := filepath.Join(x.out, fmt.Sprintf("%s-%d-total.xlsx", x.Agency, x.Year))
		if err := a.deliver(name, book.Bytes(), x.force); err != nil {
			return err
		}
	} else {
		a.totalText(t)
	}
	if !x.write {
		return nil
	}
	name := filepath.ToSlash(filepath.Join(x.site, t.File))
	changed, err := t.Write(generator.Options{Site: x.site}, x.force)
	var unwritable *generator.UnwritableError
	switch {
	case errors.Is(err, scaffold.ErrExists):
		return &userError{diag.Textf("%s 已经存在，没有改动", "%s is already there and was left as it is", name), diag.Textf("--force 把其中与合计不同的数改为合计，其余不动", "--force changes the figures in it that differ to the sums, and nothing else")}
	case errors.As(err, &unwritable):
		return &userError{diag.Textf("%s：%s", "%s: %s", name, unwritable.Fault.Message), unwritable.Fault.Hint}
	case err != nil:
		return err
	}
	if t.Report != nil {
		fmt.Fprintln(a.out, a.text("%s：改了 %d 个数", "%s: %d figures changed", name, changed))
		return nil
	}
	fmt.Fprintln(a.out, name)
	return nil
}

// deliver writes a file that is handed out, and says its name.
func (a *app) deliver(name string, data []byte, replace bool) error {
	err := scaffold.Create(name, data)
	if errors.Is(err, scaffold.ErrExists) && replace {
		err = os.WriteFile(name, data, 0o644)
	}
	if info, there := os.Stat(name); there == nil && info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: syscall.EISDIR}
	}
	if errors.Is(err, scaffold.ErrExists) {
		return &userError{diag.Textf("%s 已经存在，没有改动", "%s is already there and was left as it is", filepath.ToSlash(name)), diag.Textf("要覆盖请用 --force", "--force replaces it")}
	}
	if err != nil {
		return unwritten(name, "--out", err)
	}
	fmt.Fprintln(a.out, filepath.ToSlash(name))
	return nil
}

// totalText prints who is counted, who is not, and every sum.
func (a *app) totalText(t *generator.AreaTotal) {
	fmt.Fprintln(a.out, t.Title().In(a.lang))
	width := 0
	for _, p := range t.Parts {
		width = max(width, len(p.Slug))
	}
	for _, counted := range []bool{false, true} {
		for _, p := range t.Parts {
			if p.Counted == counted {
				fmt.Fprintf(a.out, "  %-*s  %s%s\n", width, p.Slug, p.Name, a.text("：%s", ": %s", p.State(t.Year)))
			}
		}
	}
	for _, e := range t.Excluded {
		fmt.Fprintf(a.out, "  %-*s  %s\n", width, e.Agency, a.text("不计入：%s", "not part of it: %s", e.Reason))
	}
	if len(t.Open) > 0 {
		names := make([]string, 0, 3)
		for _, c := range t.Open[:min(len(t.Open), 3)] {
			names = append(names, c.Path)
		}
		fmt.Fprintln(a.out, a.text("%d 格不能相加，因为有的报告没有这一格，或它不是数：%s", "%d cells cannot be added up, as a report has no such cell or it is not a number: %s", len(t.Open), diag.Listed(names)))
	}
	width, digits, zeros := 0, 0, 0
	for c, n := range t.Sums {
		if !report.SameFigure(n, "0") {
			width, digits = max(width, len(c.Path)), max(digits, len(n))
		}
	}
	for _, c := range t.Form.Cells {
		switch n, ok := t.Sums[c]; {
		case ok && report.SameFigure(n, "0"):
			zeros++
		case ok:
			fmt.Fprintf(a.out, "%-*s  %*s  %s\n", width, c.Path, digits, n, c.Label)
		}
	}
	if zeros == len(t.Form.Cells) {
		fmt.Fprintln(a.out, a.text("%d 格的合计都是 0", "the sums of all %d cells are 0", zeros))
	} else {
		fmt.Fprintln(a.out, a.text("其余 %d 格的合计都是 0", "the sums of the other %d cells are 0", zeros))
	}
}
