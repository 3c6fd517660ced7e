package cli

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/render/word"
	"gongkai/internal/singlepage"
)

// receipt is what a body reads about the file that it sent.
type receipt struct {
	name  string // of its files, without an ending
	title string
	lines []word.Paragraph
}

func (r *receipt) heading(text string) {
	r.lines = append(r.lines, word.Paragraph{Text: text, Heading: true})
}
func (r *receipt) say(text string) { r.lines = append(r.lines, word.Paragraph{Text: text}) }

// importReceipts writes a receipt for each file that was handed in, as text, web page and Word file. A receipt of an
// earlier import of the same report is replaced.
func (a *app) importReceipts(ctx context.Context, x *importing, done []imported) error {
	err := a.newProgress().until(func(report reported) error { return a.writeReceipts(ctx, x, done, report) })
	if err != nil {
		return err
	}
	fmt.Fprintln(a.notes(), a.text("回执：%d 份，在 %s", "receipts: %d, in %s", len(done), filepath.ToSlash(x.receipts)))
	return nil
}

func (a *app) writeReceipts(ctx context.Context, x *importing, done []imported, report reported) error {
	var res *generator.Result
	if len(x.made) > 0 {
		var err error
		if res, err = generator.Check(ctx, generator.Options{Site: x.site, Version: Version, Progress: report}); err != nil {
			return err
		}
		if err := unchecked(res); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(x.receipts, 0o755); err != nil {
		return unwritten(x.receipts, "--receipts", err)
	}
	taken := map[string]bool{}
	for i, d := range done {
		if err := ctx.Err(); err != nil {
			return err
		}
		report("receipts", i, len(done))
		r, err := a.receipt(x, d, res)
		if err != nil {
			return err
		}
		for n := 2; taken[r.name]; n++ {
			r.name = strings.TrimSuffix(r.name, "-"+strconv.Itoa(n-1)) + "-" + strconv.Itoa(n)
		}
		taken[r.name] = true
		document, err := word.Letter(r.title, r.lines)
		if err != nil {
			return err
		}
		page, err := r.page(a.lang)
		if err != nil {
			return err
		}
		for ending, data := range map[string][]byte{"txt": r.text(), "html": page, "docx": document} {
			name := filepath.Join(x.receipts, r.name+"."+ending)
			if err := os.WriteFile(name, data, 0o644); err != nil {
				return unwritten(name, "--receipts", err)
			}
		}
	}
	return nil
}

// unchecked is why a check does not tell all of the reports that were taken in: something of the site could not be read.
func unchecked(res *generator.Result) error {
	if !res.Unread {
		return nil
	}
	message := diag.Textf("站点里有读不出来的文件", "something of the site could not be read")
	if i := slices.IndexFunc(res.Findings, func(f diag.Finding) bool { return f.Severity == diag.Error && f.Span == diag.Span{} }); i >= 0 {
		f := &res.Findings[i]
		message = diag.Text{ZH: f.File + "：" + f.Message.ZH, EN: f.File + ": " + f.Message.EN}
	}
	return &userError{message, diag.Textf("报告已经读入，没有写回执；请再运行一次", "the reports were taken in, and no receipt was written; run the command again")}
}

// receipt says what became of one file.
func (a *app) receipt(x *importing, d imported, res *generator.Result) (*receipt, error) {
	file := filepath.Base(d.file)
	r := &receipt{name: strings.TrimSuffix(file, filepath.Ext(file)), title: a.text("政府信息公开工作年度报告收件回执", "Receipt of an annual report")}
	to := ""
	if d.report != nil && d.report.Agency != "" {
		to = d.report.Name
		if i := slices.IndexFunc(x.Agencies, func(g *register.Agency) bool { return g.Slug == d.report.Agency }); i >= 0 {
			to = x.Agencies[i].NameIn(d.report.Year)
		}
		r.name = d.report.Agency + "-" + strconv.Itoa(d.report.Year)
	}
	if to != "" {
		r.say(a.text("%s：", "To %s", to))
	}
	r.say(a.text("收到文件：%s", "File received: %s", file))
	if p := d.report; p != nil && p.Cells != nil {
		_, printed, read, blank, _ := p.Counts()
		r.say(a.text("报告年度 %d；应填 %d 格，填了 %d 格，读入 %d 格，空白 %d 格。", "Report of %d; %d cells, %d filled in, %d read, %d empty.", p.Year, p.Due(), printed, read, blank))
		if n := len(p.Cells.Unread); n > 0 {
			r.heading(a.text("没有读入的数（%d 个）", "Figures that were not read (%d)", n))
			for _, u := range p.Cells.Unread {
				r.say(a.text("%s，%s：“%s”，%s", "%s, %s: %q, %s", u.Cell.Label, u.Place.In(a.lang), u.Text, u.Reason))
			}
		}
		if tables := p.BlankTables(); len(tables) > 0 {
			r.say(a.text("整张表是空的，没有填数：%s", "Tables that are blank, without a figure: %s", quoted(tables)))
		}
		if rows := p.AbsentRows(); len(rows) > 0 {
			r.say(a.text("文件里没有找到这些行的数：%s", "No figures were found for the rows: %s", diag.Listed(rows)))
		}
	}
	if d.err != nil {
		message, hint := importFault(d.err)
		if there := (*anotherReport)(nil); errors.As(d.err, &there) { // how the office replaces it does not concern a body
			message = diag.Textf("这一年的报告已经收过一份，这一份没有收进去", "a report of that year was taken in before, and this file was not")
			hint = diag.Textf("要以这一份为准，请告诉收件的办公室。", "If it is to take the place of that one, tell the office.")
		}
		r.heading(a.text("没有收进系统", "Not taken in"))
		r.say(message.In(a.lang) + a.text("。", ". ") + hint.In(a.lang))
		return r, nil
	}
	within, err := inSite(x.site, []string{d.written})
	if err != nil {
		return nil, err
	}
	r.findings(a, within[0], res)
	return r, nil
}

// findings says what a check found in the report.
func (r *receipt) findings(a *app, file string, res *generator.Result) {
	var errs, warnings []*diag.Finding
	for _, f := range diag.Leading(res.Findings) {
		switch {
		case f.File != file || f.Waived:
		case f.Severity == diag.Error:
			errs = append(errs, f)
		default:
			warnings = append(warnings, f)
		}
	}
	list := func(title string, found []*diag.Finding) {
		if len(found) > 0 {
			r.heading(title)
		}
		for i, f := range found {
			text := strconv.Itoa(i+1) + ". " + f.Message.In(a.lang)
			if h := f.Hint.In(a.lang); h != "" {
				text += a.text("。", ". ") + h
			}
			r.say(text + a.text("。", "."))
		}
	}
	list(a.text("需要更正（%s 处）", "To be corrected: %s", diag.Count(len(errs), "error")), errs)
	list(a.text("请核对（%s 处）", "To be looked at: %s", diag.Count(len(warnings), "warning")), warnings)
	r.heading(a.text("结果", "Result"))
	if len(errs) > 0 {
		r.say(a.text("请更正以上 %d 处后重新发来；更正前不能公布。", "Correct what is listed above (%d) and send the file again; it cannot be published before.", len(errs)))
	} else {
		r.say(a.text("各数相符，可以公布。", "All figures agree; the report can be published."))
	}
}

// text is the receipt as it goes into a mail.
func (r *receipt) text() []byte {
	var b strings.Builder
	b.WriteString(r.title + "\n\n")
	for i, p := range r.lines {
		if p.Heading && i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(p.Text + "\n")
	}
	return []byte(b.String())
}

//go:embed receipt.html
var receiptPage string

// page is the receipt as a web page that needs no other file.
func (r *receipt) page(lang string) ([]byte, error) {
	t, err := singlepage.New(lang, receiptPage, nil)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, map[string]any{"Title": r.title, "Lines": r.lines})
	return b.Bytes(), err
}
