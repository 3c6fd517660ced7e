package data

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// Collection is all reports of a site and its agencies, as the files over all reports have
// them.
type Collection struct {
	Agencies []*register.Agency // by slug
	Pages    []*site.Page       // in the order of site.InDataOrder
	URL      string             // of the site, with a slash at its end
	Waived   Waived
	Included func(*site.Page) []string // whose reports an area total adds up, by their slugs
}

// Waived lists the waived findings that a report's page shows.
type Waived func(*site.Page) []site.Waived

// Table is rows over all reports. Each file that has them has the same: the CSV file of its
// name, the database, the description of both.
type Table struct {
	Name    string
	Kind    string // as site.TableColumns knows it
	Columns []Column
	Key     []string // the columns that name a row
	Foreign []Foreign
	Rows    iter.Seq[[]Field] // each is used before the next is asked for
}

// Column is a column of a table.
type Column struct {
	Name string
	Type Type
	Cell *form.Cell // that the column holds; nil for one that the table's kind has
}

// Type is what a column holds.
type Type uint8

// The types of columns.
const (
	Words   Type = iota // any text
	Year                // an integer of four digits
	Integer             // 0 or more
	Signed              // a count with + or - unless it is 0
	Decimal             // an amount
)

// Field is what is in a column of a row, as it is published; "" for nothing. Text that is not a
// number is guarded in spreadsheets.
type Field struct {
	Text   string
	Number bool
}

// Foreign says that columns name a row of another table.
type Foreign struct {
	Columns []string
	Table   string
	Of      []string
}

// Tables lists the tables: the agencies, the reports, one for each form of them, and the
// codebook of all cells.
func (c *Collection) Tables() []Table {
	out := []Table{c.agencies(), c.reports()}
	for _, f := range c.Forms() {
		if f.ListTable() != nil {
			out = append(out, c.list(f))
		} else {
			out = append(out, c.wide(f))
		}
	}
	return append(out, c.codebook())
}

