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
	lead := quote(p.Agency.Slug) + "," + quote(p.Agency.CreditCode) + "," + strconv.Itoa(r.Year) + "," + quote(r.Form.ID) + ","
	for _, c := range r.Form.Cells {
		v := r.Value(c)
		if v.State == report.Absent {
			continue
		}
		b = append(b, lead...)
		b = append(b, c.Path...)
		b = append(b, ',')
		b = append(b, quote(c.Label)...)
		b = append(b, ',')
		switch {
		case v.State == report.Valid && c.Kind.Numeric():
			b = append(b, v.Text...)
		case v.State == report.Valid:
			b = append(b, quote(v.Text)...)
		}
		b = append(b, ',')
		b = append(b, quote(c.Unit)...)
		b = append(b, "\r\n"...)
	}
	return b
}

// quote guards a text against being read as a formula (CWE-1236) and puts it in
// quotation marks where it needs them (RFC 4180).
func quote(s string) string {
	if s != "" && strings.IndexByte("=+-@\t\r", s[0]) >= 0 {
		s = "'" + s
	}
	if strings.ContainsAny(s, ",\"\r\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
