package match

import (
	"slices"

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
	Computed []grid.Cell                 // of those, results of formulas, such as sums beside the table
	Tables   map[*grid.Table]*form.Table // which table of the form each is; several may be one
	Taken    map[Source][]*form.Cell     // what each cell of the file was read for, or refused
	Headings []Heading                   // texts without a figure, in a table whose rows are the report's own
}

// Source is a cell of a file.
type Source struct {
	Table *grid.Table
	Cell  int // its number in the table
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

// What a table has at most to be looked at. Those of the forms have thirty rows and fifteen columns,
// also where all of them are in one.
const (
	mostRows    = 400
	mostColumns = 100
)

// Read reads the tables of a file as those of a form.
func Read(doc *grid.Document, f *form.Form) *Result {
	m := &matcher{Result: &Result{Form: f, Readings: map[*form.Cell]Reading{}, Tables: map[*grid.Table]*form.Table{}, Taken: map[Source][]*form.Cell{}}}
	for _, b := range doc.Blocks {
		if b.Table != nil && b.Table.Rows <= mostRows && b.Table.Columns <= mostColumns {
			m.sources = append(m.sources, sourceOf(b.Table))
		}
	}
	for _, ways := range views(f) {
		m.place(ways)
	}
	m.missing()
	m.leave(m.sources)
	return m.Result
}

// leave lists the figures of tables of the form that were not taken for any of its cells.
func (m *matcher) leave(sources []*source) {
	for _, s := range sources {
		if m.Tables[s.Table] == nil {
			continue
		}
		for i, c := range s.Cells {
			if !s.used[i] && s.label[i] == "" && clean(c.Text) != "" && c.Text != grid.Shown && !nothing.MatchString(clean(c.Text)) {
				if c.Computed {
					m.Computed = append(m.Computed, c)
				} else {
					m.LeftOver = append(m.LeftOver, c)
				}
			}
		}
	}
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

// place finds a block of the form in whichever way and table it fits best, and reads it; then the
// rows that are elsewhere, after headers that are printed again or in the next tables.
func (m *matcher) place(ways []view) {
	best, at := placement{score: -1}, -1
	var rest view
	for i, s := range m.sources {
		for _, v := range ways {
			if p := s.find(v); p.score > best.score {
				best, rest, at = p, v, i
			}
		}
	}
	if best.score <= 0 {
		m.blank(ways)
	}
	columns := best.columns
	for best.score > 0 {
		m.read(rest, best)
		rest = rest.without(best.rows)
		best = placement{score: -1}
		for i, s := range m.sources {
			p := s.find(rest)
			if p.score <= 0 && i > at && !s.Loose && s.Columns == len(columns) {
				rows, score := s.fitRows(rest, columns, 0) // it goes on without headers
				p = placement{s, columns, rows, score}
			}
			if p.score > best.score {
				best = p
			}
		}
	}
}

// blank enters nothing for a table that is printed as one row, where a file has its heads and below them nothing at
// all: a row without a figure may not be in the file, or not be told from what is beside the table.
func (m *matcher) blank(ways []view) {
	for _, v := range ways {
		if len(v.rows) != 1 || len(v.rows[0].names) > 0 {
			continue
		}
		for _, s := range m.sources {
			at := s.lastHead(v)
			if at < 0 || slices.ContainsFunc(s.Cells, func(c grid.Cell) bool { return c.Row > at && clean(c.Text) != "" }) {
				continue
			}
			if m.Tables[s.Table] == nil {
				m.Tables[s.Table] = v.table
			}
			for column, c := range v.cells[0] {
				if !v.optional(column) {
					m.Readings[c] = Reading{Place: s.Place}
				}
			}
			return
		}
	}
}

// lastHead is the last row of the heads of all columns of a view, -1 where they are not there.
func (s *source) lastHead(v view) int {
	for row := s.Rows - 1; row >= 0; row-- {
		if s.Loose {
			if !s.filledLoose(row) && s.headed(v, row) {
				return row
			}
		} else if _, score := s.fitColumns(v, row); score > 0 {
			return row
		}
	}
	return -1
}

// without is a view without the rows that were found.
func (v view) without(found []int) view {
	out := view{table: v.table, columns: v.columns}
	for i := range v.rows {
		if !slices.Contains(found, i) {
			out.rows, out.cells = append(out.rows, v.rows[i]), append(out.cells, v.cells[i])
		}
	}
	return out
}

// read enters the figures of a block.
func (m *matcher) read(v view, p placement) {
	s := p.source
	m.Tables[s.Table] = v.table
	for r, row := range p.rows {
		if row < 0 {
			continue
		}
		s.taken[r] = true
		cells, inOrder := s.pick(v, p, r)
		for column, at := range cells {
			m.enter(v.cells[row], column, s, at, p, inOrder)
		}
		if cells == nil {
			for column, c := range v.cells[row] {
				if figures := s.figures(r); column < len(figures) {
					from := s.Cells[figures[column]]
					m.Unread = append(m.Unread, Unread{c, from.Text, diag.Textf("这一行有 %d 个数，格式有 %d 列", "the row has %d figures, the form %d columns", len(figures), len(v.columns)), from.Place})
					m.take(s, figures[column], c)
				}
			}
		}
	}
}

// take remembers what a cell of a file was taken for.
func (m *matcher) take(s *source, i int, c *form.Cell) {
	s.used[i] = true
	at := Source{s.Table, i}
	m.Taken[at] = append(m.Taken[at], c)
}
