package form

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Grid is a table as it is printed: header tree and bodies with spans, and for
// each data cell the ids of its chain of headers.
type Grid struct {
	Table     *Table
	ColGroups []int // widths of the column groups
	Head      [][]*GridCell
	Bodies    [][][]*GridCell // bodies, rows, cells
	Wide      bool            // too wide for a phone: the page lets it scroll
	Blocks    bool            // each body has headers of its own, over its own columns
	Deep      int             // how many columns hold headers of rows; 0 where the rows have none
}

// GridCell is one printed cell.
type GridCell struct {
	Header           bool
	Corner           bool // the form's sentence, neither header nor data
	Indent           int  // of a header in a list
	ID, Text, Scope  string
	Role             string // ARIA's, in a grid of blocks
	Rowspan, Colspan int
	Headers          string // ids of the headers, space-separated, in the order of the label; of a corner the columns it speaks of
	Cell             *Cell  // nil unless data
	Main             bool   // of a row of totals, or of what a balance weighs; so are all cells of the row
	Total            bool   // of a column of totals
}

// BlockHeader is the id of the header over a body of a grid of blocks, "" in other grids.
// Such a body is a table to assistive technology: browsers would otherwise give its cells
// the headers of the blocks above. Since HTML knows no table in a table's place, the roles
// of its rows and cells are written out.
func (g *Grid) BlockHeader(body [][]*GridCell) string {
	if !g.Blocks {
		return ""
	}
	return body[0][0].ID
}

// layouter numbers headers and remembers each column's chain of them.
type layouter struct {
	prefix string
	n      int
	grid   *Grid
}

// Layout arranges a table. number counts the form's tables from 1 and makes ids
// unique on the page: no id of a heading in the prose has a capital letter of ASCII, no other id is without a dot.
func (t *Table) Layout(number int) *Grid {
	l := &layouter{prefix: tablePrefix(number), grid: &Grid{Table: t}}
	switch {
	case t.List != nil:
		l.listed(t)
	case t.Across:
		l.across(t)
	case t.Blocks[0].Header == "":
		l.plain(t)
	default:
		l.blocks(t)
	}
	return l.grid
}

// tablePrefix is a capital letter: A for the first table, AZ for the 27th.
func tablePrefix(number int) string {
	return string(rune('A'+(number-1)%26)) + strings.Repeat("Z", (number-1)/26)
}

// headerDigits number the headers of a table: they are named by up to five ids a cell, so two letters in place of
// six make a report 4 KB shorter.
const headerDigits = "0123456789abcdefghijklmnopqrstuvwxyz"

// headerNumber writes a number so that no two are equal, nor begin like a prefix.
func headerNumber(n int) string {
	if n < len(headerDigits) {
		return headerDigits[n : n+1]
	}
	return headerNumber(n/len(headerDigits)) + headerDigits[n%len(headerDigits):][:1]
}

func (l *layouter) header(text, scope string, rowspan, colspan int) *GridCell {
	id := l.prefix + headerNumber(l.n)
	l.n++
	return &GridCell{Header: true, ID: id, Text: text, Scope: scope, Rowspan: rowspan, Colspan: colspan}
}

// head lays out a tree of columns below the header rows; it returns each leaf's
// chain of header ids.
func (l *layouter) head(cols []*Column, depth int, above []string, rows [][]*GridCell) [][]string {
	var chains [][]string
	for _, c := range cols {
		if len(c.Cols) == 0 {
			h := l.header(c.Label, "col", len(rows)-depth, max(c.Span, 1))
			rows[depth] = append(rows[depth], h)
			chains = append(chains, with(above, h.ID))
			continue
		}
		// Checkers and browsers know a group of columns by its span better than by scope="colgroup".
		h := l.header(c.Label, "col", 1, width(c.Cols))
		rows[depth] = append(rows[depth], h)
		chains = append(chains, l.head(c.Cols, depth+1, with(above, h.ID), rows)...)
	}
	return chains
}

