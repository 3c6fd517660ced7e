package ruling

import (
	"math"
	"slices"

	"gongkai/generator/importer/grid"
)

// near is how far apart, in points, lines may be drawn that are one.
const near = 2.0

// rule is a line: at is its y or its x, from and to are its ends.
type rule struct{ at, from, to float64 }

// apart is how far apart, in points, the lines of a table are at least: no text fits between others.
const apart = 4.0

// gap is how far apart, in points, pieces of one line are: the dots of a dotted line.
const gap = 4.0

// shortest is how long a line is at least. What is shorter is a dot of a dotted line, across or
// down, or no line.
const shortest = 6.0

// mostRules is how many lines a page has at most; what has more is a drawing.
const mostRules = 10_000

// rules joins pieces into lines across and down.
func rules(lines []Segment) (across, down []rule) {
	for _, s := range lines {
		dx, dy := math.Abs(s.X1-s.X2), math.Abs(s.Y1-s.Y2)
		if dy <= near/2 || dx <= near && dy <= near {
			across = append(across, rule{(s.Y1 + s.Y2) / 2, min(s.X1, s.X2), max(s.X1, s.X2)})
		}
		if dx <= near/2 || dx <= near && dy <= near {
			down = append(down, rule{(s.X1 + s.X2) / 2, min(s.Y1, s.Y2), max(s.Y1, s.Y2)})
		}
	}
	long := func(list []rule) []rule {
		return slices.DeleteFunc(joined(list), func(r rule) bool { return r.to-r.from < shortest })
	}
	across, down = long(across), long(down)
	if len(across)+len(down) > mostRules {
		return nil, nil
	}
	return across, down
}

// mostBeside is how many pieces on one line are looked at for one that another goes on from.
const mostBeside = 1000

// joined puts pieces that lie on one line and touch together.
func joined(list []rule) (out []rule) {
	slices.SortFunc(list, func(a, b rule) int { return sign(a.at - b.at) })
	for i := 0; i < len(list); { // those that are near each other, by their beginnings
		n := i + 1
		for n < len(list) && list[n].at-list[i].at <= near {
			n++
		}
		slices.SortFunc(list[i:n], func(a, b rule) int { return sign(a.from - b.from) })
		i = n
	}
	for _, r := range list {
		done := false
		for i := len(out) - 1; i >= max(0, len(out)-mostBeside) && r.at-out[i].at <= near; i-- {
			if o := &out[i]; math.Abs(r.at-o.at) <= near && r.from <= o.to+gap && r.to >= o.from-gap {
				o.from, o.to = min(o.from, r.from), max(o.to, r.to)
				done = true
				break
			}
		}
		if !done {
			out = append(out, r)
		}
	}
	return out
}

func sign(x float64) int {
	switch {
	case x < 0:
		return -1
	case x > 0:
		return 1
	}
	return 0
}

// box is a table's outline with the lines in it.
type box struct {
	left, bottom, right, top float64
	across, down             []rule
	rows, columns            int // lines across and down
}

func (b *box) holds(x, y float64) bool {
	return x >= b.left-near && x <= b.right+near && y >= b.bottom-near && y <= b.top+near
}

// mostCells is how many cells a table has at most; what has more is a drawing, whose text belongs to no table.
const mostCells = 200_000

// boxes groups the lines that cross into tables, from the top of the page down.
func boxes(across, down []rule) (out []*box) {
	group := make([]int, len(across)+len(down))
	for i := range group {
		group[i] = i
	}
	var root func(i int) int
	root = func(i int) int {
		if group[i] != i {
			group[i] = root(group[i])
		}
		return group[i]
	}
	for i, a := range across {
		for j, d := range down {
			if d.at >= a.from-near && d.at <= a.to+near && a.at >= d.from-near && a.at <= d.to+near {
				group[root(i)] = root(len(across) + j)
			}
		}
	}
	tables := map[int]*box{}
	get := func(i int) *box {
		r := root(i)
		if tables[r] == nil {
			tables[r] = &box{left: math.Inf(1), bottom: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1)}
		}
		return tables[r]
	}
	for i, a := range across {
		b := get(i)
		b.across = append(b.across, a)
		b.left, b.right, b.bottom, b.top = min(b.left, a.from), max(b.right, a.to), min(b.bottom, a.at), max(b.top, a.at)
	}
	for j, d := range down {
		b := get(len(across) + j)
		b.down = append(b.down, d)
		b.left, b.right, b.bottom, b.top = min(b.left, d.at), max(b.right, d.at), min(b.bottom, d.from), max(b.top, d.to)
	}
	for _, b := range tables {
		if len(b.across) >= 2 && len(b.down) >= 2 {
			b.close()
			if b.rows, b.columns = len(places(b.across)), len(places(b.down)); b.rows*b.columns > mostCells {
				continue // a drawing
			}
			out = append(out, b)
		}
	}
	slices.SortFunc(out, func(a, b *box) int { return sign(b.top - a.top) })
	return out
}

