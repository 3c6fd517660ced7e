package msdoc

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
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

// The file was written by LibreOffice 7.4: a small 1 above the line after 12, a 9 that is struck out before a 3.
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

// marked writes down what is bold in a text or leads somewhere, and its pictures.
func marked(text string, marks []grid.Mark) string {
	var b strings.Builder
	for _, m := range marks {
		switch {
		case m.Picture != nil:
			fmt.Fprintf(&b, " %d %s %d", m.From, http.DetectContentType(m.Picture.Data), len(m.Picture.Data))
		case m.Bold:
			fmt.Fprintf(&b, " **%s** %s", text[m.From:m.To], m.Link)
		default:
			fmt.Fprintf(&b, " %s %s", text[m.From:m.To], m.Link)
		}
	}
	return b.String()
}

// The file was written by LibreOffice 7.4: bold by hand and by styles, links of fields, lists, pictures in the line and
// beside it, a text box, a table in a cell, the end of a section, a sign of the font Symbol, and a workbook that is
// embedded, whose streams are not the document's.
func TestRich(t *testing.T) {
	d, err := Read(gridtest.File(t, "testdata/rich.doc"))
	if err != nil {
		t.Fatal(err)
	}
	want := `0 "甲局2023年政府信息公开工作年度报告"
1 "一、总体情况"
0 "（一）主动公开。公开16件，见目录和粗目录、本页、附件。" **（一）主动公开。**  **16**  目录 https://example.org/a?b=1 **粗目录** https://example.org/a?b=1 本页 #x 附件 ./%E9%99%84%E4%BB%B6.pdf
0 "1.甲项"
0 "2.乙项"
0 "2.a)乙一"
0 "3.丙项"
0 "点"
0 "（I）丁"
0 "（II）戊"
0 "前后" 3 image/png 73
0 "浮动" 3 image/png 72
0 "框前"
0 "框里的字"
0 "粗体样式段"
0 "样式里不粗粗" **粗** 
0 "现"
0 "一域果完" **一**  果 https://example.org/c d#e
table 1×2
 0,0 1×1 "粗细连"
 0,1 1×1 "1"
0 "" 0 image/png 73
0 "末"
0 "物前物后" 6 application/octet-stream 1159
0 "−13"
0 "节末"
0 "新节"
table 1×2
 0,0 1×1 "外"
 0,1 1×1 "3\n4"
table 1×2
 0,0 1×1 "内一"
 0,1 1×1 "2"
0 "完"
`
	got := gridtest.Text(d, func(p *grid.Paragraph) string {
		return fmt.Sprintf("%d %q", p.Level, p.Text) + marked(p.Text, p.Marks)
	})
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, b := range d.Blocks {
		if b.Table != nil && b.Table.Place.Table == 1 {
			c := b.Table.Cells[0]
			if got, want := marked(c.Text, c.Marks), " **粗**  连 https://example.org/a?b=1"; got != want {
				t.Errorf("the first cell: got %q, want %q", got, want)
			}
		}
	}
}

// The file was written by LibreOffice 7.4: a row whose text is all deleted is taken out, one with some left is not.
func TestDeletedRow(t *testing.T) {
	d, err := Read(gridtest.File(t, "testdata/gone.doc"))
	if err != nil {
		t.Fatal(err)
	}
	want := `0 "题"
table 2×2
 0,0 1×1 "甲"
 0,1 1×1 "1"
 1,0 1×1 "丙"
 1,1 1×1 "4"
0 "完"
`
	if got := told(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Word marks what is deleted as unlike its style where LibreOffice marks it as such: both are left out.
func TestDeleted(t *testing.T) {
	data := gridtest.File(t, small)
	want, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	deleted := []byte{0x00, 0x08, 0x01} // sprmCFRMarkDel
	if n := bytes.Count(data, deleted); n == 0 {
		t.Fatal("nothing in the file is marked as deleted, want something")
	}
	got, err := Read(bytes.ReplaceAll(data, deleted, []byte{0x00, 0x08, 0x81}))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(got), told(want); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A damaged file is read or refused.
func TestDamaged(t *testing.T) {
	files := [][]byte{gridtest.File(t, small), gridtest.File(t, "testdata/rich.doc")}
	rnd := rand.New(rand.NewPCG(1, 1))
	refused := 0
	for i := range 4000 {
		b := slices.Clone(files[i%2])
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
	for _, name := range []string{small, "testdata/look.doc", "testdata/rich.doc"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
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
