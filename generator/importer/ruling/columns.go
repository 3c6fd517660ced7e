package ruling

import (
	"math"
	"slices"

	"gongkai/generator/importer/grid"
)

// A table without lines is told by its blanks: pieces of text that are apart on a line are cells in their order. How
// far each reaches is not known, so such a table is loose: a row that lacks a figure is not read, whichever it lacks.

// piece is a part of a line of text, apart from the others.
type piece struct {
	left, right float64
	low         float64 // the baseline of its last line
	text        string
}

// filled reports whether it is what a cell for a figure has.
func (p *piece) filled() bool { return figure(p.text) || p.text == "/" }

// over reports whether pieces of two lines are one above the other.
func (p *piece) over(q piece) bool { return p.left < q.right && q.left < p.right }

// reach makes it as wide as both.
func (p *piece) reach(q piece) { p.left, p.right = min(p.left, q.left), max(p.right, q.right) }

// wideGap is how far, in sizes, pieces of a line are apart at least. Characters that are spread over a line are less.
const wideGap = 1.2

// mostLines is how many lines a page has at most that tables without lines are looked for on.
const mostLines = 500

// goesOn is how far, in sizes, the lines of one label are apart at most.
const goesOn = 1.9

// figures are the pieces of a line that are figures.
func (r *row) figures() (n int) {
	for _, p := range r.pieces {
		if p.filled() {
			n++
		}
	}
	return n
}

// mostBetween is how many lines are between two rows at most that are neither rows nor labels beside figures.
const mostBetween = 4

// tabular is how many rows from the first on belong to a table without ruling lines; 0 where there is no such table.
func tabular(rows []row) int {
	apart := func(i int) bool {
		return i < len(rows) && (len(rows[i].pieces) >= 3 || len(rows[i].pieces) == 2 && figure(rows[i].pieces[1].text))
	}
	heads := func(i int) bool { return i < len(rows) && len(rows[i].pieces) == 2 && (apart(i+1) || apart(i+2)) }
	if !apart(0) && !heads(0) {
		return 0
	}
	end, filled, headed := 0, 0, false
	labels := math.Inf(-1) // where they end: at the first figure
	label := func(i int) bool { return rows[i].right <= labels && rows[i].figures() == 0 }
	between := 0
	for i := 0; i < len(rows) && between <= mostBetween; i++ {
		if between++; label(i) {
			between--
		}
		if apart(i) || heads(i) {
			end, between = i+1, 0
			n := rows[i].figures()
			if n > 0 {
				filled++
				first := slices.IndexFunc(rows[i].pieces, func(p piece) bool { return p.filled() })
				labels = rows[i].pieces[first].left
			}
			headed = headed || len(rows[i].pieces)-n >= 3
		}
	}
	if filled < 2 && !(headed && filled > 0) {
		return 0
	}
	for end < len(rows) && label(end) && rows[end-1].y-rows[end].y <= goesOn*rows[end].size {
		end++ // the last label goes on
	}
	return end
}

// loose makes a table of lines of text. It is nil where the figures of its rows are not below each other, so that
// their order does not tell their columns.
func loose(rows []row, place grid.Place) *grid.Table {
	t := &grid.Table{Loose: true, Place: place}
	lines := labelled(slices.Clone(rows))
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && (lines[to].figures() > 0 || lines[to-1].figures() == 0) {
			to++
		}
		if !aligned(lines[from:to]) {
			return nil
		}
		from = to
	}
	for _, r := range lines {
		for i, p := range r.pieces {
			at := place
			at.Row = t.Rows + 1
			t.Cells = append(t.Cells, grid.Cell{Row: t.Rows, Column: i, Rows: 1, Columns: 1, Text: p.text, Place: at})
		}
		t.Rows, t.Columns = t.Rows+1, max(t.Columns, len(r.pieces))
	}
	return t
}

// loose adds a table without lines. One that begins a page, without heads, goes on one that ended the page before.
func (d *Collector) loose(t *grid.Table, begun bool) {
	if n := len(d.out.Blocks); begun && n > 0 {
		if last := d.out.Blocks[n-1].Table; last != nil && last.Loose && last.Cells[len(last.Cells)-1].Place.Page == t.Place.Page-1 {
			for _, c := range t.Cells {
				c.Row, c.Place.Table = c.Row+last.Rows, last.Place.Table
				last.Cells = append(last.Cells, c)
			}
			last.Rows, last.Columns = last.Rows+t.Rows, max(last.Columns, t.Columns)
			return
		}
	}
	d.tables++
	d.out.Blocks = append(d.out.Blocks, grid.Block{Table: t})
}

