package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"gongkai/generator/importer/docx"
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
	"gongkai/generator/importer/msdoc"
	"gongkai/generator/importer/ofd"
	pdfFile "gongkai/generator/importer/pdf"
)

var (
	word = gridtest.Pack(map[string]string{"_rels/.rels": `<R><R Type="x/officeDocument" Target="d.xml"/></R>`, "d.xml": `<document><body><tbl><tr><tc><tcPr><gridSpan val="2"/></tcPr><p><r><t>1</t></r></p></tc></tr></tbl></body></document>`})
	book = gridtest.Pack(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="w.xml"/></R>`, "_rels/w.xml.rels": `<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></R>`,
		"w.xml": `<workbook><sheets><sheet name="a" id="a"/></sheets></workbook>`, "s.xml": `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`})
)

// The kind of a file is what it holds. The encrypted files and the workbook were written by LibreOffice 7.4, password abc.
func TestOpen(t *testing.T) {
	for want, data := range map[string][]byte{
		"docx": word, "xlsx": book, "html": []byte("<p style='a'>1</p>"), "text": []byte("年度报告\n\t1\n"),
		"mhtml": []byte("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>1\n--b--\n"),
	} {
		d, err := Open(data)
		if err != nil || d.Kind != want {
			t.Errorf("got %+v (%v), want the kind %s", d, err, want)
		}
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{"a damaged old Word file": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), msdoc.ErrNotDoc}, "RTF": {[]byte(`{\rtf1 x}`), ErrKind}, "a workbook in XML": {[]byte(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`), ErrKind},
		"Word 2003 in XML, cut": {[]byte(`<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">`), docx.ErrNotWord},
		"a picture":             {[]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), ErrPicture}, "nothing": {nil, grid.ErrEmpty}, "blanks": {[]byte(" \n　\n"), grid.ErrEmpty}, "a page without text": {[]byte("<html><body></body></html>"), grid.ErrEmpty},
		"an encrypted .docx": {gridtest.File(t, "testdata/encrypted.docx"), msdoc.ErrEncrypted}, "an encrypted .doc": {gridtest.File(t, "testdata/encrypted.doc"), msdoc.ErrEncrypted},
		"an encrypted PDF": {gridtest.File(t, "testdata/encrypted.pdf"), pdfFile.ErrEncrypted}, "an old workbook": {gridtest.File(t, "testdata/old.xls"), msdoc.ErrSheets},
		"a Word file that is cut": {word[:len(word)-9], docx.ErrNotWord}, "a part that is cut": {gridtest.Pack(map[string]string{"_rels/.rels": `<R><R Type="x/officeDocument" Target="d.xml"/></R>`, "d.xml": `<document><body>`}), docx.ErrNotWord},
		"OFD": {gridtest.Pack(map[string]string{"OFD.xml": "<ofd:OFD/>", "Doc_0/Document.xml": "<ofd:Document/>"}), ofd.ErrNotOFD}} {
		_, err := Open(c.data)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if text, hint, ok := Text(err); !ok || text.ZH == "" || hint.EN == "" {
			t.Errorf("%s: the fault is told as %v, %v", name, text, hint)
		}
	}
}

// A file that holds more than any report, or leads back to itself, is refused with words for it.
func TestTooMuch(t *testing.T) {
	doc := func(xml string) []byte {
		return gridtest.Pack(map[string]string{"_rels/.rels": `<R><R Type="x/officeDocument" Target="d.xml"/></R>`, "d.xml": xml})
	}
	sheet := func(xml string) []byte {
		return gridtest.Pack(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="w.xml"/></R>`, "_rels/w.xml.rels": `<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></R>`,
			"w.xml": `<workbook><sheets><sheet name="a" id="a"/></sheets></workbook>`, "s.xml": xml})
	}
	stream := strings.Repeat("(aaaaaaaaaa) Tj ", 50_000)
	pdf := func(objects ...string) []byte {
		var b bytes.Buffer
		b.WriteString("%PDF-1.4\n")
		table := "0000000000 65535 f \n"
		for i, o := range objects {
			table += fmt.Sprintf("%010d 00000 n \n", b.Len())
			fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
		}
		start := b.Len()
		fmt.Fprintf(&b, "xref\n0 %d\n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table, len(objects)+1, start)
		return b.Bytes()
	}
	for _, text := range []string{strings.Repeat("<p/>", 2_000_001), strings.Repeat(" ", 65<<20)} {
		if _, err := io.Copy(io.Discard, grid.Bounded(strings.NewReader(text))); !errors.Is(err, grid.ErrTooMuch) {
			t.Errorf("a part of %d bytes: got %v, want %v", len(text), err, grid.ErrTooMuch)
		}
	}
	const form = "/Resources<</XObject<</X 4 0 R>>>>"
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"a Word file with a document type": {doc("<!DOCTYPE d><document><body/></document>"), grid.ErrDoctype},
		"a workbook with a document type":  {sheet(`<!DOCTYPE d [<!ENTITY a SYSTEM "file:///x">]><worksheet/>`), grid.ErrDoctype},
		"a page of elements in elements":   {[]byte("<p>" + strings.Repeat("<div>", 20_000)), grid.ErrDeep},
		"a page of tables in tables":       {[]byte("<p>" + strings.Repeat("<table><tr><td>", 20_000)), grid.ErrDeep},
		"a Word file of tables in tables":  {doc("<document><body>" + strings.Repeat("<tbl><tr><tc>", 20_000) + "</body></document>"), grid.ErrDeep},
		"a page of tags":                   {[]byte("<p>" + strings.Repeat("<b>", 400_000)), grid.ErrTooMuch},
		"a text of cells":                  {[]byte(strings.Repeat("\t1", 200_001)), grid.ErrTooMuch},
		"a PDF of characters": {pdf("<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
			fmt.Sprintf("<</Length %d>>stream\n/F 1 Tf %s\nendstream", len(stream)+8, stream)), grid.ErrTooMuch},
		"a PDF whose pages lead back": {pdf("<</Pages 2 0 R>>", "<</Kids[2 0 R]>>"), pdfFile.ErrNotPDF},
		"a form that shows itself": {pdf("<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<<"+form+"/Contents 4 0 R>>",
			"<</Subtype/Form"+form+"/Length 30>>stream\n/X Do /X Do /X Do /X Do /X Do \nendstream"), grid.ErrTooMuch},
	} {
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
