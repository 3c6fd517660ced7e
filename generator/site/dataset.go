package site

import (
	"cmp"
	"slices"
	"strconv"
)

// The formats of files over all reports, beside those of one report.
const (
	Lines   = "jsonl" // a report a line
	Parquet = "parquet"
	SQLite  = "sqlite"
	Zip     = "zip"
	Package = "datapackage" // describes the others
	Schema  = "schema"      // of a report as JSON
)

// The tables over all reports, beside those of the forms, which are named by the form.
const (
	AgencyTable = "agencies"
	ReportTable = "reports"
	CellTable   = "cells" // the codebook
)

// The kinds of tables that a form has over all reports: a report in a row, or, where each report
// has rows of its own, such a row in a row.
const (
	WideTable = "wide"
	ListTable = "list"
)

// TableColumns lists the columns of a table or of a kind of table, in their order. A wide one has the
// cells of its form after them.
func TableColumns(table string) []string {
	switch table {
	case AgencyTable:
		return []string{"agency", "name", "short_name", "credit_code", "level", "kind", "parent", "since", "until"}
	case ReportTable:
		return []string{"agency", "year", "family", "form", "scope", "title", "published", "revised", "url"}
	case CellTable:
		return []string{"form", "cell", "label", "label_en", "unit", "kind", "table", "row", "column"}
	case ListTable:
		return []string{"agency", "year", "code", "label", "unit", "value", "cumulative"}
	}
	return []string{"agency", "name", "year", "scope"}
}

// dataset adds the page of the open data: all reports in one file, in each of the
// formats that the site publishes.
func (s *Site) dataset(c *Input) {
	if len(c.Formats) == 0 && !c.SQLite && !c.Parquet {
		return
	}
	p := s.top.add(&Page{Kind: Dataset, Path: DatasetPath, Parent: s.Home})
	add := func(name, format string) { p.Data = append(p.Data, Data{Path: dataFile(name), Format: format}) }
	if slices.Contains(c.Formats, "csv") {
		tables := append([]string{AgencyTable, ReportTable}, s.formsInUse()...)
		for _, table := range append(tables, CellTable) {
			p.Data = append(p.Data, Data{Path: dataFile(table + ".csv"), Format: "csv", Table: table})
		}
	}
	if c.Parquet {
		add("figures.parquet", Parquet)
	}
	if slices.Contains(c.Formats, "json") {
		add("reports.jsonl", Lines)
	}
	if slices.Contains(c.Formats, "xlsx") && len(s.formsInUse()) > 0 { // a workbook has a sheet at least
		add("reports.xlsx", "xlsx")
	}
	if c.SQLite {
		add("reports.sqlite", SQLite)
	}
	if len(c.Formats) > 0 {
		for _, y := range s.ReportYears() {
			p.Data = append(p.Data, Data{Path: dataFile("reports-" + strconv.Itoa(y) + ".zip"), Format: Zip, Year: y})
		}
	}
	if slices.Contains(c.Formats, "json") {
		add("report.schema.json", Schema)
	}
	add("datapackage.json", Package)
	if len(s.formsInUse()) > 0 {
		s.top.add(&Page{Kind: Query, Path: QueryPath, Parent: p})
	}
}

// formsInUse lists the ids of the reports' forms.
func (s *Site) formsInUse() []string {
	var out []string
	for _, part := range s.parts {
		for _, id := range part.forms {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	slices.Sort(out)
	return out
}

// ReportYears lists the years of all reports, newest first.
func (s *Site) ReportYears() []int {
	var out []int
	for _, part := range s.parts {
		for _, y := range part.years {
			if !slices.Contains(out, y) {
				out = append(out, y)
			}
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out
}

// InDataOrder lists all reports as the open data has them: by agency and year, those of
// several families of forms by the form.
func (s *Site) InDataOrder() []*Page {
	out := s.ReportPages()
	slices.SortFunc(out, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(a.Agency.Slug, b.Agency.Slug), cmp.Compare(a.Year, b.Year), cmp.Compare(a.Report.Form.ID, b.Report.Form.ID))
	})
	return out
}