// aligned reports whether the figures of the rows that have most of them are below each other.
func aligned(rows []row) bool {
	most := 0
	for _, r := range rows {
		most = max(most, r.figures())
	}
	columns := make([]piece, most)
	for n, r := range rows {
		if r.figures() != most || most == 0 {
			continue
		}
		i := 0
		for _, p := range r.pieces {
			if !p.filled() {
				continue
			}
			c := &columns[i]
			if c.right == 0 || n == 0 {
				*c = p
			}
			c.reach(p)
			i++
		}
	}
	for i := 1; i < most; i++ {
		if columns[i-1].right >= columns[i].left {
			return false
		}
	}
	return true
}

// labelled joins the lines of labels: those of heads one above the other, and those of a row's label above and below its
// figures. What is a label of several rows, further to the left, is put before the row that it is nearest to.
func labelled(rows []row) (out []row) {
	for i := range rows {
		if rows[i].figures() == 0 {
			continue
		}
		r := &rows[i]
		for _, way := range []int{-1, 1} {
			k := i + way
			for k >= 0 && k < len(rows) && len(rows[k].pieces) == 1 && rows[k].figures() == 0 {
				near := rows[k]
				step := abs(near.y - r.y)
				if beyond := k + way; beyond >= 0 && beyond < len(rows) && rows[beyond].figures() > 0 && abs(rows[beyond].y-near.y) < step {
					break // of two rows a label is the nearer one's
				}
				if step > goesOn*max(r.size, near.size) || !r.joins(near.pieces[0], way < 0) {
					break
				}
				rows[k].pieces = nil
				k += way
			}
		}
	}
	for i := range rows { // a label that begins beside its figures goes on below
		r := &rows[i]
		low := r.y
		for k := i + 1; r.figures() > 0 && k < len(rows) && rows[k].figures() == 0 && low-rows[k].y <= goesOn*r.size; k++ {
			low = rows[k].y
			rows[k].pieces = slices.DeleteFunc(slices.Clone(rows[k].pieces), func(p piece) bool { return r.below(p) && r.joins(p, false) })
		}
	}
	for i := range rows {
		if len(rows[i].pieces) == 0 || rows[i].figures() > 0 {
			continue
		}
		for k := i + 1; k < len(rows) && rows[k].figures() == 0; k++ {
			rows[i].heads(&rows[k])
		}
	}
	for _, r := range rows {
		if len(r.pieces) > 0 {
			out = append(out, r)
		}
	}
	return out
}

// below reports whether a piece is below a label of the row.
func (r *row) below(p piece) bool {
	return slices.ContainsFunc(r.pieces, func(q piece) bool { return !figure(q.text) && p.over(q) })
}

// joins puts a line of a label to that of the row above or below which it is, or among its labels.
func (r *row) joins(p piece, above bool) bool {
	for i := range r.pieces {
		q := &r.pieces[i]
		switch {
		case p.left >= q.right:
			continue
		case figure(q.text) && p.right > q.left:
			return false
		case p.right <= q.left:
			r.pieces = slices.Insert(r.pieces, i, p)
			return true
		case above:
			q.text = p.text + q.text
		default:
			q.text += p.text
		}
		q.reach(p)
		return true
	}
	return false
}

// heads joins the lines of heads of columns: pieces one above the other, where none is above two.
func (r *row) heads(below *row) {
	over := func(list []piece, p piece) (at, n int) {
		for i, q := range list {
			if p.over(q) {
				at, n = i, n+1
			}
		}
		return at, n
	}
	var rest []piece
	for _, p := range below.pieces {
		at, n := over(r.pieces, p)
		if n == 1 && r.pieces[at].low-p.low <= goesOn*r.size {
			if _, back := over(below.pieces, r.pieces[at]); back == 1 {
				r.pieces[at].text, r.pieces[at].low = r.pieces[at].text+p.text, p.low
				r.pieces[at].reach(p)
				continue
			}
		}
		rest = append(rest, p)
	}
	below.pieces = rest
}
