package match

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
)

// ReadList reads the rows of a form whose table has each report's own: by the heads of its columns
// (code, label, unit, value, sum over all years), however often these are repeated side by side. A table
// is the form's where it has a column of codes or of units beside labels and values. A row
// has the code that is printed, or its number in the order where none is.
func ReadList(doc *grid.Document, f *form.Form) *Result {
	l := &lister{list: f.ListTable().List}
	var heads []heads
	columns := 0
	for _, b := range doc.Blocks {
		if b.Table == nil || b.Table.Rows > mostRows || b.Table.Columns > mostColumns {
			continue
		}
		s := sourceOf(b.Table)
		from := 0
		if at, own := l.find(s); own != nil {
			heads, columns, from = own, s.Columns, at+1
		} else if heads == nil || s.Columns != columns {
			continue // else it goes on without its heads
		}
		l.sources = append(l.sources, s)
		for _, h := range heads {
			for r := from; r < s.Rows; r++ {
				l.row(s, h, r)
			}
		}
	}
	return l.result(f)
}

// lister collects the rows.
type lister struct {
	list    *form.List
	sources []*source
	rows    []listRow
	notes   []Heading
}

// listRow is a row of the file with figures.
type listRow struct {
	item              form.Item
	source            *source
	value, cumulative int // numbers of cells; -1 for none
	grouped           bool
}

// Heading is a text in a table of such rows that has no figure: Code is that of the row after it,
// "" after the last.
type Heading struct {
	Table      *grid.Table
	Code, Text string
}

// heads are the columns of one group of a table; -1 for one that is not there. The label may
// take several.
type heads struct{ code, label, labelEnd, unit, value, cumulative int }

// find looks for the row with the heads of the columns.
func (l *lister) find(s *source) (row int, out []heads) {
	for r := range s.Rows {
		if own := l.headsOf(s, r); own != nil {
			row, out = r, own
			if r+1 < s.Rows && l.headsOf(s, r+1) != nil {
				continue // heads in two rows: the lower ones
			}
			return row, out
		}
	}
	return 0, nil
}

var yearBefore = regexp.MustCompile(`^20[0-9]{2}`)

func (l *lister) headsOf(s *source, row int) (out []heads) {
	is := func(label string, k form.ListKey) bool {
		return slices.ContainsFunc(append([]string{k.Label}, k.Aliases...), func(name string) bool { return plain(name) == label && label != "" })
	}
	none := heads{-1, -1, -1, -1, -1, -1}
	h := none
	done := func() {
		if h.label >= 0 && h.value >= 0 && (h.unit >= 0 || h.code >= 0) {
			out = append(out, h)
		}
		h = none
	}
	own := false // a head begins in the row itself
	last := -1
	for c := range s.Columns {
		cell := -1
		for r := row; r >= 0 && cell < 0; r-- {
			if i := s.at(r, c); i >= 0 && s.Cells[i].Text != "" {
				cell = i
			}
		}
		if cell < 0 {
			continue
		}
		label := plain(yearBefore.ReplaceAllString(strings.TrimSpace(s.Cells[cell].Text), "")) // 2009年度 looks like a figure
		if cell == last {                                                                      // it takes several columns
			if h.label == s.Cells[cell].Column {
				h.labelEnd = c
			}
			continue
		}
		last = cell
		own = own || s.Cells[cell].Row == row
		switch {
		case is(label, l.list.Code):
			if h.code >= 0 || h.label >= 0 && h.value >= 0 {
				done()
			}
			h.code = c
		case is(label, l.list.Label):
			if h.label >= 0 {
				done()
			}
			h.label, h.labelEnd = c, c
		case is(label, l.list.Unit):
			h.unit = c
		case is(label, l.list.Cumulative):
			h.cumulative = c
		case is(label, l.list.Value) && h.value < 0:
			h.value = c
		default:
			continue
		}
		s.used[cell] = true
	}
	done()
	if !own {
		return nil
	}
	return out
}

// at is the cell of a row in a column, where it begins in that row or reaches into it.
func (s *source) at(row, column int) int {
	if column < 0 || column >= s.Columns {
		return -1
	}
	return s.matrix[row][column]
}

// whole is the text of all cells of a row but strokes.
func (s *source) whole(row int) string {
	var out []string
	last := -1
	for _, i := range s.matrix[row] {
		if i >= 0 && i != last && !nothing.MatchString(clean(s.Cells[i].Text)) {
			out = append(out, strings.Join(strings.Fields(s.Cells[i].Text), ""))
			s.used[i] = true // said with the row
		}
		last = i
	}
	return strings.Join(out, " ")
}

// row takes in a row of a group of columns.
func (l *lister) row(s *source, h heads, r int) {
	text := func(column int) string {
		if i := s.at(r, column); i >= 0 {
			return strings.Join(strings.Fields(s.Cells[i].Text), " ")
		}
		return ""
	}
	label, grouped := "", false
	seen := -1
	for c := h.label; c <= h.labelEnd; c++ {
		if i := s.at(r, c); i >= 0 && i != seen && s.Cells[i].Text != "" {
			grouped = label != ""
			label, seen = strings.Join(strings.Fields(s.Cells[i].Text), ""), i
		}
	}
	unit := text(h.unit)
	if nothing.MatchString(clean(unit)) {
		unit = ""
	}
	value, cumulative := s.at(r, h.value), s.at(r, h.cumulative)
	filled := func(i int) bool { return i >= 0 && !nothing.MatchString(clean(s.Cells[i].Text)) && i != seen }
	switch {
	case label == "":
		return // a figure in it is left over
	case value < 0 || value == seen, unit == "" && (!filled(value) || s.label[value] != "") && !filled(cumulative):
		l.notes = append(l.notes, Heading{Table: s.Table, Text: s.whole(r)})
		l.rows = append(l.rows, listRow{value: -1})
		return
	}
	if h.unit < 0 {
		unit = l.unitOf(label, clean(s.Cells[value].Text))
	}
	it := form.Item{Code: text(h.code), Label: label, Unit: unit, Cumulative: filled(cumulative), Indent: depth(label)}
	if i := s.at(r, h.code); i >= 0 {
		s.used[i] = true
	}
	l.rows = append(l.rows, listRow{item: it, source: s, value: value, cumulative: cumulative, grouped: grouped})
}

