// Package spreadsheet reads Excel files (Office Open XML, ISO/IEC 29500): what a sheet shows, cell by
// cell. Where the stored figure and the one that is shown are not the same, the text has both, so
// that neither is taken for the other.
package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

// ErrNotExcel says that a file is no workbook.
var ErrNotExcel = errors.New("the file is no Excel workbook")

// What is read of a file at most.
const (
	mostPart    = 64 << 20
	mostRows    = 100_000
	mostColumns = 1_000
)

// Read reads the sheets that are shown, in their order.
func Read(data []byte) (*grid.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExcel, err)
	}
	b := &book{zip: z, doc: &grid.Document{Kind: "xlsx", Meta: map[string]string{}}}
	if err := b.open(); err != nil {
		return nil, err
	}
	for _, s := range b.sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		if err := b.sheet(s); err != nil {
			return nil, err
		}
	}
	return b.doc, nil
}

// book is the workbook.
type book struct {
	zip     *zip.Reader
	doc     *grid.Document
	sheets  []sheetEntry
	targets map[string]string // of the sheets, by id
	texts   []string          // shared
	formats []string          // of cells, by style
	tables  int
}

type sheetEntry struct {
	Name  string     `xml:"name,attr"`
	State string     `xml:"state,attr"`
	Attrs []xml.Attr `xml:",any,attr"`
}

// id is the relationship that leads to the sheet, whatever the prefix of its namespace.
func (s sheetEntry) id() string {
	for _, a := range s.Attrs {
		if a.Name.Local == "id" {
			return a.Value
		}
	}
	return ""
}

