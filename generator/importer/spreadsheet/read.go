// Package spreadsheet reads Excel files (Office Open XML, ISO/IEC 29500): what a sheet shows, cell by
// cell. Where the stored figure and the one that is shown are not the same, the text has both, so
// that neither is taken for the other.
package spreadsheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

// ErrNotExcel says that a file is not a workbook.
var ErrNotExcel = errors.New("the file is not an Excel workbook")

// What is read of a file at most.
const (
	mostRows    = 100_000
	mostColumns = 1_000
	mostText    = 16 << 20 // bytes of what all cells show: many may show one text
	mostCells   = 500_000  // of the tables of all sheets, with those that are blank
)

// Read reads the sheets that are shown, in their order.
func Read(data []byte) (*grid.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotExcel, err)
	}
	b := &book{zip: z, doc: &grid.Document{Kind: "xlsx", Meta: map[string]string{}}}
	if err := b.open(); err != nil {
		return nil, err
	}
	for _, s := range b.sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			continue
		}
		if err := b.sheet(s); err != nil {
			return nil, err
		}
	}
	return b.doc, nil
}

// book is the workbook.
type book struct {
	zip     *zip.Reader
	doc     *grid.Document
	sheets  []sheetEntry
	targets map[string]string // of the sheets, by id
	texts   []string          // shared
	formats []string          // of cells, by style
	tables  int
	budget  grid.Budget
	held    int // bytes of what cells show
	cells   int // of the tables of all sheets
}

type sheetEntry struct {
	Name  string     `xml:"name,attr"`
	State string     `xml:"state,attr"`
	Attrs []xml.Attr `xml:",any,attr"`
}

// id is the relationship that leads to the sheet, whatever the prefix of its namespace.
func (s sheetEntry) id() string {
	for _, a := range s.Attrs {
		if a.Name.Local == "id" {
			return a.Value
		}
	}
	return ""
}

func (b *book) read(name string, into any) error {
	f, err := b.zip.Open(strings.TrimPrefix(name, "/"))
	if err != nil {
		return fmt.Errorf("%w: %s is missing", ErrNotExcel, name)
	}
	defer f.Close()
	err = xml.NewDecoder(b.budget.Bounded(f)).Decode(into)
	if err != nil && !grid.Refused(err) {
		err = fmt.Errorf("%w: %s: %w", ErrNotExcel, name, err)
	}
	return err
}

type relationships struct {
	List []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:"Type,attr"`
		Target string `xml:"Target,attr"`
	} `xml:"Relationship"`
}

// open reads the parts that sheets refer to.
func (b *book) open() error {
	var top, rels relationships
	if err := b.read("_rels/.rels", &top); err != nil {
		return err
	}
	main := ""
	for _, r := range top.List {
		if path.Base(r.Type) == "officeDocument" {
			main = strings.TrimPrefix(r.Target, "/")
		}
	}
	var wb struct {
		XMLName xml.Name     `xml:"workbook"`
		Sheets  []sheetEntry `xml:"sheets>sheet"`
	}
	if err := b.read(main, &wb); err != nil {
		return fmt.Errorf("%w: %w", ErrNotExcel, err)
	}
	dir, base := path.Split(main)
	if err := b.read(dir+"_rels/"+base+".rels", &rels); err != nil {
		return err
	}
	b.sheets, b.targets = wb.Sheets, map[string]string{}
	for _, r := range rels.List {
		target := strings.TrimPrefix(r.Target, "/")
		if !strings.HasPrefix(r.Target, "/") {
			target = path.Join(dir, target)
		}
		b.targets[r.ID] = target
		var err error
		switch path.Base(r.Type) {
		case "sharedStrings":
			err = b.shared(target)
		case "styles":
			err = b.styles(target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// richText is text in one piece or in runs.
type richText struct {
	T    string `xml:"t"`
	Runs []struct {
		T     string `xml:"t"`
		Align struct {
			Val string `xml:"val,attr"`
		} `xml:"rPr>vertAlign"`
		Strike *struct {
			Val string `xml:"val,attr"`
		} `xml:"rPr>strike"`
	} `xml:"r"`
}

func (r richText) String() string {
	var out strings.Builder
	out.WriteString(r.T)
	for _, run := range r.Runs {
		switch {
		case run.Strike != nil && run.Strike.Val != "0" && run.Strike.Val != "false":
			out.WriteString(grid.Struck(run.T))
		case run.Align.Val == "superscript":
			out.WriteString(grid.Raised(run.T))
		case run.Align.Val == "subscript":
			out.WriteString(grid.Lowered(run.T))
		default:
			out.WriteString(run.T)
		}
	}
	return out.String()
}

func (b *book) shared(name string) error {
	var s struct {
		Items []richText `xml:"si"`
	}
	if err := b.read(name, &s); err != nil {
		return err
	}
	for _, it := range s.Items {
		b.texts = append(b.texts, it.String())
	}
	return nil
}

func (b *book) styles(name string) error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.read(name, &s); err != nil {
		return err
	}
	codes := map[int]string{}
	for id, code := range builtin {
		codes[id] = code
	}
	for _, f := range s.Formats {
		codes[f.ID] = f.Code
	}
	for _, c := range s.Cells {
		code, ok := codes[c.Format]
		if !ok {
			code = "?" + strconv.Itoa(c.Format)
		}
		b.formats = append(b.formats, code)
	}
	return nil
}
