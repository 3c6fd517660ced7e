package figures

import (
	"io"
	"slices"
	"strconv"

	"gongkai/generator/archive/fixity/database"
)

// database reads every table of a database that has figures.
func (p *pass) database(r io.ReaderAt, size int64) error {
	db, err := database.Open(r, size)
	if err != nil {
		return err
	}
	tables := 0
	for _, t := range db.Tables {
		at := func(name string) int { return slices.Index(t.Columns, name) }
		agency, year, form, cell, code, value := at("agency"), at("year"), at("form"), at("cell"), at("code"), at("value")
		if agency < 0 || year < 0 || value < 0 || cell < 0 && code < 0 {
			continue
		}
		again := pass{set: p.set, file: p.file, seen: map[*report][]uint64{}, unknown: p.unknown}
		to := p
		if cell < 0 {
			to = &again // these figures are in the table of all figures too
		} else {
			tables++
		}
		err := db.Rows(t, func(number int64, row []database.Value) error {
			text := func(column int) string {
				if column < 0 {
					return ""
				}
				s, _ := database.Text(row[column])
				return s
			}
			k := key{agency: text(agency), form: text(form)}
			k.year, _ = strconv.Atoi(text(year))
			if form < 0 {
				k.form = t.Name
			}
			fig := Figure{Cell: text(cell), Value: text(value), Place: " [" + t.Name + " " + strconv.FormatInt(number, 10) + "]"}
			if cell < 0 {
				to.coded(tableRow{key: k, code: text(code), figure: fig})
			} else {
				to.figure(k, fig)
			}
			return nil
		})
		if err != nil {
			return err
		}
		p.count += again.count
	}
	if tables == 0 {
		return wrong("没有放数字的表", "it has no table of figures")
	}
	return nil
}
