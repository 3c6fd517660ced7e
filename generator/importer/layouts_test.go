package importer

import (
	"encoding/binary"
	"flag"
	"fmt"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid/gridtest"
)

var rounds = flag.Int("rounds", 1, "how often each layout is tried with other figures")

// A layout changes how a file is made, and nothing that a reader of the printed document sees.
type layout struct {
	name   string
	change func(string) string
}

func replace(from, to string) func(string) string {
	return func(s string) string { return strings.ReplaceAll(s, from, to) }
}

func around(element, before, after string) func(string) string {
	return func(s string) string {
		s = regexp.MustCompile(`<w:`+element+`>`).ReplaceAllString(s, before+`<w:`+element+`>`)
		return strings.ReplaceAll(s, `</w:`+element+`>`, `</w:`+element+`>`+after)
	}
}

func wider(s string) string { // digits between tags only
	return regexp.MustCompile(`>[0-9]+<`).ReplaceAllStringFunc(s, func(t string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return r
		}, t)
	})
}

const sdt, sdtEnd = `<w:sdt><w:sdtPr/><w:sdtContent>`, `</w:sdtContent></w:sdt>`
const run = `<w:r><w:t>`
const box, boxEnd = `<w:p><w:r><mc:AlternateContent xmlns:mc="m"><mc:Choice><w:drawing><wps:txbx xmlns:wps="p"><w:txbxContent>`, `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>9</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`

var spanned = regexp.MustCompile(`<w:tc><w:tcPr><w:gridSpan w:val="([0-9]+)"/>`)

// split writes a cell over several columns as cells that are merged, as Word once did.
func split(s string) string {
	return regexp.MustCompile(`<w:tc><w:tcPr><w:gridSpan w:val="([0-9]+)"/>(<w:vMerge[^>]*/>)?</w:tcPr>(.*?)</w:tc>`).ReplaceAllStringFunc(s, func(c string) string {
		m := regexp.MustCompile(`^<w:tc><w:tcPr><w:gridSpan w:val="([0-9]+)"/>(<w:vMerge[^>]*/>)?</w:tcPr>(.*?)</w:tc>$`).FindStringSubmatch(c)
		n := 0
		fmt.Sscan(m[1], &n)
		if n == 1 || m[2] != "" {
			return c
		}
		return `<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>` + m[3] + `</w:tc>` + strings.Repeat(`<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>`, n-1)
	})
}

// minus puts something in place of the minus before a figure.
func minus(run string) func(string) string {
	return func(s string) string {
		return regexp.MustCompile(`<w:t>-([0-9]*)</w:t>`).ReplaceAllString(s, run+`<w:t>$1</w:t>`)
	}
}

