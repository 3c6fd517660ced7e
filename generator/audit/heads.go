package audit

import (
	"html"
	"strings"
)

// checkHeaders holds the cells of a table against its header cells (ACT rules a25f45 and
// d0f69e).
func (s *scan) checkHeaders(t *table) {
	data := false
	for i := range t.cells {
		c := &t.cells[i]
		data = data || !c.header
		if c.path != "" && blank(c.headers) {
			s.fault(c.offset, "数据格 %s 没有 headers", "the data cell %s has no headers", c.path)
		}
		for id := range strings.FieldsSeq(c.headers) {
			named, ok := t.named[id]
			switch {
			case id == c.id:
				s.fault(c.offset, "单元格的 headers 指向它自己（%s）", "the headers of a cell name the cell itself, %q", id)
			case named:
			case ok:
				t.named[id] = true
			case c.path != "":
				s.fault(c.offset, "数据格 %s 的 headers 指向“%s”，本表没有这个表头", "the headers of data cell %s name %q, which is not a header of this table", c.path, id)
			default:
				s.fault(c.offset, "单元格的 headers 指向“%s”，本表没有这个表头", "the headers of a cell name %q, which is not a header of this table", id)
			}
		}
	}
	// A table without data misleads nobody, and in one that is not a grid nothing is certain.
	if !data || t.warned {
		return
	}
	for i := range t.cells {
		if c := &t.cells[i]; c.header && !t.named[c.id] && !t.heads(c) {
			s.fault(c.offset, "表头“%s”不是任何单元格的表头", "the header %q heads no cell", strings.TrimSpace(html.UnescapeString(c.label)))
		}
	}
}

// heads reports whether a header cell is assigned to a cell that has no headers attribute,
// by the HTML standard's algorithm seen from the header's side.
func (t *table) heads(c *cell) bool {
	switch c.scope {
	case "row":
		for y := c.y; y < c.y+c.h; y++ {
			if t.reaches(c, c.x+c.w, y, 1, 0) {
				return true
			}
		}
		return false
	case "col":
		for x := c.x; x < c.x+c.w; x++ {
			if t.reaches(c, x, c.y+c.h, 0, 1) {
				return true
			}
		}
		return false
	case "rowgroup", "colgroup":
		group := t.columnGroup(c.x)
		for i := range t.cells {
			p := &t.cells[i]
			same := c.scope == "rowgroup" && p.group == c.group || c.scope == "colgroup" && group >= 0 && t.columnGroup(p.x) == group
			if same && p != c && !p.hasHeaders && c.x < p.x+p.w && c.y < p.y+p.h {
				return true
			}
		}
		return false
	}
	return true // no scope is a fault of its own
}

// reaches looks from a header along its row or column for a cell that it heads, up to the
// next header of the same extent after a data cell.
func (t *table) reaches(c *cell, x, y, dx, dy int) bool {
	data := false
	for ; x < t.width && y < t.rows; x, y = x+dx, y+dy {
		p := t.at(x, y)
		if p == nil {
			continue
		}
		if p.header && data && (dx == 0 && p.x == c.x && p.w == c.w || dy == 0 && p.y == c.y && p.h == c.h) {
			return false
		}
		if !p.hasHeaders {
			return true
		}
		data = data || !p.header
	}
	return false
}

// at is the cell in a place of the grid.
func (t *table) at(x, y int) *cell {
	if len(t.slots) == 0 {
		for range t.width * t.rows {
			t.slots = append(t.slots, 0)
		}
		for i := range t.cells {
			c := &t.cells[i]
			for y := c.y; y < c.y+c.h; y++ {
				for x := c.x; x < min(c.x+c.w, t.width); x++ {
					t.slots[y*t.width+x] = int32(i + 1)
				}
			}
		}
	}
	if n := t.slots[y*t.width+x]; n > 0 {
		return &t.cells[n-1]
	}
	return nil
}

// columnGroup is the number of the group that a column is in, -1 for none.
func (t *table) columnGroup(x int) int {
	for i, g := range t.columns {
		if x < g.width {
			return i
		}
		x -= g.width
	}
	return -1
}
