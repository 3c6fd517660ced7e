package match

import (
	"math/bits"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
)

// Result is what was found of a form in a file.
type Result struct {
	Form     *form.Form
	Readings map[*form.Cell]Reading
	Unread   []Unread
	Absent   []*form.Cell                // cells of the tables that the file does not have
	LeftOver []grid.Cell                 // figures in tables of the form that it has no place for
	Tables   map[*grid.Table]*form.Table // which table of the form each is; several may be one
}

// Reading is a figure of a file.
type Reading struct {
	Text     string    // as front matter has it; "" for a blank, which is missing
	Original string    // as the file has it
	Note     diag.Text // what was changed; zero where nothing was
	Place    grid.Place
}

// Unread is a figure that was printed and could not be entered.
type Unread struct {
	Cell   *form.Cell
	Text   string
	Reason diag.Text
	Place  grid.Place
}

// Read reads the tables of a file as those of a form.
func Read(doc *grid.Document, f *form.Form) *Result {
	m := &matcher{Result: &Result{Form: f, Readings: map[*form.Cell]Reading{}, Tables: map[*grid.Table]*form.Table{}}}
	for _, b := range doc.Blocks {
		if b.Table != nil {
			m.sources = append(m.sources, sourceOf(b.Table))
		}
	}
	for _, ways := range views(f) {
		m.place(ways)
	}
	m.missing()
	for _, s := range m.sources {
		if m.Tables[s.Table] == nil {
			continue
		}
		for i, c := range s.Cells {
			if !s.used[i] && s.label[i] == "" && clean(c.Text) != "" && !nothing.MatchString(clean(c.Text)) {
				m.LeftOver = append(m.LeftOver, c)
			}
		}
	}
	return m.Result
}

// missing lists the cells of the tables that were neither read nor refused.
func (m *matcher) missing() {
	refused := map[*form.Cell]bool{}
	for _, u := range m.Unread {
		refused[u.Cell] = true
	}
	for _, ways := range views(m.Form) {
		for _, row := range ways[0].cells {
			for _, c := range row {
				if _, ok := m.Readings[c]; !ok && !refused[c] && (c.Kind != form.Text || c.Default == "") {
					m.Absent = append(m.Absent, c)
				}
			}
		}
	}
}

// Printed is how many figures of the form the file has, read or not.
func (r *Result) Printed() int {
	n := len(r.Unread)
	for _, x := range r.Readings {
		if x.Text != "" {
			n++
		}
	}
	return n
}

type matcher struct {
	*Result
	sources []*source
}

// place finds a block of the form in whichever way and table it fits best, and reads it.
func (m *matcher) place(ways []view) {
	var best placement
	var as view
	best.score = -1
	at := -1
	for i, s := range m.sources {
		for _, v := range ways {
			if p := s.find(v); p.score > best.score {
				best, as, at = p, v, i
			}
		}
	}
	if best.score <= 0 {
		return
	}
	m.read(as, best)
	m.goOn(as, best, at)
}

// goOn reads the rows of a block that are in the next tables: a table cut in two by a page, or with
// its headers printed again.
func (m *matcher) goOn(v view, p placement, at int) {
	last := -1
	for _, r := range p.rows {
		last = max(last, r)
	}
	for _, s := range m.sources[at+1:] {
		if last == len(v.rows)-1 {
			return
		}
		rest := view{table: v.table, rows: v.rows[last+1:], columns: v.columns, cells: v.cells[last+1:]}
		next := s.find(rest)
		if next.score <= 0 && !s.Loose && s.Columns == len(p.columns) {
			rows, score := s.fitRows(rest, p.columns, 0)
			next = placement{s, p.columns, rows, score}
		}
		if next.score <= 0 {
			return
		}
		m.read(rest, next)
		for _, r := range next.rows {
			if r >= 0 {
				last = max(last, len(v.rows)-len(rest.rows)+r)
			}
		}
	}
}

// read enters the figures of a block.
func (m *matcher) read(v view, p placement) {
	s := p.source
	m.Tables[s.Table] = v.table
	for r, row := range p.rows {
		if row < 0 {
			continue
		}
		cells, inOrder := s.pick(v, p, r)
		for column, at := range cells {
			m.enter(v.cells[row], column, s, at, p, inOrder)
		}
		if cells == nil {
			for column, c := range v.cells[row] {
				if figures := s.figures(r); column < len(figures) {
					from := s.Cells[figures[column]]
					m.Unread = append(m.Unread, Unread{c, from.Text, diag.Textf("这一行有 %d 个数，格式有 %d 列", "the row has %d figures, the form %d columns", len(figures), len(v.columns)), from.Place})
					s.used[figures[column]] = true
				}
			}
		}
	}
}

