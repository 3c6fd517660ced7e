package data

import (
	"io"

	"gongkai/generator/form"
	"gongkai/generator/render/data/sqlite"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

const (
	createReports = `CREATE TABLE reports (agency TEXT NOT NULL, name TEXT NOT NULL, credit_code TEXT, year INTEGER NOT NULL, form TEXT NOT NULL, title TEXT NOT NULL, published TEXT, source_title TEXT, source_url TEXT, source_retrieved TEXT, notes TEXT NOT NULL, revisions TEXT NOT NULL, waived TEXT NOT NULL, scope TEXT NOT NULL, includes TEXT NOT NULL)`
	// The column value has no type, so that a count is an integer and an amount keeps
	// its digits as text.
	createCells = `CREATE TABLE cells (agency TEXT NOT NULL, year INTEGER NOT NULL, form TEXT NOT NULL, cell TEXT NOT NULL, label TEXT NOT NULL, value, unit TEXT)`
)

// WriteSQLite writes all reports as a database: the table reports with one row a report,
// of which notes, revisions and waived are JSON as in report.json and includes is a JSON array,
// and the table cells with one row a cell, as in report.csv.
func WriteSQLite(w io.Writer, pages []*site.Page, waived Waived) error {
	return sqlite.Write(w, sqlite.Table{Name: "reports", SQL: createReports, Rows: func(yield func([]sqlite.Value) bool) {
		for _, p := range pages {
			if !yield(reportRow(p, waived(p))) {
				return
			}
		}
	}}, sqlite.Table{Name: "cells", SQL: createCells, Rows: func(yield func([]sqlite.Value) bool) {
		row := make([]sqlite.Value, 7)
		for _, p := range pages {
			r := p.Report
			row[0], row[1], row[2] = sqlite.Text(p.Agency.Slug), sqlite.Int(int64(r.Year)), sqlite.Text(r.Form.ID)
			for _, c := range r.Form.Cells {
				v := r.Value(c)
				if v.State == report.Absent {
					continue
				}
				row[3], row[4], row[5], row[6] = sqlite.Text(c.Path), sqlite.Text(c.Label), cellValue(c, v), sqlite.Known(c.Unit)
				if !yield(row) {
					return
				}
			}
		}
	}})
}

func reportRow(p *site.Page, waived []site.Waived) []sqlite.Value {
	r := p.Report
	o := report.Origin{}
	if r.Origin != nil {
		o = *r.Origin
	}
	return []sqlite.Value{sqlite.Text(p.Agency.Slug), sqlite.Text(p.Agency.NameIn(r.Year)), sqlite.Known(p.Agency.CreditCode), sqlite.Int(int64(r.Year)),
		sqlite.Text(r.Form.ID), sqlite.Text(p.Title), sqlite.Known(r.Published), sqlite.Known(o.Title), sqlite.Known(o.URL), sqlite.Known(o.Retrieved),
		sqlite.Text(string(notes(nil, r))), sqlite.Text(string(revisions(nil, r))), sqlite.Text(string(waivers(nil, waived))),
		sqlite.Text(r.Scope), sqlite.Text(string(texts(nil, r.Includes)))}
}

// cellValue is a count as an integer, an amount or words as text, and nothing for what
// could not be read.
func cellValue(c *form.Cell, v report.Value) sqlite.Value {
	switch {
	case v.State != report.Valid:
		return sqlite.Value{}
	case c.Kind == form.Count, c.Kind == form.Signed:
		return sqlite.Int(v.Int)
	}
	return sqlite.Text(v.Text)
}
