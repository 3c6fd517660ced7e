package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

// mostColumns bounds what a cell may reach over; Word has 63 columns.
const mostColumns = 1000

// table reads a table. Tables in its cells are read apart, after it.
func (r *reader) table(tbl *node) {
	r.tables++
	t := &tableReader{reader: r, out: &grid.Table{Place: grid.Place{Table: r.tables}}, open: map[int]int{}}
	t.rows(tbl.children)
	if len(t.out.Cells) > 0 {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Table: t.out})
	}
	for _, m := range t.shown {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: &grid.Paragraph{Marks: []grid.Mark{{Picture: m.Picture}}}})
	}
	for _, nested := range t.nested {
		r.table(nested)
	}
}

// tableReader puts the cells of a table into their places.
type tableReader struct {
	*reader
	out    *grid.Table
	open   map[int]int // the cell that reaches down in a column, by its number
	nested []*node

	shown []grid.Mark // pictures in its cells; they come after it
}

func (t *tableReader) rows(nodes []*node) {
	for _, n := range nodes {
		switch n.name {
		case "tr":
			if !deleted(n) {
				t.row(n)
			}
		case "del", "moveFrom":
		default:
			t.rows(through(n))
		}
	}
}

// deleted reports whether a row was taken out with changes tracked: it says so, or all of its text
// is deleted, as what LibreOffice makes of a .doc file has it.
func deleted(row *node) bool {
	if row.get("trPr", "del") != nil {
		return true
	}
	gone, left := false, false
	var walk func(nodes []*node)
	walk = func(nodes []*node) {
		for _, n := range nodes {
			switch n.name {
			case "del", "moveFrom":
				gone = true
			case "t", "tab", "sym":
				left = true
			default:
				walk(n.children)
			}
		}
	}
	walk(row.children)
	return gone && !left
}

func (t *tableReader) row(tr *node) {
	row := t.out.Rows
	t.out.Rows++
	column := whole(tr.get("trPr", "gridBefore"))
	t.cells(tr.children, row, &column)
	t.out.Columns = max(t.out.Columns, column)
}

func (t *tableReader) cells(nodes []*node, row int, column *int) {
	for _, n := range nodes {
		switch n.name {
		case "tc":
			t.cell(n, row, column)
		case "del", "moveFrom":
		default:
			t.cells(through(n), row, column)
		}
	}
}

func (t *tableReader) cell(tc *node, row int, column *int) {
	p := tc.get("tcPr")
	if p.get("cellDel") != nil {
		return
	}
	at, columns := *column, min(max(whole(p.get("gridSpan")), 1), mostColumns)
	*column += columns
	text := t.content(tc)
	if m := p.get("hMerge"); m != nil && m.val("val") != "restart" {
		if n := len(t.out.Cells); n > 0 && t.out.Cells[n-1].Row == row {
			t.out.Cells[n-1].Columns += columns
			return
		}
	}
	if m := p.get("vMerge"); m != nil && m.val("val") != "restart" {
		if i, ok := t.open[at]; ok && t.out.Cells[i].Row+t.out.Cells[i].Rows == row {
			t.out.Cells[i].Rows++
			return
		}
	}
	delete(t.open, at)
	place := t.out.Place
	place.Row, place.Column = row+1, at+1
	t.out.Cells = append(t.out.Cells, grid.Cell{Row: row, Column: at, Rows: 1, Columns: columns, Text: text, Place: place})
	if p.get("vMerge") != nil {
		t.open[at] = len(t.out.Cells) - 1
	}
}

// content is the text of a cell, a line a paragraph.
func (t *tableReader) content(tc *node) string {
	outer, pictures := t.inCell, len(t.shown)
	t.inCell = true
	defer func() { t.inCell = outer }()
	var lines []string
	var walk func(nodes []*node)
	walk = func(nodes []*node) {
		for _, n := range nodes {
			switch n.name {
			case "p":
				if text := strings.TrimFunc(t.text(n), blank); text != "" {
					lines = append(lines, text)
				}
				t.shown = append(t.shown, (&grid.Paragraph{Marks: t.marks}).Pictures()...)
				for _, b := range t.boxes(n) {
					walk(b.children)
				}
			case "tbl":
				t.nested = append(t.nested, n)
			case "del", "moveFrom":
			default:
				walk(through(n))
			}
		}
	}
	walk(tc.children)
	if len(lines) == 0 && len(t.shown) > pictures {
		return grid.Shown
	}
	return strings.Join(lines, "\n")
}

func whole(n *node) int {
	k, err := strconv.Atoi(n.val("val"))
	if err != nil || k < 0 {
		return 0
	}
	return min(k, mostColumns)
}
