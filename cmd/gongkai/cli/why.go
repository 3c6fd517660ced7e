package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"gongkai/generator"
	"gongkai/generator/diag"
)

// why says why the file at an address would be written again.
func (a *app) why(ctx context.Context, o generator.Options, address string) error {
	r, err := awaited(a, func(report reported) (*generator.Reason, error) {
		o.Progress = report
		return generator.Why(ctx, o, address)
	})
	if errors.Is(err, fs.ErrNotExist) {
		return &userError{diag.Textf("没有这个地址：%s", "no such address: %s", address),
			diag.Textf("写网页的地址，如 zwfwj/reports/2023/", "write the address of a page, such as zwfwj/reports/2023/")}
	}
	if err != nil {
		return err
	}
	switch r.State {
	case generator.Unchanged:
		fmt.Fprintln(a.out, a.text("%s：没有变化，不会重写", "%s: unchanged, it would not be written", diag.Visible(r.Path)))
	case generator.Added:
		fmt.Fprintln(a.out, a.text("%s：还没有发布，会写入", "%s: not published yet, it would be written", diag.Visible(r.Path)))
	case generator.Dropped:
		fmt.Fprintln(a.out, a.text("%s：内容里已经没有，会删除", "%s: no longer made from the content, it would be removed", diag.Visible(r.Path)))
	case generator.Changed:
		fmt.Fprintln(a.out, a.text("%s：会重写，第 %d 行起不同", "%s: it would be written again, different from line %d on", r.Path, r.Line))
		fmt.Fprintln(a.out, a.text("  已发布：%s", "  published: %s", r.Was))
		fmt.Fprintln(a.out, a.text("  将写入：%s", "  to come:   %s", r.Is))
	}
	if len(r.Made) == 0 {
		return nil
	}
	fmt.Fprintln(a.out, a.text("生成它用到（* 发布之后改过）：", "made from (* changed since it was published):"))
	for _, x := range r.Made {
		mark := " "
		if x.Newer {
			mark = "*"
		}
		fmt.Fprintf(a.out, "%s %s  %s\n", mark, diag.Visible(x.File), a.text(x.What.ZH, x.What.EN))
	}
	return nil
}
