package docx

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
)

// marked writes down what a document's paragraphs say of their text.
func marked(d *grid.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		if block.Table != nil {
			b.WriteString("table")
			for _, c := range block.Table.Cells {
				for _, m := range c.Marks {
					fmt.Fprintf(&b, " %q bold %v %s", c.Text[m.From:m.To], m.Bold, m.Link)
				}
			}
			b.WriteByte('\n')
			continue
		}
		p := block.Paragraph
		fmt.Fprintf(&b, "%q", p.Text)
		for _, m := range p.Marks {
			if m.Picture != nil {
				fmt.Fprintf(&b, " %d picture %q %q", m.From, m.Picture.Alt, m.Picture.Data)
				continue
			}
			fmt.Fprintf(&b, " %q bold %v %s", p.Text[m.From:m.To], m.Bold, m.Link)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Bold text, links and pictures keep their places in the text; a picture in a cell comes after its table, one that
// is not there has no bytes.
func TestMarks(t *testing.T) {
	const drawing = `<w:r><w:drawing><wp:docPr xmlns:wp="wp" descr="示意图"/><a:blip xmlns:a="a" xmlns:r="r" r:embed="%s"/></w:drawing></w:r>`
	body := `<w:p><w:r><w:t xml:space="preserve">  前</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>细</w:t></w:r>` +
		`<w:r><w:rPr><w:rStyle w:val="s"/></w:rPr><w:t>强</w:t></w:r><w:hyperlink xmlns:r="r" r:id="l"><w:r><w:t>网址</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="x"><w:r><w:t>书签</w:t></w:r></w:hyperlink></w:p>` +
		`<w:p>` + fmt.Sprintf(drawing, "p") + `</w:p>` +
		`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><a:blip xmlns:a="a" xmlns:r="r" r:embed="p"/></w:drawing></mc:Choice><mc:Fallback><w:pict><v:imagedata xmlns:r="r" r:id="p"/></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>` +
		table(row(cell("1"), `<w:tc><w:p>`+fmt.Sprintf(drawing, "gone")+`</w:p></w:tc>`)) + para("完")
	data := pack(t, body, map[string]string{
		"word/_rels/document.xml.rels": `<Relationships><Relationship Id="p" Type="x/image" Target="media/1.png"/><Relationship Id="gone" Type="x/image" Target="media/2.png"/>` +
			`<Relationship Id="l" Type="x/hyperlink" Target="https://www.example.gov.cn/" TargetMode="External"/><Relationship Id="st" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"word/styles.xml": `<w:styles xmlns:w="` + transitional + `"><w:style w:styleId="s"><w:rPr><w:b/></w:rPr></w:style></w:styles>`, "word/media/1.png": "图",
	})
	d, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := `"前粗细强网址书签" "粗" bold true  "强" bold true  "网址" bold false https://www.example.gov.cn/ "书签" bold false #x
"" 0 picture "示意图" "图"
"" 0 picture "" "图"
table
"" 0 picture "示意图" ""
"完"
`
	if got := marked(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Links are also those of fields; in a cell they and bold text keep their places over its lines.
func TestMarksOfFieldsAndCells(t *testing.T) {
	field := func(s string) string { return `<w:r><w:fldChar w:fldCharType="` + s + `"/></w:r>` }
	link := field("begin") + `<w:r><w:instrText> HYPERLINK "https://example.org/" </w:instrText></w:r><w:r><w:instrText>\l "b"</w:instrText></w:r>` + field("separate") + `<w:r><w:t>果</w:t></w:r>` + field("end")
	body := `<w:p>` + link + `<w:r><w:t>后</w:t></w:r><w:fldSimple w:instr="HYPERLINK &quot;a.pdf&quot;"><w:r><w:t>简</w:t></w:r></w:fldSimple></w:p>` +
		table(row(`<w:tc>`+para("一行")+`<w:p><w:r><w:t xml:space="preserve"> 二</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>粗</w:t></w:r>`+link+`</w:p></w:tc>`))
	d, err := Read(pack(t, body, nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `"果后简" "果" bold false https://example.org/#b "简" bold false a.pdf
table "粗" bold true  "果" bold false https://example.org/#b
`
	if got := marked(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
