package data

import (
	"cmp"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/render/data/sqlite"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

const (
	createAgencies = `CREATE TABLE agencies (agency TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, short_name TEXT, credit_code TEXT, level TEXT, kind TEXT, parent TEXT REFERENCES agencies (agency), since INTEGER, until INTEGER)`
	createReports  = `CREATE TABLE reports (agency TEXT NOT NULL REFERENCES agencies (agency), year INTEGER NOT NULL, form TEXT NOT NULL, family TEXT NOT NULL, scope TEXT NOT NULL, title TEXT NOT NULL, published TEXT, revised TEXT, url TEXT NOT NULL, source TEXT, notes TEXT NOT NULL, revisions TEXT NOT NULL, waived TEXT NOT NULL, includes TEXT NOT NULL, PRIMARY KEY (agency, year, form))`
	createCells    = `CREATE TABLE cells (form TEXT NOT NULL, cell TEXT NOT NULL, label TEXT NOT NULL, label_en TEXT, unit TEXT, kind TEXT NOT NULL, "table" TEXT NOT NULL, "row" TEXT, "column" TEXT, PRIMARY KEY (form, cell))`
	// The column value has no type, so that a count is an integer and an amount keeps
	// its digits as text.
	createFigures = `CREATE TABLE figures (agency TEXT NOT NULL, year INTEGER NOT NULL, form TEXT NOT NULL, scope TEXT NOT NULL, cell TEXT NOT NULL, value, unit TEXT, PRIMARY KEY (agency, year, form, cell), FOREIGN KEY (agency, year, form) REFERENCES reports (agency, year, form), FOREIGN KEY (form, cell) REFERENCES cells (form, cell)) WITHOUT ROWID`
	createByCell  = `CREATE INDEX figures_by_cell ON figures (cell, year)`
)

// WriteSQLite writes all reports as a database: the tables agencies, reports and cells (the
// codebook), the table figures with one row a cell of a report, and for each form a view with one
// row a report, or, where each report has rows of its own, a table of these rows. In reports, the
// columns source, notes, revisions and waived are JSON as in report.json, includes is a JSON array.
func (c *Collection) WriteSQLite(w io.Writer) error {
	objects := []sqlite.Object{
		{Name: "agencies", SQL: createAgencies, Rows: rows(c.agencies())},
		sqlite.KeyIndex("agencies", c.agencyKeys()),
		{Name: "reports", SQL: createReports, Rows: c.reportRows()},
		sqlite.KeyIndex("reports", c.reportKeys()),
		{Name: "cells", SQL: createCells, Rows: rows(c.codebook())},
		sqlite.KeyIndex("cells", c.cellKeys()),
		{Name: "figures", SQL: createFigures, Sorted: true, Rows: c.figures()},
		{Name: "figures_by_cell", Of: "figures", SQL: createByCell, Rows: c.figuresByCell()},
	}
	for _, f := range c.Forms() {
		if f.ListTable() != nil {
			objects = append(objects, sqlite.Object{Name: f.ID, SQL: `CREATE TABLE ` + identifier(f.ID) +
				` (agency TEXT NOT NULL, year INTEGER NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, unit TEXT, value, cumulative)`, Rows: c.listRows(f)})
			continue
		}
		objects = append(objects, sqlite.Object{Name: f.ID, SQL: view(f)})
	}
	return sqlite.Write(w, objects...)
}

// view shows the figures of a form as a table with one row a report.
func view(f *form.Form) string {
	var b strings.Builder
	b.WriteString(`CREATE VIEW ` + identifier(f.ID) + ` AS SELECT agency, year, scope`)
	for _, c := range f.Cells {
		b.WriteString(`, max(CASE cell WHEN '` + c.Path + `' THEN value END) AS ` + identifier(c.Path))
	}
	return b.String() + ` FROM figures WHERE form = '` + f.ID + `' GROUP BY agency, year, scope`
}

// identifier quotes a name that has hyphens or points.
func identifier(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// rows are those of a table: a year as an integer, all else as text, and nothing where a field
// is empty.
func rows(t Table) iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		out := make([]sqlite.Value, len(t.Columns))
		for row := range t.Rows {
			for i, f := range row {
				out[i] = sqlite.Known(f.Text)
				if n, err := strconv.ParseInt(f.Text, 10, 64); err == nil && t.Columns[i].Type == Year {
					out[i] = sqlite.Int(n)
				}
			}
			if !yield(out) {
				return
			}
		}
	}
}

// listRows are the rows that the reports of a form give themselves, their values as in figures.
func (c *Collection) listRows(f *form.Form) iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		row := make([]sqlite.Value, len(site.TableColumns(site.ListTable)))
		for p, s := range c.items(f) {
			row[0], row[1], row[2], row[3], row[4] = sqlite.Text(p.Agency.Slug), sqlite.Int(int64(p.Year)), sqlite.Text(s.Item.Code), sqlite.Text(s.Item.Label), sqlite.Known(s.Item.Unit)
			row[5], row[6] = cellValue(s.Cell, p.Report.Value(s.Cell)), sqlite.Value{}
			if sum := s.Child("cumulative"); sum != nil {
				row[6] = cellValue(sum.Cell, p.Report.Value(sum.Cell))
			}
			if !yield(row) {
				return
			}
		}
	}
}

