package figures

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"

	"gongkai/generator/archive/fixity/tree"
)

// book is a workbook (Office Open XML, ISO/IEC 29500): its sheets in their order.
type book struct{ sheets []sheet }

// sheet is the cells of a worksheet by their place, such as {4, 1} for B5.
type sheet struct {
	name  string
	cells map[[2]int]string
}

// mostPart is how large a part of a workbook may be, unpacked.
const mostPart = 64 << 20

var errBook = wrong("不是工作簿", "it is not a workbook")

// readBook reads a workbook.
func readBook(data []byte) (*book, error) {
	z, err := tree.Zip(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.Faults) > 0 {
		return nil, &z.Faults[0]
	}
	sheets, shared, err := parts(z)
	if err != nil {
		return nil, err
	}
	b := &book{}
	for _, s := range sheets {
		data, err := z.Read(s.part, mostPart)
		if err != nil {
			return nil, err
		}
		cells, err := readSheet(bytes.NewReader(data), shared)
		if err != nil {
			return nil, err
		}
		b.sheets = append(b.sheets, sheet{s.name, cells})
	}
	// What is in no sheet is read for its checksum.
	for _, f := range z.Files {
		if err := drain(f); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// sheetPart is a sheet's name and the file that it is in.
type sheetPart struct{ name, part string }

// parts finds the sheets of a workbook, and the texts that they share.
func parts(z *tree.Tree) (sheets []sheetPart, shared []string, err error) {
	var about struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := part(z, "xl/workbook.xml", &about); err != nil {
		return nil, nil, err
	}
	if err := part(z, "xl/_rels/workbook.xml.rels", &relations); err != nil {
		return nil, nil, err
	}
	target := map[string]string{}
	for _, r := range relations.List {
		name := path.Join("xl", r.Target)
		if strings.HasPrefix(r.Target, "/") {
			name = strings.TrimPrefix(r.Target, "/")
		}
		target[r.ID] = name
		if path.Base(r.Type) == "sharedStrings" {
			if shared, err = sharedStrings(z, name); err != nil {
				return nil, nil, err
			}
		}
	}
	for _, s := range about.Sheets {
		sheets = append(sheets, sheetPart{s.Name, target[s.ID]})
	}
	return sheets, shared, nil
}

func drain(f *tree.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	_, err = io.Copy(io.Discard, r)
	return err
}

func part(z *tree.Tree, name string, v any) error {
	data, err := z.Read(name, mostPart)
	if err != nil {
		return err
	}
	if xml.Unmarshal(data, v) != nil {
		return errBook
	}
	return nil
}

// rich is a text, in one piece or in several.
type rich struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (r *rich) String() string {
	s := r.Text
	for _, run := range r.Runs {
		s += run.Text
	}
	return unescaped(s)
}

var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// unescaped turns _x000D_ and the like into what it stands for (section 22.9.2.19).
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escape.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[2:6], 16, 16)
		return string(rune(n))
	})
}

func sharedStrings(z *tree.Tree, name string) ([]string, error) {
	var list struct {
		Items []rich `xml:"si"`
	}
	if err := part(z, name, &list); err != nil {
		return nil, err
	}
	var out []string
	for i := range list.Items {
		out = append(out, list.Items[i].String())
	}
	return out, nil
}

// readSheet reads the cells of a worksheet that hold something.
func readSheet(r io.Reader, shared []string) (map[[2]int]string, error) {
	cells := map[[2]int]string{}
	d := xml.NewDecoder(r)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return cells, nil
		}
		if err != nil {
			return nil, errBook
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "c" {
			continue
		}
		var c cell
		if d.DecodeElement(&c, &start) != nil {
			return nil, errBook
		}
		at, ok := placeOf(c.Ref)
		if !ok {
			return nil, errBook
		}
		text, ok := c.text(shared)
		if !ok {
			return nil, errBook
		}
		if text == "" {
			continue
		}
		if _, twice := cells[at]; twice {
			return nil, errBook
		}
		cells[at] = text
	}
}

// cell is one of a sheet.
type cell struct {
	Ref    string `xml:"r,attr"`
	Type   string `xml:"t,attr"`
	Value  string `xml:"v"`
	Inline rich   `xml:"is"`
}

// text is what is in a cell; false where it points to no text.
func (c *cell) text(shared []string) (string, bool) {
	switch c.Type {
	case "inlineStr":
		return c.Inline.String(), true
	case "s":
		i, err := strconv.Atoi(c.Value)
		if err != nil || i < 0 || i >= len(shared) {
			return "", false
		}
		return shared[i], true
	case "str":
		return unescaped(c.Value), true
	}
	return c.Value, true
}

// placeOf is the row and column of B5: {4, 1}.
func placeOf(ref string) ([2]int, bool) {
	digits := strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	letters := ref[:len(ref)-len(digits)]
	row, err := strconv.Atoi(digits)
	if err != nil || row < 1 || letters == "" || len(letters) > 3 {
		return [2]int{}, false
	}
	col := 0
	for _, l := range letters {
		col = col*26 + int(l-'A') + 1
	}
	return [2]int{row - 1, col - 1}, true
}

// refOf is the name of a place: B5 for {4, 1}.
func refOf(at [2]int) string {
	s := ""
	for n := at[1] + 1; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s + strconv.Itoa(at[0]+1)
}

// label is a header of the page that the sheet has not.
type label struct{ place, want, got string }

// figures finds the figures of a page in a workbook: a sheet for a table, cell for cell, and
// for what is outside tables the row that begins with its label.
func (b *book) figures(p *page, labels map[string]string) (out []Figure, wrong []label, unplaced []string) {
	for _, g := range p.grids {
		s, top := b.sheetOf(&g)
		if s == nil {
			unplaced = append(unplaced, g.caption)
			continue
		}
		for _, c := range g.cells {
			at := [2]int{c.row + top, c.col}
			text := s.cells[at]
			switch {
			case c.cell != "":
				out = append(out, Figure{Cell: c.cell, Value: text, Place: " [" + s.name + "!" + refOf(at) + "]"})
			case canonical(text) != canonical(c.text):
				wrong = append(wrong, label{s.name + "!" + refOf(at), c.text, text})
			}
		}
	}
	for _, cell := range p.loose {
		want := canonical(labels[cell])
		if want == "" {
			continue
		}
		for _, s := range b.sheets {
			for at, text := range s.cells {
				if at[1] == 0 && canonical(text) == want {
					at[1] = 1
					out = append(out, Figure{Cell: cell, Value: s.cells[at], Place: " [" + s.name + "!" + refOf(at) + "]"})
				}
			}
		}
	}
	return out, wrong, unplaced
}

// mostAbove is how many rows a sheet may have above its table.
const mostAbove = 8

// sheetOf finds the sheet with a table's first row, and the row at which it begins there.
func (b *book) sheetOf(g *grid) (*sheet, int) {
	best, rows := -1, 0
	var found *sheet
	for i := range b.sheets {
		s := &b.sheets[i]
		for top := range mostAbove {
			same := 0
			for _, c := range g.cells {
				if c.cell == "" && canonical(s.cells[[2]int{c.row + top, c.col}]) == canonical(c.text) {
					same++
				}
			}
			if same > best {
				best, rows, found = same, top, s
			}
		}
	}
	heads := 0
	for _, c := range g.cells {
		if c.cell == "" {
			heads++
		}
	}
	if best*2 <= heads {
		return nil, 0
	}
	return found, rows
}
