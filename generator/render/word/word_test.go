package word

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/importer"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/source"
)

func page(t *testing.T, id string, replace ...string) *site.Page {
	t.Helper()
	text, err := os.ReadFile("../../form/defs/" + id + ".example.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	r, _ := report.Bind(source.Parse("content/a/reports/2024.md", []byte(strings.NewReplacer(replace...).Replace(string(text)))), forms, forms.ByID(id).Family, "a")
	if r == nil {
		t.Fatalf("the example of %s does not bind", id)
	}
	return &site.Page{Kind: site.Report, Path: "a/reports/2024/index.html", Title: "甲局2024年政府信息公开工作年度报告", Agency: &register.Agency{Slug: "a", Name: "甲局"}, Report: r, Year: r.Year}
}

// What is written is read back with every figure and all text.
func TestDocumentComesBack(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"cn-2021", "cn-2021-one-other", "cn-2019"} {
		p := page(t, id)
		data, err := Document(p, Words{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := importer.Read("x.docx", data, importer.Options{Forms: forms, Agency: "a", Form: id, Year: p.Year})
		if err != nil {
			t.Errorf("%s: %v", id, err)
			continue
		}
		for _, c := range p.Report.Form.Cells {
			v := p.Report.Value(c)
			if v.State == report.Absent {
				continue
			}
			if got := r.Cells.Readings[c].Text; got != v.Text && r.Cells.Readings[r.Form.Cell(c.Path)].Text != v.Text {
				t.Errorf("%s: %s is %q, want %q", id, c.Path, r.Cells.Readings[r.Form.Cell(c.Path)].Text, v.Text)
			}
		}
		if !r.Complete() {
			t.Errorf("%s: unread %v, absent %v, left over %v", id, r.Cells.Unread, r.AbsentRows(), r.Cells.LeftOver)
		}
		for _, s := range p.Report.Form.Sections {
			if !strings.Contains(r.Body, "## "+s.Heading+"\n") {
				t.Errorf("%s: the part %s is not read back", id, s.Heading)
			}
		}
	}
}

// partsOf reads the parts of a document, each sound XML.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
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
		d := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		out[f.Name] = string(text)
	}
	return out
}

// The layout is that of the form; what is not filled in is blank; text keeps its marks.
func TestLayout(t *testing.T) {
	p := page(t, "cn-2021", "licensing:           12", "licensing: 待填", "由专人负责信息公开，全年组织培训两次。",
		"由**专人**负责 <b>&，见[网站](https://www.example.org/?a=1&b=2)。\n\n1. 甲\n2. 乙\n   - 丙\n\n| 表 | 头 |\n|---|---|\n| 1 | 2 |\n")
	data, err := Document(p, Words{Banner: "示例，非政府网站"})
	if err != nil {
		t.Fatal(err)
	}
	again, err := Document(p, Words{Banner: "示例，非政府网站"})
	if err != nil || !bytes.Equal(data, again) {
		t.Errorf("the same report is other bytes (%v)", err)
	}
	parts := partsOf(t, data)
	text := parts["word/document.xml"]
	for _, want := range []string{
		`<w:gridSpan w:val="3"/><w:vMerge w:val="restart"/>`, // the corner of table 3
		`<w:tblHeader/>`, `<w:cantSplit/>`, `<w:pgSz w:w="11906" w:h="16838"/>`,
		`<w:rPr><w:b/></w:rPr><w:t xml:space="preserve">专人</w:t>`, `&lt;b&gt;&amp;`, `HYPERLINK &quot;https://www.example.org/?a=1&amp;b=2&quot;`,
		`1. </w:t></w:r><w:r><w:t xml:space="preserve">甲`, `• </w:t></w:r><w:r><w:t xml:space="preserve">丙`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the document has no %s", want)
		}
	}
	if strings.Contains(text, "待填") || !strings.Contains(parts["word/header.xml"], "示例，非政府网站") || !strings.Contains(parts["docProps/core.xml"], p.Title) {
		t.Error("want no 待填, the banner in the header, and the title among the properties")
	}
	columns := map[int]bool{}
	for _, g := range strings.Split(text, "<w:tblGrid>")[1:] {
		list, _, _ := strings.Cut(g, "</w:tblGrid>")
		columns[strings.Count(list, "<w:gridCol ")] = true
	}
	for _, want := range []int{2, 4, 10, 15} {
		if !columns[want] {
			t.Errorf("no table has %d columns: %v", want, columns)
		}
	}
}