// open is how far, in points, lines reach beyond the last that crosses them where a table is open
// at an edge, as at the end of a page.
const open = 6.0

// close draws the outer lines that are not drawn.
func (b *box) close() {
	ys, xs := places(b.across), places(b.down)
	for _, y := range []float64{b.bottom, b.top} {
		if min(abs(ys[0]-y), abs(ys[len(ys)-1]-y)) > open {
			b.across = append(b.across, rule{y, b.left, b.right})
		}
	}
	for _, x := range []float64{b.left, b.right} {
		if min(abs(xs[0]-x), abs(xs[len(xs)-1]-x)) > open {
			b.down = append(b.down, rule{x, b.bottom, b.top})
		}
	}
}

// places are the different places of lines, in order.
func places(list []rule) (out []float64) {
	var all []float64
	for _, r := range list {
		all = append(all, r.at)
	}
	slices.Sort(all)
	for _, at := range all {
		if n := len(out); n == 0 || at-out[n-1] > apart {
			out = append(out, at)
		}
	}
	return out
}

// drawn reports whether a line is drawn between two places.
func drawn(list []rule, at, from, to float64) bool {
	middle := (from + to) / 2
	return slices.ContainsFunc(list, func(r rule) bool {
		return math.Abs(r.at-at) <= apart && r.from <= middle && r.to >= middle
	})
}

// table finds the cells of a box and the text in them. xs are the places of the lines down, which
// tables that go on over pages share.
func (b *box) table(xs []float64, chars []Char, place grid.Place) *grid.Table {
	ys := places(b.across)
	slices.Reverse(ys)
	t := &grid.Table{Rows: len(ys) - 1, Columns: len(xs) - 1, Place: place}
	taken := make([][]bool, t.Rows)
	for r := range taken {
		taken[r] = make([]bool, t.Columns)
	}
	for r := range t.Rows {
		for c := range t.Columns {
			if taken[r][c] {
				continue
			}
			columns, rows := 1, 1
			for c+columns < t.Columns && !taken[r][c+columns] && !drawn(b.down, xs[c+columns], ys[r], ys[r+1]) {
				columns++
			}
			for r+rows < t.Rows && !b.lineUnder(ys[r+rows], xs[c], xs[c+columns], xs[c:c+columns+1]) {
				rows++
			}
			for y := r; y < r+rows; y++ {
				for x := c; x < c+columns; x++ {
					taken[y][x] = true
				}
			}
			p := place
			p.Row, p.Column = r+1, c+1
			t.Cells = append(t.Cells, grid.Cell{Row: r, Column: c, Rows: rows, Columns: columns, Place: p,
				Text: inside(chars, xs[c], ys[r+rows], xs[c+columns], ys[r])})
		}
	}
	return t
}

// lineUnder reports whether a line is drawn along any column that a cell reaches over.
func (b *box) lineUnder(at, _, _ float64, xs []float64) bool {
	for i := range xs[:len(xs)-1] {
		if drawn(b.across, at, xs[i], xs[i+1]) {
			return true
		}
	}
	return false
}

// inside is the text between four lines: characters belong where the middle of their baseline is.
func inside(chars []Char, left, bottom, right, top float64) string {
	var in []Char
	for _, c := range chars {
		if x, y := c.middle(); x > left && x < right && y > bottom && y < top {
			in = append(in, c)
		}
	}
	return lines(in)
}
