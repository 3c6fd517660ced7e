// Package table prints a form's figures: its tables, compiled once for a form and a
// theme so that a report costs little more than copying bytes, its sentences, and the
// sums that year pages show.
package table

import (
	"bytes"
	"fmt"
	"html/template"
	"maps"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// View is what the theme's table template sees of one table.
type View struct {
	*form.Grid
	ID        string // of the table element
	CaptionID string
	EndID     string // of what is after the table, where the link that skips it leads
}

// The marks that Funcs leaves in the markup, and that Compile turns into holes. A
// theme's own text cannot hold them: template and minifier escape what is there.
const (
	valueMark  = `<data hole="`
	valueEnd   = `"></data>`
	remarkMark = ` remark="`
	remarkEnd  = `"`
)

// Funcs are the functions of a table template, `value`, the text of a data cell, and
// `remark`, the attributes that tie the cell to what is said about it; and those of a
// digest template: `value` too, `from`, `to` and `count`, as FigureList says.
func Funcs() template.FuncMap {
	funcs := template.FuncMap{
		"value": func(c *form.Cell) template.HTML {
			return template.HTML(valueMark + strconv.Itoa(c.Index) + valueEnd)
		},
		"remark": func(c *form.Cell) template.HTMLAttr {
			return template.HTMLAttr(remarkMark[1:] + strconv.Itoa(c.Index) + remarkEnd)
		},
	}
	maps.Copy(funcs, digestFuncs())
	return funcs
}

// Set holds the compiled tables of one form.
type Set struct {
	tables map[string]*compiled // by form.Table.ID
	lists  map[string]*list     // of those that are wide
}

// Theme runs a theme's templates.
type Theme struct {
	Table  func(*bytes.Buffer, *View) error
	Digest func(*bytes.Buffer, *FigureList) error // of a wide table; nil for none
	Minify func([]byte) ([]byte, error)           // nil leaves the markup as it is
}

// compiled is a table cut into constant texts and the holes after them.
type compiled struct {
	parts []part
	tail  string
}

type part struct {
	text  string
	cell  int
	value bool // the cell's text, else its attributes
	words bool // the text is words, to be escaped
	total bool // the total of its row
}

// Compile lays out and compiles the tables of a form. The templates' functions are
// those of Funcs.
func Compile(f *form.Form, theme Theme) (*Set, error) {
	s := &Set{tables: map[string]*compiled{}, lists: map[string]*list{}}
	for i, t := range f.Tables {
		// The dot keeps these ids apart from those that headings in the text get.
		v := &View{Grid: t.Layout(i + 1), ID: "table." + t.ID, CaptionID: "caption." + t.ID, EndID: "end." + t.ID}
		f.Weigh(v.Grid)
		html, err := theme.markup(func(b *bytes.Buffer) error { return theme.Table(b, v) })
		if err != nil {
			return nil, fmt.Errorf("table %s of form %s: %w", t.ID, f.ID, err)
		}
		totals := map[int]bool{}
		for _, body := range v.Bodies {
			for _, line := range body {
				for _, cell := range line {
					if cell.Cell != nil && cell.Total {
						totals[cell.Cell.Index] = true
					}
				}
			}
		}
		c, err := cut(html)
		if err == nil {
			err = c.covers(v.Grid)
		}
		if err != nil {
			return nil, fmt.Errorf("the theme's template for table %s of form %s: %w", t.ID, f.ID, err)
		}
		for i := range c.parts {
			c.parts[i].words = !f.Cells[c.parts[i].cell].Kind.Numeric()
			c.parts[i].total = totals[c.parts[i].cell]
		}
		s.tables[t.ID] = c
		if !v.Wide || theme.Digest == nil {
			continue
		}
		d := digest(v, f.Language)
		html, err = theme.markup(func(b *bytes.Buffer) error { return theme.Digest(b, d) })
		if err == nil {
			s.lists[t.ID], err = newList(f, d, html)
		}
		if err != nil {
			return nil, fmt.Errorf("the theme's template for the figures of table %s of form %s: %w", t.ID, f.ID, err)
		}
	}
	return s, nil
}

// markup is what a template makes, minified.
func (t Theme) markup(execute func(*bytes.Buffer) error) (string, error) {
	var b bytes.Buffer
	if err := execute(&b); err != nil {
		return "", err
	}
	html := b.Bytes()
	if t.Minify != nil {
		var err error
		if html, err = t.Minify(html); err != nil {
			return "", err
		}
	}
	return string(html), nil
}

// cut finds the marks.
func cut(html string) (*compiled, error) {
	c := &compiled{}
	for {
		v, r := strings.Index(html, valueMark), strings.Index(html, remarkMark)
		at, mark, end, value := r, remarkMark, remarkEnd, false
		if r < 0 || v >= 0 && v < r {
			at, mark, end, value = v, valueMark, valueEnd, true
		}
		if at < 0 {
			c.tail = html
			return c, nil
		}
		number, rest, ok := strings.Cut(html[at+len(mark):], end)
		cell, err := strconv.Atoi(number)
		if !ok || err != nil {
			return nil, fmt.Errorf("the mark of a data cell was changed: %.60q", html[at:])
		}
		c.parts = append(c.parts, part{text: html[:at], cell: cell, value: value})
		html = rest
	}
}

// covers reports whether the markup holds each data cell of the table once.
func (c *compiled) covers(g *form.Grid) error {
	count := map[int]int{}
	for _, p := range c.parts {
		if p.value {
			count[p.cell]++
		}
	}
	for _, body := range g.Bodies {
		for _, row := range body {
			for _, cell := range row {
				if cell.Cell != nil && count[cell.Cell.Index] != 1 {
					return fmt.Errorf("the cell %s is printed %d times", cell.Cell.Path, count[cell.Cell.Index])
				}
			}
		}
	}
	return nil
}

// Append appends the table of the given id with a report's values. remarks may be nil.
func (s *Set) Append(dst []byte, table string, values report.Values, remarks *Remarks) []byte {
	c := s.tables[table]
	if c == nil {
		return dst
	}
	for i := range c.parts {
		p := &c.parts[i]
		dst = append(dst, p.text...)
		if p.value {
			dst = appendValue(dst, values.At(p.cell), p.words)
		} else {
			dst = remarks.append(dst, p.cell, classes(values.At(p.cell), p))
		}
	}
	return append(dst, c.tail...)
}

// AppendDigest appends the list of a report's figures that is before the table of
// the given id, nothing where the table is not wide.
func (s *Set) AppendDigest(dst []byte, table string, values report.Values) []byte {
	if l := s.lists[table]; l != nil {
		dst = l.append(dst, values)
	}
	return dst
}

// AppendBlank appends the table of the given id without any value.
func (s *Set) AppendBlank(dst []byte, table string) []byte {
	c := s.tables[table]
	if c == nil {
		return dst
	}
	for i := range c.parts {
		dst = append(dst, c.parts[i].text...)
	}
	return append(dst, c.tail...)
}

// Size is about how long the tables are, for allocating once.
func (s *Set) Size() int {
	n := 0
	for _, c := range s.tables {
		n += len(c.tail)
		for i := range c.parts {
			n += len(c.parts[i].text) + 1
		}
	}
	return n
}

// classes tell a total, and a figure that is 0.
func classes(v report.Value, p *part) string {
	zero := !p.words && v.State == report.Valid && v.Int == 0
	switch {
	case p.total && zero:
		return "total zero"
	case p.total:
		return "total"
	case zero:
		return "zero"
	}
	return ""
}

// appendValue prints a value as written. What could not be read as a number is shown
// as it is in the source.
func appendValue(dst []byte, v report.Value, words bool) []byte {
	switch {
	case v.State == report.Valid && !words:
		return append(dst, v.Text...)
	case v.State != report.Absent:
		return append(dst, template.HTMLEscapeString(v.Text)...)
	}
	return dst
}
