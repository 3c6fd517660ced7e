package filetext

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"
)

// archive packs files into one.
func archive(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, _ := z.Create(files[i]) // memory does not fail
		fmt.Fprint(w, files[i+1])
	}
	z.Close()
	return b.Bytes()
}

func packed(text string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	fmt.Fprint(w, text)
	w.Close()
	return b.String()
}

// portable is a PDF of objects, each given without its number.
func portable(objects ...string) []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	return []byte(b.String() + "trailer <</Info 1 0 R>>\n")
}

func stream(dict, text string) string { return "<<" + dict + ">>\nstream\n" + text + "\nendstream" }

func flate(text string) string { return stream("/Filter /FlateDecode", packed(text)) }

const toCharacters = `1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar <0003> <7535> <0004> <8BDD> endbfchar
2 beginbfrange <0010> <0019> <0030> <0020> <0021> [<4E2A> <0058>] endbfrange`

var samples = map[string]struct {
	name string
	data []byte
	want []string // pieces that are there
	not  []string
}{
	"a text in runs": {"a.docx", archive("[Content_Types].xml", "<Types/>", "word/document.xml",
		`<w:document xmlns:w="w"><w:p><w:r><w:t>110105</w:t></w:r><w:r><w:t>19491231002X</w:t></w:r></w:p><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:document>`,
		"word/styles.xml", "<w:x>样式</w:x>", "docProps/core.xml", `<cp:p xmlns:dc="dc"><dc:creator>张某13812345678</dc:creator><cp:lastModifiedBy>李某</cp:lastModifiedBy></cp:p>`,
		"word/comments.xml", "<w:p>批注</w:p>", "word/footnotes.xml", "<w:p>脚注&#x4E00;</w:p>"),
		[]string{"11010519491231002X\n乙", "张某13812345678\n李某", "批注", "脚注一"}, []string{"样式"}},
	"a workbook": {"A.XLSX", archive("xl/sharedStrings.xml", `<sst><si><t>手机号码</t></si><si><r><t>金</t></r><r><t>额</t></r></si><si><t>11010519491231002X</t></si></sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet><row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row><c r="A2"><v>13812345678</v></c><c r="B2"><f>13700000000</f><v>13900000000</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="inlineStr"><is><t>文字</t></is></c></row></worksheet>`),
		[]string{"手机号码", "金额", "电话 13812345678\n", "11010519491231002X", "文字"}, []string{"13900000000", "13700000000"}},
	"slides":       {"a.pptx", archive("ppt/slides/slide1.xml", "<a:p><a:t>138</a:t><a:t>12345678</a:t></a:p>"), []string{"13812345678\n"}, nil},
	"opendocument": {"a.odt", archive("content.xml", "<text:p>甲</text:p><text:p>乙</text:p>", "meta.xml", "<dc:creator>作者</dc:creator>"), []string{"甲\n乙", "作者"}, nil},
	"a table":      {"a.csv", []byte("\ufeff姓名,联系电话,金额\r\n张某,13812345678,13900000000\r\n"), []string{"张某", "电话 13812345678"}, []string{"13900000000"}},
	"tabs":         {"a.tsv", []byte("手机\t金额\n13812345678\t13900000000\n"), []string{"电话 13812345678"}, []string{"13900000000"}},
	"a page":       {"a.html", []byte(`<meta name="author" content="张某"><script>13900000000</script><p>1<b>3</b>8&#49;2345678</p><p>乙</p>`), []string{"张某", "13812345678\n\n乙"}, []string{"139"}},
	"a text":       {"a.txt", []byte("13812345678"), []string{"13812345678"}, nil},
	"descriptions": {"a.pdf", portable(`<</Author (Zhang \(13812345678\)) /Title <FEFF5F20> /Subject (\376\377\116\000) /Creator (` + "\xff\xfe\x87\x65" + `)>>`),
		[]string{"Zhang (13812345678)", "张", "一", "文"}, nil},
	"plain letters": {"a.pdf", portable("<<>>", stream("", "BT /F1 12 Tf 72 700 Td (Tel 138) Tj (12345678) Tj 0 -14 Td [(110105) -20 (19491231002X) -900 (9)] TJ ET")),
		[]string{"Tel 13812345678\n11010519491231002X 9"}, nil},
	"a font with a table": {"a.pdf", portable("<</Font <</F1 2 0 R>>>>", "<</Type /Font /ToUnicode 3 0 R>>", flate(toCharacters),
		flate("BT /F1 12 Tf 1 0 0 1 72 700 Tm <00030004> Tj 1 0 0 1 96 700 Tm <0011> Tj 1 0 0 1 102 700 Tm <0013> Tj 6 0 Td <00180011> Tj 60 0 Td <0012> Tj 0 -14 Td <00200021> Tj ET")),
		[]string{"电话 1381 2\n个X"}, nil},
	"objects in a stream": {"a.pdf", portable(stream("/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode", packed("7 0 8 17 <</Font 8 0 R>>  <</F9 9 0 R>>  ")),
		"<<>>", flate(toCharacters), "<<>>", "<<>>", "<<>>", "<<>>", "<<>>", "<</Type /Font /ToUnicode 3 0 R>>", flate("BT /F9 1 Tf <0019> Tj ET")), []string{"9"}, nil},
	"metadata":          {"a.pdf", portable(stream("", "<x:xmpmeta><dc:creator><rdf:Seq><rdf:li>张某13812345678</rdf:li></rdf:Seq></dc:creator></x:xmpmeta>")), []string{"张某13812345678"}, nil},
	"an encrypted one":  {"a.pdf", append(portable("<</Author (x)>>"), "/Encrypt 5 0 R"...), nil, []string{"x"}},
	"a false name":      {"a.docx", []byte("13812345678"), nil, []string{"138"}},
	"a false PDF":       {"a.pdf", []byte("13812345678"), nil, []string{"138"}},
	"a binary document": {"a.doc", []byte("13812345678"), nil, []string{"138"}},
}

func TestText(t *testing.T) {
	for name, s := range samples {
		if got, want := Readable(s.name), !strings.HasSuffix(s.name, ".doc"); got != want {
			t.Errorf("%s: readable %v, want %v", s.name, got, want)
		}
		got := strings.Join(Text(s.name, s.data), "\n")
		for _, w := range s.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: got %q, want %q in it", name, got, w)
			}
		}
		for _, w := range s.not {
			if strings.Contains(got, w) {
				t.Errorf("%s: got %q, want no %q in it", name, got, w)
			}
		}
	}
}

// A published report in PDF is read as people read it.
func TestPublishedReport(t *testing.T) {
	data, err := os.ReadFile("../../../../../shared/reports/hongze-2023.pdf")
	if err != nil {
		t.Skip("the published report is not here (../shared)")
	}
	got := strings.Join(Text("a.pdf", data), "\n")
	for _, want := range []string{"政府信息公开工作年度报告", "0517-87222589", "hzzwgk@126.com", "223100"} {
		if !strings.Contains(got, want) {
			t.Errorf("the text of %d bytes lacks %q", len(got), want)
		}
	}
}

// What is not a document, or half of one, is read as far as it goes.
func FuzzText(f *testing.F) {
	for _, s := range samples {
		f.Add(s.name, s.data)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		data = data[:min(len(data), 1<<16)]
		if got := Text(name, data); got != nil && !Readable(name) {
			t.Errorf("%q has the text %q, but cannot be read", name, got)
		}
	})
}
