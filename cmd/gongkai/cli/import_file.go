package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator"
	"gongkai/generator/diag"
	"gongkai/generator/editing/scaffold"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/importer"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// write makes the file of a report. What is wrong with the one report is in it; the error is one of
// the machine.
func (x *importing) write(d *imported) error {
	r := d.report
	if d.err != nil {
		return nil
	}
	if r.Agency == "" && r.Name == "" {
		d.err = &userError{diag.Textf("文件的标题里没有机关的名称", "the title of the file names no agency"), diag.Textf("请用 --agency 指明机关的文件夹", "name the agency's folder with --agency")}
		return nil
	}
	if r.Agency == "" {
		d.err = &userError{diag.Textf("站点里没有名为“%s”的机关", "no agency of the site is called %q", r.Name),
			diag.Textf("站点里已有的，用 --agency 指明它的文件夹；没有的，先新建 content/文件夹/_index.md，写上 name: %s", "one that the site has is named with --agency FOLDER; a new one needs content/FOLDER/_index.md with name: %s first", r.Name)}
		return nil
	}
	if x.dry {
		return nil
	}
	text := x.transcript(r)
	name := filepath.Join(cmp.Or(x.out, filepath.Join(x.site, "content")), r.Agency, r.Form.Family, strconv.Itoa(r.Year)+".md")
	again := slices.Contains(x.made, name)
	if d.err = x.free(name, r.Attachments, again); d.err != nil {
		return nil
	}
	err := scaffold.Create(name, text)
	if errors.Is(err, scaffold.ErrExists) && !again {
		is, unread := os.ReadFile(name)
		d.same = unread == nil && bytes.Equal(is, text)
		switch {
		case d.same: // an earlier run, perhaps one that was ended, has made it of this file
			err = nil
		case x.force:
			err = overwrite(name, text)
		}
	}
	switch {
	case errors.Is(err, scaffold.ErrExists) && again:
		d.err = &userError{diag.Textf("%s 刚才已由另一个文件写成，没有改动", "%s was just made from another file and was left as it is", filepath.ToSlash(name)), diag.Textf("同一年度只导入一个文件", "import one file a year")}
		return nil
	case errors.Is(err, scaffold.ErrExists):
		d.err = &anotherReport{&userError{diag.Textf("%s 已经存在，没有改动", "%s is already there and was left as it is", filepath.ToSlash(name)), diag.Textf("要覆盖请用 --force", "--force replaces it")}}
		return nil
	case err != nil && x.out != "":
		return unwritten(name, "--out", err)
	case err != nil:
		return err
	}
	d.written, x.made = name, append(x.made, name)
	for _, at := range r.Attachments {
		beside := filepath.Join(filepath.Dir(name), at.Name)
		err := scaffold.Create(beside, at.Data)
		if errors.Is(err, scaffold.ErrExists) {
			err = overwrite(beside, at.Data)
		}
		if err != nil {
			return err
		}
		d.beside = append(d.beside, beside)
	}
	return nil
}

// release lets go of what is not printed of a file any more, so that many files take little more memory than few.
func (x *importing) release(r *importer.Report) {
	if r == nil {
		return
	}
	r.Attachments = nil
	if x.review != "" {
		return // it shows all of a file
	}
	r.Document, r.Body = nil, ""
	if r.Cells != nil {
		r.Cells.Tables, r.Cells.Taken, r.Cells.Headings = nil, nil, nil
	}
	if x.format != "json" {
		r.Omitted = nil
	}
}

// anotherReport is that the site has another report of the year.
type anotherReport struct{ *userError }

func (a *anotherReport) Unwrap() error { return a.userError }

// free makes sure that nobody else's files are where pictures and attachments of a report are to be.
func (x *importing) free(name string, list []importer.Attachment, again bool) error {
	if x.force && !again {
		return nil
	}
	for _, at := range list {
		beside := filepath.Join(filepath.Dir(name), at.Name)
		if is, err := os.ReadFile(beside); err == nil && !bytes.Equal(is, at.Data) {
			return &userError{diag.Textf("%s 已经存在，没有改动", "%s is already there and was left as it is", filepath.ToSlash(beside)), diag.Textf("要覆盖请用 --force", "--force replaces it")}
		}
	}
	return nil
}

// transcript is the file that a report is to have.
func (x *importing) transcript(r *importer.Report) []byte {
	title := r.Title
	if i := slices.IndexFunc(x.Agencies, func(a *register.Agency) bool { return a.Slug == r.Agency }); i >= 0 && strings.NewReplacer("{name}", x.Agencies[i].NameIn(r.Year), "{year}", strconv.Itoa(r.Year)).Replace(r.Form.ReportTitle) == title {
		title = "" // the form's own
	}
	origin := report.Origin{Title: r.File, URL: r.URL}
	if x.own {
		origin = report.Origin{} // it was not published before
	}
	return scaffold.Transcript(scaffold.Filled{
		Draft: scaffold.Draft{Form: r.Form, Year: r.Year, Chinese: x.keys == "zh", Explicit: !x.isDefault(r)},
		Title: title, Published: r.Published, Values: r.Values(), Origin: origin, Notes: r.Notes(x.keys), Body: r.Body,
	})
}

// isDefault reports whether the form of a report need not be named.
func (x *importing) isDefault(r *importer.Report) bool {
	f := x.Forms.DefaultFor(r.Form.Family, r.Year)
	return f != nil && f.ID == r.Form.ID // a report with rows of its own has its own copy
}

// overwrite replaces a file as a whole: if it fails, the file is as it was.
func overwrite(name string, text []byte) error {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	before, err := root.ReadFile(filepath.Base(name))
	if err == nil {
		err = textedit.Replace(root, filepath.Base(name), before, text)
	}
	return inFolder(err, filepath.Dir(name))
}

// mostFindings is how many findings are printed after an import; check lists all.
const mostFindings = 20

// importFindings prints what check finds in the files that were made in the site.
func (a *app) importFindings(ctx context.Context, x *importing) error {
	if x.out != "" || len(x.made) == 0 {
		return nil
	}
	within, err := inSite(x.site, x.made)
	if err != nil {
		return err
	}
	res, err := awaited(a, func(report reported) (*generator.Result, error) {
		return generator.Check(ctx, generator.Options{Site: x.site, Version: Version, Progress: report})
	})
	if err != nil {
		return err
	}
	if !res.Unread {
		(&selection{within: within}).apply(res)
	}
	a.print(a.out, res, mostFindings)
	return nil
}

// ended says of a run that somebody ended what it has written, whole files.
func (x *importing) ended(err error) error {
	if !errors.Is(err, context.Canceled) || len(x.made) == 0 {
		return err
	}
	return interrupted(len(x.made))
}

// interrupted says that a command was ended which had written so many files.
func interrupted(written int) error {
	return &userError{diag.Textf("已中断；之前已写好 %[1]d 个文件，都是完整的", "interrupted; %[2]s written before, whole", written, diag.Count(written, "file")),
		diag.Textf("再运行一次就会继续，写好的文件不会再改", "run the command again to go on: what was written is left alone")}
}
