package xlsx

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
)

// Sheet is a plain table: a line of heads, and rows.
type Sheet struct {
	Name  string
	Heads []string
	Lead  int // how many columns stay in sight
	Count int // of the rows
	Rows  iter.Seq[[]Cell]
}

// Cell is what is in a column of a row: text, or the digits of a number as they are published.
type Cell struct {
	Text   string
	Number bool
}

// mostRows is how many lines a sheet has in Excel, the heads with them.
const mostRows = 1 << 20

// Write writes plain tables as a workbook, row by row. One that is too long for a sheet goes on
// in others.
func Write(w io.Writer, in Words, sheets ...Sheet) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	wb, names := &workbook{}, &sheetNames{taken: map[string]bool{}}
	parts := make([][]string, len(sheets))
	for i, s := range sheets {
		for n := 0; n == 0 || n < s.Count; n += mostRows - 1 {
			parts[i] = append(parts[i], wb.add(names.of(s.Name), "$1:$1"))
		}
	}
	for _, p := range wb.parts() {
		if err := writePart(z, p.name, []byte(p.text)); err != nil {
			return err
		}
	}
	texts := &words{Words: in}
	end := pageSetup(true, texts)
	if texts.err != nil {
		return fmt.Errorf("theme: %w", texts.err)
	}
	for i, s := range sheets {
		if err := s.write(z, parts[i], end); err != nil {
			return err
		}
	}
	return z.Close()
}

// write writes a table into the parts that hold its sheets.
func (s Sheet) write(z *zip.Writer, parts []string, end string) error {
	next, stop := iter.Pull(s.Rows)
	defer stop()
	left := s.Count
	for _, name := range parts {
		n := min(left, mostRows-1)
		left -= n
		f, err := createPart(z, name)
		if err != nil {
			return err
		}
		buf := s.head(nil, n)
		for row := range n {
			cells, ok := next()
			if !ok {
				return fmt.Errorf("workbook: %s has fewer rows than it said", s.Name)
			}
			buf = appendRow(buf, row+1, cells)
			if len(buf) < 32<<10 {
				continue
			}
			if _, err := f.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
		buf = append(buf, `</sheetData><autoFilter ref="A1:`+ref(n, len(s.Heads)-1)+`"/>`+end...)
		if _, err := f.Write(buf); err != nil {
			return err
		}
	}
	return nil
}

// head begins a sheet with so many rows.
func (s Sheet) head(dst []byte, rows int) []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:` + ref(rows, len(s.Heads)-1) +
		`"/><sheetViews><sheetView workbookViewId="0"><pane xSplit="` + strconv.Itoa(s.Lead) + `" ySplit="1" topLeftCell="` + ref(1, s.Lead) +
		`" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="` + strconv.Itoa(lineHeight) +
		`"/><cols><col min="1" max="` + strconv.Itoa(len(s.Heads)) + `" width="16" customWidth="1"/></cols><sheetData><row r="1" ht="96" customHeight="1">`)
	dst = append(dst, b.String()...)
	for col, text := range s.Heads {
		dst = append(append(append(dst, `<c r="`...), ref(0, col)...), `" s="`...)
		dst = appendWords(dst, head, text)
	}
	return append(dst, `</row>`...)
}

func appendRow(dst []byte, row int, cells []Cell) []byte {
	dst = append(strconv.AppendInt(append(dst, `<row r="`...), int64(row+1), 10), `">`...)
	for col, c := range cells {
		if c.Text == "" {
			continue
		}
		dst = append(append(append(dst, `<c r="`...), ref(row, col)...), `" s="`...)
		switch {
		case !c.Number:
			dst = appendWords(dst, plain, c.Text)
		case c.Text[0] == '+' || c.Text[0] == '-':
			dst = appendDigits(dst, signed, strings.TrimPrefix(c.Text, "+"))
		default:
			_, fraction, _ := strings.Cut(c.Text, ".")
			dst = appendDigits(dst, number+style(min(len(fraction), maxScale)), c.Text)
		}
	}
	return append(dst, `</row>`...)
}

func createPart(z *zip.Writer, name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

func writePart(z *zip.Writer, name string, text []byte) error {
	f, err := createPart(z, name)
	if err == nil {
		_, err = f.Write(text)
	}
	return err
}