// pick lists the cells of a row of the file by column of the view: where it has as many as the
// view, in their order, else those under each column's labels. It is nil for a row of a loose table
// that has another number of figures.
func (s *source) pick(v view, p placement, row int) (out [][]int, inOrder bool) {
	out = make([][]int, len(v.columns))
	put := func(cells []int) {
		i := 0
		for j := range v.columns {
			if v.optional(j) && len(cells) < len(v.columns) {
				continue
			}
			out[j] = []int{cells[i]}
			i++
		}
	}
	if s.Loose {
		cells := s.loose(row, v)
		if cells == nil {
			return nil, false
		}
		put(cells)
		return out, true
	}
	var cells []int
	columns := 0
	for c, of := range p.columns {
		if of >= 0 {
			columns |= 1 << of
		}
		if i := s.matrix[row][c]; of >= 0 && i >= 0 && s.Cells[i].Row == row && (len(cells) == 0 || cells[len(cells)-1] != i) {
			cells = append(cells, i)
		}
	}
	if n := bits.OnesCount(uint(columns)); len(cells) == n && s.inside(cells, p.columns) {
		i := 0
		for j := range v.columns {
			if columns&(1<<j) != 0 {
				out[j] = []int{cells[i]}
				i++
			}
		}
		return out, true
	}
	for j := range v.columns {
		out[j] = s.under(row, p.columns, j)
	}
	return out, false
}

// inside reports whether cells reach only over columns of the view.
func (s *source) inside(cells, columns []int) bool {
	for _, i := range cells {
		c := s.Cells[i]
		for k := c.Column; k < c.Column+c.Columns; k++ {
			if columns[k] < 0 {
				return false
			}
		}
	}
	return true
}

// under lists the cells of a row in a column of the view.
func (s *source) under(row int, columns []int, column int) (out []int) {
	for c, of := range columns {
		if i := s.matrix[row][c]; of == column && i >= 0 && (len(out) == 0 || out[len(out)-1] != i) {
			out = append(out, i)
		}
	}
	return out
}

// enter reads one cell of a row of the form.
func (m *matcher) enter(row []*form.Cell, column int, s *source, at []int, p placement, inOrder bool) {
	if len(at) == 0 {
		return
	}
	c := row[column]
	for _, i := range at {
		s.used[i] = true
	}
	from := s.Cells[at[0]]
	refuse := func(why diag.Text) {
		m.Unread = append(m.Unread, Unread{c, from.Text, why, from.Place})
	}
	if len(at) > 1 {
		var full []int
		for _, i := range at {
			if clean(s.Cells[i].Text) != "" {
				full = append(full, i)
			}
		}
		if len(full) > 1 {
			refuse(diag.Textf("一栏里有 %d 个数", "there are %d figures in one column", len(full)))
			return
		}
		if len(full) == 1 {
			from = s.Cells[full[0]]
		}
	}
	var unit *form.Cell // the cell that holds the unit of this one
	if column+1 < len(row) && c.Unit == "" && row[column+1].Kind == form.Text && row[column+1].Default != "" {
		unit = row[column+1]
	}
	x := read(from.Text, c, unit != nil)
	if x.problem.EN != "" {
		refuse(x.problem)
		return
	}
	if x.text != "" && spans(from, p, inOrder) {
		if x.text != "0" {
			refuse(diag.Textf("一个数占了几栏", "one figure reaches over several cells"))
			return
		}
		x.note = diag.Textf("原文几栏合并为一个 0", "one 0 reaches over several cells")
	}
	m.Readings[c] = Reading{x.text, from.Text, x.note, from.Place}
	if unit != nil && x.unit != "" {
		m.Readings[unit] = Reading{Text: x.unit, Original: from.Text, Place: from.Place}
	}
}

// spans reports whether a cell of the file reaches over several of the form. Where the cells of a
// row are its columns in order, it reaches over one of them, whatever the file says.
func spans(c grid.Cell, p placement, inOrder bool) bool {
	rows := 0
	for r := c.Row; r < min(c.Row+c.Rows, len(p.rows)); r++ {
		if p.rows[r] >= 0 {
			rows++
		}
	}
	columns := 0
	for k := c.Column; k < min(c.Column+c.Columns, len(p.columns)); k++ {
		if p.columns[k] >= 0 {
			columns |= 1 << p.columns[k]
		}
	}
	return rows > 1 || !inOrder && bits.OnesCount(uint(columns)) > 1
}
