package data

import (
	"cmp"
	"io"
	"iter"
	"math/bits"
	"slices"

	"github.com/parquet-go/parquet-go"

	"gongkai/generator/report"
	"gongkai/generator/site"
)

// figure is a row of the long form. A count has up to 15 digits, an amount up to 6 after the
// point (report.Number), so 21 digits hold every figure; 9 bytes hold 21 digits.
type figure struct {
	Agency string   `parquet:"agency,dict"`
	Year   int32    `parquet:"year"`
	Form   string   `parquet:"form,dict"`
	Scope  string   `parquet:"scope,dict"`
	Cell   string   `parquet:"cell,dict"`
	Value  *[9]byte `parquet:"value,optional,dict,decimal(6:21)"`
}

const (
	decimals = 6
	// rowGroup is how many rows are in memory at a time, and how many a reader skips at once.
	rowGroup = 128 << 10
)

// WriteParquet writes all figures as a table in the long form (Apache Parquet): agency, year,
// form, scope, cell and value, a decimal with six places, null for what could not be read. It is
// sorted by form, cell, year and agency. Cells that hold words are not in it.
func (c *Collection) WriteParquet(w io.Writer) error {
	out := parquet.NewGenericWriter[figure](w, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowGroup),
		parquet.CreatedBy("gongkai", "1", ""),
		parquet.SortingWriterConfig(parquet.SortingColumns(parquet.Ascending("form"), parquet.Ascending("cell"), parquet.Ascending("year"), parquet.Ascending("agency"))))
	buf := make([]figure, 0, 1024)
	for f := range c.long() {
		if buf = append(buf, f); len(buf) < cap(buf) {
			continue
		}
		if _, err := out.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	if _, err := out.Write(buf); err != nil {
		return err
	}
	return out.Close()
}

// long yields the figures by form, cell, year and agency.
func (c *Collection) long() iter.Seq[figure] {
	return func(yield func(figure) bool) {
		for _, f := range c.Forms() {
			pages := slices.Collect(c.of(f))
			slices.SortStableFunc(pages, func(a, b *site.Page) int { return cmp.Compare(a.Year, b.Year) })
			for _, cell := range byPath(c.cells(f)) {
				for _, p := range pages {
					own := p.Report.Form.Cell(cell.Path)
					if own == nil || !own.Kind.Numeric() {
						continue
					}
					v := p.Report.Value(own)
					if v.State == report.Absent {
						continue
					}
					row := figure{Agency: p.Agency.Slug, Year: int32(p.Year), Form: f.ID, Scope: p.Report.Scope, Cell: cell.Path}
					if v.State == report.Valid {
						row.Value = decimal(v.Number)
					}
					if !yield(row) {
						return
					}
				}
			}
		}
	}
}

// decimal is a number × 10^6 as a two's complement integer, the highest byte first.
func decimal(n report.Number) *[9]byte {
	scale := uint64(1)
	for range decimals - n.Scale {
		scale *= 10
	}
	size := uint64(n.Int)
	if n.Int < 0 {
		size = -size
	}
	high, low := bits.Mul64(size, scale)
	if n.Int < 0 {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	var b [9]byte
	b[0] = byte(high)
	for i := range 8 {
		b[8-i] = byte(low >> (8 * i))
	}
	return &b
}