func (c *Collection) agencyKeys() iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		for i, a := range c.Agencies {
			if !yield([]sqlite.Value{sqlite.Text(a.Slug), sqlite.Int(int64(i + 1))}) {
				return
			}
		}
	}
}

func (c *Collection) reportRows() iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		for _, p := range c.Pages {
			r := p.Report
			f := c.reportRow(p) // agency, year, family, form, scope, title, published, revised, url
			row := []sqlite.Value{sqlite.Text(f[0].Text), sqlite.Int(int64(r.Year)), sqlite.Text(f[3].Text), sqlite.Text(f[2].Text), sqlite.Text(f[4].Text), sqlite.Text(f[5].Text),
				sqlite.Known(f[6].Text), sqlite.Known(f[7].Text), sqlite.Text(f[8].Text), sqlite.Value{},
				sqlite.Text(string(notes(nil, r))), sqlite.Text(string(revisions(nil, r))), sqlite.Text(string(waivers(nil, c.Waived(p)))), sqlite.Text(string(texts(nil, c.Included(p))))}
			if r.Origin != nil {
				row[9] = sqlite.Text(string(origin(nil, r.Origin)))
			}
			if !yield(row) {
				return
			}
		}
	}
}

func (c *Collection) reportKeys() iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		for i, p := range c.Pages {
			if !yield([]sqlite.Value{sqlite.Text(p.Agency.Slug), sqlite.Int(int64(p.Year)), sqlite.Text(p.Report.Form.ID), sqlite.Int(int64(i + 1))}) {
				return
			}
		}
	}
}

func (c *Collection) cellKeys() iter.Seq[[]sqlite.Value] {
	type key struct {
		form, cell string
		row        int
	}
	var keys []key
	for f := range c.codebook().Rows {
		keys = append(keys, key{f[0].Text, f[1].Text, len(keys) + 1})
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.form, b.form), cmp.Compare(a.cell, b.cell)) })
	return func(yield func([]sqlite.Value) bool) {
		for _, k := range keys {
			if !yield([]sqlite.Value{sqlite.Text(k.form), sqlite.Text(k.cell), sqlite.Int(int64(k.row))}) {
				return
			}
		}
	}
}

// figures yields the cells of all reports by agency, year, form and cell.
func (c *Collection) figures() iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		row := make([]sqlite.Value, 7)
		sorted := map[*form.Form][]*form.Cell{}
		for _, p := range c.Pages {
			r := p.Report
			cells, ok := sorted[r.Form]
			if !ok {
				cells = byPath(r.Form.Cells)
				if r.Form.ListTable() == nil { // else it is one report's own
					sorted[r.Form] = cells
				}
			}
			row[0], row[1], row[2], row[4] = sqlite.Text(p.Agency.Slug), sqlite.Int(int64(r.Year)), sqlite.Text(r.Form.ID), sqlite.Text(r.Scope)
			for _, cell := range cells {
				v := r.Value(cell)
				if v.State == report.Absent {
					continue
				}
				row[3], row[5], row[6] = sqlite.Text(cell.Path), cellValue(cell, v), sqlite.Known(cell.Unit)
				if !yield(row) {
					return
				}
			}
		}
	}
}

// figuresByCell yields the keys of figures by cell, year, agency and form.
func (c *Collection) figuresByCell() iter.Seq[[]sqlite.Value] {
	return func(yield func([]sqlite.Value) bool) {
		row := make([]sqlite.Value, 4)
		pages := slices.Clone(c.Pages)
		slices.SortStableFunc(pages, func(a, b *site.Page) int { return cmp.Compare(a.Year, b.Year) })
		for _, name := range c.paths() {
			row[0] = sqlite.Text(name)
			var of *form.Form // of the report before, mostly that of the next
			var cell *form.Cell
			for _, p := range pages {
				r := p.Report
				if r.Form != of {
					of, cell = r.Form, r.Form.Cell(name)
				}
				if cell == nil || r.Value(cell).State == report.Absent {
					continue
				}
				row[1], row[2], row[3] = sqlite.Int(int64(r.Year)), sqlite.Text(p.Agency.Slug), sqlite.Text(r.Form.ID)
				if !yield(row) {
					return
				}
			}
		}
	}
}

// paths lists the cells of all forms, each once, in the order of their text.
func (c *Collection) paths() []string {
	var out []string
	for _, f := range c.Forms() {
		for _, cell := range c.cells(f) {
			out = append(out, cell.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func byPath(cells []*form.Cell) []*form.Cell {
	return slices.SortedFunc(slices.Values(cells), func(a, b *form.Cell) int { return cmp.Compare(a.Path, b.Path) })
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
