// Package importer reads reports that were published before, as Word or Excel files, web pages, PDF, OFD or text, into
// files of the site: exact to the cell, or not at all and with a message.
//
// A file goes three steps. A reader of its kind (package document chooses it) makes paragraphs and tables of it
// and knows nothing of forms. Package match finds the cells of a form in the tables, by their labels; every
// form of the family is tried, and that which has most of the figures is the report's. Then the text is
// divided at the form's headings, and what the file says of itself (agency, year, dates) is looked up.
package importer

import (
	"cmp"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/document"
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/match"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// Options say what is known before a file is read.
type Options struct {
	Forms    *form.Catalogue
	Agencies []*register.Agency // of the site
	Agency   string             // slug; "" to find it in the file
	Year     int                // 0 to find it in the file
	Form     string             // id; "" to find out
	Files    fs.FS              // the folder of the file, for pictures and attachments that it names; nil for none
}

// Report is what was read of a file.
type Report struct {
	File, Kind string
	Form       *form.Form
	Agency     string // slug; "" where none of the site's is named
	Name       string // of the agency, as the file has it
	Year       int
	Title      string
	Published  string
	URL        string
	Cells      *match.Result
	Nearly     []*form.Form // forms that fit as well
	Body       string       // as Markdown
	Document   *grid.Document
	// Attachments are the pictures and files that Body shows and links to, by names beside the report.
	Attachments []Attachment
	NotTaken    []NotTaken // pictures that could not be taken over
	Pictured    bool       // pages of the file are pictures, whose text was not read
	files       fs.FS
	Omitted     []grid.Block // of it, that are not in Body and none of the form's, such as the navigation of a page
	Kept        []Kept       // tables with figures in Body that do not belong to the form
	SetAside    []string     // texts of those after the title, such as key figures and downloads of a page
}

// Kept is a table that stays in the text since no labels of the form were found in it.
type Kept struct {
	Place   grid.Place
	Figures int
}

// Kinds of faults of a file as a whole.
var (
	ErrReport = errors.New("the file has no report")
	ErrYear   = errors.New("the file does not say its year")
)

// Read reads a file, whatever its name ends in.
func Read(name string, data []byte, o Options) (*Report, error) {
	doc, err := document.Open(data)
	if err != nil {
		return nil, err
	}
	r := &Report{File: name, Kind: doc.Kind, Document: doc, files: o.Files}
	r.identify(doc, o)
	if err := r.choose(doc, o); err != nil {
		return nil, err
	}
	if r.Year == 0 {
		return r, ErrYear
	}
	r.text(doc)
	r.pictured(doc)
	r.statements()
	for _, b := range doc.Blocks { // those that are taken over are attachments now
		if b.Paragraph != nil {
			for _, m := range b.Paragraph.Pictures() {
				m.Picture.Data = nil
			}
		}
	}
	return r, nil
}

// choose tries every form that may govern the report.
func (r *Report) choose(doc *grid.Document, o Options) error {
	var best, prose *match.Result // prose: of a form that has reports without figures too
	for _, f := range o.Forms.All() {
		if o.Form != "" && f.ID != o.Form || o.Form == "" && (f.Family != form.Reports || r.Year != 0 && !f.Years.Has(r.Year)) {
			continue
		}
		m := read(doc, f)
		if f.ListTable() != nil && (o.Form != "" || r.Year != 0 && r.Title != "") {
			prose = m
		}
		switch order := better(m, best, r.Year); {
		case order > 0:
			best, r.Nearly = m, nil
		case order == 0 && m.Printed() > 0:
			r.Nearly = append(r.Nearly, f)
		}
	}
	if (best == nil || best.Printed() == 0 && len(best.Readings) == 0) && prose != nil {
		best, r.Nearly = prose, nil
	}
	if best == nil || best.Printed() == 0 && len(best.Readings) == 0 && best != prose {
		return ErrReport
	}
	r.Form, r.Cells = best.Form, best
	return nil
}

func read(doc *grid.Document, f *form.Form) *match.Result {
	if f.ListTable() != nil {
		return match.ReadList(doc, f)
	}
	return match.Read(doc, f)
}

// better compares what two forms find in a file: more figures read, then fewer left over, then the
// form that is the year's own.
func better(a, b *match.Result, year int) int {
	if b == nil {
		return 1
	}
	own := func(m *match.Result) int {
		if m.Form.Default.Has(year) {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(len(a.Readings), len(b.Readings)), cmp.Compare(len(b.LeftOver)+len(b.Unread), len(a.LeftOver)+len(a.Unread)), cmp.Compare(own(a), own(b)))
}

// Notes are the transcriber's remarks: what was entered in another way than it is printed.
func (r *Report) Notes(language string) (out []report.Note) {
	for _, c := range r.Form.Cells {
		x, ok := r.Cells.Readings[c]
		if !ok || x.Note.EN == "" {
			continue
		}
		out = append(out, report.Note{Slot: r.Form.Slot(c.Path), Original: x.Original, Entered: x.Text, Reason: x.Note.In(language)})
	}
	return out
}

// Counts are how many cells the form has, and how many of them the file prints, were read, are
// blank in the file, and could not be read.
func (r *Report) Counts() (cells, printed, read, blank, unread int) {
	for _, x := range r.Cells.Readings {
		if x.Text == "" {
			blank++
		} else {
			read++
		}
	}
	unread = len(r.Cells.Unread)
	return len(r.Form.Cells), read + unread, read, blank, unread
}

// Due is how many cells are to be filled in: those of sentences that the file leaves out as a whole are not.
func (r *Report) Due() int {
	there := map[*form.Cell]bool{}
	for _, u := range r.Cells.Unread {
		there[u.Cell] = true
	}
	for c, x := range r.Cells.Readings {
		there[c] = there[c] || x.Text != ""
	}
	n := len(r.Form.Cells)
	for _, s := range r.Form.Statements {
		if !slices.ContainsFunc(s.Cells, func(c *form.Cell) bool { return there[c] }) {
			n -= len(s.Cells)
		}
	}
	return n
}

// Complete reports whether every figure that the file prints was read, and no cell of the form is
// missing from it.
func (r *Report) Complete() bool {
	return !r.Pictured && len(r.Cells.Unread) == 0 && len(r.Cells.LeftOver) == 0 && len(r.Cells.Absent) == 0
}

// AbsentRows names the rows of the form that are not in the file, or a column of them.
func (r *Report) AbsentRows() (out []string) {
	for i, c := range r.Cells.Absent {
		name, _, _ := strings.Cut(c.Label, " · ")
		if c.RowName != "" {
			name = c.RowName
		}
		if i == 0 || r.Cells.Absent[i-1].Row != c.Row {
			out = append(out, name)
		}
	}
	return out
}

// BlankTables names the tables of the form that are in the file without a single figure.
func (r *Report) BlankTables() (out []string) {
	for _, t := range r.Form.Tables {
		blank, figure := 0, false
		for c := range t.Cells() {
			x, ok := r.Cells.Readings[c]
			figure = figure || x.Text != "" || !ok && c.Kind.Numeric()
			if ok && x.Text == "" {
				blank++
			}
		}
		if blank > 0 && !figure {
			out = append(out, t.Caption)
		}
	}
	return out
}

// Text tells a fault of a file in both languages; ok is false for one of the machine.
func Text(err error) (t, hint diag.Text, ok bool) {
	switch {
	case errors.Is(err, ErrReport):
		return diag.Textf("没有找到报告的表格", "no table of a report was found"), diag.Textf("请确认这是一份年度报告；也可以用 --form 指明格式", "check that it is an annual report; --form names its form"), true
	case errors.Is(err, ErrYear):
		return diag.Textf("文件里没有写明年度", "the file does not say its year"), diag.Textf("请用 --year 指明", "name it with --year"), true
	}
	return document.Text(err)
}

// told is the text of a paragraph, or what its pictures say of themselves.
func told(p *grid.Paragraph) string {
	text := p.Text
	for _, m := range p.Pictures() {
		text += " " + cmp.Or(m.Picture.Alt, m.Picture.Address)
	}
	return strings.TrimSpace(text)
}

// OmittedTexts are the texts of Omitted; those of tables have their places before them.
func (r *Report) OmittedTexts(language string) (out []string) {
	for _, b := range r.Omitted {
		if b.Paragraph != nil {
			if text := told(b.Paragraph); text != "" {
				out = append(out, text)
			}
			continue
		}
		for _, c := range b.Table.Cells {
			if c.Text != "" {
				out = append(out, c.Place.In(language)+diag.Text{ZH: "：", EN: ": "}.In(language)+c.Text)
			}
		}
	}
	return out
}

// agencyOf finds an agency by a name of its own.
func agencyOf(list []*register.Agency, name string) *register.Agency {
	i := slices.IndexFunc(list, func(a *register.Agency) bool {
		if name == a.Name || name == a.ShortName {
			return true
		}
		return slices.ContainsFunc(a.FormerNames, func(f register.FormerName) bool { return f.Name == name })
	})
	if i < 0 {
		return nil
	}
	return list[i]
}

// Values are the figures as front matter has them.
func (r *Report) Values() map[*form.Cell]string {
	out := map[*form.Cell]string{}
	for c, x := range r.Cells.Readings {
		if x.Text != "" {
			out[c] = x.Text
		}
	}
	return out
}
