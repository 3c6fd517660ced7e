// Package ruling finds paragraphs and tables on printed pages from their characters and lines alone: a cell is what four
// lines surround, and text belongs where its baseline is. It knows nothing of the files that pages are in.
package ruling

import (
	"math"
	"regexp"
	"slices"

	"gongkai/generator/importer/grid"
)

// Char is a character on a page: the place of its baseline's beginning, its width and size, in
// points, the origin at the lower left.
type Char struct {
	Text        string // U+FFFD where nothing tells
	X, Y        float64
	Width, Size float64
	Turn        int // quarters of a turn to the left, 0 to 3
}

// middle is a place in the character by which it is told where it belongs: the middle of its baseline, a little above.
func (c Char) middle() (x, y float64) {
	along, up := c.Width/2, c.Size*0.2
	switch c.Turn {
	case 1:
		return c.X - up, c.Y + along
	case 2:
		return c.X - along, c.Y - up
	case 3:
		return c.X + up, c.Y - along
	}
	return c.X + along, c.Y + up
}

// Segment is a piece of a ruling line.
type Segment struct{ X1, Y1, X2, Y2 float64 }

// Line is a piece from one place to another.
func Line(x1, y1, x2, y2 float64) Segment { return Segment{x1, y1, x2, y2} }

// Picture is one that is shown on a page; Data is nil where it cannot be taken over.
type Picture struct {
	Left, Bottom, Right, Top float64
	Data                     []byte
}

// smallest is how wide and high, in points, a picture is at least; less is a part of a letterhead.
const smallest = 40

// large reports whether a picture takes up most of a page.
func (p Picture) large() bool { return (p.Right-p.Left)*(p.Top-p.Bottom) > 150_000 } // a third of A4

// fewest is how many characters a page has at least that is more than a picture with a page number.
const fewest = 40

// Sheet is what a page shows.
type Sheet struct {
	Chars    []Char
	Lines    []Segment
	Pictures []Picture
	Covered  bool // text of it lies below a picture, as programs leave it that recognise text in scans
}

// Fill shows a filled rectangle: a thin one is a line, any other a background.
func (s *Sheet) Fill(left, bottom, right, top float64) {
	w, h := right-left, top-bottom
	switch {
	case h <= thin && w >= h:
		y := (bottom + top) / 2
		s.Lines = append(s.Lines, Segment{left, y, right, y})
	case w <= thin && h > w:
		x := (left + right) / 2
		s.Lines = append(s.Lines, Segment{x, bottom, x, top})
	}
}

// thin is how thick, in points, a filled rectangle may be and still be a line.
const thin = 3

// Cover shows an opaque picture: what it covers is not seen, and so is not the text that programs put below scans.
func (s *Sheet) Cover(p Picture) {
	before := len(s.Chars)
	s.Chars = slices.DeleteFunc(s.Chars, func(c Char) bool {
		return c.X > p.Left && c.X < p.Right && c.Y > p.Bottom && c.Y+c.Size/2 < p.Top
	})
	s.Covered = s.Covered || len(s.Chars) < before
}

// Collector makes a document of pages.
type Collector struct {
	out     *grid.Document
	tables  int
	last    *box // the last table, where a page ended with it
	parts   []part
	edges   edges
	open    *grid.Paragraph // that may go on; nil where the last one ended
	below   float64         // the height of the last line
	waiting []grid.Block    // pictures, until the table that is being read has ended
}

// New begins a document.
func New(kind, title string) *Collector {
	return &Collector{edges: edges{math.Inf(1), math.Inf(-1), math.Inf(1)}, out: &grid.Document{Kind: kind, Title: title, Meta: map[string]string{}}}
}

// Document is what all pages hold.
func (d *Collector) Document() *grid.Document {
	d.endTable()
	return d.out
}

// part is a piece of a table on one page.
type part struct {
	box   *box
	chars []Char
	page  int
}

// pageNumber is a page's number alone at its foot or head.
var pageNumber = regexp.MustCompile(`^[-—–－\s]*(?:第\s*)?[0-9]{1,3}(?:\s*页)?[-—–－\s]*$`)

