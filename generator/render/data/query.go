package data

import (
	"encoding/json"
	"strconv"
	"strings"

	"gongkai/generator/form"
)

// QueryFile is a script that the page of queries loads; Name is below the page's folder.
type QueryFile struct {
	Name string
	Data []byte
}

// columnsTogether is how many bytes the columns of one file have at most, unless one alone has more: few files where there are
// few reports, and little to load for a cell where there are many.
const columnsTogether = 32 << 10

// Query makes what the page of queries reads, column by column, as scripts that call gongkaiQuery, because a page
// opened from a disk may load nothing else. index.js has the agencies; <form>.js the form's cells, each with the file that
// holds it, and its reports: an agency's place, and its years, as runs, those of area totals with a star; <form>.<n>.js columns,
// their values parted by commas in the order of the reports, as published, and nothing for what could not be read.
func (c *Collection) Query() []QueryFile {
	type agency []any // its folder, its name, its kind, and 1 for one that is invented
	type cell struct {
		Path  string `json:"path"`
		Label string `json:"label"`
		Unit  string `json:"unit,omitempty"`
		File  int    `json:"file"`
	}
	type years struct {
		Agency int    `json:"a"`
		Years  string `json:"y"`
	}
	var out []QueryFile
	add := func(name string, value any) {
		text, _ := json.Marshal(value) // strings and numbers always encode
		out = append(out, QueryFile{name + ".js", []byte(`gongkaiQuery("` + name + `",` + string(text) + ")\n")})
	}
	at := map[string]int{}
	agencies := make([]agency, len(c.Agencies))
	for i, a := range c.Agencies {
		at[a.Slug], agencies[i] = i, agency{a.Slug, a.Name, a.Kind}
		if a.Fictitious {
			agencies[i] = append(agencies[i], 1)
		}
	}
	add("index", map[string]any{"agencies": agencies})
	for _, f := range c.QueryForms() {
		t := c.wide(f)
		columns := make([]strings.Builder, len(t.Columns))
		var reports []years
		n := 0
		for row := range t.Rows {
			a, year := at[row[0].Text], row[2].Text
			if row[3].Text == "government" {
				year += "*"
			}
			if last := len(reports) - 1; last >= 0 && reports[last].Agency == a {
				reports[last].Years = extend(reports[last].Years, year)
			} else {
				reports = append(reports, years{a, year})
			}
			for i, field := range row {
				if x := t.Columns[i].Cell; x == nil || !x.Kind.Numeric() {
					continue
				}
				if n > 0 {
					columns[i].WriteByte(',')
				}
				columns[i].WriteString(field.Text)
			}
			n++
		}
		var cells []cell
		file, size, held := 0, 0, map[string]string{}
		flush := func() {
			add(f.ID+"."+strconv.Itoa(file), held)
			file, size, held = file+1, 0, map[string]string{}
		}
		for i := range t.Columns {
			x := t.Columns[i].Cell
			if x == nil || !x.Kind.Numeric() {
				continue
			}
			if size > 0 && size+columns[i].Len() > columnsTogether {
				flush()
			}
			held[x.Path] = columns[i].String()
			size += columns[i].Len() + len(x.Path)
			cells = append(cells, cell{x.Path, x.Label, x.Unit, file})
		}
		if len(held) > 0 {
			flush()
		}
		add(f.ID, map[string]any{"cells": cells, "reports": reports})
	}
	return out
}

// extend adds a year to years in their order: 2019 2021-2023 2024*.
func extend(years, year string) string {
	from := max(0, len(years)-len("2006"))
	before, err := strconv.Atoi(years[from:])
	if next, err2 := strconv.Atoi(year); err != nil || err2 != nil || next != before+1 {
		return years + " " + year
	}
	if from > 0 && years[from-1] == '-' {
		return years[:from] + year
	}
	return years + "-" + year
}

// QueryForms lists the forms that can be asked about: those whose cells all their reports have.
func (c *Collection) QueryForms() []*form.Form {
	var out []*form.Form
	for _, f := range c.Forms() {
		if f.ListTable() == nil {
			out = append(out, f)
		}
	}
	return out
}
