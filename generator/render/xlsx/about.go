package xlsx

import (
	"cmp"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// about appends the sheet with what is said about the report, and the figures that the
// form prints in sentences.
func (b *Book) about(dst []byte, w *words, p *site.Page, waived []site.Waived) []byte {
	r := p.Report
	l := &lines{dst: dst}
	l.write(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetFormatPr defaultRowHeight="` + strconv.Itoa(lineHeight) +
		`"/><cols><col min="1" max="1" width="34" customWidth="1"/><col min="2" max="2" width="60" customWidth="1"/><col min="3" max="3" width="10" customWidth="1"/></cols><sheetData>`)
	l.words(title, p.Title)
	if !w.Official {
		l.words(heading, w.text("banner"))
	}
	l.fact(w.text("report.agency"), p.Agency.NameIn(r.Year))
	if r.Scope == "government" {
		l.fact(w.text("report.scope"), w.text("report.area"))
	}
	l.fact(w.text("agency.credit_code"), p.Agency.CreditCode)
	l.fact(w.text("sheet.year"), strconv.Itoa(r.Year))
	l.fact(w.text("item.published"), cmp.Or(r.Published, w.text("report.unpublished")))
	l.fact(w.text("report.form"), b.form.Title)
	if o := r.Origin; o != nil {
		text := o.Title
		if o.Retrieved != "" {
			text += " " + w.text("report.retrieved", o.Retrieved)
		}
		l.fact(w.text("report.source"), text)
		l.fact("", o.URL)
	}
	for _, c := range b.loose {
		if v := r.Value(c); v.State != report.Absent {
			l.figure(c, v)
		}
	}
	l.fact(w.text("sheet.recomputed"), w.text("sheet.recomputed_note"))
	for i, x := range r.Revisions {
		l.section(i, w.text("report.revisions"))
		l.fact(x.Date, x.Note)
		for _, c := range x.Changes {
			var parts []string
			if c.From != "" {
				parts = append(parts, w.text("revision.before")+" "+c.From)
			}
			if c.To != "" {
				parts = append(parts, w.text("revision.after")+" "+c.To)
			}
			l.fact(cellName(c.Slot), strings.Join(parts, w.text("revision.comma")))
		}
	}
	for i, x := range r.Notes {
		l.section(i, w.text("report.notes"))
		text := x.Reason
		switch {
		case x.Entered != "" && x.Original != "":
			text = w.text("note.changed", x.Original, x.Entered) + " " + text
		case x.Entered != "":
			text = w.text("note.blank", x.Entered) + " " + text
		}
		l.fact(cellName(x.Slot), text)
	}
	for i, x := range waived {
		l.section(i, w.text("report.checks"))
		l.fact(b.where(x.Cell), w.text("check.found", x.Message.In(w.Language))+" "+w.text("remark.reason", x.Reason))
	}
	l.write(`</sheetData><mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>` + pageSetup(false, w))
	return l.dst
}

// lines writes the rows of a list of facts.
type lines struct {
	dst []byte
	row int
}

func (l *lines) write(s string) { l.dst = append(l.dst, s...) }

func (l *lines) open(height int) {
	l.row++
	l.write(`<row r="` + strconv.Itoa(l.row) + `"`)
	if height > 0 {
		l.write(` ht="` + strconv.Itoa(height) + `" customHeight="1"`)
	}
	l.write(`>`)
}

func (l *lines) cell(col string, s style, text string) {
	l.write(`<c r="` + col + strconv.Itoa(l.row) + `" s="`)
	l.dst = appendWords(l.dst, s, text)
}

// words is a row of one text.
func (l *lines) words(s style, text string) {
	l.open(24)
	l.cell("A", s, text)
	l.write(`</row>`)
}

// section begins a list with its first fact.
func (l *lines) section(i int, text string) {
	if i == 0 {
		l.words(heading, text)
	}
}

func (l *lines) fact(name, text string) {
	if text == "" {
		return
	}
	l.open(0)
	l.cell("A", label, name)
	l.cell("B", fact, text)
	l.write(`</row>`)
}

// figure is a row with a value and its unit.
func (l *lines) figure(c *form.Cell, v report.Value) {
	l.open(0)
	l.cell("A", label, c.Label)
	l.write(`<c r="B` + strconv.Itoa(l.row) + `" s="`)
	l.dst = appendValue(l.dst, v, c.Kind)
	l.cell("C", fact, c.Unit)
	l.write(`</row>`)
}

// where is what a waived finding is about.
func (b *Book) where(path string) string {
	if path == "" {
		return ""
	}
	return cellName(b.form.Slot(path))
}

// cellName is what a remark is about: a cell, a row, a table, or the whole report.
func cellName(s *form.Slot) string {
	switch {
	case s == nil:
		return ""
	case s.Cell != nil:
		return s.Cell.Label
	}
	return strings.TrimSpace(s.Label)
}
