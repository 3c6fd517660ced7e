package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

func (a *app) formsCommand() *cobra.Command {
	source := false
	c := &cobra.Command{
		Use:     a.text("forms [格式]", "forms [FORM]"),
		Short:   a.text("列出报告格式", "list the forms of reports"),
		Example: "  gongkai forms\n  gongkai forms cn-2021\n  gongkai forms cn-2021 --source",
		Long: a.text("列出可用的报告格式，包括站点 forms/ 里的；写上格式的名称，列出它的单元格、关系和章节，加上 --source 则是格式文件的原文。\n退出状态：0 完成，1 站点的格式有错误，2 无法完成。",
			"List the forms that may be used, those in the site's forms/ among them; with a form's name, its cells, relations and sections, or with --source the file that defines it.\nExit status: 0 done, 1 a form of the site has errors, 2 the work could not be done."),
		Args: a.arguments(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir, err := a.siteDir()
			if err != nil && !errors.Is(err, generator.ErrNoSite) {
				return err
			}
			forms, findings, err := generator.Forms(generator.Options{Site: dir})
			if err != nil {
				return err
			}
			if len(args) == 1 {
				f := forms.ByID(args[0])
				if f == nil {
					return unknownForm(forms, args[0], diag.Textf("gongkai forms 列出可用的格式", "gongkai forms lists the forms"))
				}
				if source {
					text, err := generator.FormSource(generator.Options{Site: dir}, f)
					if err == nil {
						_, err = a.data.Write(text)
					}
					return err
				}
				fmt.Fprint(a.out, f.Describe(a.lang))
				return nil
			}
			if source {
				return &userError{diag.Textf("没有写是哪一种格式", "the form is not named"), diag.Textf("例如：gongkai forms cn-2021 --source", "for example: gongkai forms cn-2021 --source")}
			}
			a.listForms(forms)
			if len(findings) > 0 {
				a.printError(diag.Textf("forms/ 里有 %d 处错误，有错误的格式没有列出", "%d faults in forms/; forms with faults are not listed", len(findings)), diag.Textf("gongkai check 逐处指出", "gongkai check shows each"))
				return errContent
			}
			return nil
		},
	}
	c.Flags().BoolVar(&source, "source", false, a.text("列出格式文件的原文，连同注释", "print the file that defines the form, with its comments"))
	return c
}

// listForms prints a line for each form.
func (a *app) listForms(forms *form.Catalogue) {
	for _, f := range forms.All() {
		fmt.Fprintf(a.out, "%-14s %-10s %-10s %s\n", f.ID, f.Years, f.Family, f.Title)
		tables := make([]string, len(f.Tables))
		for i, t := range f.Tables {
			tables[i] = t.ID
		}
		byDefault := ""
		if f.Default != (form.Years{}) {
			byDefault = a.text("默认用于 %s", "the default of %s", f.Default)
		}
		fmt.Fprintf(a.out, "  %s\n", strings.Join(nonEmpty(f.Source.String(), byDefault,
			a.text("表：%s", "tables: %s", diag.Listed(tables)), a.count(f)), a.text("；", "; ")))
	}
}

func (a *app) count(f *form.Form) string {
	if f.ListTable() != nil {
		return a.text("单元格由报告逐行给出", "the cells are given by each report")
	}
	return a.text("%d 个单元格", "%d cells", len(f.Cells))
}

// nonEmpty leaves out what is not given.
func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// unknownForm is the error for a form, or a family of forms, that does not exist.
func unknownForm(forms *form.Catalogue, name string, otherwise diag.Text) *userError {
	known := forms.Families()
	for _, f := range forms.All() {
		known = append(known, f.ID)
	}
	return &userError{diag.Textf("没有格式“%s”", "there is no form %q", name), suggest(name, known, otherwise)}
}

// faultyForm says that a form which is not known may be one of the site's own with faults.
func faultyForm(e *generator.FormError) *userError {
	return &userError{diag.Textf("没有格式“%s”；站点自己的格式有错误：%s:%d %s", "there is no form %q; a form of the site's own is faulty: %s:%d %s", e.Form, e.Fault.File, e.Fault.Span.Line, e.Fault.Message),
		diag.Textf("请先按 gongkai check 的提示改正", "correct what gongkai check reports first")}
}
