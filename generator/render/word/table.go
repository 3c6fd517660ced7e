package word

import (
	"fmt"
	"strings"

	"gongkai/generator/form"
)

// textWidth is that of the text on the page, in twentieths of a point: A4 without the margins of an
// official document (GB/T 9704).
const textWidth = 8844

// table writes a statutory table as the form prints it. A cell over several rows is written again in
// each of them, without its text.
func (d *document) table(g *form.Grid) {
	rows := append([][]*form.GridCell{}, g.Head...)
	for _, body := range g.Bodies {
		rows = append(rows, body...)
	}
	widths := columnWidths(rows)
	d.write(`<w:tbl><w:tblPr><w:tblStyle w:val="Statutory"/><w:tblW w:w="` + fmt.Sprint(textWidth) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&d.text, `<w:gridCol w:w="%d"/>`, w)
	}
	d.write(`</w:tblGrid>`)
	down, span := make([]int, len(widths)), make([]int, len(widths))
	for y, row := range rows {
		d.write(`<w:tr><w:trPr><w:cantSplit/>`)
		if y < len(g.Head) {
			d.write(`<w:tblHeader/>`)
		}
		d.write(`</w:trPr>`)
		next := 0
		for at := 0; at < len(widths); {
			if down[at] > 0 {
				down[at]--
				d.cell(widths, at, span[at], `<w:vMerge/>`, nil, false)
				at += span[at]
				continue
			}
			if next == len(row) {
				break
			}
			c := row[next]
			next++
			columns, merge := max(c.Colspan, 1), ""
			if c.Rowspan > 1 {
				merge, down[at], span[at] = `<w:vMerge w:val="restart"/>`, c.Rowspan-1, columns
			}
			d.cell(widths, at, columns, merge, c, y < len(g.Head) || c.Header)
			at += columns
		}
		d.write(`</w:tr>`)
	}
	d.write(`</w:tbl>`)
	d.styled("TableEnd", "")
}

// cell writes a cell of a table; c is nil below one over several rows.
func (d *document) cell(widths []int, at, columns int, merge string, c *form.GridCell, header bool) {
	width := 0
	for _, w := range widths[at : at+columns] {
		width += w
	}
	fmt.Fprintf(&d.text, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if columns > 1 {
		fmt.Fprintf(&d.text, `<w:gridSpan w:val="%d"/>`, columns)
	}
	d.write(merge)
	if header {
		d.write(`<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>`)
	}
	d.write(`<w:vAlign w:val="center"/></w:tcPr>`)
	style, text := "TableFigure", ""
	if c != nil {
		text = c.Text
		if c.Cell != nil {
			text = d.value(c.Cell)
		} else if strings.HasPrefix(c.Scope, "row") {
			style = "TableLabel"
		}
	}
	d.styled(style, text)
	d.write(`</w:tc>`)
}

// columnWidths divides the page's width: columns of labels, which have no figure below them, take up to
// 46 in a hundred, the rest is the figures'.
func columnWidths(rows [][]*form.GridCell) []int {
	n := 0
	for _, c := range rows[0] {
		n += max(c.Colspan, 1)
	}
	labels := n
	taken := map[[2]int]bool{}
	for y, row := range rows {
		x := 0
		for _, c := range row {
			for taken[[2]int{y, x}] {
				x++
			}
			for dy := range max(c.Rowspan, 1) {
				for dx := range max(c.Colspan, 1) {
					taken[[2]int{y + dy, x + dx}] = true
				}
			}
			if c.Cell != nil {
				labels = min(labels, x)
			}
			x += max(c.Colspan, 1)
		}
	}
	out := make([]int, n)
	share := 0
	if labels > 0 && n-labels > 4 {
		share = textWidth * 46 / 100
	} else if labels > 0 {
		share = textWidth * labels / n
	}
	left := share
	for i := range labels {
		w := left
		if i < labels-1 { // groups are narrow, the last column has the long labels
			w = share / (labels + 2)
		}
		out[i], left = w, left-w
	}
	rest := textWidth - share
	for i := labels; i < n; i++ {
		out[i] = rest / (n - labels)
	}
	out[n-1] += rest - rest/(n-labels)*(n-labels)
	return out
}