// groups lists the widths of the column groups: each group of leaves, and each
// leaf that is alone.
func groups(cols []*Column) []int {
	var out []int
	for _, c := range cols {
		switch {
		case len(c.Cols) == 0:
			out = append(out, max(c.Span, 1))
		case height(c.Cols) == 1:
			out = append(out, width(c.Cols))
		default:
			out = append(out, groups(c.Cols)...)
		}
	}
	return out
}

// plain lays out a table of one block: header rows on top, the corner left of them.
func (l *layouter) plain(t *Table) {
	b := t.Blocks[0]
	deep := rowDepth(b.Rows)
	head := make([][]*GridCell, height(b.Cols))
	corner := &GridCell{Corner: true, Text: t.Corner, Rowspan: len(head), Colspan: deep}
	if t.Corner == "" && b.Corner != "" { // where neither is given it is blank, which no header may be
		corner = l.header(b.Corner, "col", len(head), deep)
	}
	head[0] = append(head[0], corner)
	chains := l.head(b.Cols, 0, nil, head)
	if corner.Corner {
		var ids []string
		for _, h := range head[0][1:] {
			ids = append(ids, h.ID)
		}
		corner.Headers = strings.Join(ids, " ")
	}
	l.grid.Head, l.grid.Deep = head, deep
	l.grid.ColGroups = append([]int{deep}, groups(b.Cols)...)
	l.grid.Wide = deep+len(chains) > 5 || unbreakable(leafCols(b.Cols)) > phone
	l.grid.Bodies = l.bodies(b, deep, nil, chains)
}

// blocks lays out a table whose blocks carry their own headers.
func (l *layouter) blocks(t *Table) {
	l.grid.Blocks = true
	deep, wide := 0, 0
	for _, b := range t.Blocks {
		deep, wide = max(deep, rowDepth(b.Rows)), max(wide, width(b.Cols))
	}
	for _, b := range t.Blocks {
		top := l.header(b.Header, "col", 1, deep+wide)
		head := make([][]*GridCell, height(b.Cols))
		head[0] = append(head[0], l.header(b.Corner, "col", len(head), deep))
		chains := l.head(b.Cols, 0, nil, head)
		body := append([][]*GridCell{{top}}, head...)
		for _, rows := range l.bodies(b, deep, []string{top.ID}, chains) {
			body = append(body, rows...)
		}
		for _, row := range body {
			for _, c := range row {
				c.Role = role(c)
			}
		}
		l.grid.Bodies = append(l.grid.Bodies, body)
	}
}

// role is ARIA's for what a cell is by its element and scope.
func role(c *GridCell) string {
	switch {
	case !c.Header:
		return "cell"
	case strings.HasPrefix(c.Scope, "row"):
		return "rowheader"
	}
	return "columnheader"
}

// phone is about how many letters of running words the columns of a table may need
// side by side on the narrowest screen. Chinese breaks anywhere.
const phone = 28

// unbreakable is how many letters the longest words of the columns' labels have, with
// what is between the columns.
func unbreakable(cols []*Column) int {
	n := 0
	for _, c := range cols {
		longest := 0
		for _, word := range strings.FieldsFunc(c.Label, func(r rune) bool { return r == ' ' || r == '-' || r == '/' || r > unicode.MaxLatin1 }) {
			longest = max(longest, utf8.RuneCountInString(word))
		}
		n += longest + 2
	}
	return n
}

// across lays out a table as one row of data, its rows' names above the columns.
func (l *layouter) across(t *Table) {
	b := t.Blocks[0]
	cols := lift(b.Rows, b.Cols)
	head := make([][]*GridCell, height(cols))
	chains := l.head(cols, 0, nil, head)
	l.grid.Head = head
	l.grid.ColGroups = groups(cols)
	l.grid.Wide = len(chains) > 5 || unbreakable(leafCols(cols)) > phone
	var row []*GridCell
	for _, r := range leaves(b.Rows) {
		for i, c := range r.cells {
			row = append(row, &GridCell{Cell: c, Colspan: span(b.Cols, i), Rowspan: 1, Headers: strings.Join(chains[len(row)], " ")})
		}
	}
	l.grid.Bodies = [][][]*GridCell{{row}}
}

