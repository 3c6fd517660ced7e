package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
)

// file writes a PDF of pages, each the content of one, with a font F (Helvetica) and a font C of
// codes of two bytes whose characters a CMap tells; X is a picture.
func file(pages ...string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	stream := func(s string) string {
		more := ""
		if rest, ok := strings.CutPrefix(s, "form"); ok {
			s, more = rest, "/Subtype/Form/BBox[0 0 50 10]/Resources<</Font<</F 3 0 R>>>>"
		}
		return fmt.Sprintf("<</Length %d%s>>stream\n%s\nendstream", len(s), more, s)
	}
	b.WriteString("%PDF-1.4\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 7+2*i)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages)))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar 32/Widths[" + strings.Repeat("500 ", 95) + "]>>")
	object("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2/DW 1000/W[9 [500] 10 12 250]>>]/ToUnicode 6 0 R>>")
	object("<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/GBK-EUC-H/DescendantFonts[<</Subtype/CIDFontType2>>]>>")
	object(stream("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n" +
		"2 beginbfchar <0001> <89C4> <0002> <7AE0> endbfchar\n2 beginbfrange <0003> <0004> <4E00> <0005> <0006> [<2F8F> <0031>] endbfrange\nendcmap"))
	for _, p := range pages {
		more := ""
		if rest, ok := strings.CutPrefix(p, "rotated"); ok {
			p, more = rest, "/Rotate 90"
		}
		if i := strings.Index(p, "annotated"); i >= 0 {
			p, more = p[:i], "/Annots["+p[i+len("annotated"):]+"]"
		}
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R/C 4 0 R/G 5 0 R>>/XObject<</X %d 0 R>>>>/Contents %d 0 R%s>>", 7+2*len(pages), len(at)+2, more))
		object(stream(p))
	}
	object("<</Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 2>>stream\n\x00\xff\nendstream")
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// at shows a text in a font of size 10.
func at(font string, x, y float64, text string) string {
	if strings.HasPrefix(text, "<") {
		return fmt.Sprintf("BT /%s 10 Tf %g %g Td %s Tj ET\n", font, x, y, text)
	}
	return fmt.Sprintf("BT /%s 10 Tf %g %g Td (%s) Tj ET\n", font, x, y, text)
}

func stroke(x1, y1, x2, y2 float64) string { return fmt.Sprintf("%g %g m %g %g l S\n", x1, y1, x2, y2) }

// dots draws a dotted line down.
func dots(x, from, to float64) string {
	s := ""
	for y := from; y < to; y += 3 {
		s += fmt.Sprintf("%g %g 1.5 1.5 re f\n", x-0.75, y)
	}
	return s
}

// ruled draws lines across and down through all of a box.
func ruled(ys, xs []float64) string {
	s := ""
	for _, y := range ys {
		s += stroke(xs[0], y, xs[len(xs)-1], y)
	}
	for _, x := range xs {
		s += stroke(x, ys[0], x, ys[len(ys)-1])
	}
	return s
}

func told(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%q", p.Text) })
}

func TestRead(t *testing.T) {
	two := ruled([]float64{500, 520, 540}, []float64{100, 200, 300})
	filled := at("F", 110, 525, "a") + at("F", 210, 525, "12.5") + at("F", 110, 505, "b") + at("F", 210, 505, "7")
	want := "table 2×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"12.5\"\n 1,0 1×1 \"b\"\n 1,1 1×1 \"7\"\n"
	rects := ""
	for _, y := range []float64{500, 520, 540} {
		rects += fmt.Sprintf("100 %g 200 0.5 re f\n", y)
	}
	for _, x := range []float64{100, 200, 300} {
		rects += fmt.Sprintf("%g 500 0.5 40 re f\n", x)
	}
	bordered := ""
	for _, y := range []float64{500, 520} {
		for _, x := range []float64{100, 200} {
			bordered += fmt.Sprintf("%g %g 100 20 re S\n", x, y)
		}
	}
	for name, c := range map[string]struct {
		pages []string
		want  string
	}{
		"lines that are stroked":    {[]string{two + filled}, want},
		"thin filled rectangles":    {[]string{rects + filled}, want},
		"borders drawn per cell":    {[]string{bordered + filled}, want},
		"flipped coordinates":       {[]string{"q 1 0 0 -1 0 800 cm\n" + ruled([]float64{260, 280, 300}, []float64{100, 200, 300}) + "Q\n" + filled}, want},
		"clips and backgrounds":     {[]string{"100 510 200 20 re W n\n1 g 90 490 220 60 re f 0 g\n0.9 g 100 500 100 20 re f 0 g\n" + two + filled}, want},
		"pieces of lines":           {[]string{strings.ReplaceAll(two, stroke(100, 520, 300, 520), stroke(100, 520, 180, 520)+stroke(181, 520, 300, 520)) + filled}, want},
		"a decimal point below":     {[]string{two + filled + at("F", 210, 545, "n")}, "\"n\"\n" + want},
		"a cell over two columns":   {[]string{stroke(100, 500, 300, 500) + stroke(100, 520, 300, 520) + stroke(100, 540, 300, 540) + stroke(100, 500, 100, 540) + stroke(300, 500, 300, 540) + stroke(200, 500, 200, 520) + filled}, "table 2×2\n 0,0 1×2 \"a 12.5\"\n 1,0 1×1 \"b\"\n 1,1 1×1 \"7\"\n"},
		"a cell over two rows":      {[]string{ruled([]float64{500, 540}, []float64{100, 200, 300}) + stroke(200, 520, 300, 520) + at("F", 110, 515, "a") + at("F", 210, 525, "1") + at("F", 210, 505, "2")}, "table 2×2\n 0,0 2×1 \"a\"\n 0,1 1×1 \"1\"\n 1,1 1×1 \"2\"\n"},
		"a dotted line":             {[]string{strings.ReplaceAll(two, stroke(200, 500, 200, 540), dots(200, 500, 540)) + filled}, want},
		"an edge that is not drawn": {[]string{stroke(100, 520, 300, 520) + stroke(100, 540, 300, 540) + stroke(100, 500, 100, 540) + stroke(200, 500, 200, 540) + stroke(300, 500, 300, 540) + filled}, want},
		"a table over two pages": {[]string{at("F", 100, 700, "x") + two + filled + at("F", 290, 30, "- 1 -"), ruled([]float64{700, 720}, []float64{100, 200, 300}) + at("F", 110, 705, "c") + at("F", 210, 705, "8") + at("F", 100, 600, "y")},
			"\"x\"\ntable 3×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"12.5\"\n 1,0 1×1 \"b\"\n 1,1 1×1 \"7\"\n 2,0 1×1 \"c\"\n 2,1 1×1 \"8\"\n\"y\"\n"},
		"a row torn by the page": {[]string{at("F", 100, 700, "x") + two + at("F", 110, 525, "a") + at("F", 210, 525, "1") + at("F", 110, 505, "be"), ruled([]float64{680, 700, 720}, []float64{100, 200, 300}) + at("F", 110, 705, "gins") + at("F", 210, 705, "8") + at("F", 110, 685, "c") + at("F", 210, 685, "9")},
			"\"x\"\ntable 3×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"1\"\n 1,0 1×1 \"be\\ngins\"\n 1,1 1×1 \"8\"\n 2,0 1×1 \"c\"\n 2,1 1×1 \"9\"\n"},
		"characters that a CMap tells": {[]string{at("C", 100, 700, "<00010002000300040006>")}, "\"规章一丁1\"\n"},
		"a radical":                    {[]string{at("C", 100, 700, "<0005>")}, "\"⾏\"\n"},
		"a character nobody tells":     {[]string{at("C", 100, 700, "<00010042>")}, "\"规\ufffd\"\n"},
		"a CMap known by its name":     {[]string{at("G", 100, 700, "<b9e6d5c2>")}, "\"规章\"\n"},
		"hidden text":                  {[]string{at("F", 100, 700, "a") + "BT 3 Tr /F 10 Tf 200 700 Td (b) Tj ET"}, "\"a\"\n"},
		"a small digit above the line": {[]string{two + filled + "BT /F 6 Tf 231 526.8 Td (1) Tj ET\n"}, strings.Replace(want, "12.5", "12.5¹", 1)},
		"a digit raised":               {[]string{two + strings.Replace(filled, "(12.5) Tj", "(12.5) Tj 3 Ts (1) Tj", 1)}, strings.Replace(want, "12.5", "12.5¹", 1)},
		"drawn twice to be bold":       {[]string{two + filled + at("F", 210.3, 525, "12.5") + at("F", 210.3, 505, "7")}, want},
		"figures one under the other":  {[]string{ruled([]float64{500, 540}, []float64{100, 200, 300}) + at("F", 110, 530, "a") + at("F", 210, 530, "1") + at("F", 210, 518, "2") + at("F", 210, 506, "3")}, "table 1×2\n 0,0 1×1 \"a\"\n 0,1 1×1 \"1\\n2\\n3\"\n"},
		"a label one under the other":  {[]string{ruled([]float64{500, 540}, []float64{100, 200, 300}) + at("C", 110, 530, "<0001>") + at("C", 110, 518, "<0002>") + at("C", 110, 506, "<0003>") + at("F", 210, 506, "3")}, "table 1×2\n 0,0 1×1 \"规章一\"\n 0,1 1×1 \"3\"\n"},
		"a page that is turned":        {[]string{"rotated" + "q 0 1 -1 0 800 0 cm\n" + two + filled + "Q\n"}, want},
		"a label that is turned":       {[]string{two + at("F", 110, 505, "b") + at("F", 210, 505, "7") + at("F", 210, 525, "12.5") + "BT /F 10 Tf 0 1 -1 0 150 522 Tm (a) Tj ET\n"}, want},
		"a watermark aslant":           {[]string{two + filled + "BT /F 40 Tf 0.7 0.7 -0.7 0.7 120 500 Tm (99) Tj ET\n"}, want},
		"an array of pieces":           {[]string{"BT /F 10 Tf 100 700 Td [(1) -20 (2) 10 (x)] TJ ET"}, "\"12x\"\n"},
		"paragraphs": {[]string{at("F", 120, 700, strings.Repeat("a", 40)) + at("F", 100, 685, strings.Repeat("b", 44)) + at("F", 100, 670, "c") + at("F", 120, 655, "d")},
			"\"" + strings.Repeat("a", 40) + strings.Repeat("b", 44) + "c\"\n\"d\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(file(c.pages...))
			if err != nil {
				t.Fatal(err)
			}
			if got := told(d); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// A field of a form that was filled in is shown by its appearance; one that has none cannot be read.
func TestFields(t *testing.T) {
	two := ruled([]float64{500, 520}, []float64{100, 200, 300})
	d, err := Read(file(two+"annotated<</Subtype/Widget/Rect[100 500 200 520]/V(5)/AP<</N 10 0 R>>>><</Subtype/Widget/Rect[200 500 300 520]/V(6)>><</Subtype/Widget/Rect[200 500 300 520]/V(7)/F 2>>",
		"form"+at("F", 5, 2, "5")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := told(d), "table 1×2\n 0,0 1×1 \"5\"\n 0,1 1×1 \"\ufffd\"\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Text that a picture covers is not seen, nor is what programs put below a scan; a page that is a picture is said.
func TestPictures(t *testing.T) {
	const picture = "q 400 0 0 500 50 200 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x\nEI Q\n"
	text := at("F", 100, 700, strings.Repeat("a", 50))
	for name, c := range map[string]struct {
		pages    []string
		want     string
		pictured string
	}{
		"a page that is a picture":           {[]string{text, picture + at("F", 290, 30, "2")}, "\"" + strings.Repeat("a", 50) + "\"\n\"\"\n", "[2]"},
		"text that is not shown on a scan":   {[]string{text + picture + "BT 3 Tr /F 10 Tf 100 400 Td (12) Tj ET"}, "\"" + strings.Repeat("a", 50) + "\"\n\"\"\n", "[1]"},
		"text below a picture":               {[]string{text + at("F", 100, 400, "12") + "q 400 0 0 500 50 200 cm /X Do Q\n"}, "\"" + strings.Repeat("a", 50) + "\"\n\"\"\n", "[1]"},
		"text on a picture, as a background": {[]string{"q 400 0 0 500 50 200 cm /X Do Q\n" + text + at("F", 100, 400, "bc")}, "\"" + strings.Repeat("a", 50) + "\"\n\"bc\"\n\"\"\n", "[]"},
	} {
		d, err := Read(file(c.pages...))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := told(d); got != c.want || fmt.Sprint(d.Pictured) != c.pictured {
			t.Errorf("%s: got %s and the pages %v, want %s and %s", name, got, d.Pictured, c.want, c.pictured)
		}
	}
	d, err := Read(file(text + "q 100 0 0 100 50 200 cm /X Do Q\n"))
	if err != nil {
		t.Fatal(err)
	}
	if p := d.Blocks[1].Paragraph.Pictures()[0].Picture; !bytes.HasPrefix(p.Data, []byte("\x89PNG")) || p.Page != 1 {
		t.Errorf("the picture is %+v, want a PNG on page 1", p)
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no PDF":           {[]byte("%PDF-1.4 nothing"), ErrNotPDF},
		"an empty page":    {file(""), ErrNotPDF},
		"only a picture":   {file("BI /W 1 /H 1 /BPC 8 /CS /G ID x EI"), ErrPicture},
		"an operator lost": {file("BT /F 10 Tf (a) Tj"), nil},
	} {
		if _, err := Read(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// Whatever a page draws, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add([]byte(ruled([]float64{100, 120, 140}, []float64{50, 100, 200})+at("F", 60, 105, "12")+at("C", 110, 125, "<00010002>")), []byte(at("G", 60, 105, "<b9abbfaa>")))
	f.Add([]byte("q 1 0 0 -1 0 800 cm 0 0 10 10 re f Q BT /F 10 Tf 2 Tr 90 Tz [(1) -200 (2)] TJ T* (3) ' ET"), []byte("/X Do BI /W 1 ID x EI"))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		d, err := Read(file(string(first), string(second)))
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
