package document

import (
	"errors"
	"testing"

	"gongkai/generator/importer/grid/gridtest"
	"gongkai/generator/importer/msdoc"
)

var (
	word = gridtest.Pack(map[string]string{"_rels/.rels": `<R><R Type="x/officeDocument" Target="d.xml"/></R>`, "d.xml": `<document><body><tbl><tr><tc><tcPr><gridSpan val="2"/></tcPr><p><r><t>1</t></r></p></tc></tr></tbl></body></document>`})
	book = gridtest.Pack(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="w.xml"/></R>`, "_rels/w.xml.rels": `<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></R>`,
		"w.xml": `<workbook><sheets><sheet name="a" id="a"/></sheets></workbook>`, "s.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`})
)

// The kind of a file is what it holds.
func TestOpen(t *testing.T) {
	for want, data := range map[string][]byte{
		"docx": word, "xlsx": book, "html": []byte("<p style='a'>1</p>"), "text": []byte("年度报告\n\t1\n"),
	} {
		d, err := Open(data)
		if err != nil || d.Kind != want {
			t.Errorf("got %+v (%v), want the kind %s", d, err, want)
		}
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{"a damaged old Word file": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), msdoc.ErrNotDoc}, "RTF": {[]byte(`{\rtf1 x}`), ErrKind}} {
		_, err := Open(c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if text, hint, ok := Text(err); !ok || text.ZH == "" || hint.EN == "" {
			t.Errorf("%s: the fault is told as %v, %v", name, text, hint)
		}
	}
}

// Whatever a file holds, it is read or refused; a table's cells are inside it.
func FuzzOpen(f *testing.F) {
	for _, seed := range [][]byte{word, book, []byte("<table><tr><td rowspan=3 colspan=2>1<td>2<tr><td>3</table>"), []byte("\t甲\n\t1\n\n| 乙 | 2 |\n"), []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Open(data)
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
