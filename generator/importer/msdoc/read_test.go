package msdoc

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
)

func told(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%d %q", p.Level, p.Text) })
}

// The file was written by LibreOffice 7.4: a change that was tracked, hidden text, a hyphen that does
// not break, a field, and a table with cells over two columns and over two rows.
const small = "testdata/small.doc"

func TestRead(t *testing.T) {
	data, err := os.ReadFile(small)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := `0 "甲局2023年政府信息公开工作年度报告"
1 "一、总体情况"
0 "收到8件，‑1，2"
table 3×3
 0,0 1×2 "角"
 0,2 1×1 "自然人"
 1,0 2×1 "组"
 1,1 1×1 "甲"
 1,2 1×1 "1"
 2,1 1×1 "商业\n企业"
 2,2 1×1 "2"
0 "完"
`
	if got := told(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The file was written by LibreOffice 7.4: a small 1 above the line behind 12, a 9 that is struck out before a 3.
func TestLook(t *testing.T) {
	d, err := Read(gridtest.File(t, "testdata/look.doc"))
	if err != nil {
		t.Fatal(err)
	}
	want := `0 "甲局2023年政府信息公开工作年度报告"
0 "面积12 m²，删去留下"
table 2×3
 0,0 1×1 "12¹"
 0,1 1×1 "9̶3"
 0,2 1×1 "H2O"
 1,0 1×1 "7"
 1,1 1×1 "8"
 1,2 1×1 "9"
`
	if got := told(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A damaged file is read or refused.
func TestDamaged(t *testing.T) {
	data, err := os.ReadFile(small)
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for range 2000 {
		b := slices.Clone(data)
		for range 1 + rnd.IntN(4) {
			b[rnd.IntN(len(b))] = byte(rnd.Uint32())
		}
		if rnd.IntN(4) == 0 {
			b = b[:rnd.IntN(len(b))]
		}
		if _, err := Read(b); err != nil {
			refused++
		}
	}
	if refused == 0 {
		t.Error("no damaged file was refused, want some")
	}
	if _, err := Read([]byte("text")); !errors.Is(err, ErrNotDoc) {
		t.Errorf("got %v, want %v", err, ErrNotDoc)
	}
}

// Whatever a file holds, it is read or refused.
func FuzzRead(f *testing.F) {
	data, err := os.ReadFile(small)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(data)
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
