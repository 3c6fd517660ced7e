package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

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

// most is by how much the heap grows while something is done.
func most(do func()) int64 {
	heap := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	size := func() int64 {
		metrics.Read(heap)
		return int64(heap[0].Value.Uint64())
	}
	runtime.GC()
	before := size()
	done := make(chan bool)
	go func() {
		defer close(done)
		do()
	}()
	largest := before
	for {
		select {
		case <-done:
			return max(largest, size()) - before
		case <-time.After(2 * time.Millisecond):
			largest = max(largest, size())
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
	const sharing = `<R><Relationship Id="a" Type="x/worksheet" Target="s.xml"/><Relationship Id="b" Type="x/sharedStrings" Target="t.xml"/></R>`
	manySheets := gridtest.Pack(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="w.xml"/></R>`, "_rels/w.xml.rels": sharing, "t.xml": "<sst/>",
		"w.xml": `<workbook><sheets>` + strings.Repeat(`<sheet name="a" id="a"/>`, 5000) + `</sheets></workbook>`, "s.xml": `<worksheet><sheetData>` + strings.Repeat("<row><c><v>1</v></c></row>", 30_000) + `</sheetData></worksheet>`})
	oneString := gridtest.Pack(map[string]string{"_rels/.rels": `<R><Relationship Type="x/officeDocument" Target="w.xml"/></R>`, "_rels/w.xml.rels": sharing, "t.xml": "<sst><si><t>" + strings.Repeat("甲", 300_000) + "</t></si></sst>",
		"w.xml": `<workbook><sheets><sheet name="a" id="a"/></sheets></workbook>`, "s.xml": `<worksheet><sheetData>` + strings.Repeat("<row>"+strings.Repeat(`<c t="s"><v>0</v></c>`, 10)+"</row>", 15_000) + `</sheetData></worksheet>`})
	page := func(objects ...string) []byte {
		return pdf(append([]string{"<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"}, objects...)...)
	}
	streamed := func(dict, text string) string {
		return fmt.Sprintf("<<%s/Length %d>>stream\n%s\nendstream", dict, len(text), text)
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"a workbook of which all cells show one long text":   {oneString, grid.ErrTooMuch},
		"a workbook of which all sheets are one":             {manySheets, grid.ErrTooMuch},
		"a workbook with cells far to the right":             {sheet("<worksheet><sheetData>" + strings.Repeat(`<row><c r="ALL1"><v>1</v></c></row>`, 90_000) + "</sheetData></worksheet>"), grid.ErrTooMuch},
		"a row of a table of Markdown":                       {[]byte(strings.Repeat("|1", 3_000_000) + "|\n"), grid.ErrTooMuch},
		"a cell that goes on":                                {[]byte("\t1\n" + strings.Repeat("abcdefghijklmnopqrstuvwxyz\n", 190_000)), grid.ErrTooMuch},
		"a PDF that says it has 2,000 million objects":       {[]byte("%PDF-1.5\n1 0 obj<</Type/XRef/W[1 2 1]/Size 2000000000/Root 1 0 R/Length 1>>stream\nx\nendstream endobj\nstartxref\n9\n%%EOF\n"), grid.ErrTooMuch},
		"a PDF whose table says so, past a comment":          {[]byte("%PDF-1.4\nxref%x\n2000000000 1\n0000000000 00000 n\ntrailer<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF\n"), grid.ErrTooMuch},
		"a PDF whose stream has rows as long as an object":   {page("<</Type/Font/Subtype/Type1>>", streamed("/Filter/FlateDecode/DecodeParms<</Predictor 12/C#6flumns 6 0 R>>", "x"), "1000000000"), grid.ErrTooMuch},
		"a PDF of one path":                                  {page("<</Type/Font/Subtype/Type1>>", streamed("", "0 0 m "+strings.Repeat("1 1 l ", 450_000))), grid.ErrTooMuch},
		"a PDF packed by the row above, a gigabyte long":     {page("<</Type/Font/Subtype/Type1>>", streamed("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1000000000>>", "x")), grid.ErrTooMuch},
		"a PDF whose font tells each code a thousand times":  {page("<</Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>", streamed("", "BT /F 9 Tf <0001> Tj ET"), streamed("", strings.Repeat("1 beginbfrange <0000> <FFFF> <0000> endbfrange ", 1000))), grid.ErrTooMuch},
		"a PDF whose font tells each width a thousand times": {page("<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W["+strings.Repeat("0 65535 500 ", 1000)+"]>>]>>", streamed("", "BT /F 9 Tf <0001> Tj ET")), grid.ErrTooMuch},
		"a Word file with a document type":                   {doc("<!DOCTYPE d><document><body/></document>"), grid.ErrDoctype},
		"a workbook with a document type":                    {sheet(`<!DOCTYPE d [<!ENTITY a SYSTEM "file:///x">]><worksheet/>`), grid.ErrDoctype},
		"a page of elements in elements":                     {[]byte("<p>" + strings.Repeat("<div>", 20_000)), grid.ErrDeep},
		"a page of tables in tables":                         {[]byte("<p>" + strings.Repeat("<table><tr><td>", 20_000)), grid.ErrDeep},
		"a Word file of tables in tables":                    {doc("<document><body>" + strings.Repeat("<tbl><tr><tc>", 20_000) + "</body></document>"), grid.ErrDeep},
		"a page of tags":                                     {[]byte("<p>" + strings.Repeat("<b>", 400_000)), grid.ErrTooMuch},
		"a text of cells":                                    {[]byte(strings.Repeat("\t1", 200_001)), grid.ErrTooMuch},
		"a PDF of characters": {pdf("<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<</Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
			fmt.Sprintf("<</Length %d>>stream\n/F 1 Tf %s\nendstream", len(stream)+8, stream)), grid.ErrTooMuch},
		"a PDF whose pages lead back": {pdf("<</Pages 2 0 R>>", "<</Kids[2 0 R]>>"), pdfFile.ErrNotPDF},
		"a form that shows itself": {pdf("<</Pages 2 0 R>>", "<</Kids[3 0 R]>>", "<<"+form+"/Contents 4 0 R>>",
			"<</Subtype/Form"+form+"/Length 30>>stream\n/X Do /X Do /X Do /X Do /X Do \nendstream"), grid.ErrTooMuch},
	} {
		var err error
		held := most(func() { _, err = Open(c.data) })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
		if held > 500<<20 {
			t.Errorf("%s: the heap grew by %d MB, want 500 at most", name, held>>20)
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
