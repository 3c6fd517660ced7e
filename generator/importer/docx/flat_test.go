package docx

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
)

// A document whose archive is written as elements of one file is read like the archive.
func TestFlat(t *testing.T) {
	part := func(name, content string) string {
		return `<pkg:part pkg:name="` + name + `"><pkg:xmlData>` + content + `</pkg:xmlData></pkg:part>`
	}
	file := "\ufeff" + `<?xml version="1.0" standalone="yes"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` +
		part("/_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>`) +
		part("/word/_rels/document.xml.rels", `<Relationships><Relationship Id="p" Type="x/image" Target="media/1.png"/></Relationships>`) +
		part("/word/document.xml", `<w:document xmlns:w="`+transitional+`"><w:body>`+table(row(cell("1"), cell("2")))+`<w:p><w:r><w:drawing><a:blip xmlns:a="a" xmlns:r="r" r:embed="p"/></w:drawing></w:r></w:p></w:body></w:document>`) +
		`<pkg:part pkg:name="/word/media/1.png"><pkg:binaryData>` + base64.StdEncoding.EncodeToString([]byte("图")) + `</pkg:binaryData></pkg:part></pkg:package>`
	if !IsXML([]byte(file)) {
		t.Fatal("the file is not known as one of Word in XML")
	}
	d, err := ReadXML([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := marked(d), "table\n\"\" 0 picture \"\" \"图\"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := told(d), "table 1×2\n 0,0 1×1 \"1\"\n 0,1 1×1 \"2\"\n0 \"\"\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The format of Word 2003: cells are merged in lower case, changes are annotations, numbers of lists are written down.
func TestWord2003(t *testing.T) {
	const start = `<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="wx" xmlns:aml="aml" xmlns:o="o">`
	merged := func(how, text string) string { return `<w:tc><w:tcPr>` + how + `</w:tcPr>` + para(text) + `</w:tc>` }
	body := `<w:body><wx:sect><wx:sub-section><w:p><w:pPr><w:pStyle w:val="h"/><w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>` +
		`<w:p><aml:annotation w:type="Word.Insertion"><aml:content><w:r><w:t>新</w:t></w:r></aml:content></aml:annotation><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:t>旧</w:t></w:r></aml:content></aml:annotation>` +
		`<w:r><w:pict><w:binData w:name="wordml://1.png">5Zu+
</w:binData></w:pict></w:r></w:p>` +
		table(row(merged(`<w:gridSpan w:val="2"/><w:vmerge w:val="restart"/>`, "角"), cell("1")), row(merged(`<w:gridSpan w:val="2"/><w:vmerge/>`, ""), cell("2")), row(merged(`<w:hmerge w:val="restart"/>`, "横"), merged(`<w:hmerge/>`, ""), cell("3"))) +
		`</wx:sub-section></wx:sect></w:body></w:wordDocument>`
	d, err := ReadXML([]byte(start + `<o:DocumentProperties><o:Title>题</o:Title></o:DocumentProperties><w:styles><w:style w:styleId="h"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style></w:styles>` + body))
	if err != nil {
		t.Fatal(err)
	}
	want := "1 \"一、总体情况\"\n0 \"新\"\ntable 3×3\n 0,0 2×2 \"角\"\n 0,2 1×1 \"1\"\n 1,2 1×1 \"2\"\n 2,0 1×2 \"横\"\n 2,2 1×1 \"3\"\n"
	if got := told(d); got != want || d.Title != "题" {
		t.Errorf("got %q\n%s\nwant 题\n%s", d.Title, got, want)
	}
	if got := marked(d); !strings.Contains(got, `picture "" "图"`) {
		t.Errorf("got %s, want the picture", got)
	}
	for name, c := range map[string]struct {
		file string
		want error
	}{"no body": {start + `</w:wordDocument>`, ErrNotWord}, "one that is cut": {start + "<w:body>", ErrNotWord}, "a doctype": {"<!DOCTYPE x>" + start, grid.ErrDoctype}} {
		if _, err := ReadXML([]byte(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}
