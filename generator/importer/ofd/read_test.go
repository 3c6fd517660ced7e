package ofd

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"maps"
	"strings"
	"testing"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/grid/gridtest"
)

// file packs pages, each the objects of a layer, with other parts by name.
func file(parts map[string]string, pages ...string) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		panic(err) // memory does not fail
	}
	files := map[string]string{
		"OFD.xml": `<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocInfo><ofd:Title>题</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/PublicRes.xml": `<ofd:Res xmlns:ofd="o" BaseLoc="Res"><ofd:DrawParams><ofd:DrawParam ID="7"><ofd:StrokeColor Value="255 255 255"/></ofd:DrawParam><ofd:DrawParam ID="8" Relative="7" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam></ofd:DrawParams>` +
			`<ofd:MultiMedias><ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>p.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias>` +
			`<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="6"><ofd:Content>` + shown(1, 5, "丙") + `</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`,
		"Doc_0/Res/p.png": b.String(),
		"Doc_0/T.xml":     `<ofd:Page xmlns:ofd="o"><ofd:Content><ofd:Layer>` + shown(10, 290, "模板") + `</ofd:Layer></ofd:Content></ofd:Page>`,
	}
	list := ""
	for i, p := range pages {
		list += fmt.Sprintf(`<ofd:Page ID="%d" BaseLoc="Pages/%d.xml"/>`, i, i)
		template := ""
		if rest, ok := strings.CutPrefix(p, "template"); ok {
			p, template = rest, `<ofd:Template TemplateID="1"/>`
		}
		files[fmt.Sprintf("Doc_0/Pages/%d.xml", i)] = `<ofd:Page xmlns:ofd="o">` + template + `<ofd:Content><ofd:Layer>` + p + `</ofd:Layer></ofd:Content></ofd:Page>`
	}
	files["Doc_0/Document.xml"] = `<ofd:Document xmlns:ofd="o"><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:TemplatePage ID="1" BaseLoc="T.xml"/></ofd:CommonData><ofd:Pages>` + list + `</ofd:Pages></ofd:Document>`
	maps.Copy(files, parts)
	return gridtest.Pack(files)
}

// shown shows a text of size 4 whose characters are 4 apart.
func shown(x, y float64, text string) string { return textAt(x, y, text, "", "g 99 4") }

func textAt(x, y float64, text, attributes, deltas string) string {
	if deltas != "" {
		deltas = ` DeltaX="` + deltas + `"`
	}
	return fmt.Sprintf(`<ofd:TextObject Boundary="%g %g 50 5" Size="4" %s><ofd:TextCode X="0" Y="4"%s>%s</ofd:TextCode></ofd:TextObject>`, x, y-4, attributes, deltas, text)
}

func stroke(attributes string, x1, y1, x2, y2 float64) string {
	return fmt.Sprintf(`<ofd:PathObject Boundary="0 0 210 297" %s><ofd:AbbreviatedData>M %g %g L %g %g</ofd:AbbreviatedData></ofd:PathObject>`, attributes, x1, y1, x2, y2)
}

// two is a table of two rows and two columns.
func two(attributes string) (out string) {
	for i := range 3 {
		out += stroke(attributes, 20, 50+10*float64(i), 80, 50+10*float64(i)) + stroke(attributes, 20+30*float64(i), 50, 20+30*float64(i), 70)
	}
	return out
}

func written(d *grid.Document) string {
	return gridtest.Text(d, func(p *grid.Paragraph) string { return fmt.Sprintf("%q %v", p.Text, len(p.Pictures())) })
}

func TestRead(t *testing.T) {
	filled := shown(22, 58, "甲") + textAt(52, 58, "12.5", "", "2 2 1") + shown(22, 68, "乙") + shown(52, 68, "7")
	want := "table 2×2\n 0,0 1×1 \"甲\"\n 0,1 1×1 \"12.5\"\n 1,0 1×1 \"乙\"\n 1,1 1×1 \"7\"\n"
	thin := ""
	for i := range 3 {
		y, x := 50+10*i, 20+30*i
		thin += fmt.Sprintf(`<ofd:PathObject Boundary="20 %d 60 0.3" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 60 0 L 60 0.3 L 0 0.3 C</ofd:AbbreviatedData></ofd:PathObject>`, y)
		thin += fmt.Sprintf(`<ofd:PathObject Boundary="%d 50 0.3 20" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 0.3 0 L 0.3 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>`, x)
	}
	cover := `<ofd:ImageObject Boundary="10 40 100 100" CTM="100 0 0 100 0 0" ResourceID="5"/>`
	for name, c := range map[string]struct {
		pages          []string
		want, pictured string
	}{
		"lines that are stroked":    {[]string{two("") + filled}, want, "[]"},
		"thin filled areas":         {[]string{thin + filled}, want, "[]"},
		"white lines":               {[]string{two("") + stroke(`DrawParam="7"`, 65, 50, 65, 70) + stroke(`DrawParam="8"`, 66, 50, 66, 70) + filled}, want, "[]"},
		"a block and a drawing":     {[]string{`<ofd:PageBlock>` + two("") + filled + `</ofd:PageBlock><ofd:CompositeObject ResourceID="6" Boundary="20 80 10 10"/>`}, want + "\"丙\" 0\n", "[]"},
		"a template":                {[]string{"template" + two("") + filled}, want + "\"模板\" 0\n", "[]"},
		"invisible objects":         {[]string{two("") + filled + strings.ReplaceAll(shown(60, 68, "9"), "Size", `Visible="false" Size`) + strings.ReplaceAll(shown(60, 68, "9"), "Size", `Alpha="0" Size`)}, want, "[]"},
		"characters without places": {[]string{two("") + strings.Replace(filled, ` DeltaX="2 2 1"`, "", 1)}, want, "[]"},
		"a transformation":          {[]string{two("") + strings.Replace(filled, textAt(52, 58, "12.5", "", "2 2 1"), `<ofd:TextObject Boundary="52 54 20 5" Size="2" CTM="2 0 0 2 0 0"><ofd:TextCode X="0" Y="2" DeltaX="1 1 0.5">12.5</ofd:TextCode></ofd:TextObject>`, 1)}, want, "[]"},
		"a small digit above":       {[]string{two("") + filled + `<ofd:TextObject Boundary="59 53 5 5" Size="2"><ofd:TextCode X="0" Y="4.25">1</ofd:TextCode></ofd:TextObject>`}, strings.Replace(want, "12.5", "12.5¹", 1), "[]"},
		"a label that is turned":    {[]string{two("") + strings.Replace(filled, shown(22, 58, "甲"), `<ofd:TextObject Boundary="22 52 5 5" Size="4" CTM="0 -1 1 0 0 5"><ofd:TextCode X="1" Y="4">甲</ofd:TextCode></ofd:TextObject>`, 1)}, want, "[]"},
		"a watermark aslant":        {[]string{two("") + filled + `<ofd:TextObject Boundary="22 52 50 50" Size="9" CTM="0.7 0.7 -0.7 0.7 0 0"><ofd:TextCode X="1" Y="4">99</ofd:TextCode></ofd:TextObject>`}, want, "[]"},
		"a character of nobody":     {[]string{two("") + strings.Replace(filled, "12.5", "1\ue001.5", 1)}, strings.Replace(want, "12.5", "1\ufffd.5", 1), "[]"},
		"text below a picture":      {[]string{shown(20, 200, "这一页下面的文字是识别出来的") + two("") + filled + cover}, "table 2×2\n 0,0 1×1 \"\"\n 0,1 1×1 \"\"\n 1,0 1×1 \"\"\n 1,1 1×1 \"\"\n\"这一页下面的文字是识别出来的\" 0\n\"\" 1\n", "[1]"},
		"text on a picture":         {[]string{cover + two("") + filled + shown(20, 200, strings.Repeat("字", 40))}, want + "\"" + strings.Repeat("字", 40) + "\" 0\n\"\" 1\n", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Read(file(nil, c.pages...))
			if err != nil {
				t.Fatal(err)
			}
			if got := written(d); got != c.want || fmt.Sprint(d.Pictured) != c.pictured || d.Title != "题" {
				t.Errorf("got %q, pages %v\n%s\nwant 题, %s\n%s", d.Title, d.Pictured, got, c.pictured, c.want)
			}
		})
	}
}

func TestFaults(t *testing.T) {
	deep := strings.Repeat("<ofd:PageBlock>", 300) + strings.Repeat("</ofd:PageBlock>", 300)
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"no archive":     {[]byte("PK\x03\x04"), ErrNotOFD},
		"no document":    {gridtest.Pack(map[string]string{"OFD.xml": "<OFD/>"}), ErrNotOFD},
		"no page":        {file(nil), ErrNotOFD},
		"a page missing": {file(map[string]string{"Doc_0/Document.xml": `<Document><Pages><Page BaseLoc="gone.xml"/></Pages></Document>`}), ErrNotOFD},
		"a picture":      {file(nil, `<ofd:ImageObject Boundary="0 0 200 200" ResourceID="5"/>`), ErrPicture},
		"deep blocks":    {file(nil, deep), grid.ErrDeep},
		"a doctype":      {file(map[string]string{"Doc_0/Document.xml": "<!DOCTYPE d><d/>"}), grid.ErrDoctype},
	} {
		if _, err := Read(c.data); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

// Whatever a page draws, it is read or refused.
func FuzzRead(f *testing.F) {
	f.Add(two("")+shown(22, 58, "甲")+textAt(52, 58, "12.5", `HScale="0.5"`, "2 g 2 1"), "M 0 0 L 1 1 Q 1 1 2 2 A 1 2 3 4 5 6 7 C")
	f.Add(`<ofd:CompositeObject ResourceID="6"/><ofd:ImageObject Boundary="1 2 3 4" ResourceID="5"/><ofd:PageBlock DrawParam="8">`+shown(1, 1, "1")+`</ofd:PageBlock>`, "B 1 2 3 4 5 6")
	f.Fuzz(func(t *testing.T, objects, path string) {
		d, err := Read(file(nil, "template"+objects, `<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>`+path+`</ofd:AbbreviatedData></ofd:PathObject>`))
		if err != nil {
			return
		}
		if err := gridtest.Inside(d); err != nil {
			t.Error(err)
		}
	})
}
