package figures

import (
	"errors"
	"io"
	"math/big"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// mostGroup is how many bytes a part of a Parquet file may have, unpacked: it is read at once.
const mostGroup = 1 << 30

// parquet reads the long form: agency, year, form, cell and value. The library that writes it reads
// it too; what it gives is taken by the columns' names and as whole numbers, and a panic of it is damage.
func (p *pass) parquet(r io.ReaderAt, size int64) (err error) {
	bad := wrong("Parquet 文件受损", "the Parquet file is damaged")
	defer func() {
		if recover() != nil {
			err = bad
		}
	}()
	file, err := parquet.OpenFile(r, size, parquet.SkipBloomFilters(true))
	if err != nil {
		return bad
	}
	var at [5]int
	for i, name := range []string{"agency", "year", "form", "cell", "value"} {
		leaf, ok := file.Schema().Lookup(name)
		if !ok {
			return wrong("没有列 %s", "it has no column %s", name)
		}
		at[i] = leaf.ColumnIndex
	}
	value, _ := file.Schema().Lookup("value")
	var kind *format.DecimalType
	if logical := value.Node.Type().LogicalType(); logical != nil {
		kind, _ = logical.Value.(*format.DecimalType)
	}
	if kind == nil || kind.Scale < 0 || kind.Scale > 38 {
		return wrong("列 value 不是十进制数", "the column value is not a decimal")
	}
	scale := int(kind.Scale)
	buf := make([]parquet.Row, 1024)
	for _, g := range file.Metadata().RowGroups {
		if g.TotalByteSize < 0 || g.TotalByteSize > mostGroup {
			return errHuge
		}
	}
	for _, g := range file.RowGroups() {
		rows := g.Rows()
		for {
			n, err := rows.ReadRows(buf)
			for _, row := range buf[:n] {
				var v [5]parquet.Value
				for i, column := range at {
					for _, x := range row {
						if x.Column() == column {
							v[i] = x
						}
					}
				}
				k := key{agency: string(v[0].ByteArray()), year: int(v[1].Int32()), form: string(v[2].ByteArray())}
				fig := Figure{Cell: string(v[3].ByteArray()), Kind: Amount}
				if !v[4].IsNull() {
					fig.Value = decimal(v[4].ByteArray(), scale)
				}
				p.figure(k, fig)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				rows.Close()
				return bad
			}
		}
		rows.Close()
	}
	return nil
}

// decimal writes a number of so many places: a two's complement integer, the highest byte first.
func decimal(b []byte, scale int) string {
	n := new(big.Int).SetBytes(b)
	if len(b) > 0 && b[0] >= 0x80 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	digits := new(big.Int).Abs(n).String()
	if len(digits) <= scale {
		digits = strings.Repeat("0", scale-len(digits)+1) + digits
	}
	s := digits[:len(digits)-scale]
	if scale > 0 {
		s += "." + digits[len(digits)-scale:]
	}
	if n.Sign() < 0 {
		s = "-" + s
	}
	return shortened(s)
}