// Table is the table of a name; false where there is none.
func (c *Collection) Table(name string) (Table, bool) {
	for _, t := range c.Tables() {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Forms lists the forms of the reports, by id. Of one whose rows each report gives itself, it
// has that of the newest report.
func (c *Collection) Forms() []*form.Form {
	newest := map[string]*site.Page{}
	for _, p := range c.Pages {
		if old := newest[p.Report.Form.ID]; old == nil || p.Year > old.Year {
			newest[p.Report.Form.ID] = p
		}
	}
	var out []*form.Form
	for _, p := range newest {
		out = append(out, p.Report.Form)
	}
	slices.SortFunc(out, func(a, b *form.Form) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// of lists the reports of a form.
func (c *Collection) of(f *form.Form) iter.Seq[*site.Page] {
	return func(yield func(*site.Page) bool) {
		for _, p := range c.Pages {
			if p.Report.Form.ID == f.ID && !yield(p) {
				return
			}
		}
	}
}

func columns(table string) []Column {
	names := site.TableColumns(table)
	out := make([]Column, len(names))
	for i, name := range names {
		out[i].Name = name
		switch name {
		case "year", "since", "until":
			out[i].Type = Year
		}
	}
	return out
}

func (c *Collection) agencies() Table {
	t := Table{Name: site.AgencyTable, Kind: site.AgencyTable, Columns: columns(site.AgencyTable), Key: []string{"agency"}}
	t.Rows = func(yield func([]Field) bool) {
		for _, a := range c.Agencies {
			if !yield([]Field{{Text: a.Slug}, {Text: a.Name}, {Text: a.ShortName}, {Text: a.CreditCode}, {Text: a.Level}, {Text: a.Kind}, {Text: a.Parent}, year(a.Since), year(a.Until)}) {
				return
			}
		}
	}
	return t
}

// year is a year, or nothing for 0.
func year(n int) Field {
	if n == 0 {
		return Field{Number: true}
	}
	return Field{strconv.Itoa(n), true}
}

var ofAgency = Foreign{[]string{"agency"}, site.AgencyTable, []string{"agency"}}

func (c *Collection) reports() Table {
	t := Table{Name: site.ReportTable, Kind: site.ReportTable, Columns: columns(site.ReportTable),
		Key: []string{"agency", "year", "family"}, Foreign: []Foreign{ofAgency}}
	t.Rows = func(yield func([]Field) bool) {
		for _, p := range c.Pages {
			if !yield(c.reportRow(p)) {
				return
			}
		}
	}
	return t
}

func (c *Collection) reportRow(p *site.Page) []Field {
	r := p.Report
	revised := ""
	for _, x := range r.Revisions {
		revised = max(revised, x.Date)
	}
	return []Field{{Text: p.Agency.Slug}, year(r.Year), {Text: r.Form.Family}, {Text: r.Form.ID}, {Text: r.Scope}, {Text: p.Title}, {Text: r.Published}, {Text: revised}, {Text: p.PublicAddress(c.URL)}}
}

// The agency follows from the report: tableschema 1.12.6 (npm) puts the agency's row into the
// column before it looks at a second key with the same column, which then fails.
var ofReport = []Foreign{{[]string{"agency", "year"}, site.ReportTable, []string{"agency", "year"}}}

// wide is the table of a form: a report in a row, a cell in a column.
func (c *Collection) wide(f *form.Form) Table {
	t := Table{Name: f.ID, Kind: site.WideTable, Columns: columns(site.WideTable), Key: []string{"agency", "year"}, Foreign: ofReport}
	for _, cell := range f.Cells {
		t.Columns = append(t.Columns, Column{Name: cell.Path, Type: typeOf(cell), Cell: cell})
	}
	t.Rows = func(yield func([]Field) bool) {
		row := make([]Field, len(t.Columns))
		for p := range c.of(f) {
			r := p.Report
			row[0], row[1], row[2], row[3] = Field{Text: p.Agency.Slug}, Field{Text: p.Agency.NameIn(r.Year)}, year(r.Year), Field{Text: r.Scope}
			for i, cell := range f.Cells {
				row[4+i] = fieldOf(cell, r.Value(cell))
			}
			if !yield(row) {
				return
			}
		}
	}
	return t
}

// list is the table of a form whose rows each report gives itself: such a row in a row.
func (c *Collection) list(f *form.Form) Table {
	t := Table{Name: f.ID, Kind: site.ListTable, Columns: columns(site.ListTable), Key: []string{"agency", "year", "code"}, Foreign: ofReport}
	t.Columns[5].Type, t.Columns[6].Type = Decimal, Decimal
	t.Rows = func(yield func([]Field) bool) {
		for p, s := range c.items(f) {
			cumulative := Field{Number: true}
			if sum := s.Child("cumulative"); sum != nil {
				cumulative = fieldOf(sum.Cell, p.Report.Value(sum.Cell))
			}
			if !yield([]Field{{Text: p.Agency.Slug}, year(p.Year), {Text: s.Item.Code}, {Text: s.Item.Label}, {Text: s.Item.Unit},
				fieldOf(s.Cell, p.Report.Value(s.Cell)), cumulative}) {
				return
			}
		}
	}
	return t
}

// items yields the rows that the reports of a form give themselves.
func (c *Collection) items(f *form.Form) iter.Seq2[*site.Page, *form.Slot] {
	return func(yield func(*site.Page, *form.Slot) bool) {
		id := f.ListTable().ID
		for p := range c.of(f) {
			for _, s := range p.Report.Form.Data.Child(id).Slots {
				if s.Item != nil && !yield(p, s) {
					return
				}
			}
		}
	}
}

// codebook is a table of the cells of all forms. Where each report has rows of its own, a cell
// has the label of the newest report that has it.
func (c *Collection) codebook() Table {
	t := Table{Name: site.CellTable, Kind: site.CellTable, Columns: columns(site.CellTable), Key: []string{"form", "cell"}}
	t.Rows = func(yield func([]Field) bool) {
		for _, f := range c.Forms() {
			for _, cell := range c.cells(f) {
				table, row, column := place(cell)
				if !yield([]Field{{Text: f.ID}, {Text: cell.Path}, {Text: cell.Label}, {Text: cell.LabelEN}, {Text: cell.Unit}, {Text: string(cell.Kind)}, {Text: table}, {Text: row}, {Text: column}}) {
					return
				}
			}
		}
	}
	return t
}

// cells lists the cells of a form in its order, those that reports add at the end.
func (c *Collection) cells(f *form.Form) []*form.Cell {
	if f.ListTable() == nil {
		return f.Cells
	}
	type known struct {
		*form.Cell
		year int
	}
	newest := map[string]known{}
	for p := range c.of(f) {
		for _, cell := range p.Report.Form.Cells {
			if old, ok := newest[cell.Path]; !ok || p.Year > old.year {
				newest[cell.Path] = known{cell, p.Year}
			}
		}
	}
	var out []*form.Cell
	for _, k := range newest {
		out = append(out, k.Cell)
	}
	slices.SortFunc(out, func(a, b *form.Cell) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

// place splits a cell's path into those of its table, its row, and its column; "" for what it
// has not.
func place(c *form.Cell) (table, row, column string) {
	table, rest, _ := strings.Cut(c.Path, ".")
	_, row, _ = strings.Cut(c.Row, ".")
	if row == "" {
		return table, "", rest
	}
	return table, row, strings.TrimPrefix(strings.TrimPrefix(rest, row), ".")
}

func typeOf(c *form.Cell) Type {
	switch c.Kind {
	case form.Count:
		return Integer
	case form.Signed:
		return Signed
	case form.Money:
		return Decimal
	}
	return Words
}

// fieldOf is a value as published; nothing for what could not be read or is left out.
func fieldOf(c *form.Cell, v report.Value) Field {
	f := Field{Number: c.Kind.Numeric()}
	if v.State == report.Valid {
		f.Text = v.Text
	}
	return f
}
