package audit

import (
	"strconv"
	"strings"
)

func (s *scan) startRow() {
	t := s.table()
	if t == nil {
		return
	}
	s.endRow()
	t.inRow, t.column, t.row = true, 0, s.Offset
	t.rows++
}

func (s *scan) endRow() {
	t := s.table()
	if t == nil || !t.inRow {
		return
	}
	s.endCell()
	t.skipCovered()
	if t.width < 0 {
		t.width = len(t.down)
	}
	if n := t.column; n != t.width || len(t.down) > t.width {
		if n >= t.width {
			n = len(t.down)
		}
		s.gridFault(t, t.row, "表格的一行有 %d 列，表宽 %d 列", "a row of a table has %d columns, the table has %d", n, t.width)
	}
	for i := range t.down {
		t.down[i] = max(0, t.down[i]-1)
	}
	t.inRow = false
}

// endGroup ends a thead, tbody or tfoot, which no cell may outgrow.
func (s *scan) endGroup() {
	t := s.table()
	if t == nil {
		return
	}
	s.endRow()
	for i, n := range t.down {
		if n > 0 && n < toTheEnd/2 {
			s.gridFault(t, t.row, "第 %d 列的单元格跨出了所在的行组", "the cell of column %d outgrows its row group", i+1)
		}
		t.down[i] = 0
	}
	for i := t.first; i < len(t.cells); i++ {
		t.cells[i].h = min(t.cells[i].h, t.rows-t.cells[i].y)
	}
	t.group, t.first = t.group+1, len(t.cells)
}

// toTheEnd stands for rowspan="0": to the end of the row group.
const toTheEnd = 1 << 30

func (s *scan) startCell(header bool) {
	t := s.table()
	if t == nil {
		return
	}
	if !t.inRow {
		s.startRow() // the parser would put one
	}
	s.endCell()
	t.filled, t.current = false, dataCell
	c := cell{offset: s.Offset, header: header, w: 1, h: 1, group: t.group}
	for _, a := range s.Attrs {
		switch a.Name {
		case "colspan":
			c.w = span(a.Value, 1, 1000)
		case "rowspan":
			if c.h = span(a.Value, 0, 65534); c.h == 0 {
				c.h = toTheEnd
			}
		case "scope":
			c.scope = a.Value
		case "headers":
			c.headers, c.hasHeaders = a.Value, true
		case "data-cell":
			c.path = a.Value
		case "id":
			c.id = a.Value
		}
	}
	if header {
		t.current, c.path = headerCell, ""
		if c.id != "" {
			t.named[c.id] = false
		}
		if c.scope != "col" && c.scope != "row" && c.scope != "colgroup" && c.scope != "rowgroup" {
			s.fault(s.Offset, "表头没有标明范围（scope）", "a header cell has no scope")
		}
	}
	t.skipCovered()
	c.x, c.y = t.column, t.rows-1
	for i := t.column; i < t.column+c.w; i++ {
		if i == len(t.down) {
			t.down = append(t.down, 0)
		}
		if t.down[i] > 0 {
			s.gridFault(t, s.Offset, "两个单元格占了同一格，第 %d 列", "two cells take the same place, column %d", i+1)
		}
		t.down[i] = c.h
	}
	t.column += c.w
	t.cells = append(t.cells, c)
}

func (s *scan) endCell() {
	t := s.table()
	if t == nil {
		return
	}
	if t.current == headerCell && !t.filled {
		s.fault(t.cells[len(t.cells)-1].offset, "表头是空的", "a header cell is empty")
	}
	t.current = noCell
}

// content notes that the current cell, if any, shows something.
func (s *scan) content() {
	if t := s.table(); t != nil {
		t.filled = true
	}
}

func (s *scan) gridFault(t *table, offset int, zh, en string, args ...any) {
	if !t.warned {
		t.warned = true
		s.fault(offset, zh, en, args...)
	}
}

// skipCovered moves past the columns covered from above.
func (t *table) skipCovered() {
	for t.column < len(t.down) && t.down[t.column] > 0 {
		t.column++
	}
}

// span reads colspan or rowspan as the standard does.
func span(s string, least, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < least {
		return 1
	}
	return min(n, most)
}
