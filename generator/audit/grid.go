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
	t.inRow, t.column, t.row = true, 0, s.offset
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
	t.at, t.filled, t.cell = s.offset, false, dataCellKind
	across, down := 1, 1
	var path, headers, scope string
	data := false
	for _, a := range s.attrs {
		switch a.name {
		case "colspan":
			across = span(a.value, 1, 1000)
		case "rowspan":
			if down = span(a.value, 0, 65534); down == 0 {
				down = toTheEnd
			}
		case "scope":
			scope = a.value
		case "headers":
			headers = a.value
		case "data-cell":
			path, data = a.value, true
		case "id":
			if header {
				t.headers[a.value] = true
			}
		}
	}
	if header {
		t.cell = headerCell
		if scope != "col" && scope != "row" && scope != "colgroup" && scope != "rowgroup" {
			s.fault(s.offset, "表头没有标明范围（scope）", "a header cell has no scope")
		}
	} else if data {
		t.cells = append(t.cells, dataCell{s.offset, path, headers})
	}
	t.skipCovered()
	for i := t.column; i < t.column+across; i++ {
		if i == len(t.down) {
			t.down = append(t.down, 0)
		}
		if t.down[i] > 0 {
			s.gridFault(t, s.offset, "两个单元格占了同一格，第 %d 列", "two cells take the same place, column %d", i+1)
		}
		t.down[i] = down
	}
	t.column += across
}

func (s *scan) endCell() {
	t := s.table()
	if t == nil {
		return
	}
	if t.cell == headerCell && !t.filled {
		s.fault(t.at, "表头是空的", "a header cell is empty")
	}
	t.cell = noCell
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
