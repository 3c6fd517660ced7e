package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// exports are the forms that a report is given out in.
var exports = []string{"docx", "html", "xlsx", "csv", "json"}

func (a *app) exportCommand() *cobra.Command {
	var to, out string
	c := &cobra.Command{
		Use:   a.text("export 文件…", "export FILE…"),
		Short: a.text("把报告导出为 Word、网页、Excel 等文件", "give reports out as Word, a web page, Excel and other files"),
		Long: a.text("把站点里的报告导出为别的文件：Word 按法定格式排版，供送审和盖章；网页是一个文件，不需要站点和网络；有错误和没有填完的报告也能导出，没有填的格是空的。",
			"Write reports of the site as other files: Word in the statutory layout, to be signed and sealed; a web page as one file that needs neither site nor network. Reports with errors and drafts are written too; a cell that is not filled in is blank."),
		Example: "  gongkai export content/zwfwj/reports/2024.md --to docx",
		Args:    a.arguments(1, 1000),
		RunE: func(c *cobra.Command, args []string) error {
			if !slices.Contains(exports, to) {
				return &userError{diag.Textf("不能导出为“%s”", "cannot export as %q", to), suggest(to, exports, diag.Textf("--to 可选 %s", "--to takes %s", diag.Listed(exports)))}
			}
			dir, err := a.siteDir()
			if err != nil {
				return err
			}
			files, err := inSite(dir, args)
			if err != nil {
				return err
			}
			p, err := awaited(a, func(report reported) (*generator.Preview, error) {
				return generator.NewPreview(c.Context(), generator.Options{Site: dir, Version: Version, Progress: report})
			})
			if err != nil {
				return err
			}
			defer p.Close()
			if out != "" {
				if err := os.MkdirAll(out, 0o755); err != nil {
					return unwritten(out, "--out", err)
				}
			}
			for i, file := range files {
				data, err := p.Snapshot().Export(file, to)
				if errors.Is(err, fs.ErrNotExist) {
					return &userError{diag.Textf("%s 不是能读的报告", "%s is not a report, or cannot be read as one", args[i]), diag.Textf("请用 gongkai check %s 查看", "see gongkai check %s", args[i])}
				}
				if err != nil {
					return err
				}
				name := filepath.Join(out, exportName(file, to))
				if err := os.WriteFile(name, data, 0o644); err != nil {
					return unwritten(name, "--out", err)
				}
				fmt.Fprintln(a.out, filepath.ToSlash(name))
			}
			return nil
		},
	}
	a.textFlag(c, &to, "to", "docx", a.text("导出为 docx、html、xlsx、csv 或 json", "docx, html, xlsx, csv or json"))
	c.Flags().StringVar(&out, "out", "", a.text("写到这个文件夹（默认当前文件夹）", "the folder to write to (default: this one)"))
	return c
}

// exportName is the name of the file for a report: its agency and year, and between them the family where it is not
// that of the annual reports, which may be exported together with it.
func exportName(file, to string) string {
	parts := strings.Split(strings.TrimSuffix(file, ".md"), "/") // content, agency, family, year
	if parts[2] == form.Reports {
		parts = slices.Delete(parts, 2, 3)
	}
	return strings.Join(parts[1:], "-") + "." + to
}