// Page adds a page: text and tables from the top down.
func (d *Collector) Page(n int, s *Sheet) {
	if s.Covered || len(s.Chars) < fewest && slices.ContainsFunc(s.Pictures, func(p Picture) bool { return len(s.Chars) == 0 || p.large() }) {
		d.out.Pictured = append(d.out.Pictured, n)
	}
	across, down := rules(s.Lines)
	tables := boxes(across, down)
	rest := once(s.Chars)
	in := make([][]Char, len(tables))
	for i, b := range tables {
		rest = slices.DeleteFunc(rest, func(c Char) bool {
			if b.holds(c.middle()) {
				in[i] = append(in[i], c)
				return true
			}
			return false
		})
	}
	rest = withoutNumber(rest)
	above := 1e9
	for i, b := range tables {
		between := text(rest, b.top, above)
		if len(between) > 0 {
			d.endTable()
			d.paragraphs(between, n)
		}
		if d.last != nil && !(i == 0 && len(between) == 0 && d.parts[len(d.parts)-1].page == n-1 && sameWidth(d.last, b) && d.fits(b)) {
			d.endTable()
		}
		d.last = b
		d.parts = append(d.parts, part{b, in[i], n})
		above = b.bottom
	}
	if below := text(rest, -1e9, above); len(below) > 0 {
		d.endTable()
		d.paragraphs(below, n)
	}
	d.pictures(n, s.Pictures)
}

// pictures puts those of a page after what it holds.
func (d *Collector) pictures(n int, list []Picture) {
	for _, p := range list {
		if p.Right-p.Left >= smallest && p.Top-p.Bottom >= smallest {
			d.waiting = append(d.waiting, grid.Block{Paragraph: &grid.Paragraph{Marks: []grid.Mark{{Picture: &grid.Picture{Data: p.Data, Page: n}}}, Place: grid.Place{Page: n}}})
		}
	}
	if len(d.parts) == 0 {
		d.out.Blocks = append(d.out.Blocks, d.waiting...)
		d.waiting = nil
	}
}

// text is what is between two heights.
func text(chars []Char, bottom, top float64) (out []Char) {
	for _, c := range chars {
		if c.Y > bottom && c.Y <= top {
			out = append(out, c)
		}
	}
	return out
}

// once leaves out characters that are drawn again at the same place, which makes them bold.
func once(chars []Char) (out []Char) {
	type place struct {
		text string
		x, y int
	}
	const step = 2.0 // points, more than such characters are apart
	seen := map[place][]Char{}
	for _, c := range chars {
		x, y := int(math.Floor(c.X/step)), int(math.Floor(c.Y/step))
		again := false
		for dx := -1; dx <= 1 && !again; dx++ {
			for dy := -1; dy <= 1 && !again; dy++ {
				again = slices.ContainsFunc(seen[place{c.Text, x + dx, y + dy}], func(o Char) bool {
					return abs(o.X-c.X) <= c.Size*0.1 && abs(o.Y-c.Y) <= c.Size*0.1 && o.Turn == c.Turn
				})
			}
		}
		if !again {
			at := place{c.Text, x, y}
			seen[at] = append(seen[at], c)
			out = append(out, c)
		}
	}
	return out
}

// withoutNumber leaves out the number of the page.
func withoutNumber(chars []Char) []Char {
	rows := rowsOf(chars)
	if len(rows) == 0 {
		return chars
	}
	for _, r := range []row{rows[len(rows)-1], rows[0]} {
		if pageNumber.MatchString(r.text) {
			return slices.DeleteFunc(chars, func(c Char) bool { return c.Y <= r.y && c.Y >= r.y-r.size*0.4 })
		}
	}
	return chars
}

// fits reports whether a table, with its rows on one more page, is still within bounds.
func (d *Collector) fits(b *box) bool {
	rows, columns := b.rows, b.columns
	for _, p := range d.parts {
		rows, columns = rows+p.box.rows, columns+p.box.columns
	}
	return rows*columns <= mostCells
}

// sameWidth reports whether a table at the top of a page goes on one that ended the page before.
func sameWidth(a, b *box) bool {
	return abs(a.left-b.left) <= 3*near && abs(a.right-b.right) <= 3*near
}

func abs(x float64) float64 { return max(x, -x) }

// endTable writes the table that is being read, all its parts with the same columns.
func (d *Collector) endTable() {
	if len(d.parts) == 0 {
		return
	}
	var down []rule
	for _, p := range d.parts {
		down = append(down, p.box.down...)
	}
	xs := places(down)
	d.tables++
	var t *grid.Table
	for _, p := range d.parts {
		next := p.box.table(xs, p.chars, grid.Place{Page: p.page, Table: d.tables})
		if t == nil {
			t = next
			continue
		}
		if torn(t, next) {
			mend(t, next)
		}
		for _, c := range next.Cells {
			c.Row += t.Rows
			t.Cells = append(t.Cells, c)
		}
		t.Rows += next.Rows
	}
	d.out.Blocks = append(append(d.out.Blocks, grid.Block{Table: t}), d.waiting...)
	d.open, d.waiting = nil, nil
	d.parts, d.last = nil, nil
}
