package data

import (
	"io"
	"strings"

	"gongkai/generator/output"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// CSVHeader is the first line of a report's CSV file, with the mark by which spreadsheets
// know UTF-8.
const CSVHeader = "\ufeffcell,label,value,unit\r\n"

// AppendCSV appends one line a cell, in the form's order. Cells that an optional
// group leaves out have no line.
func AppendCSV(b []byte, p *site.Page) []byte {
	r := p.Report
	for _, c := range r.Form.Cells {
		v := r.Value(c)
		if v.State == report.Absent {
			continue
		}
		b = append(b, c.Path...)
		b = append(b, ',')
		b = appendQuoted(b, c.Label)
		b = append(b, ',')
		b = appendField(b, fieldOf(c, v))
		b = append(b, ',')
		b = appendQuoted(b, c.Unit)
		b = append(b, "\r\n"...)
	}
	return b
}

// WriteCSV writes a table, for programs: without a mark of its encoding, which some take for
// a part of the first column's name.
func (t Table) WriteCSV(w io.Writer) error {
	var b []byte
	for i, c := range t.Columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendQuoted(b, c.Name)
	}
	b = append(b, "\r\n"...)
	for row := range t.Rows {
		for i, f := range row {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendField(b, f)
		}
		if b = append(b, "\r\n"...); len(b) < 32<<10 {
			continue
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
		b = b[:0]
	}
	_, err := w.Write(b)
	return err
}

func appendField(b []byte, f Field) []byte {
	if f.Number {
		return append(b, f.Text...)
	}
	return appendQuoted(b, f.Text)
}

// appendQuoted guards a text against being read as a formula and puts it in
// quotation marks where it needs them (RFC 4180).
func appendQuoted(b []byte, s string) []byte {
	guard := output.Formula(s)
	if !special(s) {
		if guard {
			b = append(b, '\'')
		}
		return append(b, s...)
	}
	b = append(b, '"')
	if guard {
		b = append(b, '\'')
	}
	return append(append(b, strings.ReplaceAll(s, `"`, `""`)...), '"')
}

// special reports whether a text needs quotation marks. Labels are long, and there are
// two hundred of them in a report.
func special(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ',' && (c == ',' || c == '"' || c == '\n' || c == '\r') {
			return true
		}
	}
	return false
}
