package audit

// table follows one table while its tags pass, by the HTML standard's algorithm
// for forming a table. What that algorithm tolerates (holes, overlaps, spans out
// of their group) is a fault here: a statutory table is a full grid.
type table struct {
	offset int
	width  int   // columns, known after the first row; -1 before
	down   []int // rows each column is still covered by a cell from above
	column int   // in the current row
	rows   int   // so far
	inRow  bool
	row    int // offset of the current row

	current cellKind
	filled  bool
	cells   []cell
	group   int // number of the current row group
	first   int // its first cell
	columns []columnGroup
	inGroup bool            // of columns
	named   map[string]bool // ids of the th, whether a cell's headers name them
	warned  bool            // one fault of the grid is enough, the rest follow from it
	slots   []int32         // the grid by rows, numbers of cells from 1; made when asked for
}

type cellKind uint8

const (
	noCell cellKind = iota
	headerCell
	dataCell
)

// cell is one th or td in its place.
type cell struct {
	offset     int
	header     bool
	label      string // how its text begins, as written
	id, scope  string
	path       string // of a data cell of the form
	headers    string
	hasHeaders bool
	x, y, w, h int
	group      int // of rows
}

// columnGroup is a colgroup: its span, or that of its cols.
type columnGroup struct {
	width int
	cols  bool
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
	case "colgroup", "col":
		s.startColumns(name)
	case "tr":
		s.startRow()
	case "thead", "tbody", "tfoot":
		s.endGroup()
	case "th", "td":
		s.startCell(name == "th")
	}
}

func (s *scan) end() {
	switch s.Name {
	case "table":
		if s.table() != nil {
			s.closeTable()
		}
	case "colgroup":
		if t := s.table(); t != nil {
			t.inGroup = false
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
	t := &table{named: map[string]bool{}}
	if n := len(s.spare); n > 0 {
		t, s.spare = s.spare[n-1], s.spare[:n-1]
		clear(t.named)
		clear(t.cells) // let go of the page
		*t = table{named: t.named, down: t.down[:0], cells: t.cells[:0], columns: t.columns[:0], slots: t.slots[:0]}
	}
	t.offset, t.width = s.Offset, -1
	s.tables = append(s.tables, t)
}

func (s *scan) closeTable() {
	s.endGroup()
	t := s.table()
	s.checkHeaders(t)
	s.tables = s.tables[:len(s.tables)-1]
	s.spare = append(s.spare, t)
	s.keep()
}

func (s *scan) startColumns(name string) {
	t := s.table()
	if t == nil {
		return
	}
	value, _ := s.Attr("span")
	width := span(value, 1, 1000)
	if name == "colgroup" || !t.inGroup {
		t.columns = append(t.columns, columnGroup{width, name == "col"})
		t.inGroup = true
		return
	}
	g := &t.columns[len(t.columns)-1]
	if !g.cols {
		*g = columnGroup{0, true}
	}
	g.width += width
}
