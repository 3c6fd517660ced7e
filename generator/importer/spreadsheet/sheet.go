package spreadsheet

import (
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

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
	F      *string  `xml:"f"`
	Inline richText `xml:"is"`
}

// mostUnder is how long a text gets at most by what is hidden under its merged cell.
const mostUnder = 4 << 10

// mostMerged is how many cells the merged ones of a sheet may cover.
const mostMerged = 1_000_000

// at is a place in a sheet, from 0.
type at struct{ row, column int }

// sheet reads a sheet: lines of one long text are paragraphs, all else is a table.
func (b *book) sheet(entry sheetEntry) error {
	var x sheetXML
	if err := b.read(b.targets[entry.id()], &x); err != nil {
		return err
	}
	shown := &shown{text: map[at]string{}, computed: map[at]bool{}, hidden: map[int]bool{}}
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
				p := at{row, column}
				text := b.cell(c)
				if b.held += len(text); b.held > mostText {
					return grid.ErrTooMuch
				}
				shown.text[p] = text
				shown.computed[p] = c.F != nil
				if strings.TrimSpace(text) != "" || c.F != nil {
					shown.columns, shown.last = max(shown.columns, column+1), len(shown.rows)
				}
			}
			column++
		}
	}
	merged := 0
	for _, m := range x.Merges {
		first, last, ok := strings.Cut(m.Ref, ":")
		from, ok1 := parseRef(first)
		to, ok2 := parseRef(last)
		if ok && ok1 && ok2 && to.row < mostRows && to.column < mostColumns {
			if merged += max(to.row-from.row+1, 0) * max(to.column-from.column+1, 0); merged > mostMerged {
				return grid.ErrTooMuch
			}
			shown.merge(from, to)
		}
	}
	shown.rows = shown.rows[:shown.last]
	if b.cells += len(shown.rows) * shown.columns; b.cells > mostCells {
		return grid.ErrTooMuch
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
	text     map[at]string
	computed map[at]bool // results of formulas
	rows     []int       // that are not hidden
	hidden   map[int]bool
	columns  int       // with text, or that a merged cell reaches over
	last     int       // how many of the rows there are down to the last that has one
	spans    map[at]at // of merged cells, by their first: how many rows and columns
	covered  map[at]bool
}

// merge makes cells one. A different text that is hidden below it is given beside its own.
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
			if t := strings.TrimSpace(s.text[p]); t != "" && t != strings.TrimSpace(s.text[from]) && len(s.text[from]) < mostUnder {
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

// longLine is how many characters a text has at least if it is not a label.
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
				for line := range strings.SplitSeq(text, "\n") {
					if line = strings.TrimSpace(line); line != "" {
						b.doc.Blocks = append(b.doc.Blocks, grid.Block{Paragraph: &grid.Paragraph{Text: line, Place: grid.Place{Part: name, Row: row + 1}}})
					}
				}
				continue
			}
		}
		if table == nil && len(filled) == 0 {
			continue // no table begins with an empty row
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
				Text: strings.TrimSpace(s.text[p]), Computed: s.computed[p], Place: grid.Place{Part: name, Row: row + 1, Column: c + 1}})
		}
		table.Rows++
	}
	flush()
}
