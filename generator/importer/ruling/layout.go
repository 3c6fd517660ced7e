package ruling

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/importer/grid"
)

// row is a line of text.
type row struct {
	y, size     float64
	left, right float64
	text        string
	pieces      []piece // with gaps between them
}

// rowsOf puts characters into lines by their baselines, from the top down, and orders each from the
// left. A gap of more than a third of the size is a blank.
func rowsOf(chars []Char) (out []row) {
	list := slices.Clone(chars)
	slices.SortStableFunc(list, func(a, b Char) int { return sign(b.Y - a.Y) })
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[0].Y-list[n].Y <= list[0].Size*0.4 {
			n++
		}
		line := slices.Clone(list[:n])
		list = list[n:]
		slices.SortStableFunc(line, func(a, b Char) int { return sign(a.X - b.X) })
		r := row{y: line[0].Y, left: line[0].X}
		base, size := baseline(line)
		var b strings.Builder
		from, left := 0, line[0].X // where a piece begins
		apart := func() {
			r.pieces = append(r.pieces, piece{left, r.right, r.y, strings.TrimSpace(b.String()[from:])})
		}
		for i, c := range line {
			if i > 0 && c.X-r.right > c.Size*wideGap {
				apart()
				from, left = b.Len(), c.X
			}
			alone := i == 0
			if i > 0 && c.X-r.right > c.Size/3 {
				b.WriteByte(' ')
				alone = true
			}
			if i+1 < len(line) && line[i+1].X-c.X-c.Width <= c.Size/3 {
				alone = false // it may be before the others
			}
			switch away := c.Y - base; {
			case alone:
				b.WriteString(c.Text)
			case away > size*offLine:
				b.WriteString(grid.Raised(c.Text))
			case away < -size*offLine:
				b.WriteString(grid.Lowered(c.Text))
			default:
				b.WriteString(c.Text)
			}
			r.right, r.size = c.X+c.Width, max(r.size, c.Size)
		}
		apart()
		r.text = b.String()
		out = append(out, r)
	}
	return out
}

// offLine is how far, in sizes of the line, a character above or below it is from it at least.
const offLine = 0.15

// baseline is that of the largest characters of a line, the one in the middle of all, with their size.
func baseline(line []Char) (y, size float64) {
	var ys []float64
	for _, c := range line {
		if c.Size > size*1.02 {
			size, ys = c.Size, ys[:0]
		}
		if c.Size >= size*0.98 {
			ys = append(ys, c.Y)
		}
	}
	slices.Sort(ys)
	return ys[len(ys)/2], size
}

// note is a mark of a note as a page of ours prints it beside a figure, small and above its line: 核1. It has a letter, so that its
// digits do not belong to the figure; a small 1 alone may be anything.
var note = regexp.MustCompile(`^\pL[0-9]+( \pL[0-9]+)*$`)

// unmarked is a cell's text without the marks of notes, where that is a figure or a dash; "" where it is not.
func unmarked(rows []row) (text string) {
	size := 0.0
	for _, r := range rows {
		size = max(size, r.size)
	}
	for _, r := range rows {
		switch s := strings.TrimSpace(r.text); {
		case r.size < 0.8*size && note.MatchString(s):
		case text == "" && (figure(s) || strings.Trim(s, "-/—") == ""):
			text = s
		default:
			return ""
		}
	}
	return text
}

// lines is the text of a cell. A label goes on over its lines; where characters are set one under
// the other, they are one line. Figures one under the other are not.
func lines(chars []Char) string {
	var rows []row
	for turn := range 4 {
		rows = append(rows, rowsOf(upright(chars, turn))...)
	}
	if len(rows) == 2 {
		if text := unmarked(rows); text != "" {
			return text
		}
	}
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(strings.Fields(r.text), " "))
	}
	if len(out) > 2 && !slices.ContainsFunc(out, func(s string) bool { return len([]rune(s)) > 2 || figure(s) }) {
		return strings.Join(out, "")
	}
	return strings.Join(out, "\n")
}

// upright are the characters that are turned so far, turned back.
func upright(chars []Char, turn int) (out []Char) {
	for _, c := range chars {
		if c.Turn != turn {
			continue
		}
		switch turn {
		case 1:
			c.X, c.Y = c.Y, -c.X
		case 2:
			c.X, c.Y = -c.X, -c.Y
		case 3:
			c.X, c.Y = -c.Y, c.X
		}
		c.Turn = 0
		out = append(out, c)
	}
	return out
}

// edges are where the text of a document begins and ends on the left and on the right, and how low it goes.
type edges struct{ left, right, bottom float64 }

// take widens the edges to hold lines.
func (e *edges) take(rows []row) {
	for _, r := range rows {
		e.left, e.right, e.bottom = min(e.left, r.left), max(e.right, r.right), min(e.bottom, r.y)
	}
}

// begins reports whether a line begins a paragraph: it is further to the right than the text's edge.
func (e *edges) begins(r row) bool { return r.left > e.left+r.size }

// ends reports whether a line ends a paragraph: it does not reach the edge.
func (e *edges) ends(r row) bool { return r.right < e.right-2*r.size }

// mostParagraph is how many bytes a paragraph has before it ends with its line.
const mostParagraph = 64 << 10

// paragraphs joins lines of text to paragraphs. The first goes on the last paragraph of the page
// before, where that did not end. Text that is turned is read after the other.
func (d *Collector) paragraphs(chars []Char, page int) {
	rows := rowsOf(upright(chars, 0))
	d.edges.take(rows)
	table, tried := 0, 0 // how many lines are in a table, and the line down to which none is
	for i, r := range rows {
		if table--; table >= 0 {
			continue
		}
		if table = 0; i >= tried && len(rows) <= mostLines {
			table = tabular(rows[i:])
		}
		if table > 0 {
			if t := loose(rows[i:i+table], grid.Place{Page: page, Table: d.tables + 1}); t != nil {
				d.loose(t, i == 0 && r.figures() > 0)
				d.open = nil
				table--
				continue
			}
			tried, table = i+table, 0
		}
		goesOn := d.open != nil && !d.edges.begins(r) && len(d.open.Text) < mostParagraph
		if i > 0 {
			goesOn = goesOn && rows[i-1].y-r.y <= 3*r.size
		} else {
			goesOn = goesOn && d.below <= d.edges.bottom+3*r.size // else the page before was not full, as that of a title
		}
		if goesOn {
			d.open.Text += r.text
		} else {
			d.open = &grid.Paragraph{Text: r.text, Place: grid.Place{Page: page}}
			d.out.Blocks = append(d.out.Blocks, grid.Block{Paragraph: d.open})
		}
		if d.edges.ends(r) {
			d.open = nil
		}
	}
	if n := len(rows); n > 0 {
		d.below = rows[n-1].y
	}
	for turn := 1; turn < 4; turn++ {
		for _, r := range rowsOf(upright(chars, turn)) {
			d.out.Blocks = append(d.out.Blocks, grid.Block{Paragraph: &grid.Paragraph{Text: r.text, Place: grid.Place{Page: page}}})
		}
	}
}
