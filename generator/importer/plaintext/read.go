// Package plaintext reads reports that were saved as text: a cell a line, as Word and converters
// leave tables, cells between tabs or apart by blanks, and tables of Markdown.
package plaintext

import (
	"regexp"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/source"
)

// Read reads a text in UTF-8, UTF-16 or GB18030.
func Read(data []byte) (*grid.Document, error) {
	if len(data) > mostBytes {
		return nil, grid.ErrTooMuch
	}
	text, _ := source.Decode(data)
	r := &reader{doc: &grid.Document{Kind: "text"}}
	lines := strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.TrimPrefix(string(text), "\ufeff")), "\n")
	for i, line := range lines {
		if r.held += 1 + strings.Count(line, "\t") + strings.Count(line, "|"); r.held > mostHeld {
			return nil, grid.ErrTooMuch
		}
		next := ""
		for k := i + 1; next == "" && k < min(len(lines), i+1+mostBlanks); k++ {
			next = strings.TrimFunc(lines[k], blank)
		}
		r.before = spaced(next, false) != nil
		r.line(i+1, line)
	}
	r.flush()
	r.endTable()
	if len(r.doc.Blocks) == 0 {
		return nil, grid.ErrEmpty
	}
	r.unwrap(lines)
	return r.doc, nil
}

// What a text may hold: bytes, and cells and paragraphs.
const (
	mostBytes = 16 << 20
	mostHeld  = 200_000
	mostCell  = 64 << 10 // bytes of a cell on several lines
)

// reader collects blocks line by line.
type reader struct {
	doc    *grid.Document
	held   int // cells and paragraphs
	tables int
	table  *grid.Table
	cells  []cell // of the row that is being read
	blanks int    // lines since its last
	piped  bool   // the table is one of Markdown
	before bool   // the next line with text is a row of columns apart by blanks
	labels []cell // short lines that are labels of a table if figures follow
	bare   bool   // the table has a cell a line and nothing that marks one
}

type cell struct {
	text string
	line int
}

// mostBlanks is how many empty lines may be between two rows of a table.
const mostBlanks = 3

func (r *reader) line(number int, line string) {
	bare := strings.TrimFunc(line, blank)
	if r.unmarked(number, line, bare) {
		return
	}
	switch {
	case isPiped(bare):
		r.pipes(number, bare)
	case strings.HasPrefix(line, "\t"):
		if r.piped {
			r.endTable()
		}
		r.blanks = 0
		for part := range strings.SplitSeq(line[1:], "\t") {
			r.cells = append(r.cells, cell{strings.TrimFunc(part, blank), number})
		}
	case strings.Contains(bare, "\t"):
		r.endRow()
		for part := range strings.SplitSeq(line, "\t") {
			r.cells = append(r.cells, cell{strings.TrimFunc(part, blank), number})
		}
		r.endRow()
	case bare == "":
		if r.blanks++; r.blanks == 1 {
			r.endRow()
		}
		if r.blanks > mostBlanks {
			r.endTable()
		}
	case len(r.cells) == 0 && spaced(bare, r.before) != nil:
		if r.piped {
			r.endTable()
		}
		r.blanks = 0
		for _, part := range spaced(bare, r.before) {
			r.cells = append(r.cells, cell{part, number})
		}
		r.endRow()
	case len(r.cells) > 0: // a cell goes on
		last := &r.cells[len(r.cells)-1]
		if len(last.text) > mostCell {
			r.held = mostHeld
		}
		last.text = strings.TrimPrefix(last.text+"\n"+bare, "\n")
	default:
		r.endTable()
		r.paragraph(number, bare)
	}
}

func (r *reader) paragraph(number int, text string) {
	p := &grid.Paragraph{Text: text, Place: grid.Place{Line: number}}
	if level := len(text) - len(strings.TrimLeft(text, "#")); level > 0 && level <= 6 && strings.HasPrefix(text[level:], " ") {
		p.Level, p.Text = level, strings.TrimSpace(text[level:])
	}
	r.doc.Blocks = append(r.doc.Blocks, grid.Block{Paragraph: p})
}

// gap is the blanks between columns.
var gap = regexp.MustCompile(`[ \x{00a0}]{2,}|[ \x{00a0}]*\x{3000}[ \x{00a0}\x{3000}]*`)

// figure is a cell that is not a label.
var figure = regexp.MustCompile(`^[-+−－—/0-9０-９.．,，%]+$`)

// spaced are the cells of a line whose columns are separated by blanks: three at least, or a label and a figure, or two
// before a line that is one; nil where it is none.
func spaced(line string, before bool) []string {
	cells := gap.Split(line, -1)
	if len(cells) >= 3 || len(cells) == 2 && (before || figure.MatchString(cells[1])) {
		return cells
	}
	return nil
}

func blank(c rune) bool {
	return c == ' ' || c == '\t' || c == '\u00a0' || c == '\u3000' || c == '\u200b' || c == '\ufeff'
}

func isPiped(line string) bool { return len(line) > 1 && line[0] == '|' && line[len(line)-1] == '|' }

// pipes reads a row of a table of Markdown.
func (r *reader) pipes(number int, line string) {
	if !r.piped {
		r.endTable()
		r.piped = true
	}
	cells := strings.Split(line[1:len(line)-1], "|")
	rule := true
	for _, c := range cells {
		rule = rule && strings.Trim(c, " :-") == "" && strings.Contains(c, "-")
	}
	if rule {
		return
	}
	for _, c := range cells {
		r.cells = append(r.cells, cell{strings.TrimFunc(c, blank), number})
	}
	r.endRow()
	r.blanks = 0
}

func (r *reader) endRow() {
	if len(r.cells) == 0 {
		return
	}
	if r.table == nil {
		r.tables++
		r.table = &grid.Table{Loose: true, Place: grid.Place{Table: r.tables}}
	}
	for i, c := range r.cells {
		r.table.Cells = append(r.table.Cells, grid.Cell{Row: r.table.Rows, Column: i, Rows: 1, Columns: 1, Text: c.text, Place: grid.Place{Table: r.tables, Line: c.line}})
	}
	r.table.Rows, r.table.Columns = r.table.Rows+1, max(r.table.Columns, len(r.cells))
	r.cells = nil
}

func (r *reader) endTable() {
	r.endRow()
	if r.table != nil {
		r.doc.Blocks = append(r.doc.Blocks, grid.Block{Table: r.table})
	}
	r.table, r.piped, r.bare, r.blanks = nil, false, false, 0
}
