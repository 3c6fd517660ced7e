package figures

import (
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"gongkai/internal/htmltree"
)

// page is what a report's page shows: its figures, and the tables that they are in.
type page struct {
	figures []Figure
	grids   []grid
	loose   []string // cells outside tables
}

// grid is a table with its cells in rows and columns, as a browser arranges them.
type grid struct {
	caption string
	cells   []gridCell
}

type gridCell struct {
	row, col int
	text     string
	cell     string // the figure's cell; "" for a header
}

// Bounds of a table.
const (
	mostRows    = 20_000
	mostColumns = 2_000
)

// readPage reads every element with the attribute data-cell, and the tables with such cells.
func readPage(r io.Reader) (*page, error) {
	doc, err := html.Parse(r)
	if err != nil {
		return nil, err
	}
	p := &page{}
	if err := p.visit(doc, false); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *page) visit(n *html.Node, inGrid bool) error {
	if n.Type == html.ElementNode {
		if cell, ok := htmltree.Attribute(n, "data-cell"); ok {
			f := Figure{Cell: cell, Value: htmltree.Text(n)}
			if kind, _ := htmltree.Attribute(n, "data-kind"); kind == "text" || kind == "yesno" {
				f.Kind = Words
			}
			p.figures = append(p.figures, f)
			if !inGrid {
				p.loose = append(p.loose, cell)
			}
			return nil
		}
		if n.DataAtom == atom.Table && !inGrid && holdsFigures(n) {
			g, err := arrange(n)
			if err != nil {
				return err
			}
			p.grids = append(p.grids, *g)
			inGrid = true
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := p.visit(c, inGrid); err != nil {
			return err
		}
	}
	return nil
}

func holdsFigures(n *html.Node) bool {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			if _, ok := htmltree.Attribute(d, "data-cell"); ok {
				return true
			}
		}
	}
	return false
}

// arrange puts the cells of a table into rows and columns (HTML, section 4.9.12).
func arrange(table *html.Node) (*grid, error) {
	g := &grid{}
	taken := map[int]map[int]bool{}
	row := 0
	for n := range table.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.DataAtom == atom.Caption && g.caption == "" {
			g.caption = strings.TrimSpace(htmltree.Text(n))
		}
		if n.DataAtom != atom.Tr {
			continue
		}
		col := 0
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || c.DataAtom != atom.Td && c.DataAtom != atom.Th {
				continue
			}
			for taken[row][col] {
				col++
			}
			across, down := span(c, "colspan", mostColumns), span(c, "rowspan", mostRows)
			if row > mostRows || col > mostColumns || across*down > mostRows {
				return nil, errHuge
			}
			for i := row; i < row+down; i++ {
				if taken[i] == nil {
					taken[i] = map[int]bool{}
				}
				for j := col; j < col+across; j++ {
					taken[i][j] = true
				}
			}
			cell, _ := htmltree.Attribute(c, "data-cell")
			g.cells = append(g.cells, gridCell{row, col, htmltree.Text(c), cell})
			col += across
		}
		delete(taken, row)
		row++
	}
	if len(g.cells) == 0 {
		return nil, wrong("表格没有行", "a table without rows")
	}
	return g, nil
}

func span(n *html.Node, name string, most int) int {
	v, _ := htmltree.Attribute(n, name)
	i, err := strconv.Atoi(v)
	if err != nil || i < 1 {
		return 1
	}
	return min(i, most)
}
