package cli

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
)

func (a *app) schemaCommand() *cobra.Command {
	var formID, out string
	c := &cobra.Command{
		Use:     "schema [" + strings.Join(generator.SchemaNames(), "|") + "]",
		Short:   a.text("生成 JSON Schema", "print JSON Schema"),
		Example: "  gongkai schema report\n  gongkai schema --out schemas",
		Long: a.text("生成内容文件的 JSON Schema（2020-12）：report 年报，register 机关登记，page 页面，category 类目，config 是 gongkai.yaml，form 报告格式的定义。\n不写名称、用 --out 指定文件夹时，生成全部。",
			"Print the JSON Schema (2020-12) of what content files hold: report, register (an agency's entry), page, category, config (gongkai.yaml), form (a definition).\nWithout a name, and with a folder as --out, write all."),
		Args:      a.arguments(0, 1),
		ValidArgs: generator.SchemaNames(),
		RunE: func(_ *cobra.Command, args []string) error {
			names := generator.SchemaNames()
			if len(args) == 1 {
				if names = args; !slices.Contains(generator.SchemaNames(), args[0]) {
					return &userError{diag.Textf("没有“%s”的 JSON Schema", "there is no schema of %q", args[0]),
						suggest(args[0], generator.SchemaNames(), diag.Textf("可选 %s", "there are %s", diag.Listed(generator.SchemaNames())))}
				}
			} else if out == "" {
				return &userError{diag.Textf("没有写要哪一个", "no schema named"),
					diag.Textf("可选 %s；或用 --out 指定文件夹，生成全部", "there are %s; or name a folder with --out to write all", diag.Listed(generator.SchemaNames()))}
			}
			dir, err := a.siteDir()
			if err != nil && !errors.Is(err, generator.ErrNoSite) {
				return err // outside a site there are the built-in forms
			}
			for _, name := range names {
				data, err := generator.Schema(generator.Options{Site: dir}, name, formID, a.lang)
				if faulty := (*generator.FormError)(nil); errors.As(err, &faulty) {
					return faultyForm(faulty)
				}
				if errors.Is(err, generator.ErrUnknownForm) {
					forms, _, err := generator.Forms(generator.Options{Site: dir})
					if err != nil {
						return err
					}
					return unknownForm(forms, formID, diag.Textf("不写 --form 则包括全部格式", "without --form the schema covers all forms"))
				}
				if err != nil {
					return err
				}
				if err := a.put(name, out, len(args) == 0, data); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&formID, "form", "", a.text("只要这个报告格式，如 cn-2021", "only this form, such as cn-2021"))
	c.Flags().StringVar(&out, "out", "", a.text("写入这个文件或文件夹", "file or folder to write to"))
	return c
}

// put writes a schema to standard output, to a file, or into a folder.
func (a *app) put(name, out string, folder bool, data []byte) error {
	if out == "" {
		_, err := a.data.Write(data)
		return err
	}
	if info, err := os.Stat(out); folder || err == nil && info.IsDir() {
		out = filepath.Join(out, generator.SchemaFile(name))
	}
	err := os.MkdirAll(filepath.Dir(out), 0o755)
	if err == nil {
		err = os.WriteFile(out, data, 0o644)
	}
	return unwritten(out, "--out", err)
}