// lift turns a tree of rows into groups of columns.
func lift(rows []*Row, cols []*Column) []*Column {
	var out []*Column
	for _, r := range rows {
		if len(r.Rows) > 0 {
			out = append(out, &Column{Label: r.Label, Cols: lift(r.Rows, cols)})
		} else {
			out = append(out, &Column{Label: r.Label, Cols: cols})
		}
	}
	return out
}

// bodies lays out rows. A group on the first level is a body of its own, so that
// its header's scope is that row group.
func (l *layouter) bodies(b *Block, deep int, above []string, chains [][]string) [][][]*GridCell {
	var out [][][]*GridCell
	open := false
	for _, r := range b.Rows {
		if len(r.Rows) > 0 {
			out = append(out, l.rows([]*Row{r}, deep, 0, above, chains, b, nil))
			open = false
			continue
		}
		lines := l.rows([]*Row{r}, deep, 0, above, chains, b, nil)
		if open {
			out[len(out)-1] = append(out[len(out)-1], lines...)
		} else {
			out, open = append(out, lines), true
		}
	}
	return out
}

// rows lays out rows below depth; first holds the headers that begin on the first
// of their lines.
func (l *layouter) rows(rows []*Row, deep, depth int, above []string, chains [][]string, b *Block, first []*GridCell) [][]*GridCell {
	var out [][]*GridCell
	for _, r := range rows {
		if len(r.Rows) > 0 {
			h := l.header(r.Label, "row", len(leaves(r.Rows)), 1)
			if depth == 0 {
				h.Scope = "rowgroup"
			}
			out = append(out, l.rows(r.Rows, deep, depth+1, with(above, h.ID), chains, b, append(append([]*GridCell{}, first...), h))...)
			first = nil
			continue
		}
		h := l.header(r.Label, "row", 1, deep-depth)
		line := append(append([]*GridCell{}, first...), h)
		first = nil
		for i, c := range r.cells {
			ids := append(with(above, h.ID), chains[i]...)
			line = append(line, &GridCell{Cell: c, Rowspan: 1, Colspan: span(b.Cols, i), Headers: strings.Join(ids, " ")})
		}
		out = append(out, line)
	}
	return out
}

func with(ids []string, id string) []string { return append(append([]string{}, ids...), id) }

func span(cols []*Column, i int) int { return max(leafCols(cols)[i].Span, 1) }

func width(cols []*Column) int {
	n := 0
	for _, c := range leafCols(cols) {
		n += max(c.Span, 1)
	}
	return n
}

func height(cols []*Column) int {
	n := 0
	for _, c := range cols {
		n = max(n, 1+height(c.Cols))
	}
	return n
}

func rowDepth(rows []*Row) int {
	n := 0
	for _, r := range rows {
		n = max(n, 1+rowDepth(r.Rows))
	}
	return n
}

func leaves(rows []*Row) []*Row {
	var out []*Row
	for _, r := range rows {
		if len(r.Rows) > 0 {
			out = append(out, leaves(r.Rows)...)
		} else {
			out = append(out, r)
		}
	}
	return out
}

// Lines lists the table's cells as they are beside each other in print: row by row, and
// column by column within each block.
func (t *Table) Lines() (out [][]*Cell) {
	for _, b := range t.Blocks {
		rows := leaves(b.Rows)
		if t.Across { // one row, its rows one after the other
			var all []*Cell
			for _, r := range rows {
				all = append(all, r.cells...)
			}
			out = append(out, all)
			continue
		}
		for _, r := range rows {
			out = append(out, r.cells)
		}
		for i := range leafCols(b.Cols) {
			var column []*Cell
			for _, r := range rows {
				if i < len(r.cells) {
					column = append(column, r.cells[i])
				}
			}
			out = append(out, column)
		}
	}
	return out
}

func leafCols(cols []*Column) []*Column {
	var out []*Column
	for _, c := range cols {
		if len(c.Cols) > 0 {
			out = append(out, leafCols(c.Cols)...)
		} else {
			out = append(out, c)
		}
	}
	return out
}
