package table

import (
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// list is a compiled digest: texts, and after each of them what is done there.
type list struct {
	form  *form.Form
	rows  [][]int // cells by row
	cells int     // of all rows
	steps []step
	tail  string
}

// step prints its text and then the value of a cell or the number of figures, or, where
// its condition does not hold, goes on after another step.
type step struct {
	text string
	do   action
	of   int // a cell, a row, or an index of cases
	past int // of a condition: the step that ends what it covers
}

type action uint8

const (
	printValue action = iota
	printCount
	ifCell
	ifRow
	ifCase
	goOn
)

// cases are the words that `from` and `to` take, as FigureList says.
var cases = [...]string{"some", "full", "zero", "blank", "none", "empty"}

// The marks of a digest, beside those of a table's cells.
const (
	fromMark  = `<data from="`
	toMark    = `<data to="`
	countMark = `<data count="`
	anyMark   = "<data " // each of them begins so
)

// digestFuncs are the functions of a digest template: `from` and `to`, and `count`,
// which puts the number of figures in the place of {n} in a text.
func digestFuncs() template.FuncMap {
	mark := func(mark string) func(any) (template.HTML, error) {
		return func(of any) (template.HTML, error) {
			key := ""
			switch of := of.(type) {
			case *DigestRow:
				key = "row." + strconv.Itoa(of.number)
			case DigestFigure:
				key = "cell." + strconv.Itoa(of.Cell.Index)
			case string:
				i := slices.Index(cases[:], of)
				if i < 0 {
					return "", fmt.Errorf("%q is none of %q", of, cases)
				}
				key = "case." + strconv.Itoa(i)
			}
			return template.HTML(mark + key + valueEnd), nil
		}
	}
	return template.FuncMap{"from": mark(fromMark), "to": mark(toMark), "count": func(text string) template.HTML {
		return template.HTML(strings.ReplaceAll(template.HTMLEscapeString(text), "{n}", countMark+"n"+valueEnd)) // the minifier drops an empty value
	}}
}

// newList cuts the markup of a digest at its marks.
func newList(f *form.Form, d *FigureList, html string) (*list, error) {
	l := &list{form: f}
	for _, r := range d.Rows {
		var row []int
		for _, x := range r.Figures {
			row = append(row, x.Cell.Index)
		}
		l.rows = append(l.rows, row)
		l.cells += len(row)
	}
	printed := map[int]int{}
	var open []string // keys of conditions, with their steps
	var at []int
	for {
		i, mark := firstMark(html)
		if i < 0 {
			break
		}
		key, rest, ok := strings.Cut(html[i+len(mark):], valueEnd)
		if !ok {
			return nil, fmt.Errorf("a mark was changed: %.60q", html[i:])
		}
		s := step{text: html[:i], do: goOn}
		kind, number, _ := strings.Cut(key, ".")
		if mark == valueMark {
			kind, number = "", key
		}
		s.of, _ = strconv.Atoi(number)
		switch mark {
		case valueMark:
			s.do = printValue
			printed[s.of]++
		case countMark:
			s.do = printCount
		case fromMark:
			s.do = map[string]action{"cell": ifCell, "row": ifRow, "case": ifCase}[kind]
			open, at = append(open, key), append(at, len(l.steps))
		default:
			n := len(open) - 1
			if n < 0 || open[n] != key {
				return nil, fmt.Errorf("a `to` without its `from`")
			}
			l.steps[at[n]].past = len(l.steps)
			open, at = open[:n], at[:n]
		}
		l.steps = append(l.steps, s)
		html = rest
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("a `from` without its `to`")
	}
	for _, row := range l.rows {
		for _, c := range row {
			if printed[c] != 1 {
				return nil, fmt.Errorf("the cell %s is printed %d times", f.Cells[c].Path, printed[c])
			}
		}
	}
	l.tail = html
	return l, nil
}

// firstMark finds the first mark, -1 for none.
func firstMark(html string) (int, string) {
	for from := 0; ; {
		i := strings.Index(html[from:], anyMark)
		if i < 0 {
			return -1, ""
		}
		from += i
		for _, mark := range []string{valueMark, fromMark, toMark, countMark} {
			if strings.HasPrefix(html[from:], mark) {
				return from, mark
			}
		}
		from += len(anyMark)
	}
}

// append appends the list of a report's figures.
func (l *list) append(dst []byte, values report.Values) []byte {
	some, zero := 0, 0
	for _, row := range l.rows {
		for _, c := range row {
			switch l.shows(values, c) {
			case figure:
				some++
			case naught:
				zero++
			}
		}
	}
	full, blank := some == l.cells, some+zero < l.cells
	holds := [len(cases)]bool{some > 0, full, some > 0 && !full && !blank, some > 0 && blank, some == 0 && !blank, some == 0 && blank}
	for i := 0; i < len(l.steps); i++ {
		s := &l.steps[i]
		dst = append(dst, s.text...)
		on := true
		switch s.do {
		case printValue:
			dst = appendValue(dst, values.At(s.of), !l.form.Cells[s.of].Kind.Numeric())
		case printCount:
			dst = strconv.AppendInt(dst, int64(some), 10)
		case ifCell:
			on = l.shows(values, s.of) == figure
		case ifRow:
			on = slices.ContainsFunc(l.rows[s.of], func(c int) bool { return l.shows(values, c) == figure })
		case ifCase:
			on = holds[s.of]
		}
		if !on {
			i = s.past
		}
	}
	return append(dst, l.tail...)
}

// what a cell shows.
type what uint8

const (
	blank  what = iota // nothing
	naught             // 0
	figure             // a number that is not 0, words, or what could not be read
)

func (l *list) shows(values report.Values, cell int) what {
	switch v := values.At(cell); {
	case v.Text == "":
		return blank
	case v.State == report.Valid && v.Int == 0 && l.form.Cells[cell].Kind.Numeric():
		return naught
	}
	return figure
}
