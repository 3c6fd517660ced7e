package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

func sheetOf(n int) Sheet {
	return Sheet{Name: "表/一", Heads: []string{"机关", "<数>"}, Lead: 1, Count: n, Rows: func(yield func([]Cell) bool) {
		for i := range n {
			if !yield([]Cell{{Text: "=1+1"}, {Text: []string{"12.50", "+3", "-4", ""}[i%4], Number: true}}) {
				return
			}
		}
	}}
}

func plainParts(t *testing.T, sheets ...Sheet) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, Words{Label: func(key string, _ ...any) (string, error) { return key, nil }}, sheets...); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// Text is never a formula; numbers keep their digits and show their sign.
func TestPlainSheet(t *testing.T) {
	parts := plainParts(t, sheetOf(4), sheetOf(0))
	if names := parts["xl/workbook.xml"]; !strings.Contains(names, `name="表 一"`) || !strings.Contains(names, `name="表 一 (2)"`) {
		t.Errorf("the workbook is %s, want the sheets 表 一 and 表 一 (2)", names)
	}
	sheet := parts["xl/worksheets/sheet1.xml"]
	for _, want := range []string{`<c r="B1" s="3" t="inlineStr"><is><t xml:space="preserve">&lt;数&gt;`, `<c r="A2" s="0" t="inlineStr"><is><t xml:space="preserve">=1+1<`,
		fmt.Sprintf(`<c r="B2" s="%d"><v>12.50</v>`, number+2), fmt.Sprintf(`<c r="B3" s="%d"><v>3</v>`, signed), fmt.Sprintf(`<c r="B4" s="%d"><v>-4</v>`, signed), `<autoFilter ref="A1:B5"/>`} {
		if !strings.Contains(sheet, want) {
			t.Errorf("the sheet has no %s:\n%s", want, sheet)
		}
	}
	if strings.Contains(sheet, `r="B5"`) {
		t.Errorf("an empty cell is written:\n%s", sheet)
	}
}

// A table with more rows than a sheet holds goes on in another.
func TestPlainSheetGoesOn(t *testing.T) {
	parts := plainParts(t, sheetOf(mostRows+1))
	if got := strings.Count(parts["xl/worksheets/sheet1.xml"], "<row "); got != mostRows {
		t.Errorf("the first sheet has %d lines, want %d", got, mostRows)
	}
	if got := strings.Count(parts["xl/worksheets/sheet2.xml"], "<row "); got != 3 {
		t.Errorf("the second sheet has %d lines, want 3", got)
	}
}

// Rows that end early do not make a workbook.
func TestPlainSheetEndsEarly(t *testing.T) {
	s := sheetOf(3)
	s.Count = 5
	err := Write(io.Discard, Words{Label: func(key string, _ ...any) (string, error) { return key, nil }}, s)
	if err == nil || !strings.Contains(err.Error(), "fewer rows") {
		t.Errorf("got %v, want an error of too few rows", err)
	}
}
