package table

import (
	"strings"

	"gongkai/generator/form"
)

// FigureList is what the theme's digest template sees of one wide table: its figures row by
// row, for those who would rather hear or read a list than find their way in a grid. It
// is compiled as the table is, so nothing in it knows the figures yet. What is
// between `from` and `to` of a row or a figure is printed where there is something
// other than 0, what is between `from` and `to` of a word in its case only:
//
//	some    there are such figures, and
//	full      no others
//	zero      all others are 0
//	blank     the others are 0 or not filled in
//	none    there are none: all are 0
//	empty   there are none: all are 0 or not filled in
type FigureList struct {
	CaptionID string // of the table's caption
	Language  string // of the form, "" where it is that of the interface
	Rows      []*DigestRow

	groups int // so far
}

// DigestRow is a row of the table or, where its rows are printed side by side, a group
// of its columns.
type DigestRow struct {
	Label   string // its headers, from the outermost on
	Within  string // all but the last of them
	Name    string // the last
	Group   int    // the number of its neighbours that have the same Within; 0 where that is empty
	Figures []DigestFigure

	number int
}

// DigestFigure is one data cell under the label of its column.
type DigestFigure struct {
	Label string
	Cell  *form.Cell
}

// separator joins labels, as in form.Cell.Label.
const separator = " · "

// digest arranges the figures of a table.
func digest(g *View, language string) *FigureList {
	d := &FigureList{CaptionID: g.CaptionID, Language: language}
	headers := map[string]*form.GridCell{}
	for _, part := range append([][][]*form.GridCell{g.Head}, g.Bodies...) {
		for _, line := range part {
			for _, c := range line {
				if c.Header {
					headers[c.ID] = c
				}
			}
		}
	}
	for _, body := range g.Bodies {
		block := headers[g.BlockHeader(body)]
		for _, line := range body {
			d.line(line, headers, block)
		}
	}
	return d
}

// line adds a line of the table. A figure is called by the last of its column's
// headers, by all of them where the last is another's too.
func (d *FigureList) line(line []*form.GridCell, headers map[string]*form.GridCell, block *form.GridCell) {
	var cells []*form.GridCell
	var columns [][]string
	last := map[string]int{}
	row := ""
	for _, c := range line {
		if c.Cell == nil {
			continue
		}
		var rows, cols []string
		for id := range strings.FieldsSeq(c.Headers) {
			if h := headers[id]; h == block || strings.HasPrefix(h.Scope, "row") {
				rows = append(rows, h.Text)
			} else {
				cols = append(cols, h.Text)
			}
		}
		row = strings.Join(rows, separator)
		cells, columns = append(cells, c), append(columns, cols)
		last[cols[len(cols)-1]]++
	}
	for i, c := range cells {
		cols, label := columns[i], columns[i][len(columns[i])-1]
		of := row
		switch {
		case row == "": // the rows are side by side: groups of columns
			of = strings.Join(cols[:len(cols)-1], separator)
		case last[label] > 1:
			label = strings.Join(cols, separator)
		}
		n := len(d.Rows)
		if i == 0 || d.Rows[n-1].Label != of {
			r := &DigestRow{Label: of, Name: of, number: n}
			if at := strings.LastIndex(of, separator); at >= 0 {
				r.Within, r.Name = of[:at], of[at+len(separator):]
				if n > 0 && d.Rows[n-1].Within == r.Within {
					r.Group = d.Rows[n-1].Group
				} else {
					d.groups++
					r.Group = d.groups
				}
			}
			d.Rows = append(d.Rows, r)
			n++
		}
		d.Rows[n-1].Figures = append(d.Rows[n-1].Figures, DigestFigure{label, c.Cell})
	}
}
