// Package amend changes figures and section texts in the file of one report. Comments,
// order, layout, line ends and everything else stay byte for byte as they were: what is
// written is read again and compared.
package amend

import (
	"gongkai/generator/report"
	"gongkai/generator/source"
)

// File is the file of a report as it was when it was opened. It is not changed.
type File struct {
	Report *report.Report

	data []byte
	doc  *source.Document
	bind func(*source.Document) *report.Report
}

// Cell is one cell of the report's form and what is in it.
type Cell struct {
	Path, Label string
	Key         string // the path in Chinese keys
	Kind        string // count, signed, money, text or yesno
	Unit        string
	Optional    bool
	Text        string // as written; "" where nothing is, or a placeholder
	Valid       bool
}

// Section is one part of the body, whose text can be replaced.
type Section struct {
	ID      string // of its heading, as on the page; "" for what is before the first
	Heading string
	Text    string // Markdown without the blank lines around it, with \n
	Line    int
}

// Open reads a file. bind reads a document as a report, as the site does. The result is
// nil where the file cannot be read as one.
func Open(file string, data []byte, bind func(*source.Document) *report.Report) *File {
	doc := source.Parse(file, data)
	if !doc.Readable || doc.Encoding != "" { // it is to be converted first
		return nil
	}
	r := bind(doc)
	if r == nil {
		return nil
	}
	return &File{r, data, doc, bind}
}

// Cells lists the cells in form order.
func (s *File) Cells() []Cell {
	entries := s.Report.Form.Data.Entries()
	out := make([]Cell, len(entries))
	for i, c := range entries {
		v := s.Report.Value(c.Cell)
		out[i] = Cell{Path: c.Path, Label: c.Label, Key: c.Chinese, Kind: string(c.Kind), Unit: c.Unit, Optional: c.Optional, Text: v.Text, Valid: v.State == report.Valid}
		if v.State != report.Valid && v.Text == report.Placeholder {
			out[i].Text = ""
		}
	}
	return out
}

// Sections lists the texts of the body in the order of the file.
func (s *File) Sections() []Section {
	pieces := s.pieces(s.Report)
	out := make([]Section, len(pieces))
	for i, p := range pieces {
		out[i] = p.Section
	}
	return out
}
