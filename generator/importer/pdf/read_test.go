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
// codes of two bytes whose characters a CMap tells.
func file(pages ...string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	stream := func(s string) string { return fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(s), s) }
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
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R/C 4 0 R/G 5 0 R>>>>/Contents %d 0 R>>", len(at)+2))
		object(stream(p))
	}
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
