package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/xmltree"
)

// mostColumns bounds what a cell may reach over; Word has 63 columns.
const mostColumns = 1000

// table reads a table. Tables in its cells are read apart, after it.
func (r *reader) table(tbl *xmltree.Node) {
	r.tables++
	t := &tableReader{reader: r, out: &grid.Table{Place: grid.Place{Table: r.tables}}, open: map[int]int{}}
	t.rows(tbl.Children)
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
	nested []*xmltree.Node

	shown []grid.Mark // pictures in its cells; they come after it
}

func (t *tableReader) rows(nodes []*xmltree.Node) {
	for _, n := range nodes {
		switch n.Name {
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
func deleted(row *xmltree.Node) bool {
	if row.Get("trPr", "del") != nil {
		return true
	}
	gone, left := false, false
	var walk func(nodes []*xmltree.Node)
	walk = func(nodes []*xmltree.Node) {
		for _, n := range nodes {
			switch n.Name {
			case "del", "moveFrom":
				gone = true
			case "t", "tab", "sym":
				left = true
			default:
				walk(n.Children)
			}
		}
	}
	walk(row.Children)
	return gone && !left
}

func (t *tableReader) row(tr *xmltree.Node) {
	row := t.out.Rows
	t.out.Rows++
	column := whole(tr.Get("trPr", "gridBefore"))
	t.cells(tr.Children, row, &column)
	t.out.Columns = max(t.out.Columns, column)
}

func (t *tableReader) cells(nodes []*xmltree.Node, row int, column *int) {
	for _, n := range nodes {
		switch n.Name {
		case "tc":
			t.cell(n, row, column)
		case "del", "moveFrom":
		default:
			t.cells(through(n), row, column)
		}
	}
}

func (t *tableReader) cell(tc *xmltree.Node, row int, column *int) {
	p := tc.Get("tcPr")
	if p.Get("cellDel") != nil {
		return
	}
	at, columns := *column, min(max(whole(p.Get("gridSpan")), 1), mostColumns)
	*column += columns
	text, marks := t.content(tc)
	if m := merge(p, "hMerge"); m != nil && m.Val("val") != "restart" {
		if n := len(t.out.Cells); n > 0 && t.out.Cells[n-1].Row == row {
			t.out.Cells[n-1].Columns += columns
			return
		}
	}
	if m := merge(p, "vMerge"); m != nil && m.Val("val") != "restart" {
		if i, ok := t.open[at]; ok && t.out.Cells[i].Row+t.out.Cells[i].Rows == row {
			t.out.Cells[i].Rows++
			return
		}
	}
	delete(t.open, at)
	place := t.out.Place
	place.Row, place.Column = row+1, at+1
	t.out.Cells = append(t.out.Cells, grid.Cell{Row: row, Column: at, Rows: 1, Columns: columns, Text: text, Marks: marks, Place: place})
	if merge(p, "vMerge") != nil {
		t.open[at] = len(t.out.Cells) - 1
	}
}

// merge is how a cell is merged, as Word writes it today or as it did in 2003.
func merge(properties *xmltree.Node, name string) *xmltree.Node {
	if m := properties.Get(name); m != nil {
		return m
	}
	return properties.Get(strings.ToLower(name))
}

// content is the text of a cell, a line a paragraph, with what is bold in it or leads somewhere.
func (t *tableReader) content(tc *xmltree.Node) (string, []grid.Mark) {
	outer, pictures := t.inCell, len(t.shown)
	t.inCell = true
	defer func() { t.inCell = outer }()
	var lines grid.Lines
	var walk func(nodes []*xmltree.Node)
	walk = func(nodes []*xmltree.Node) {
		for _, n := range nodes {
			switch n.Name {
			case "p":
				p := &grid.Paragraph{Text: t.text(n), Marks: t.marks}
				p.Trim(blank)
				lines.Add(p)
				t.shown = append(t.shown, p.Pictures()...)
				for _, b := range t.boxes(n) {
					walk(b.Children)
				}
			case "tbl":
				t.nested = append(t.nested, n)
			case "del", "moveFrom":
			default:
				walk(through(n))
			}
		}
	}
	walk(tc.Children)
	text, marks := lines.Text()
	if text == "" && len(t.shown) > pictures {
		text = grid.Shown
	}
	return text, marks
}

func whole(n *xmltree.Node) int {
	k, err := strconv.Atoi(n.Val("val"))
	if err != nil || k < 0 {
		return 0
	}
	return min(k, mostColumns)
}
