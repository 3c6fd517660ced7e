package pdf

import (
	"slices"
	"strings"

	"gongkai/generator/importer/grid"
)

// row is a line of text.
type row struct {
	y, size     float64
	left, right float64
	text        string
}

// rowsOf puts characters into lines by their baselines, from the top down, and orders each from the
// left. A gap of more than a third of the size is a blank.
func rowsOf(chars []char) (out []row) {
	list := slices.Clone(chars)
	slices.SortStableFunc(list, func(a, b char) int { return sign(b.y - a.y) })
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[0].y-list[n].y <= list[0].size*0.4 {
			n++
		}
		line := slices.Clone(list[:n])
		list = list[n:]
		slices.SortStableFunc(line, func(a, b char) int { return sign(a.x - b.x) })
		r := row{y: line[0].y, left: line[0].x}
		var b strings.Builder
		for i, c := range line {
			if i > 0 && c.x-r.right > c.size/3 {
				b.WriteByte(' ')
			}
			b.WriteString(c.text)
			r.right, r.size = c.x+c.width, max(r.size, c.size)
		}
		r.text = b.String()
		out = append(out, r)
	}
	return out
}

// lines is the text of a cell. A label goes on over its lines; where characters are set one under
// the other, they are one line.
func lines(chars []char) string {
	rows := rowsOf(chars)
	var out []string
	for _, r := range rows {
		out = append(out, strings.Join(strings.Fields(r.text), " "))
	}
	if len(out) > 2 && !slices.ContainsFunc(out, func(s string) bool { return len([]rune(s)) > 2 }) {
		return strings.Join(out, "")
	}
	return strings.Join(out, "\n")
}

// edges are where the text of a document begins and ends on the left and on the right.
type edges struct{ left, right float64 }

// take widens the edges to hold lines.
func (e *edges) take(rows []row) {
	for _, r := range rows {
		e.left, e.right = min(e.left, r.left), max(e.right, r.right)
	}
}

// begins reports whether a line begins a paragraph: it is further to the right than the text's edge.
func (e *edges) begins(r row) bool { return r.left > e.left+r.size }

// ends reports whether a line ends a paragraph: it does not reach the edge.
func (e *edges) ends(r row) bool { return r.right < e.right-2*r.size }

// paragraphs joins lines of text to paragraphs. The first goes on the last paragraph of the page
// before, where that did not end.
func (d *document) paragraphs(chars []char, page int) {
	rows := rowsOf(chars)
	d.edges.take(rows)
	for i, r := range rows {
		goesOn := d.open != nil && !d.edges.begins(r) && (i == 0 || rows[i-1].y-r.y <= 3*r.size)
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
}
