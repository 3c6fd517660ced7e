package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
)

// beginning says for whom reports are begun, and as what.
type beginning struct {
	all     bool
	to, out string
}

// begin begins the reports of a year, of one body or of all that have none, and lists what was written.
func (a *app) begin(ctx context.Context, dir string, d generator.Draft, x beginning) error {
	workbooks := ""
	switch x.to {
	case "md":
	case "xlsx":
		workbooks = x.out
	default:
		return &userError{diag.Textf("不能写成“%s”", "cannot write %q", x.to), suggest(x.to, []string{"md", "xlsx"}, diag.Textf("--to 可选 md 或 xlsx", "--to takes md or xlsx"))}
	}
	begun, err := awaited(a, func(report reported) ([]generator.Begun, error) {
		return generator.NewReports(ctx, generator.Options{Site: dir, Version: Version, Progress: report}, d, workbooks, a.lang)
	})
	there, written := 0, 0
	for _, b := range begun {
		switch {
		case b.Exists:
			there++
		case b.Total:
			fmt.Fprintln(a.notes(), a.text("%s：汇总由 gongkai total %[1]s %[2]d 生成，没有新建", "%s: it publishes an area total, which gongkai total %[1]s %[2]d makes; nothing was begun", b.Agency, d.Year))
		default:
			written++
			name := b.File
			if workbooks == "" {
				name = filepath.Join(dir, b.File)
			}
			fmt.Fprintln(a.out, filepath.ToSlash(name))
		}
	}
	switch {
	case errors.Is(err, scaffold.ErrExists):
		return &userError{diag.Textf("%s 里已经有这个机关的表格，没有改动", "a workbook of that body is in %s already and was left as it is", filepath.ToSlash(x.out)), diag.Textf("请换一个文件夹，或先移走它：%v", "name another folder with --out, or move it away: %v", err)}
	case errors.Is(err, generator.ErrRows):
		return &userError{diag.Textf("%d 年的格式由各报告自定行，不能做成表格", "the rows of the form of %d are each report's own, so no workbook can be made of it", d.Year), diag.Textf("去掉 --to xlsx", "leave out --to xlsx")}
	case err != nil:
		err = draftFault(err, dir, d)
		if workbooks != "" {
			err = unwritten(workbooks, "--out", err)
		}
		return err
	}
	if x.all {
		fmt.Fprintln(a.notes(), a.text("新建 %d 份，%d 个机关已有这一年的报告", "%d begun; %d bodies have a report of the year already", written, there))
	} else if there > 0 {
		return &userError{diag.Textf("%s 已经存在", "%s is already there", filepath.ToSlash(filepath.Join(dir, begun[0].File))), diag.Textf("请直接编辑这个文件", "edit that file")}
	}
	return nil
}
