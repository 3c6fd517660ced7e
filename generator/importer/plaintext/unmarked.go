package plaintext

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// longestLabel is how many characters a label on a line by itself has at most.
const longestLabel = 40

// chapter is what the heading of a part begins with.
var chapter = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、`)

// unit is what a cell after a figure says of it.
var unit = regexp.MustCompile(`^[百千万亿]?元$`)

// unmarked reads a line of a table that has a cell a line and nothing that marks one, as LibreOffice saves tables as
// text: labels, then the figures of their row, a blank one as an empty line. It reports whether the line is such a
// one, or may yet be: labels are kept until a figure follows.
func (r *reader) unmarked(number int, line, bare string) bool {
	switch {
	case strings.Contains(line, "\t") || isPiped(bare) || spaced(bare, r.before) != nil || r.table != nil && !r.bare || len(r.cells) > 0 && !r.bare:
	case bare == "":
		if r.bare && len(r.cells) > 1 {
			r.cells = append(r.cells, cell{"", number})
			return true
		}
		return len(r.labels) > 0
	case len(r.labels) == 0 && len(r.cells) > 1 && r.bare && unit.MatchString(bare):
		r.cells = append(r.cells, cell{bare, number})
		return true
	case figure.MatchString(bare) && (len(r.labels) > 0 || r.bare):
		if len(r.labels) > 0 {
			r.begin()
		}
		r.bare = true
		r.cells = append(r.cells, cell{bare, number})
		return true
	case utf8.RuneCountInString(bare) <= longestLabel && !strings.ContainsAny(bare, "。；！") && bare[0] != '#':
		r.labels = append(r.labels, cell{bare, number})
		return true
	}
	r.flush()
	return false
}

// begin begins a row with the labels before its first figure: its own and that of a group of rows. More of them are
// the heads of columns of another table, after the heading of its part.
func (r *reader) begin() {
	r.endBare()
	own := 1
	if len(r.labels) == 2 && r.bare {
		own = 2
	}
	labels := r.labels[len(r.labels)-own:]
	heads := r.labels[:len(r.labels)-own]
	if len(heads) > 0 {
		r.endTable()
		if chapter.MatchString(heads[0].text) {
			r.paragraph(heads[0].line, heads[0].text)
			heads = heads[1:]
		}
	}
	for _, l := range heads {
		r.cells = append(r.cells, l)
		r.endRow()
	}
	r.cells = append(r.cells, labels...)
	r.labels = nil
}

// endBare ends a row of such a table. What is empty at its end is not a cell.
func (r *reader) endBare() {
	for n := len(r.cells); n > 1 && r.cells[n-1].text == ""; n-- {
		r.cells = r.cells[:n-1]
	}
	r.endRow()
}

// flush ends such a table; labels that no figure followed are paragraphs.
func (r *reader) flush() {
	if r.bare {
		r.endBare()
		r.endTable()
	}
	for _, l := range r.labels {
		r.endTable()
		r.paragraph(l.line, l.text)
	}
	r.labels = nil
}
