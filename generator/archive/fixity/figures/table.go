package figures

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// tableRow is a figure in a table of text, and what its line says of its report.
type tableRow struct {
	key
	figure  Figure
	label   string
	code    string // of a row that the report gives itself, in place of a cell
	mention bool   // the line names a report and holds no figure
}

// errColumns is a table with other columns than data over reports has.
var errColumns = wrong("列名不是数据表应有的", "its columns are not those of a table of figures")

// columns are where a table's columns are, -1 for one that it has not.
type columns struct{ agency, year, form, cell, label, value, code, cumulative int }

// kind tells the kinds of tables apart by their head.
func (c *columns) kind(head []string) string {
	dotted := slices.ContainsFunc(head, func(h string) bool { return strings.Contains(h, ".") })
	switch {
	case c.cell >= 0 && c.value >= 0:
		return "long"
	case c.agency >= 0 && c.year >= 0 && c.code >= 0 && c.value >= 0:
		return "list"
	case c.agency >= 0 && c.year >= 0 && dotted:
		return "wide"
	case c.agency >= 0 && c.year >= 0 && c.form >= 0 && slices.Contains(head, "title"):
		return "reports"
	case c.form == 0 && c.cell == 1 && c.label == 2, c.agency == 0 && c.year < 0 && !dotted && slices.Contains(head, "level"):
		return "none" // the codebook, the agencies
	}
	return ""
}

// readTable reads a table of text (RFC 4180) and calls each for every figure. form is that of
// the reports where the table has no column for it.
func readTable(r io.Reader, form string, each func(tableRow)) (kind string, err error) {
	a := &allowance{r: r}
	a.grant()
	in := csv.NewReader(a)
	in.ReuseRecord = true
	head, err := in.Read()
	if err != nil {
		if errors.Is(err, io.EOF) {
			return "", errColumns
		}
		return "", err
	}
	head = slices.Clone(head)
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	at := func(name string) int { return slices.Index(head, name) }
	c := columns{at("agency"), at("year"), at("form"), at("cell"), at("label"), at("value"), at("code"), at("cumulative")}
	if kind = c.kind(head); kind == "" {
		return "", errColumns
	}
	if kind == "none" {
		return kind, nil
	}
	for line := 2; ; line++ {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return kind, nil
		}
		if err != nil {
			return kind, err
		}
		a.grant()
		get := func(i int) string {
			if i < 0 {
				return ""
			}
			return row[i]
		}
		t := tableRow{key: key{agency: get(c.agency), form: form}, label: get(c.label)}
		if c.form >= 0 {
			t.form = get(c.form)
		}
		if c.year >= 0 {
			if t.year, err = strconv.Atoi(get(c.year)); err != nil {
				return kind, wrong("第 %d 行的 year 不是数", "the year in line %d is not a number", line)
			}
		}
		n, _ := in.FieldPos(0)
		t.figure.Place = ":" + strconv.Itoa(n)
		switch kind {
		case "long":
			t.figure.Cell, t.figure.Value = get(c.cell), get(c.value)
			each(t)
		case "reports":
			t.mention = true
			each(t)
		case "list":
			t.code, t.figure.Value = get(c.code), get(c.value)
			each(t)
			if c.cumulative >= 0 && get(c.cumulative) != "" {
				t.code, t.figure.Value = t.code+".cumulative", get(c.cumulative)
				each(t)
			}
		case "wide":
			for i, name := range head {
				if strings.Contains(name, ".") {
					t.figure.Cell, t.figure.Value = name, row[i]
					each(t)
				}
			}
		}
	}
}