// unitOf is the unit of a row in a table without a column of units: the one that is printed with
// the figure, or in brackets at the end of the label where the form knows it.
func (l *lister) unitOf(label, value string) string {
	if m := parts.FindStringSubmatch(value); m != nil && m[2] != "" {
		return m[2]
	}
	for _, u := range l.list.Decimals {
		if strings.HasSuffix(clean(label), "("+u+")") {
			return u
		}
	}
	return ""
}

// styles are the numberings of labels, the outermost first.
var styles = []*regexp.Regexp{regexp.MustCompile(`^[一二三四五六七八九十]{1,3}[、.．]`), regexp.MustCompile(`^[(（][一二三四五六七八九十]{1,3}[)）]`),
	regexp.MustCompile(`^[0-9]{1,2}[、.．]`), regexp.MustCompile(`^[(（][0-9]{1,2}[)）]`), regexp.MustCompile(`^[①-⑳]`)}

const (
	unnumbered = -1
	ofWhich    = -2 // 其中
)

// depth is the place of a label's numbering among the styles.
func depth(label string) int {
	for i, s := range styles {
		if s.MatchString(label) {
			return i
		}
	}
	if strings.HasPrefix(label, "其中") {
		return ofWhich
	}
	return unnumbered
}

// result gives the rows their codes and depths, and reads their figures.
func (l *lister) result(f *form.Form) *Result {
	m := &matcher{Result: &Result{Form: f, Readings: map[*form.Cell]Reading{}, Tables: map[*grid.Table]*form.Table{}, Taken: map[Source][]*form.Cell{}}}
	var items []form.Item
	var rows []listRow
	next := 0
	for _, r := range l.rows {
		if r.value < 0 {
			l.notes[next].Code = fmt.Sprint(len(items)) // the number of the row after it, for now
			next++
			continue
		}
		items, rows = append(items, r.item), append(rows, r)
	}
	if len(items) == 0 {
		return m.Result
	}
	number(items)
	nest(items)
	for i, r := range rows {
		if r.grouped {
			items[i].Indent++ // below the label of its group
		}
	}
	for _, n := range l.notes {
		at := 0
		fmt.Sscan(n.Code, &at)
		n.Code = ""
		if at < len(items) {
			n.Code = items[at].Code
		}
		m.Headings = append(m.Headings, n)
	}
	m.Form = f.With(items)
	table := m.Form.ListTable()
	for i, r := range rows {
		m.Tables[r.source.Table] = table
		c := m.Form.Cell(table.ID + "." + items[i].Code)
		m.listed(c, r.source, r.value)
		if items[i].Cumulative {
			m.listed(m.Form.Cell(c.Path+".cumulative"), r.source, r.cumulative)
		}
	}
	m.leave(l.sources)
	return m.Result
}

// listed reads one figure of a row.
func (m *matcher) listed(c *form.Cell, s *source, i int) {
	if i < 0 {
		m.Readings[c] = Reading{}
		return
	}
	again := s.used[i]
	m.take(s, i, c)
	from := s.Cells[i]
	x := read(from.Text, c, false)
	switch {
	case again && x.text != "":
		x.problem = diag.Textf("一个数占了几栏", "one figure reaches over several cells")
		fallthrough
	case x.problem.EN != "":
		m.Unread = append(m.Unread, Unread{c, from.Text, x.problem, from.Place})
	default:
		m.Readings[c] = Reading{x.text, from.Text, x.note, from.Place}
	}
}

// number gives each row a code: those that are printed, where all have one and no two the same,
// else numbers in the order of the rows.
func number(items []form.Item) {
	known := map[string]bool{}
	for _, it := range items {
		if it.Code == "" || known[it.Code] || strings.ContainsFunc(it.Code, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' }) {
			for i := range items {
				items[i].Code = fmt.Sprintf("%0*d", len(fmt.Sprint(max(len(items), 10))), i+1)
			}
			return
		}
		known[it.Code] = true
	}
}

// nest turns the places of numberings into depths: a style is one deeper than the styles above it
// that are used; what has no number is as deep as the row before it, 其中 one deeper.
func nest(items []form.Item) {
	used := map[int]bool{}
	for _, it := range items {
		used[it.Indent] = true
	}
	delete(used, unnumbered)
	delete(used, ofWhich)
	before := 0 // the depth of the last row that is not a 其中
	for i := range items {
		it := &items[i]
		switch it.Indent {
		case ofWhich:
			it.Indent = before + 1
			continue
		case unnumbered:
			it.Indent = before
			continue
		}
		rank := 0
		for style := range used {
			if style < it.Indent {
				rank++
			}
		}
		it.Indent, before = rank, rank
	}
}
