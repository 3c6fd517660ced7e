package audit

import "strings"

// table follows one table while its tags pass, by the HTML standard's algorithm
// for forming a table. What that algorithm tolerates (holes, overlaps, spans out
// of their group) is a fault here: a statutory table is a full grid.
type table struct {
	offset int
	width  int   // columns, known after the first row; -1 before
	down   []int // rows each column is still covered by a cell from above
	column int   // in the current row
	inRow  bool
	row    int // offset of the current row

	cell    cellKind
	filled  bool
	at      int             // offset of the current cell
	headers map[string]bool // ids of the th
	cells   []dataCell
	warned  bool // one fault of the grid is enough, the rest follow from it
}

type cellKind uint8

const (
	noCell cellKind = iota
	headerCell
	dataCellKind
)

type dataCell struct {
	offset  int
	path    string
	headers string
}

func (s *scan) table() *table {
	if len(s.tables) == 0 {
		return nil
	}
	return s.tables[len(s.tables)-1]
}

func (s *scan) startTable(name string) {
	switch name {
	case "table":
		s.openTable()
	case "tr":
		s.startRow()
	case "thead", "tbody", "tfoot":
		s.endGroup()
	case "th", "td":
		s.startCell(name == "th")
	}
}

func (s *scan) end() {
	switch s.name {
	case "table":
		if s.table() != nil {
			s.closeTable()
		}
	case "thead", "tbody", "tfoot":
		s.endGroup()
	case "tr":
		s.endRow()
	case "th", "td":
		s.endCell()
	}
}

func (s *scan) openTable() {
	s.content() // a table in a cell is content
	t := &table{headers: map[string]bool{}}
	if n := len(s.spare); n > 0 {
		t, s.spare = s.spare[n-1], s.spare[:n-1]
		clear(t.headers)
		*t = table{headers: t.headers, down: t.down[:0], cells: t.cells[:0]}
	}
	t.offset, t.width = s.offset, -1
	s.tables = append(s.tables, t)
}

func (s *scan) closeTable() {
	s.endGroup()
	t := s.table()
	for _, c := range t.cells {
		s.checkHeaders(t, c)
	}
	s.tables = s.tables[:len(s.tables)-1]
	s.spare = append(s.spare, t)
}

// checkHeaders holds a data cell against the header cells of its table.
func (s *scan) checkHeaders(t *table, c dataCell) {
	if blank(c.headers) {
		s.fault(c.offset, "数据格 %s 没有 headers", "the data cell %s has no headers", c.path)
		return
	}
	for rest := c.headers; rest != ""; {
		var id string
		id, rest, _ = strings.Cut(rest, " ")
		if id != "" && !t.headers[id] {
			s.fault(c.offset, "数据格 %s 的 headers 指向“%s”，本表没有这个表头", "the headers of data cell %s name %q, which is not a header of this table", c.path, id)
		}
	}
}