var wordLayouts = []layout{
	{"the strict namespace", replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")},
	{"another prefix", func(s string) string {
		return strings.NewReplacer("<w:", "<x1:", "</w:", "</x1:", " w:", " x1:", "xmlns:w=", "xmlns:x1=").Replace(s)
	}},
	{"inserted text", around("r", "<w:ins>", "</w:ins>")},
	{"deleted text", around("r", "", `<w:del><w:r><w:delText>9</w:delText></w:r></w:del>`)},
	{"text moved away", around("r", "", `<w:moveFrom><w:r><w:t>9</w:t></w:r></w:moveFrom>`)},
	{"text moved here", around("r", "<w:moveTo>", "</w:moveTo>")},
	{"hidden text", around("r", "", `<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r>`)},
	{"a content control around tables", around("tbl", sdt, sdtEnd)},
	{"around rows", around("tr", sdt, sdtEnd)},
	{"around cells", around("tc", sdt, sdtEnd)},
	{"around paragraphs", around("p", sdt, sdtEnd)},
	{"around runs", around("r", sdt, sdtEnd)},
	{"two around rows", around("tr", sdt+sdt, sdtEnd+sdtEnd)},
	{"custom elements around rows", around("tr", `<w:customXml>`, `</w:customXml>`)},
	{"custom elements around cells", around("tc", `<w:customXml>`, `</w:customXml>`)},
	{"bookmarks between rows", around("tr", `<w:bookmarkStart w:id="1" w:name="a"/>`, `<w:bookmarkEnd w:id="1"/>`)},
	{"a deleted row", around("tr", "", `<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:delText>9</w:delText></w:r></w:p></w:tc></w:tr>`)},
	{"a row whose text is deleted", around("tr", "", `<w:tr><w:tc><w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del></w:p></w:tc></w:tr>`)},
	{"tables in a table", around("tbl", `<w:tbl><w:tr><w:tc>`, `<w:p/></w:tc></w:tr></w:tbl>`)},
	{"text boxes", around("tbl", box, boxEnd)},
	{"text boxes of VML", around("tbl", `<w:p><w:r><w:pict><v:shape xmlns:v="v"><v:textbox><w:txbxContent>`, `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`)},
	{"cells merged in the old way", split},
	{"a grid", replace("<w:tbl>", `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="100"/></w:tblGrid>`)},
	{"a wrong grid and widths", func(s string) string {
		return spanned.ReplaceAllString(strings.ReplaceAll(s, "<w:tbl>", `<w:tbl><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>`), `<w:tc><w:tcPr><w:tcW w:w="77"/><w:gridSpan w:val="$1"/>`)
	}},
	{"a row moved in", replace("<w:tr>", `<w:tr><w:trPr><w:gridBefore w:val="0"/><w:gridAfter w:val="1"/></w:trPr>`)},
	{"a minus of a hyphen", minus(`<w:noBreakHyphen/>`)},
	{"of a symbol", minus(`<w:sym w:font="Symbol" w:char="F02D"/>`)},
	{"of mathematics", minus("<w:t>\u2212</w:t>")},
	{"full width", minus("<w:t>\uff0d</w:t>")},
	{"small", minus("<w:t>\ufe63</w:t>")},
	{"soft hyphens", replace(run, run+"\u00ad")},
	{"characters without width", replace(run, run+"\u200b")},
	{"digits full width", wider},
	{"fields", around("r", `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>=9</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, `<w:r><w:fldChar w:fldCharType="end"/></w:r>`)},
	{"simple fields", around("r", `<w:fldSimple w:instr="=9">`, `</w:fldSimple>`)},
	{"runs of a character", func(s string) string {
		return regexp.MustCompile(`<w:r><w:t>[^<]*</w:t></w:r>`).ReplaceAllStringFunc(s, func(r string) string {
			text, out := html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(r, run), `</w:t></w:r>`)), ""
			for _, c := range text {
				out += run + escaped(string(c)) + `</w:t></w:r>`
			}
			return out
		})
	}},
	{"smart tags", around("r", `<w:smartTag>`, `</w:smartTag>`)},
	{"proofing and bookmarks", around("r", `<w:proofErr w:type="a"/><w:bookmarkStart w:id="2"/>`, `<w:bookmarkEnd w:id="2"/>`)},
	{"links", around("r", `<w:hyperlink>`, `</w:hyperlink>`)},
	{"footnotes and comments", around("r", `<w:commentRangeStart w:id="0"/>`, `<w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeEnd w:id="0"/>`)},
	{"formats", replace("<w:r>", `<w:r><w:rPr><w:b/><w:rFonts w:eastAsia="宋体"/></w:rPr>`)},
	{"empty paragraphs", replace("</w:tc>", "<w:p/><w:p/></w:tc>")},
	{"blanks", replace(`</w:t></w:r></w:p>`, ` </w:t></w:r></w:p>`)},
	{"breaks of pages", around("tbl", `<w:p><w:r><w:br w:type="page"/></w:r></w:p>`, "")},
}

var pageLayouts = []layout{
	{"capitals", func(s string) string {
		return regexp.MustCompile(`</?[a-z]+`).ReplaceAllStringFunc(s, strings.ToUpper)
	}},
	{"no end tags", func(s string) string { return strings.NewReplacer("</td>", "", "</tr>", "", "</p>", "").Replace(s) }},
	{"header cells", func(s string) string { return strings.NewReplacer("<td", "<th", "</td>", "</th>").Replace(s) }},
	{"a body", replace("<table>", "<table><tbody>")},
	{"spans beyond the table", func(s string) string { return strings.ReplaceAll(s, `colspan="7"`, `colspan="7" width="9"`) }},
	{"debris of Word", replace("<p>", `<p class="MsoNormal"><o:p></o:p><span style="mso-spacerun:yes"> </span>`)},
	{"hidden text", replace("</p></td>", `<span style="display:none">9</span></p></td>`)},
	{"hidden by an attribute", replace("</p></td>", `<i hidden>9</i></p></td>`)},
	{"comments", replace("<p>", "<p><!-- 9 -->")},
	{"fonts", func(s string) string {
		return strings.NewReplacer("<p>", `<p><font size="2"><b>`, "</p>", "</b></font></p>").Replace(s)
	}},
	{"blanks that do not break", replace("<p>", "<p>&nbsp;")},
	{"wide blanks", replace("</p>", "\u3000</p>")},
	{"no paragraphs in cells", func(s string) string {
		return strings.NewReplacer(`"><p>`, `">`, "</p></td>", "</td>").Replace(s)
	}},
	{"divisions in cells", func(s string) string {
		return strings.NewReplacer(`"><p>`, `"><div><div>`, "</p></td>", "</div></div></td>").Replace(s)
	}},
	{"breaks after", replace("</p></td>", "<br></p></td>")},
	{"a table that arranges", func(s string) string {
		return strings.NewReplacer("<table><tr><td row", "<table><tr><td><table><tr><td row", "</table><p>", "</table></table><p>").Replace(s)
	}},
	{"scripts and styles", replace("<tr>", "<tr><script>9</script>")},
	{"characters by number", func(s string) string { return strings.ReplaceAll(s, "自然人", "&#33258;&#x7136;人") }},
	{"digits full width", wider},
	{"sections", func(s string) string {
		return strings.NewReplacer("<table>", "<section><article><table>", "</table>", "</table></article></section>").Replace(s)
	}},
	{"lines between tags", replace("><", ">\n\t<")},
	{"GB18030", func(s string) string {
		out, _ := simplifiedchinese.GB18030.NewEncoder().String(strings.Replace(s, "charset=utf-8", "charset=gb2312", 1))
		return out
	}},
	{"UTF-16", func(s string) string {
		b := []byte{0xff, 0xfe}
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.LittleEndian.AppendUint16(b, u)
		}
		return string(b)
	}},
}

// inLines writes a row on one line, its cells apart by blanks; those that reach into it from above are not there.
func inLines(gap string) func(string) string {
	return func(s string) string {
		var out []string
		for line := range strings.SplitSeq(s, "\n") {
			cell, ok := strings.CutPrefix(line, "\t")
			switch n := len(out); {
			case !ok || n == 0 || !strings.HasPrefix(out[n-1], "\t"):
				out = append(out, line)
			case cell != "" && out[n-1] != "\t":
				out[n-1] += gap + cell
			default:
				out[n-1] += cell
			}
		}
		return strings.ReplaceAll(strings.Join(out, "\n"), "\t", "")
	}
}

var textLayouts = []layout{
	{"ends of Windows", replace("\n", "\r\n")},
	{"ends of old", replace("\n", "\r")},
	{"a mark of order", func(s string) string { return "\ufeff" + s }},
	{"blanks after", replace("\n", " \n")},
	{"blanks before cells", replace("\t", "\t \u3000")},
	{"two lines between rows", replace("\n\n", "\n\n\n")},
	{"blanks that do not break", replace("\t", "\t\u00a0")},
	{"characters without width", replace("\t", "\t\u200b")},
	{"cells without a mark", func(s string) string {
		return strings.NewReplacer("\t\n", "", "\t", "").Replace(regexp.MustCompile(`(\t.+\n)\n(\t)`).ReplaceAllString(s, "$1$2"))
	}},
	{"columns by blanks", inLines("   ")},
	{"columns by wide blanks", inLines("\u3000\u3000")},
	{"columns by one wide blank", inLines(" \u3000 ")},
	{"GB18030", func(s string) string {
		out, _ := simplifiedchinese.GB18030.NewEncoder().String(s)
		return out
	}},
	{"UTF-16", func(s string) string {
		b := []byte{0xfe, 0xff}
		for _, u := range utf16.Encode([]rune(s)) {
			b = binary.BigEndian.AppendUint16(b, u)
		}
		return string(b)
	}},
}

var sheetLayouts = []layout{
	{"rich text", func(s string) string {
		return regexp.MustCompile(`<is><t>([^<]*)</t></is>`).ReplaceAllString(s, `<is><r><rPr/><t>$1</t></r><r><t></t></r></is>`)
	}},
	{"sounds of text", replace("</is>", `<rPh sb="0"><t>9</t></rPh></is>`)},
	{"texts of formulas", func(s string) string {
		return regexp.MustCompile(`t="inlineStr"><is><t>([^<]*)</t></is>`).ReplaceAllString(s, `t="str"><f>A1</f><v>$1</v>`)
	}},
	{"results of formulas", replace("<v>", "<f>1+1</f><v>")},
	{"a hidden row", replace("</sheetData>", `<row r="9999" hidden="1"><c r="A9999"><v>9</v></c></row></sheetData>`)},
	{"a hidden column", replace("<sheetData>", `<cols><col min="60" max="61" hidden="1"/></cols><sheetData>`)},
	{"a prefix", func(s string) string {
		return regexp.MustCompile(`<(/?)([a-zA-Z]+)`).ReplaceAllString(s, `<${1}x:$2`)
	}},
	{"views and widths", replace("<sheetData>", `<sheetViews><sheetView/></sheetViews><cols><col min="1" max="9" width="9"/></cols><sheetData>`)},
	{"empty rows after", replace("</sheetData>", `<row r="5000"/></sheetData>`)},
}

// repack changes the parts of a file whose names contain a text.
func repack(t *testing.T, data []byte, name string, change func(string) string) []byte {
	t.Helper()
	parts := gridtest.Parts(data)
	for n, text := range parts {
		if strings.Contains(n, name) {
			parts[n] = change(text)
		}
	}
	return gridtest.Pack(parts)
}

// ownForm is one that a site has itself: a row and a column more than the national one, and a label of its own.
const ownForm = `id: own
extends: cn-2021
title: 本地格式
tables:
  - id: applications
    rows:
      - id: results
        rows:
          - id: other
            rows:
              - {id: withdrawn, before: other, key: 撤回, label: 3.申请人撤回申请}
              - {id: other, label: 4.别的情形}
  - id: review
    columns:
      - {id: mediated, before: pending, key: 调解, label: 调解结案}
`

// However a file is made, every figure that a reader sees in it comes back, and no other.
func TestLayouts(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if faults := forms.AddDir(fstest.MapFS{"forms/own.yaml": {Data: []byte(ownForm)}}); len(faults) > 0 {
		t.Fatalf("the form of the site's own: %v", faults[0].Message)
	}
	own := []*form.Form{forms.ByID("cn-2021"), forms.ByID("cn-2019"), forms.ByID("own"), forms.ByID("cn-2021-one-other")}
	kinds := []struct {
		name    string
		least   int
		layouts []layout
		write   func(*testing.T, *form.Form, map[*form.Cell]string) []byte
		part    string // that is changed; "" for the whole file
	}{{"docx", 40, wordLayouts, asWord, "main.xml"}, {"html", 20, pageLayouts, asHTML, ""}, {"text", 10, textLayouts, asText, ""}, {"xlsx", 8, sheetLayouts, asExcel, "sheet1"}}
	n := 0
	for _, k := range kinds {
		if len(k.layouts) < k.least {
			t.Errorf("%s has %d layouts, want %d at least", k.name, len(k.layouts), k.least)
		}
		for i, l := range k.layouts {
			t.Run(k.name+"/"+l.name, func(t *testing.T) {
				for round := range *rounds {
					n++
					f := own[(i+round)%len(own)]
					rnd := rand.New(rand.NewPCG(uint64(i), uint64(round)))
					values, changes := randomValues(rnd, f), []layout{l}
					if round > 0 && k.part == "main.xml" { // mixed with another
						changes = append(changes, k.layouts[rnd.IntN(len(k.layouts))])
					}
					data := k.write(t, f, values)
					for _, c := range changes[:1] {
						if k.part == "" {
							data = []byte(c.change(string(data)))
						} else {
							data = repack(t, data, k.part, c.change)
						}
					}
					if len(changes) > 1 && !strings.Contains(l.name, "prefix") && !strings.Contains(changes[1].name, "prefix") && changes[1].name != l.name {
						data = repack(t, data, k.part, changes[1].change)
					}
					r, err := Read("x", data, Options{Forms: forms, Agency: "a", Form: f.ID})
					if err != nil {
						t.Fatalf("round %d of %v: %v", round, changes, err)
					}
					wrong, lacking := 0, 0
					for c, want := range values {
						switch got := r.Cells.Readings[c].Text; got {
						case want:
						case "":
							lacking++
						default:
							if wrong++; wrong < 4 {
								t.Errorf("round %d, %s: %s is %q, want %q", round, f.ID, c.Path, got, want)
							}
						}
					}
					if lacking > 0 || wrong > 0 {
						t.Errorf("round %d, %s, with %s: %d of %d figures are wrong and %d lacking, want none; unread %d, absent %d", round, f.ID, changes[len(changes)-1].name, wrong, len(values), lacking, len(r.Cells.Unread), len(r.Cells.Absent))
					}
				}
			})
		}
	}
	t.Logf("%d round trips", n)
}
