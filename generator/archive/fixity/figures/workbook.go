package figures

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/archive/fixity/tree"
)

// The columns before the cells in a sheet with a report a row, and those of one that has a
// report's own rows: agency, name, year, scope; agency, year, code, label, unit, value, cumulative.
const (
	wideLead  = 4
	listWidth = 7
)

// workbook reads a workbook with a sheet a form. Which form it is, its heads tell, by the codebook.
func (p *pass) workbook(r io.ReaderAt, size int64) error {
	z, err := tree.Zip(r, size)
	if err != nil {
		return err
	}
	sheets, shared, err := parts(z)
	if err != nil {
		return err
	}
	for _, s := range sheets {
		f := z.File(s.part)
		if f == nil {
			return errBook
		}
		in, err := f.Open()
		if err != nil {
			return err
		}
		err = p.sheet(s.name, in, shared)
		in.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// sheet reads a sheet row by row.
func (p *pass) sheet(name string, in io.Reader, shared []string) error {
	var heads []string
	var cells []labelled
	form := ""
	return eachRow(in, shared, func(row int, text []string) error {
		if row == 0 {
			heads = append(heads, text...)
			if len(heads) > wideLead {
				form = p.set.formOf(heads[wideLead:])
			}
			if cells = p.set.book[form]; form == "" && len(heads) != listWidth {
				return wrong("工作表“%s”的列名不是任何格式的", "the heads of the sheet %q are those of no form", name)
			}
			return nil
		}
		get := func(i int) string {
			if i < len(text) {
				return text[i]
			}
			return ""
		}
		at := func(col int) string { return " [" + name + "!" + refOf([2]int{row, col}) + "]" }
		if form == "" {
			k := key{agency: get(0)}
			k.year, _ = strconv.Atoi(get(1))
			p.coded(tableRow{key: p.listed(k, get(2)), code: get(2), figure: Figure{Value: get(5), Place: at(5)}})
			if get(6) != "" {
				p.coded(tableRow{key: p.listed(k, get(2)), code: get(2) + ".cumulative", figure: Figure{Value: get(6), Place: at(6)}})
			}
			return nil
		}
		k := key{agency: get(0), form: form}
		k.year, _ = strconv.Atoi(get(2))
		for i, c := range cells {
			p.figure(k, Figure{Cell: c.cell, Value: get(wideLead + i), Place: at(wideLead + i)})
		}
		return nil
	})
}

// listed completes a key by the form of the report of that agency and year that has a row of
// this code.
func (p *pass) listed(k key, code string) key {
	for _, r := range p.set.named[k] {
		if slices.ContainsFunc(r.shape.cells, func(c string) bool { return strings.HasSuffix(c, "."+code) }) {
			k.form = r.form
			break
		}
	}
	return k
}

// eachRow reads the rows of a worksheet, one at a time.
func eachRow(in io.Reader, shared []string, each func(row int, text []string) error) error {
	a := &allowance{r: in}
	a.grant()
	d := xml.NewDecoder(a)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return badSheet(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		var row struct {
			Number int    `xml:"r,attr"`
			Cells  []cell `xml:"c"`
		}
		if err := d.DecodeElement(&row, &start); err != nil {
			return badSheet(err)
		}
		a.grant()
		var text []string
		for i := range row.Cells {
			at, ok := placeOf(row.Cells[i].Ref)
			if !ok || at[0] != row.Number-1 || at[1] < len(text) || at[1] > mostColumns {
				return errBook
			}
			for len(text) < at[1] {
				text = append(text, "")
			}
			s, ok := row.Cells[i].text(shared)
			if !ok {
				return errBook
			}
			text = append(text, s)
		}
		if err := each(row.Number-1, text); err != nil {
			return err
		}
	}
}

// badSheet keeps damage to the packing and what is too large apart from XML that is wrong.
func badSheet(err error) error {
	var packing *tree.Fault
	if errors.As(err, &packing) || errors.Is(err, errHuge) {
		return err
	}
	return errBook
}
