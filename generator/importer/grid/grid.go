// Package grid is what the readers of other people's files make: paragraphs and tables in the order
// in which they are read, with the place of each in its file. It knows nothing of forms.
package grid

import (
	"fmt"
	"strings"
)

// Document is what a file holds.
type Document struct {
	Kind   string            // of the file, by its content: docx, html, text
	Title  string            // that the file gives itself; "" for none
	Meta   map[string]string // what it says of itself, by lower-case names
	Blocks []Block
	// Pictured are the pages that are pictures, also where a program has put text below them.
	Pictured []int
}

// Block is a paragraph or a table.
type Block struct {
	Paragraph *Paragraph
	Table     *Table
}

// Paragraph is a paragraph of text.
type Paragraph struct {
	Text  string
	Level int    // of a heading, from 1; 0 for text
	List  string // "-" or "1." for an item of a list
	Marks []Mark // in their order
	Place Place

	Position Position
}

// Position is the place of a paragraph in a page.
type Position int

const (
	Text   Position = iota // in the text, as far as the page tells
	Listed                 // in a list of terms, or one whose items all have links or controls: before the text, facts and downloads
	Around                 // around the text: navigation, the page's footer, what the page marks as no text of its own
)

// Mark says what a stretch of a paragraph's text is, the bytes From to To, or what is at From.
type Mark struct {
	From, To int
	Bold     bool
	Link     string   // the address that it leads to
	Picture  *Picture // at From
}

// Picture is a picture in the text.
type Picture struct {
	Alt     string // what is on it
	Data    []byte // nil where the file only names it
	Address string // by which the file names it
	Page    int    // that it is on; 0 where the file has none
}

// Trim takes blanks off both ends of the text.
func (p *Paragraph) Trim(blank func(rune) bool) {
	left := strings.TrimLeftFunc(p.Text, blank)
	cut := len(p.Text) - len(left)
	p.Text = strings.TrimRightFunc(left, blank)
	for i := range p.Marks {
		m := &p.Marks[i]
		m.From, m.To = min(max(m.From-cut, 0), len(p.Text)), min(max(m.To-cut, 0), len(p.Text))
	}
}

// Prefix puts a text before that of the paragraph.
func (p *Paragraph) Prefix(text string) {
	p.Text = text + p.Text
	for i := range p.Marks {
		p.Marks[i].From += len(text)
		p.Marks[i].To += len(text)
	}
}

// Lines are the paragraphs of a cell, each on a line of its own.
type Lines struct {
	lines  []string
	length int
	marks  []Mark
}

// Add adds a paragraph; its pictures are not part of the text.
func (l *Lines) Add(p *Paragraph) {
	if p.Text == "" {
		return
	}
	if len(l.lines) > 0 {
		l.length++
	}
	for _, m := range p.Marks {
		if m.Picture == nil {
			m.From, m.To = m.From+l.length, m.To+l.length
			l.marks = append(l.marks, m)
		}
	}
	l.lines, l.length = append(l.lines, p.Text), l.length+len(p.Text)
}

// Text is all of them.
func (l *Lines) Text() (string, []Mark) { return strings.Join(l.lines, "\n"), l.marks }

// Empty reports whether a paragraph has neither text nor a picture.
func (p *Paragraph) Empty() bool { return p.Text == "" && len(p.Pictures()) == 0 }

// Pictures are the marks of pictures.
func (p *Paragraph) Pictures() (out []Mark) {
	for _, m := range p.Marks {
		if m.Picture != nil {
			out = append(out, m)
		}
	}
	return out
}

// Table is a table with its cells in the order of their rows. A cell of several rows or columns is
// in it once.
type Table struct {
	Rows, Columns int
	Cells         []Cell
	Place         Place
	// Loose says that the file tells which cells are in a row, in their order, but not how far each
	// reaches: the columns are counted from the left.
	Loose bool
}

// Cell is a cell of a table: the row and column that it begins in count from 0.
type Cell struct {
	Row, Column   int
	Rows, Columns int // that it reaches over, 1 at least
	Text          string
	Marks         []Mark // bold text and links in it
	Computed      bool   // the result of a formula
	Place         Place
}

// Place is where something is in a file, as a person finds it; numbers count from 1, 0 is unknown.
type Place struct {
	Part        string // of the file: the name of a sheet; "" for its only part
	Page, Table int
	Row, Column int
	Line        int
}

// In tells the place in both languages.
func (p Place) In(language string) string {
	var out []string
	add := func(n int, zh, en string) {
		if n == 0 {
			return
		}
		if language == "en" {
			out = append(out, fmt.Sprintf("%s %d", en, n))
		} else {
			out = append(out, fmt.Sprintf("第 %d %s", n, zh))
		}
	}
	if p.Part != "" {
		out = append(out, p.Part)
	}
	add(p.Page, "页", "page")
	add(p.Table, "张表", "table")
	add(p.Row, "行", "row")
	add(p.Column, "列", "column")
	add(p.Line, "行", "line")
	if language == "en" {
		return strings.Join(out, ", ")
	}
	return strings.Join(out, "，")
}

// Matrix is the table with the number of the cell at each row and column; -1 where there is none.
func (t *Table) Matrix() [][]int {
	m := make([][]int, t.Rows)
	for r := range m {
		m[r] = make([]int, t.Columns)
		for c := range m[r] {
			m[r][c] = -1
		}
	}
	for i, c := range t.Cells {
		for r := c.Row; r < min(c.Row+c.Rows, t.Rows); r++ {
			for k := c.Column; k < min(c.Column+c.Columns, t.Columns); k++ {
				if m[r][k] < 0 {
					m[r][k] = i
				}
			}
		}
	}
	return m
}

// MostColumns is how many columns a table has at most; what is further to the right is left out.
const MostColumns = 1000

// Builder puts the cells of a table into their places as HTML does: each begins in the first column
// of its row that no cell from above reaches into.
type Builder struct {
	table Table
	until []int // by column, the first row that no cell from above reaches into
	row   int
	at    int
}

// NewBuilder begins a table.
func NewBuilder(place Place) *Builder {
	return &Builder{table: Table{Place: place}, row: -1}
}

// NextRow begins a row.
func (b *Builder) NextRow() { b.row, b.at = b.row+1, 0 }

// Add adds a cell that reaches over so many rows and columns.
func (b *Builder) Add(text string, marks []Mark, rows, columns int) {
	for b.at < len(b.until) && b.until[b.at] > b.row {
		b.at++
	}
	columns = min(max(columns, 1), MostColumns-b.at)
	if columns < 1 {
		return
	}
	rows = max(rows, 1)
	place := b.table.Place
	place.Row, place.Column = b.row+1, b.at+1
	b.table.Cells = append(b.table.Cells, Cell{Row: b.row, Column: b.at, Rows: rows, Columns: columns, Text: text, Marks: marks, Place: place})
	for len(b.until) < b.at+columns {
		b.until = append(b.until, 0)
	}
	for c := b.at; c < b.at+columns; c++ {
		b.until[c] = max(b.until[c], b.row+rows)
	}
	b.at += columns
}

// Table is the finished table. A cell that says that it reaches below the last row ends there, as
// in a browser.
func (b *Builder) Table() *Table {
	t := b.table
	t.Rows = b.row + 1
	for i := range t.Cells {
		c := &t.Cells[i]
		c.Rows = min(c.Rows, t.Rows-c.Row)
		t.Columns = max(t.Columns, c.Column+c.Columns)
	}
	return &t
}
