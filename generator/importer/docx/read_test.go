package docx

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
	"gongkai/generator/importer/xmltree"
)

const transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

// pack makes a file of a body, and of other parts by name.
func pack(t *testing.T, body string, parts map[string]string) []byte {
	t.Helper()
	files := map[string]string{
		"_rels/.rels":       `<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml": `<w:document xmlns:w="` + transitional + `" xmlns:mc="m" xmlns:v="v"><w:body>` + body + `</w:body></w:document>`,
	}
	maps.Copy(files, parts)
	return gridtest.Pack(files)
}

// told writes a document down: one line for each paragraph, and a cell of a table as row,column rows×columns text.
func told(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%d %q", p.Level, p.Text) })
}

const (
	p  = `<w:p><w:r><w:t>%s</w:t></w:r></w:p>`
	tc = `<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>`
)

func para(s string) string { return fmt.Sprintf(p, s) }
func cell(s string) string { return fmt.Sprintf(tc, s) }
func row(cells ...string) string {
	return "<w:tr>" + strings.Join(cells, "") + "</w:tr>"
}
func table(rows ...string) string { return "<w:tbl>" + strings.Join(rows, "") + "</w:tbl>" }

// What is read is what is printed.
func TestRead(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"runs cut to characters":          {`<w:p><w:r><w:t>1</w:t></w:r><w:bookmarkStart w:id="0"/><w:r><w:t>2</w:t></w:r><w:proofErr/><w:r><w:t>3</w:t></w:r></w:p>`, "0 \"123\"\n"},
		"tracked changes":                 {`<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>`, "0 \"新来\"\n"},
		"hidden by the paragraph's style": {`<w:p><w:pPr><w:pStyle w:val="gone"/></w:pPr><w:r><w:t>3</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5</w:t></w:r></w:p>`, "0 \"5\"\n"},
		"a minus of the font Symbol":      {`<w:p><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>&#xF02D;</w:t></w:r><w:r><w:t>1&#xF02D;</w:t></w:r></w:p>`, "0 \"\u22121\\uf02d\"\n"},
		"hidden text":                     {`<w:p><w:r><w:t>3</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5</w:t></w:r></w:p>`, "0 \"35\"\n"},
		"a field":                         {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=1+1</w:instrText></w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>`, "0 \"23\"\n"},
		"signs":                           {`<w:p><w:r><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/><w:sym w:font="Symbol" w:char="F02D"/><w:sym w:font="Wingdings" w:char="F0FC"/><w:t xml:space="preserve">a&#173;b</w:t></w:r></w:p>`, "0 \"\u20111\u2212\ufffdab\"\n"},
		"a content control around everything": {`<w:sdt><w:sdtContent>` + table(`<w:sdt><w:sdtContent>`+row(`<w:sdt><w:sdtContent>`+cell("甲")+`</w:sdtContent></w:sdt>`, `<w:tc><w:p><w:sdt><w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>`)+`</w:sdtContent></w:sdt>`) + `</w:sdtContent></w:sdt>`,
			"table 1×2\n 0,0 1×1 \"甲\"\n 0,1 1×1 \"5\"\n"},
		"merged cells": {table(
			row(`<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr>`+para("角")+`</w:tc>`, cell("1")),
			row(`<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p/></w:tc>`, cell("2")),
			row(`<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>`+para("横")+`</w:tc>`, `<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>`, cell("3"))),
			"table 3×3\n 0,0 2×2 \"角\"\n 0,2 1×1 \"1\"\n 1,2 1×1 \"2\"\n 2,0 1×2 \"横\"\n 2,2 1×1 \"3\"\n"},
		"columns before a row": {table(row(cell("a"), cell("b")), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+cell("c")+`</w:tr>`), "table 2×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"b\"\n 1,1 1×1 \"c\"\n"},
		"deleted rows and cells": {table(row(cell("留")), `<w:tr><w:trPr><w:del/></w:trPr>`+cell("去")+`</w:tr>`, row(`<w:tc><w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p></w:tc>`), row(`<w:tc><w:tcPr><w:cellDel/></w:tcPr>`+para("去")+`</w:tc>`, cell("8"))),
			"table 2×1\n 0,0 1×1 \"留\"\n 1,0 1×1 \"8\"\n"},
		"a bookmark between rows": {table(row(cell("1")), `<w:bookmarkStart w:id="1"/>`, row(cell("2"))), "table 2×1\n 0,0 1×1 \"1\"\n 1,0 1×1 \"2\"\n"},
		"a table in a cell":       {table(row(`<w:tc>` + para("外") + table(row(cell("内"))) + `<w:p/></w:tc>`)), "table 1×1\n 0,0 1×1 \"外\"\ntable 1×1\n 0,0 1×1 \"内\"\n"},
		"a text box once": {`<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>` + para("框") + `</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>`,
			"0 \"前\"\n0 \"框\"\n"},
		"breaks in a cell": {table(row(`<w:tc><w:p><w:r><w:t>商业</w:t><w:br/><w:t>企业</w:t></w:r></w:p>` + para("次") + `</w:tc>`)), "table 1×1\n 0,0 1×1 \"商业\\n企业\\n次\"\n"},
		"digits above the line, below it and struck out": {table(row(cell("9")[:len(cell("9"))-len("</w:p></w:tc>")]+`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>3</w:t></w:r><w:r><w:rPr><w:position w:val="-2"/></w:rPr><w:t>4</w:t></w:r></w:p></w:tc>`,
			`<w:tc><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>5</w:t></w:r><w:r><w:t>6</w:t></w:r></w:p></w:tc>`)) + `<w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>去</w:t></w:r></w:p>`, "table 1×2\n 0,0 1×1 \"9¹₂³4\"\n 0,1 1×1 \"5\u03366\"\n0 \"去\"\n"},
		"formulas":            {`<w:p><w:r><w:t>1</w:t></w:r><m:oMath><m:r><m:t>2</m:t></m:r></m:oMath><m:oMathPara><m:oMath><m:f/></m:oMath></m:oMathPara></w:p>`, "0 \"12\ufffd\"\n"},
		"a picture in a cell": {table(row(`<w:tc><w:p><w:r><w:drawing><a:blip r:embed="p"/></w:drawing></w:r></w:p></w:tc>`, cell("1"))), "table 1×2\n 0,0 1×1 \"\ufffc\"\n 0,1 1×1 \"1\"\n0 \"\"\n"},
		"an outline level":    {`<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>标题</w:t></w:r></w:p>`, "2 \"标题\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(pack(t, c.body, map[string]string{"word/_rels/document.xml.rels": `<Relationships><Relationship Id="p" Type="x/image" Target="media/1.png"/><Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>`,
				"word/styles.xml": `<styles><style styleId="gone"><rPr><vanish/><b/></rPr></style></styles>`}))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Numbers that Word makes are part of the text.
func TestNumbers(t *testing.T) {
	parts := map[string]string{
		"word/_rels/document.xml.rels": `<Relationships><Relationship Type="x/numbering" Target="numbering.xml"/><Relationship Type="x/styles" Target="/word/styles.xml"/></Relationships>`,
		"word/numbering.xml": `<numbering><abstractNum abstractNumId="7"><lvl ilvl="0"><start val="1"/><numFmt val="chineseCountingThousand"/><lvlText val="%1、"/></lvl><lvl ilvl="1"><start val="1"/><numFmt val="decimal"/><lvlText val="%2."/></lvl></abstractNum>` +
			`<num numId="3"><abstractNumId val="7"/></num></numbering>`,
		"word/styles.xml": `<styles><style styleId="part"><pPr><numPr><numId val="3"/></numPr><outlineLvl val="0"/></pPr></style></styles>`,
	}
	item := func(level int, text string) string {
		return fmt.Sprintf(`<w:p><w:pPr><w:numPr><w:ilvl w:val="%d"/><w:numId w:val="3"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, level, text)
	}
	body := `<w:p><w:pPr><w:pStyle w:val="part"/></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>` + item(1, "甲") + item(1, "乙") + item(0, "主动公开") + item(1, "丙")
	for range 8 {
		body += item(0, "又")
	}
	d, err := Read(pack(t, body, parts))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range d.Blocks {
		got = append(got, b.Paragraph.Text)
	}
	if want := "一、总体情况 1.甲 2.乙 二、主动公开 1.丙 三、又 四、又 五、又 六、又 七、又 八、又 九、又 十、又"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
	if d.Blocks[0].Paragraph.Level != 1 {
		t.Errorf("the level of a heading by its style is %d, want 1", d.Blocks[0].Paragraph.Level)
	}
}

// Any prefix, the strict namespace, and a main part of another name are read.
func TestNames(t *testing.T) {
	d, err := Read(pack(t, "", map[string]string{
		"_rels/.rels": `<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/x/main9.xml"/></Relationships>`,
		"x/main9.xml": `<z:document xmlns:z="http://purl.oclc.org/ooxml/wordprocessingml/main"><z:body><z:p><z:r><z:t>严格</z:t></z:r></z:p></z:body></z:document>`,
	}))
	if err != nil {
		t.Fatal(err)
	}
	if got := told(d); got != "0 \"严格\"\n" {
		t.Errorf("got %s, want 严格", got)
	}
}

