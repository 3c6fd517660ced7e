// Package review writes what an import made of files as one page for people, without network or
// script: the tables of each file beside those of the form, what was changed, doubted or left out
// marked in words, and listed.
package review

import (
	_ "embed"
	"html/template"
	"io"

	"gongkai/generator/diag"
	"gongkai/generator/importer"
	"gongkai/internal/singlepage"
)

// Item is a file as it was imported.
type Item struct {
	Name    string // as it was given
	Report  *importer.Report
	Written string // the file that was made, "" for none
	Error   diag.Text
}

//go:embed page.html
var page string

// Write writes the page, in Chinese or in English (language en).
func Write(w io.Writer, items []Item, language string) error {
	t, err := singlepage.New(language, page, template.FuncMap{
		"side": func(file, kind string, t table) any { return map[string]any{"File": file, "Kind": kind, "Table": t} },
	})
	if err != nil {
		return err
	}
	var files []*file
	for i, it := range items {
		files = append(files, fileOf(i+1, it, language))
	}
	return t.Execute(w, map[string]any{"Files": files})
}

// file is a file on the page.
type file struct {
	Item
	Number                              int
	Message                             string
	Form, FormTitle                     string
	Cells, Printed, Read, Blank, Unread int
	Groups                              []*group
	Sentences                           []remark // figures that the form has in sentences
	Remarks                             []remark
	Rows                                []string // of the form that are not in the file
	Omitted                             []string
	Body                                string

	ofCell  map[string][]remark // by the cell's path
	ofPlace map[string][]remark // of what the form has no place for, by place and text
}

// remark is a figure that is not simply what is printed: N numbers it in its file.
type remark struct {
	N, File                         int
	Mark, Label, Place              string
	Original, Entered, Reason, Cell string
}

func fileOf(number int, it Item, language string) *file {
	f := &file{Item: it, Number: number, Message: it.Error.In(language), ofCell: map[string][]remark{}, ofPlace: map[string][]remark{}}
	r := it.Report
	if r == nil || r.Cells == nil {
		return f
	}
	f.Form, f.FormTitle, f.Body = r.Form.ID, r.Form.Title, r.Body
	f.Cells, f.Printed, f.Read, f.Blank, f.Unread = r.Counts()
	f.Rows = r.AbsentRows()
	f.list(language)
	f.Groups = f.groups(language)
	f.Omitted = r.OmittedTexts(language)
	return f
}

// What becomes of a figure, in words.
var (
	changed  = diag.Textf("改", "changed")
	unread   = diag.Textf("未读", "not read")
	leftOver = diag.Textf("无栏", "no place")
	blank    = diag.Textf("空", "blank")
	absent   = diag.Textf("缺", "not there")
)

// list numbers what is not simply what is printed.
func (f *file) list(language string) {
	r := f.Report
	add := func(x remark) {
		x.N, x.File = len(f.Remarks)+1, f.Number
		f.Remarks = append(f.Remarks, x)
		if x.Cell != "" {
			f.ofCell[x.Cell] = append(f.ofCell[x.Cell], x)
		} else {
			f.ofPlace[x.Place+x.Original] = append(f.ofPlace[x.Place+x.Original], x)
		}
	}
	inTables := map[string]bool{}
	for _, cells := range r.Cells.Taken {
		for _, c := range cells {
			inTables[c.Path] = true
		}
	}
	for _, u := range r.Cells.Unread {
		add(remark{Mark: unread.In(language), Cell: u.Cell.Path, Label: u.Cell.Label, Place: u.Place.In(language), Original: u.Text, Reason: u.Reason.In(language)})
	}
	for _, c := range r.Form.Cells {
		x, ok := r.Cells.Readings[c]
		if !ok {
			continue
		}
		if x.Note.EN != "" {
			add(remark{Mark: changed.In(language), Cell: c.Path, Label: c.Label, Place: x.Place.In(language), Original: x.Original, Entered: x.Text, Reason: x.Note.In(language)})
		}
		if !inTables[c.Path] {
			f.Sentences = append(f.Sentences, remark{Label: c.Label, Original: x.Original, Entered: x.Text})
		}
	}
	for _, c := range r.Cells.LeftOver {
		add(remark{Mark: leftOver.In(language), Place: c.Place.In(language), Original: c.Text, Reason: diag.Textf("格式里没有它的位置，留在正文的“原表附注”里", "the form has no place for it; it is kept in the text").In(language)})
	}
}