func (b *book) read(name string, into any) error {
	f, err := b.zip.Open(strings.TrimPrefix(name, "/"))
	if err != nil {
		return fmt.Errorf("%w: %s is missing", ErrNotExcel, name)
	}
	defer f.Close()
	limited := &io.LimitedReader{R: f, N: mostPart}
	err = xml.NewDecoder(limited).Decode(into)
	if limited.N == 0 {
		return fmt.Errorf("%s is larger than %d MB", name, mostPart>>20)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// open reads the parts that sheets refer to.
func (b *book) open() error {
	var top, rels relationships
	if err := b.read("_rels/.rels", &top); err != nil {
		return err
	}
	main := ""
	for _, r := range top.List {
		if path.Base(r.Type) == "officeDocument" {
			main = strings.TrimPrefix(r.Target, "/")
		}
	}
	var wb struct {
		XMLName xml.Name     `xml:"workbook"`
		Sheets  []sheetEntry `xml:"sheets>sheet"`
	}
	if err := b.read(main, &wb); err != nil {
		return fmt.Errorf("%w: %w", ErrNotExcel, err)
	}
	dir, base := path.Split(main)
	if err := b.read(dir+"_rels/"+base+".rels", &rels); err != nil {
		return err
	}
	b.sheets, b.targets = wb.Sheets, map[string]string{}
	for _, r := range rels.List {
		target := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			target = path.Join(dir, target)
		}
		b.targets[r.ID] = target
		var err error
		switch path.Base(r.Type) {
		case "sharedStrings":
			err = b.shared(target)
		case "styles":
			err = b.styles(target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// richText is text in one piece or in runs.
type richText struct {
	T    string   `xml:"t"`
	Runs []string `xml:"r>t"`
}

func (r richText) String() string { return r.T + strings.Join(r.Runs, "") }

func (b *book) shared(name string) error {
	var s struct {
		Items []richText `xml:"si"`
	}
	if err := b.read(name, &s); err != nil {
		return err
	}
	for _, it := range s.Items {
		b.texts = append(b.texts, it.String())
	}
	return nil
}

func (b *book) styles(name string) error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.read(name, &s); err != nil {
		return err
	}
	codes := map[int]string{}
	for id, code := range builtin {
		codes[id] = code
	}
	for _, f := range s.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range s.Cells {
		code, ok := codes[c.Format]
		if !ok {
			code = "?" + strconv.Itoa(c.Format)
		}
		b.formats = append(b.formats, code)
	}
	return nil
}

type sheetXML struct {
	Columns []struct {
		Min    int  `xml:"min,attr"`
		Max    int  `xml:"max,attr"`
		Hidden bool `xml:"hidden,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		R      int       `xml:"r,attr"`
		Hidden bool      `xml:"hidden,attr"`
		Cells  []cellXML `xml:"c"`
	} `xml:"sheetData>row"`
	Merges []struct {
		Ref string `xml:"ref,attr"`
	} `xml:"mergeCells>mergeCell"`
}

type cellXML struct {
	R      string   `xml:"r,attr"`
	Type   string   `xml:"t,attr"`
	Style  int      `xml:"s,attr"`
	Value  string   `xml:"v"`
	Inline richText `xml:"is"`
}

// at is a place in a sheet, from 0.
type at struct{ row, column int }

// sheet reads a sheet: lines of one long text are paragraphs, all else is a table.
func (b *book) sheet(entry sheetEntry) error {
	var x sheetXML
	if err := b.read(b.targets[entry.id()], &x); err != nil {
		return err
	}
	shown := &shown{text: map[at]string{}, hidden: map[int]bool{}}
	for _, c := range x.Columns {
		for n := c.Min; c.Hidden && n <= min(c.Max, mostColumns); n++ {
			shown.hidden[n-1] = true
		}
	}
	next := 0
	for _, r := range x.Rows {
		if r.R > 0 {
			next = r.R - 1
		}
		row := next
		next++
		if r.Hidden || row >= mostRows {
			continue
		}
		shown.rows = append(shown.rows, row)
		column := 0
		for _, c := range r.Cells {
			if p, ok := parseRef(c.R); ok {
				column = p.column
			}
			if column < mostColumns && !shown.hidden[column] {
				shown.text[at{row, column}] = b.cell(c)
				shown.columns = max(shown.columns, column+1)
			}
			column++
		}
	}
	for _, m := range x.Merges {
		first, last, ok := strings.Cut(m.Ref, ":")
		from, ok1 := parseRef(first)
		to, ok2 := parseRef(last)
		if ok && ok1 && ok2 && to.row < mostRows && to.column < mostColumns {
			shown.merge(from, to)
		}
	}
	shown.blocks(b, entry.Name)
	return nil
}

// parseRef reads the name of a cell, such as B5.
func parseRef(s string) (at, bool) {
	letters := strings.TrimRight(s, "0123456789")
	row, err := strconv.Atoi(s[len(letters):])
	column := 0
	for _, r := range letters {
		if r < 'A' || r > 'Z' || column > mostColumns {
			return at{}, false
		}
		column = column*26 + int(r-'A') + 1
	}
	return at{row - 1, column - 1}, err == nil && row > 0 && column > 0
}

// cell is what a cell shows.
func (b *book) cell(c cellXML) string {
	switch c.Type {
	case "s":
		if n, err := strconv.Atoi(c.Value); err == nil && n >= 0 && n < len(b.texts) {
			return b.texts[n]
		}
		return "\ufffd"
	case "inlineStr":
		return c.Inline.String()
	case "str":
		return c.Value
	case "b", "e":
		return c.Value + "\ufffd" // neither is a figure
	}
	if c.Value == "" {
		return ""
	}
	format := "General"
	if c.Style >= 0 && c.Style < len(b.formats) {
		format = b.formats[c.Style]
	}
	return display(c.Value, format)
}

// shown is what a sheet shows.
type shown struct {
	text    map[at]string
	rows    []int // that are not hidden
	hidden  map[int]bool
	columns int
	spans   map[at]at // of merged cells, by their first: how many rows and columns
	covered map[at]bool
}

// merge makes cells one. What is hidden below it and is another text is said beside its own.
func (s *shown) merge(from, to at) {
	if s.spans == nil {
		s.spans, s.covered = map[at]at{}, map[at]bool{}
	}
	rows, columns := 0, 0
	for row := from.row; row <= to.row; row++ {
		if _, ok := slices.BinarySearch(s.rows, row); ok {
			rows++
		}
		for column := from.column; column <= to.column; column++ {
			p := at{row, column}
			if p == from {
				continue
			}
			if t := strings.TrimSpace(s.text[p]); t != "" && t != strings.TrimSpace(s.text[from]) {
				s.text[from] += " ≠ " + t
			}
			delete(s.text, p)
			s.covered[p] = true
		}
	}
	for column := from.column; column <= to.column; column++ {
		if !s.hidden[column] {
			columns++
		}
	}
	s.spans[from] = at{rows, columns}
	s.columns = max(s.columns, to.column+1)
}

// longLine is how many characters a text has that is no label.
const longLine = 30

// blocks writes the sheet: a row of one text that is long or reaches over most columns is a
// paragraph, what is between such rows is a table.
func (s *shown) blocks(b *book, name string) {
	var table *grid.Table
	index := map[int]int{} // of the columns that are shown
	for c := range s.columns {
		if !s.hidden[c] {
			index[c] = len(index)
		}
	}
	flush := func() {
		if table != nil && len(table.Cells) > 0 {
			table.Columns = len(index)
			for i := range table.Cells {
				table.Cells[i].Rows = min(table.Cells[i].Rows, table.Rows-table.Cells[i].Row)
			}
			b.doc.Blocks = append(b.doc.Blocks, grid.Block{Table: table})
		}
		table = nil
	}
	for _, row := range s.rows {
		var filled []int
		for c := range s.columns {
			if strings.TrimSpace(s.text[at{row, c}]) != "" {
				filled = append(filled, c)
			}
		}
		if len(filled) == 1 {
			p := at{row, filled[0]}
			text := strings.TrimSpace(s.text[p])
			if len([]rune(text)) > longLine || 2*s.spans[p].column > len(index) {
				flush()
				b.doc.Blocks = append(b.doc.Blocks, grid.Block{Paragraph: &grid.Paragraph{Text: text, Place: grid.Place{Part: name, Row: row + 1}}})
				continue
			}
		}
		if table == nil {
			b.tables++
			table = &grid.Table{Place: grid.Place{Part: name, Table: b.tables}}
		}
		for c := range s.columns {
			p := at{row, c}
			if s.hidden[c] || s.covered[p] {
				continue
			}
			span := s.spans[p]
			table.Cells = append(table.Cells, grid.Cell{Row: table.Rows, Column: index[c], Rows: max(span.row, 1), Columns: max(span.column, 1),
				Text: strings.TrimSpace(s.text[p]), Place: grid.Place{Part: name, Row: row + 1, Column: c + 1}})
		}
		table.Rows++
	}
	flush()
}