func TestFaults(t *testing.T) {
	for name, data := range map[string][]byte{
		"no zip":        []byte("PK\x03\x04 nothing"),
		"no main part":  pack(t, "", map[string]string{"_rels/.rels": `<Relationships/>`}),
		"a part is not": pack(t, "", map[string]string{"_rels/.rels": `<Relationships><Relationship Type="x/officeDocument" Target="gone.xml"/></Relationships>`}),
	} {
		if _, err := Read(data); !errors.Is(err, ErrNotWord) {
			t.Errorf("%s: got %v, want %v", name, err, ErrNotWord)
		}
	}
	deep := strings.Repeat("<w:sdt>", xmltree.MostDepth+1) + strings.Repeat("</w:sdt>", xmltree.MostDepth+1)
	if _, err := Read(pack(t, deep, nil)); err == nil || !strings.Contains(err.Error(), "deep") {
		t.Errorf("got %v, want an error of the depth", err)
	}
}

// Whatever the parts of a file say, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add(table(row(cell("1"), `<w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge w:val="restart"/></w:tcPr></w:tc>`), row(`<w:sdt><w:sdtContent>`+cell("2")+`</w:sdtContent></w:sdt>`, `<w:tc><w:tcPr><w:vMerge/></w:tcPr></w:tc>`)),
		`<w:numbering><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>`)
	f.Add(`<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:fldChar w:fldCharType="begin"/><mc:AlternateContent><mc:Choice><v:txbxContent>`+para("1")+`</v:txbxContent></mc:Choice></mc:AlternateContent><w:sym w:font="Symbol" w:char="F02D"/></w:r></w:p>`, "")
	f.Fuzz(func(t *testing.T, body, numbering string) {
		d, err := Read(pack(t, body, map[string]string{"word/_rels/document.xml.rels": `<Relationships><Relationship Type="x/numbering" Target="n.xml"/></Relationships>`, "word/n.xml": numbering}))
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
