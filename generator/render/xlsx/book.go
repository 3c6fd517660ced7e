// Package xlsx writes a report as a spreadsheet (Office Open XML, ISO/IEC 29500):
// a sheet for each statutory table as it is printed, and one for what is said about the
// report.
//
// A workbook is a zip of XML parts. All that is the same for every report of a form is
// made once: parts that never change are kept compressed, tables are cut into constant
// text with holes for the values. What is left for a report is copying, and compressing
// a few kilobytes. Values keep the digits of the source; none passes through a float.
package xlsx

import (
	"fmt"
	"strconv"

	"gongkai/generator/form"
	"gongkai/generator/site"
)

// Words are what a workbook needs of the interface's language.
type Words struct {
	Label    func(key string, args ...any) (string, error) // a label of the theme
	Language string
	Official bool // else every sheet and print says that it is an example
}

// Book is the workbook of one form, compiled. It is safe for concurrent use.
type Book struct {
	form   *form.Form
	words  *words
	fixed  []entry
	tables []*table
	notes  string // name of the part with what is said about the report
	loose  []*form.Cell
}

// words asks for labels and keeps the first fault.
type words struct {
	Words
	err error
}

func (w *words) text(key string, args ...any) string {
	s, err := w.Label(key, args...)
	if err != nil && w.err == nil {
		w.err = err
	}
	return s
}

// Compile makes the workbook of a form ready. An error is a label that the theme lacks.
func Compile(f *form.Form, w Words) (*Book, error) {
	b := &Book{form: f, words: &words{Words: w}}
	texts := &words{Words: w}
	names := &sheetNames{taken: map[string]bool{}}
	wb := &workbook{}
	shown := map[*form.Cell]bool{}
	for i, t := range f.Tables {
		l := arrange(f, t.Layout(i+1))
		for c := range l.at {
			shown[c] = true
		}
		tab := l.compile(texts)
		tab.part = wb.add(names.of(t.Caption), l.repeated())
		b.tables = append(b.tables, tab)
	}
	for _, c := range f.Cells {
		if !shown[c] {
			b.loose = append(b.loose, c)
		}
	}
	b.notes = wb.add(names.of(texts.text("sheet.about")), "")
	for _, p := range wb.parts() {
		e, err := pack(p.name, []byte(p.text))
		if err != nil {
			return nil, err
		}
		b.fixed = append(b.fixed, e)
	}
	return b, texts.err
}

// Append appends the workbook of a report's page. The bytes depend on the report alone.
func (b *Book) Append(dst []byte, p *site.Page, waived []site.Waived) ([]byte, error) {
	a := newArchive(dst)
	defer a.free()
	for _, e := range b.fixed {
		if err := a.copy(e); err != nil {
			return nil, err
		}
	}
	for _, t := range b.tables {
		a.text = t.append(a.text[:0], p)
		if err := a.add(t.part); err != nil {
			return nil, err
		}
	}
	w := &words{Words: b.words.Words}
	a.text = b.about(a.text[:0], w, p, waived)
	if w.err != nil {
		return nil, fmt.Errorf("theme: %w", w.err)
	}
	if err := a.add(b.notes); err != nil {
		return nil, err
	}
	return a.close()
}

// ref is the name of a cell in a sheet: column and row count from 0.
func ref(row, col int) string { return column(col) + strconv.Itoa(row+1) }

// column is the letters of a column.
func column(n int) string {
	s := ""
	for n++; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}
