// Package word writes a report as a Word document (Office Open XML, ISO/IEC 29500) in the layout of
// the statutory form: A4, title and headings as official documents have them, the tables with their
// merged cells.
package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/render/table"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// Words are what a document needs of the interface's language.
type Words struct {
	Banner string // over every page of a site that is not official; "" for none
}

// Document is the report of a page as a document. The bytes depend on the report alone. A cell that
// is not filled in is blank.
func Document(p *site.Page, words Words) ([]byte, error) {
	d := &document{report: p.Report, converter: prose.NewConverter()}
	d.styled("Title", p.Title)
	if err := d.parts(); err != nil {
		return nil, err
	}
	return pack(p.Title, words, d.text.String())
}

// Paragraph is one of a letter.
type Paragraph struct {
	Text    string
	Heading bool
}

// Letter is a document of plain paragraphs below a title.
func Letter(title string, paragraphs []Paragraph) ([]byte, error) {
	d := &document{}
	d.styled("Title", title)
	for _, p := range paragraphs {
		style := "Normal"
		if p.Heading {
			style = "Heading1"
		}
		d.styled(style, p.Text)
	}
	return pack(title, Words{}, d.text.String())
}

// document collects the body.
type document struct {
	report    *report.Report
	converter *prose.Converter
	text      bytes.Buffer
}

func (d *document) write(s string) { d.text.WriteString(s) }

func (d *document) words(s string) { _ = xml.EscapeText(&d.text, []byte(s)) } // a buffer takes everything

// styled writes a paragraph of a style.
func (d *document) styled(style, text string) {
	d.write(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t xml:space="preserve">`)
	d.words(text)
	d.write(`</w:t></w:r></w:p>`)
}

// parts writes the parts in the order of the form, each with its heading, its text, its table and its
// sentences.
func (d *document) parts() error {
	r := d.report
	if err := d.markdown(r.Body.Preamble().Text, -1); err != nil {
		return err
	}
	for _, part := range r.Parts() {
		s := part.Section
		d.styled("Heading1", s.Heading)
		if part.Prose != nil {
			if err := d.markdown(part.Prose.Text, 0); err != nil {
				return err
			}
		}
		for i, t := range r.Form.Tables {
			if t == s.Table {
				d.table(t.Layout(i + 1))
			}
		}
		for _, statement := range s.Statements {
			if d.given(statement) {
				if err := d.html("<p>" + string(table.Sentence(statement, r.Values, &table.Remarks{})) + "</p>"); err != nil {
					return err
				}
			}
		}
	}
	for _, s := range r.UnknownSections() {
		d.styled("Heading1", s.Heading)
		if err := d.markdown(s.Text, 0); err != nil {
			return err
		}
	}
	return nil
}

// given reports whether the report has a figure of a statement.
func (d *document) given(s *form.Statement) bool {
	for _, c := range s.Cells {
		if d.report.Value(c).State != report.Absent {
			return true
		}
	}
	return false
}

// value is what a cell prints.
func (d *document) value(c *form.Cell) string {
	if v := d.report.Value(c); v.Text != report.Placeholder {
		return v.Text
	}
	return ""
}

// markdown writes a text of the report.
func (d *document) markdown(text []byte, shift int) error {
	var b bytes.Buffer
	opts := prose.Options{Body: d.report.Body, HeadingShift: shift, Cell: func(path string) (string, bool) {
		s := d.report.Form.Slot(path)
		if s == nil || s.Cell == nil {
			return "", false
		}
		var escaped bytes.Buffer
		_ = xml.EscapeText(&escaped, []byte(d.value(s.Cell)))
		return escaped.String(), true
	}}
	if err := d.converter.HTML(&b, text, opts); err != nil {
		return fmt.Errorf("convert the text: %w", err)
	}
	return d.html(b.String())
}

// pack puts the parts of the file together.
func pack(title string, words Words, body string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range parts(title, words, body) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = w.Write([]byte(part.text))
		}
		if err != nil {
			return nil, fmt.Errorf("document: %s: %w", part.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("document: %w", err)
	}
	return out.Bytes(), nil
}
