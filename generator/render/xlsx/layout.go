package xlsx

import (
	"strconv"
	"unicode/utf8"

	"gongkai/generator/form"
)

// layout is a table's grid with every cell in its place, and the sums to recompute.
type layout struct {
	grid  *form.Grid
	cells [][]*placed // by row and column; a cell is wherever it reaches
	width int         // columns of the printed table
	side  int         // its columns of row headers
	at    map[*form.Cell]point

	columns int                 // of recomputed sums, right of the table
	beside  map[int][]form.Line // sums of a row, by row
	below   []sumRow            // sums of columns, below the table
}

type point struct{ row, col int }

// placed is a cell of the grid with its place.
type placed struct {
	*form.GridCell
	point
	rows, cols int
}

// sumRow holds the recomputed figures of one printed row.
type sumRow struct {
	name string
	sums []form.Line
}

// arrange puts a grid's cells into rows and columns, as a browser does.
func arrange(f *form.Form, g *form.Grid) *layout {
	l := &layout{grid: g, at: map[*form.Cell]point{}, beside: map[int][]form.Line{}}
	rows := g.Head
	for _, body := range g.Bodies {
		rows = append(rows[:len(rows):len(rows)], body...)
	}
	l.cells = make([][]*placed, len(rows))
	for r, row := range rows {
		col := 0
		for _, c := range row {
			for l.cell(r, col) != nil {
				col++
			}
			p := &placed{c, point{r, col}, max(c.Rowspan, 1), max(c.Colspan, 1)}
			for i := r; i < min(r+p.rows, len(rows)); i++ {
				for j := col; j < col+p.cols; j++ {
					l.put(i, j, p)
				}
			}
			l.width = max(l.width, col+p.cols)
			if c.Cell != nil {
				l.at[c.Cell] = p.point
			}
			if c.Header && (c.Scope == "row" || c.Scope == "rowgroup") {
				l.side = max(l.side, col+p.cols)
			}
		}
	}
	l.sums(f)
	return l
}

func (l *layout) cell(row, col int) *placed {
	if row >= len(l.cells) || col >= len(l.cells[row]) {
		return nil
	}
	return l.cells[row][col]
}

func (l *layout) put(row, col int, p *placed) {
	for len(l.cells[row]) <= col {
		l.cells[row] = append(l.cells[row], nil)
	}
	l.cells[row][col] = p
}

// sums finds the totals of the table whose parts are in the same row, or in the same
// column.
func (l *layout) sums(f *form.Form) {
	columns := map[int]bool{}
	for _, at := range l.at {
		columns[at.col] = true
	}
	rowOf := map[string]int{} // in below, by the total's row
	for _, r := range f.Relations {
		if r.Kind != form.Sum {
			continue
		}
		for _, line := range r.Lines {
			at, ok := l.at[line.Total]
			row, col := ok, ok
			for _, c := range line.Plus {
				p, here := l.at[c]
				row, col = row && here && p.row == at.row && c.Kind.Numeric(), col && here && p.col == at.col && c.Kind.Numeric()
			}
			switch {
			case len(line.Plus) == 0:
			case row, col && len(columns) == 1:
				l.beside[at.row] = append(l.beside[at.row], line)
				l.columns = max(l.columns, len(l.beside[at.row]))
			case col:
				n, ok := rowOf[line.Total.Row]
				if !ok {
					n = len(l.below)
					rowOf[line.Total.Row] = n
					l.below = append(l.below, sumRow{name: line.Total.RowName})
				}
				l.below[n].sums = append(l.below[n].sums, line)
			}
		}
	}
}

// top is how many rows are above the grid: the report's title and the caption.
const top = 2

// repeated are the rows that each printed page begins with.
func (l *layout) repeated() string {
	if n := len(l.grid.Head); n > 0 {
		return "$" + strconv.Itoa(top+1) + ":$" + strconv.Itoa(top+n)
	}
	return "$1:$" + strconv.Itoa(top)
}

// columnWidth is a column's width in digits.
func (l *layout) columnWidth(col int) int {
	width := 11
	switch {
	case col >= l.width:
		return 14
	case col < l.side:
		width = 14
		if col == l.side-1 {
			width = 38
		}
	case l.width > 12:
		width = 9
	}
	for r := range l.cells {
		switch p := l.cell(r, col); {
		case p == nil || p.cols > 1:
		case p.Cell != nil && !p.Cell.Kind.Numeric():
			width = max(width, 28)
		default:
			width = max(width, longestWord(p.Text)+3)
		}
	}
	return width
}

// lineHeight is the height of one line in points.
const lineHeight = 15

// height is a row's height in points, so that merged cells show all of their text, which
// no spreadsheet sees to by itself; 0 where it is the values that decide.
func (l *layout) height(row int) int {
	lines := 1
	for _, p := range l.cells[row] {
		if p == nil || p.row != row || p.rows > 1 {
			continue
		}
		if p.Cell != nil && !p.Cell.Kind.Numeric() {
			return 0
		}
		lines = max(lines, l.lines(p.Text, p.col, p.cols))
	}
	return lines*lineHeight + 3
}

// lines is about how many lines a text takes in some columns.
func (l *layout) lines(text string, col, cols int) int {
	room := -1
	for c := col; c < col+cols; c++ {
		room += l.columnWidth(c)
	}
	return 1 + max(units(text)-1, 0)/max(room, 2)
}

// longestWord is how many letters must not be parted: Chinese text breaks anywhere.
func longestWord(s string) int {
	n, longest := 0, 0
	for _, r := range s {
		if n++; r == ' ' || r == '-' || r == '/' || r >= 0x2e80 {
			n = 0
		}
		longest = max(longest, n)
	}
	return min(longest, 20)
}

// units is a text's width in digits: a Chinese character is as wide as two.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if utf8.RuneLen(r) > 2 {
			n++
		}
	}
	return n
}
