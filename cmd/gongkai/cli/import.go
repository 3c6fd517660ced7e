package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gongkai/generator"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/importer"
	"gongkai/generator/importer/grid"
	"gongkai/generator/output"
	"gongkai/internal/parallel"
)

// importing is what the command is asked for.
type importing struct {
	importer.Options
	site, out, keys, format, review string
	receipts                        string // the folder for receipts, "" for none
	force, dry                      bool
	own                             bool // they are the bodies' own, which were not published before

	made []string // the files that were written
}

// imported is what became of a file.
type imported struct {
	file    string
	report  *importer.Report
	written string   // the file that was made, "" for none
	same    bool     // it was there, and said the same
	beside  []string // the pictures and attachments that were made with it
	err     error
}

func (a *app) importCommand() *cobra.Command {
	var x importing
	c := &cobra.Command{
		Use:   a.text("import 文件…", "import FILE…"),
		Short: a.text("读入以前公布的报告", "read reports that were published before"),
		Long: a.text("把以前公布的报告（Word、Excel、网页、PDF、OFD、文本）读成站点里的文件，每个数与原文完全一致；读不准的不填，并且说明。\n退出状态：0 原文的每个数都读到了，1 有的没有读到，或者文件不是报告，2 无法完成。",
			"Turn reports that were published before (Word, Excel, web pages, PDF, OFD, text) into files of the site, exact to the cell; what cannot be read for certain is left blank and listed.\nExit status: 0 every printed figure was read, 1 something was not, or a file is not a report, 2 the work could not be done."),
		Example: "  gongkai import inbox --receipts receipts\n  gongkai import 2019.docx --agency zwfwj\n  gongkai import " + a.text("旧报告", "old") + " --dry-run",
		Args:    a.arguments(1, 1000),
		RunE: func(c *cobra.Command, args []string) (err error) {
			defer func() { err = x.ended(err) }()
			x.own = x.receipts != ""
			if err := a.prepareImport(&x); err != nil {
				return err
			}
			files, err := inputs(args)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				fmt.Fprintln(a.notes(), a.text("%s 里没有可以读的文件", "there is no file to read in %s", filepath.ToSlash(diag.Listed(args).In(a.lang))))
				return nil
			}
			done := make([]imported, len(files))
			p := a.newProgress()
			for from := 0; err == nil && from < len(files); from += atOnce {
				some := done[from:min(from+atOnce, len(files))]
				err = parallel.Try(c.Context(), 0, len(some), func(i int) error {
					some[i] = x.read(files[from+i])
					return nil
				}, func(n int) { p.report("import", from+n, len(files)) })
				for i := 0; err == nil && i < len(some); i++ {
					err = x.write(&some[i])
					x.release(some[i].report)
				}
			}
			p.finish(err)
			if err != nil {
				return err
			}
			if x.review != "" {
				if err := a.importReview(x.review, done); err != nil {
					return err
				}
			}
			if x.receipts != "" {
				if err := a.importReceipts(c.Context(), &x, done); err != nil {
					return err
				}
			}
			if x.format == "json" {
				err = a.importJSON(done)
			} else {
				a.importText(done)
				err = a.importFindings(c.Context(), &x)
			}
			if err != nil {
				return err
			}
			if slices.ContainsFunc(done, func(d imported) bool { return d.err != nil || !d.report.Complete() }) {
				return errContent
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&x.out, "out", "", a.text("写到这个文件夹（默认写进站点的 content）", "write below this folder (default: the site's content)"))
	f.StringVar(&x.Agency, "agency", "", a.text("机关的文件夹名（默认按报告里的名称查找）", "the agency's folder (default: found by the name in the report)"))
	f.IntVar(&x.Year, "year", 0, a.text("年度（默认取自标题）", "the year (default: taken from the title)"))
	f.StringVar(&x.Form, "form", "", a.text("格式（默认逐个比较）", "the form (default: all are compared)"))
	f.StringVar(&x.keys, "keys", "", a.text("键的语言：zh 或 en（默认随界面语言）", "language of the keys: zh or en (default: that of the messages)"))
	f.BoolVar(&x.force, "force", false, a.text("覆盖已有的文件", "replace files that are there"))
	f.BoolVar(&x.dry, "dry-run", false, a.text("只读，不写入文件", "read and write nothing"))
	f.StringVar(&x.receipts, "receipts", "", a.text("各机关交来的报告：给每个机关写一份回执（文本、网页、Word），放进这个文件夹", "reports that bodies hand in: write each a receipt (text, web page, Word) into this folder"))
	f.StringVar(&x.review, "review", "", a.text("把原文与读入的结果并排写成这个网页文件", "write original and reading side by side as this web page"))
	a.textFlag(c, &x.format, "format", "text", a.text("输出格式：text 或 json", "output format: text or json"))
	return c
}

// prepareImport checks what is asked for, and reads forms and agencies of the site, where there is
// one.
func (a *app) prepareImport(x *importing) error {
	if x.keys == "" {
		x.keys = a.lang
	}
	switch {
	case x.keys != "zh" && x.keys != "en":
		return &userError{diag.Textf("--keys 可选 zh 或 en", "--keys takes zh or en"), diag.Text{}}
	case x.receipts != "" && (x.out != "" || x.dry):
		return &userError{diag.Textf("--receipts 不能和 --out、--dry-run 一起用", "--receipts does not go with --out or --dry-run"), diag.Textf("回执里写的是报告放进站点以后查出的问题", "a receipt says what is found once the report is in the site")}
	case x.format != "text" && x.format != "json":
		return &userError{diag.Textf("没有输出格式“%s”", "unknown format %q", x.format), diag.Textf("--format 可选 text 或 json", "--format takes text or json")}
	}
	dir, err := a.siteDir()
	if err != nil && (x.out == "" || !errors.Is(err, generator.ErrNoSite)) {
		return err
	}
	o := generator.Options{Site: dir}
	if err != nil {
		o.Site = ""
	} else {
		x.site = dir
		if x.Agencies, err = content.Entries(os.DirFS(dir)); err != nil {
			return inFolder(err, dir)
		}
	}
	forms, _, err := generator.Forms(o)
	if err != nil {
		return err
	}
	x.Forms = forms
	if x.Form != "" && forms.ByID(x.Form) == nil {
		return unknownForm(forms, x.Form, diag.Textf("gongkai forms 列出可用的格式", "gongkai forms lists the forms"))
	}
	return nil
}

// inFolder makes an error that names a file of a folder name it as it is reached from here.
func inFolder(err error, dir string) error {
	var file *fs.PathError
	if errors.As(err, &file) {
		return &fs.PathError{Op: file.Op, Path: filepath.Join(dir, file.Path), Err: file.Err}
	}
	return err
}

// partOfPage reports whether a file, by its ending, is one of those that browsers save beside a page.
func partOfPage(ending string) bool {
	return output.Picture(ending) || ending == ".svg" || ending == ".ico" || ending == ".css" || ending == ".js"
}

// inputs lists the files that are named, and those in folders that are.
func inputs(args []string) (files []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		err = filepath.WalkDir(arg, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case strings.HasPrefix(d.Name(), ".") && name != arg, strings.HasPrefix(d.Name(), "~$"):
				if d.IsDir() {
					return filepath.SkipDir
				}
			case d.Type().IsRegular() && !partOfPage(strings.ToLower(filepath.Ext(name))):
				files = append(files, name)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// atOnce is how many files are read before they are written, so that their pictures need not be kept.
const atOnce = 16

// mostImported is how large a file may be.
const mostImported = 64 << 20

func (x *importing) read(name string) imported {
	d := imported{file: name}
	info, err := os.Stat(name)
	if err == nil && info.Size() > mostImported {
		err = &userError{diag.Textf("文件大于 %d MB", "the file is larger than %d MB", mostImported>>20),
			diag.Textf("请去掉图片，或者只保留报告本身，另存后再导入", "take the pictures out, or save the report alone, and import that")}
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(name)
	}
	if err == nil {
		d.report, err = x.readIn(filepath.Dir(name), filepath.Base(name), data)
	}
	d.err = err
	return d
}

// readIn reads a file; pictures and attachments that it names are looked for in its folder and below it.
func (x *importing) readIn(dir, name string, data []byte) (*importer.Report, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	o := x.Options
	o.Files = root.FS()
	return importer.Read(name, data, o)
}

// importText prints what became of each file.
func (a *app) importText(done []imported) {
	for _, d := range done {
		if a.quiet && d.err == nil && d.report.Complete() {
			continue
		}
		fmt.Fprintf(a.out, "%s\n", filepath.ToSlash(d.file))
		if r := d.report; r != nil && r.Cells != nil {
			for _, line := range wasRead(r) {
				fmt.Fprintln(a.out, "  "+line.In(a.lang))
			}
		}
		if r := d.report; r != nil {
			for _, p := range r.NotTaken {
				fmt.Fprintln(a.out, "  "+a.text("图片没有取来：%s，%s", "picture not taken over: %s: %s", p.Where(a.lang), p.Why))
			}
		}
		for _, name := range append([]string{d.written}, d.beside...) {
			if name != "" {
				fmt.Fprintln(a.out, "  → "+filepath.ToSlash(name)+map[bool]string{true: a.text("，已有，内容相同", ", which is there and says the same")}[d.same])
			}
		}
		if d.err != nil {
			message, hint := importFault(d.err)
			fmt.Fprintf(a.out, "  %s: %s\n", a.text("错误", "error"), message.In(a.lang))
			if hint.EN != "" {
				fmt.Fprintf(a.out, "  %s: %s\n", a.text("建议", "hint"), hint.In(a.lang))
			}
		}
	}
}

// wasRead says what was read of a file, and what was not.
func wasRead(r *importer.Report) (out []diag.Text) {
	say := func(zh, en string, args ...any) { out = append(out, diag.Textf(zh, en, args...)) }
	cells, printed, read, blank, unread := r.Counts()
	year := "–"
	if r.Year > 0 {
		year = strconv.Itoa(r.Year)
	}
	say("格式 %s，机关 %s，%s 年；%d 个单元格，印出 %d 个数，读到 %d 个，空白 %d 格，没有读到 %d 个",
		"form %s, agency %s, year %s; %d cells, %d figures printed, %d read, %d cells blank, %d not read", r.Form.ID, cmp.Or(r.Agency, "–"), year, cells, printed, read, blank, unread)
	for _, f := range r.Nearly {
		say("格式 %s 也同样符合", "the form %s fits as well", f.ID)
	}
	for _, u := range r.Cells.Unread {
		say("没有读到：%s，%s：“%s”，%s", "not read: %s, %s: %q, %s", u.Cell.Label, placed(u.Place), u.Text, u.Reason)
	}
	if tables := r.BlankTables(); len(tables) > 0 {
		say("整张表是空的，没有填数：%s", "tables that are blank, without a figure: %s", quoted(tables))
	}
	if rows := r.AbsentRows(); len(rows) > 0 {
		say("文件里没有找到这些行的数：%s", "no figures were found for the rows: %s", diag.Listed(rows))
	}
	if len(r.Cells.Absent) > 0 { // else the file has the form's figures elsewhere
		for _, k := range r.Kept {
			say("认不出是格式里的哪张表，原样留在正文里：%s，%d 个数", "not known as a table of the form, left in the text as it is: %s, %d figures", placed(k.Place), k.Figures)
		}
	}
	for _, c := range r.Cells.LeftOver {
		say("格式里没有位置：%s：“%s”", "the form has no place for: %s: %q", placed(c.Place), c.Text)
	}
	if n := len(r.Cells.Computed); n > 0 {
		say("表格旁边有 %d 格公式的结果（%s 起），格式里没有位置，没有使用", "%d results of formulas beside the tables, from %s on, were not used: the form has no place for them", n, placed(r.Cells.Computed[0].Place))
	}
	if n := len(r.SetAside); n > 0 {
		some := r.SetAside[:min(n, mostSetAside)]
		rest := diag.Text{}
		if n > len(some) {
			rest = diag.Textf("……全部见 --review 或 --format json", " …, all of them with --review or --format json")
		}
		say("不是报告正文，没有放进去 %d 段：%s%s", "%d pieces are not text of the report and were left out: %s%s", n,
			quoted(some), rest)
	}
	return out
}

// quoted are texts in quotation marks.
func quoted(texts []string) diag.Text {
	return diag.Text{ZH: "“" + strings.Join(texts, "”“") + "”", EN: `"` + strings.Join(texts, `", "`) + `"`}
}

// mostSetAside is how many pieces that were left out are printed.
const mostSetAside = 8

// placed says where something is in a file.
func placed(p grid.Place) diag.Text { return diag.Text{ZH: p.In("zh"), EN: p.In("en")} }

// importFault finds the words for what is wrong with a file.
func importFault(err error) (message, hint diag.Text) {
	if t, h, ok := importer.Text(err); ok {
		return t, h
	}
	var u *userError
	if errors.As(err, &u) {
		return u.message, u.hint
	}
	if t, h, ok := diag.OfSystem("", err); ok {
		return t, h
	}
	return diag.Textf("文件读不出来：%v", "the file cannot be read: %v", err),
		diag.Textf("请用打得开它的程序另存为 .docx、.xlsx、网页或 PDF", "save it as .docx, .xlsx, a web page or a PDF in a program that opens it")
}
