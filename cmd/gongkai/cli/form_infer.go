package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"gongkai/generator/diag"
	"gongkai/generator/importer"
	"gongkai/generator/importer/document"
)

func (a *app) formCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "form",
		Short:   a.text("起草报告格式", "draft forms of reports"),
		Example: "  gongkai form infer 2019.docx",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			return c.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	c.AddCommand(a.formInferCommand())
	return c
}

// formName is what a form may be called.
var formName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

func (a *app) formInferCommand() *cobra.Command {
	var id, family string
	var year int
	c := &cobra.Command{
		Use:     a.text("infer 文件", "infer FILE"),
		Short:   a.text("由一份填好的报告起草格式的定义", "draft the definition of a form from a filled report"),
		Example: "  gongkai form infer 2019.docx\n  gongkai form infer 2019.docx --id mail-2024 --family mail",
		Long: a.text("由一份填好的报告（Word、Excel、网页、PDF、OFD、文本）里的表格起草 forms/ 里的定义：行列的名称和嵌套照原表。\n名称、关系、依据和年度看不出来，标着“待补”；起草的可以直接用，请逐项核对。结果写到标准输出。",
			"Draft a definition for forms/ from the tables of a filled report (Word, Excel, web page, PDF, OFD, text): labels and their nesting as they are printed.\nNames for programs, relations, source and years cannot be seen there and are marked 待补; the draft can be loaded as it is, but has to be read through. It goes to standard output."),
		Args: a.arguments(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			for _, name := range []string{id, family} {
				if name != "" && !formName.MatchString(name) {
					return &userError{diag.Textf("名称“%s”不能用", "%q cannot be a name", name), diag.Textf("请用小写字母、数字、_ 和 -", "write small letters, digits, _ and -")}
				}
			}
			info, err := os.Stat(args[0])
			if err == nil && info.Size() > mostImported {
				err = &userError{diag.Textf("文件大于 %d MB", "the file is larger than %d MB", mostImported>>20), diag.Text{}}
			}
			var data []byte
			if err == nil {
				data, err = os.ReadFile(args[0])
			}
			if err != nil {
				return err
			}
			doc, err := document.Open(data)
			if err != nil {
				message, hint := importFault(err)
				return &userError{message, hint}
			}
			draft, err := importer.DraftForm(doc, cmp.Or(id, "draft"), cmp.Or(family, "draft"), cmp.Or(year, time.Now().Year()-1))
			if errors.Is(err, importer.ErrNoTable) {
				return &userError{diag.Textf("%s 里没有带数的表格", "%s has no table with figures", filepath.ToSlash(args[0])), diag.Textf("请换一份填好的报告", "name a report that is filled in")}
			}
			if err != nil {
				return err
			}
			if _, err := a.data.Write(draft); err != nil {
				return err
			}
			fmt.Fprintln(a.notes(), a.text("请核对“待补”的各处，存为 forms/%s.yaml，再运行 gongkai check", "look at what is marked 待补, keep it as forms/%s.yaml, and run gongkai check", cmp.Or(id, "draft")))
			return nil
		},
	}
	c.Flags().StringVar(&id, "id", "", a.text("格式的名称（默认 draft）", "name of the form (default: draft)"))
	c.Flags().StringVar(&family, "family", "", a.text("哪一类报告，也是它们的文件夹名（默认 draft）", "its family, which is the folder of its reports too (default: draft)"))
	c.Flags().IntVar(&year, "year", 0, a.text("从哪一年起适用（默认去年）", "the first year it governs (default: last year)"))
	return c
}
