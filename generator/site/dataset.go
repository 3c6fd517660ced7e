package site

import (
	"cmp"
	"slices"
	"strconv"
)

// DatasetPath is the page of the open data in the output.
const DatasetPath = "data/index.html"

// The formats of files over all reports, beside those of one report.
const (
	SQLite  = "sqlite"
	Zip     = "zip"
	Package = "datapackage" // describes the others
	Schema  = "schema"      // of a report as JSON
)

// dataset adds the page of the open data: all reports in one file, in each of the
// formats that the site publishes.
func (s *Site) dataset(c *Input) {
	if len(c.Formats) == 0 && !c.SQLite {
		return
	}
	p := s.top.add(&Page{Kind: Dataset, Path: DatasetPath, Parent: s.Home})
	for _, f := range c.Formats {
		if f != "xlsx" { // a table of two million rows is more than a spreadsheet holds
			p.Data = append(p.Data, Data{Path: "data/reports." + f, Format: f})
		}
	}
	if c.SQLite {
		p.Data = append(p.Data, Data{Path: "data/reports.sqlite", Format: SQLite})
	}
	if len(c.Formats) > 0 {
		for _, y := range s.ReportYears() {
			p.Data = append(p.Data, Data{Path: "data/reports-" + strconv.Itoa(y) + ".zip", Format: Zip, Year: y})
		}
	}
	if slices.Contains(c.Formats, "json") {
		p.Data = append(p.Data, Data{Path: "data/report.schema.json", Format: Schema})
	}
	p.Data = append(p.Data, Data{Path: "data/datapackage.json", Format: Package})
}

// Fields lists the columns of the CSV files; those of the database's cells are among them.
func Fields() []string {
	return []string{"agency", "credit_code", "year", "form", "cell", "label", "value", "unit"}
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
