package spreadsheet

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
)

// pack makes a workbook of sheets, each the content of one, and of other parts by name.
func pack(t *testing.T, parts map[string]string, sheets ...string) []byte {
	t.Helper()
	files := map[string]string{
		"_rels/.rels":          `<Relationships><Relationship Id="r" Type="x/officeDocument" Target="/xl/wb.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst><si><t>规章</t></si><si><r><t>本年</t></r><r><t>新收</t></r></si></sst>`,
		"xl/styles.xml":        `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0,&quot;千&quot;"/><numFmt numFmtId="165" formatCode="0;-0;;@"/><numFmt numFmtId="166" formatCode="0.00_);\(0.00\)"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
	}
	wb, rels := "", `<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="f" Type="x/styles" Target="styles.xml"/>`
	for i, s := range sheets {
		state := ""
		if strings.HasPrefix(s, "hidden") {
			state, s = ` state="hidden"`, s[len("hidden"):]
		}
		wb += fmt.Sprintf(`<sheet name="表%d" sheetId="%d" r:id="rId%d"%s/>`, i+1, i+1, i+1, state)
		rels += fmt.Sprintf(`<Relationship Id="rId%d" Type="x/worksheet" Target="worksheets/s%d.xml"/>`, i+1, i+1)
		files[fmt.Sprintf("xl/worksheets/s%d.xml", i+1)] = "<worksheet>" + s + "</worksheet>"
	}
	files["xl/wb.xml"] = `<workbook xmlns:r="rel"><sheets>` + wb + `</sheets></workbook>`
	files["xl/_rels/wb.xml.rels"] = "<Relationships>" + rels + "</Relationships>"
	maps.Copy(files, parts)
	return gridtest.Pack(files)
}

func told(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%q", p.Text) })
}

func TestRead(t *testing.T) {
	for name, c := range map[string]struct {
		sheets []string
		want   string
	}{
		"strings of every kind": {[]string{`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>甲</t></is></c><c r="D1" t="str"><v>乙</v></c></row></sheetData>`},
			"table 1×4\n 0,0 1×1 \"规章\"\n 0,1 1×1 \"本年新收\"\n 0,2 1×1 \"甲\"\n 0,3 1×1 \"乙\"\n"},
		"numbers": {[]string{`<sheetData><row><c><v>59237.244900000002</v></c><c s="1"><v>12.3</v></c><c><f>1+1</f><v>2</v></c><c><f>A1</f></c></row></sheetData>`},
			"table 1×4\n 0,0 1×1 \"59237.2449\"\n 0,1 1×1 \"12.30\"\n 0,2 1×1 \"2\"\n 0,3 1×1 \"\"\n"},
		"shown as another number": {[]string{`<sheetData><row><c s="1"><v>12.345</v></c><c s="2"><v>1200</v></c><c s="3"><v>0</v></c><c s="4"><v>-5</v></c><c s="5"><v>45000</v></c><c t="b"><v>1</v></c></row></sheetData>`},
			"table 1×6\n 0,0 1×1 \"12.345 ≠ 0.00\"\n 0,1 1×1 \"1200 ≠ 0.0,\\\"千\\\"\"\n 0,2 1×1 \"0 ≠ 0;-0;;@\"\n 0,3 1×1 \"-5 ≠ 0.00_);\\\\(0.00\\\\)\"\n 0,4 1×1 \"45000 ≠ ?14\"\n 0,5 1×1 \"1\ufffd\"\n"},
		"digits above the line and struck out": {[]string{`<sheetData><row><c t="inlineStr"><is><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c><c t="inlineStr"><is><r><rPr><strike/></rPr><t>9</t></r><r><rPr><strike val="0"/></rPr><t>3</t></r></is></c></row></sheetData>`},
			"table 1×2\n 0,0 1×1 \"12¹\"\n 0,1 1×1 \"9\u03363\"\n"},
		"merged cells": {[]string{`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1</v></c></row><row r="2"><c r="A2"><v>7</v></c><c r="C2"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`},
			"table 2×3\n 0,0 2×2 \"规章 ≠ 7\"\n 0,2 1×1 \"1\"\n 1,2 1×1 \"2\"\n"},
		"what is hidden": {[]string{`<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="C1"><v>3</v></c></row><row r="2" hidden="1"><c r="A2"><v>4</v></c></row><row r="3"><c r="A3"><v>5</v></c><c r="C3"><v>6</v></c></row></sheetData>`, `hidden<sheetData><row><c><v>9</v></c></row></sheetData>`},
			"table 2×2\n 0,0 1×1 \"1\"\n 0,1 1×1 \"3\"\n 1,0 1×1 \"5\"\n 1,1 1×1 \"6\"\n"},
		"a title over all": {[]string{`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`},
			"\"规章\"\ntable 1×2\n 0,0 1×1 \"本年新收\"\n 0,1 1×1 \"1\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(pack(t, nil, c.sheets...))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestRounded(t *testing.T) {
	for in, want := range map[string]string{
		"0": "0", "12": "12", "59237.244900000002": "59237.2449", "1036.4500000000001": "1036.45", "0.1": "0.1", "1.0000000000000000E+3": "1000", "1E-2": "0.01",
		"999999999999999.9": "1000000000000000", "-0": "0", "-3.50": "-3.5", "7.7302799999999996E3": "7730.28", "x": "", "": "", "1E999": "",
	} {
		if got := rounded(in); got != want {
			t.Errorf("%s is %q, want %q", in, got, want)
		}
	}
}

// What a format shows is what is read; where that is another number, both are.
func TestDisplay(t *testing.T) {
	for _, c := range []struct{ stored, format, want string }{
		{"442", `+0;\-0;0`, "+442"}, {"-8", `+0;\-0;0`, "-8"}, {"0", "+0;-0;0", "0"}, {"0", "+0;-0", "0 ≠ +0;-0"}, {"4.5", "+0;-0;0", "4.5 ≠ +0;-0;0"},
		{"1036", "#,##0", "1036"}, {"1.5", "0", "1.5 ≠ 0"}, {"1500", `0.0,"千"`, `1500 ≠ 0.0,"千"`}, {"0", "0;-0;;@", "0 ≠ 0;-0;;@"}, {"12.3", "0.00", "12.30"},
		{"33.3333333333333", "General", "33.3333333333333 ≠ General"}, {"59237.244900000002", "General", "59237.2449"}, {"123456789012", "General", "123456789012"},
	} {
		if got := display(c.stored, c.format); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.stored, c.format, got, c.want)
		}
	}
}

func TestFaults(t *testing.T) {
	for name, data := range map[string][]byte{
		"no zip":     []byte("PK\x03\x04"),
		"a document": pack(t, map[string]string{"xl/wb.xml": "<document/>"}),
		"no sheet":   pack(t, map[string]string{"xl/wb.xml": `<workbook><sheets><sheet name="a" id="gone"/></sheets></workbook>`}),
	} {
		if _, err := Read(data); !errors.Is(err, ErrNotExcel) {
			t.Errorf("%s: got %v, want %v", name, err, ErrNotExcel)
		}
	}
}

// Whatever a sheet says, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add(`<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="2"><v>1.5E3</v></c></row><row r="3" hidden="1"><c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B3"/></mergeCells>`)
	f.Add(`<sheetData><row><c t="inlineStr"><is><t>甲</t><r><t>乙</t></r></is></c><c><f>A1</f></c><c s="3"><v>-0</v></c></row></sheetData>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		d, err := Read(pack(t, nil, sheet))
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
