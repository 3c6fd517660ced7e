package data

import (
	"strconv"
	"strings"

	"gongkai/generator/report"
	"gongkai/generator/site"
)

// CSVHeader is the first line of every CSV file, with the mark by which spreadsheets
// know UTF-8.
const CSVHeader = "\ufeffagency,credit_code,year,form,cell,label,value,unit\r\n"

// AppendCSV appends one line a cell, in the form's order. Cells that an optional
// group leaves out have no line.
func AppendCSV(b []byte, p *site.Page) []byte {
	r := p.Report
	var lead []byte
	for _, s := range []string{p.Agency.Slug, p.Agency.CreditCode, strconv.Itoa(r.Year), r.Form.ID} {
		lead = append(appendQuoted(lead, s), ',')
	}
	for _, c := range r.Form.Cells {
		v := r.Value(c)
		if v.State == report.Absent {
			continue
		}
		b = append(b, lead...)
		b = append(b, c.Path...)
		b = append(b, ',')
		b = appendQuoted(b, c.Label)
		b = append(b, ',')
		switch {
		case v.State == report.Valid && c.Kind.Numeric():
			b = append(b, v.Text...)
		case v.State == report.Valid:
			b = appendQuoted(b, v.Text)
		}
		b = append(b, ',')
		b = appendQuoted(b, c.Unit)
		b = append(b, "\r\n"...)
	}
	return b
}

// appendQuoted guards a text against being read as a formula (CWE-1236) and puts it in
// quotation marks where it needs them (RFC 4180).
func appendQuoted(b []byte, s string) []byte {
	guard := s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0
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
