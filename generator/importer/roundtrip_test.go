package importer

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid/gridtest"
)

// A printed is a file in which the tables of a form are printed, with their values.
type printed struct {
	name  string
	write func(t *testing.T, f *form.Form, values map[*form.Cell]string) []byte
}

var prints = []printed{{"html", asHTML}, {"docx", asWord}, {"text", asText}, {"xlsx", asExcel}, {"ofd", asOFD}}

// Every cell of every form comes back as it was printed, whatever kind of file it was printed in.
func TestRoundTrip(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	tried := 0
	for _, f := range forms.All() {
		if f.Family != form.Reports || f.ListTable() != nil {
			continue
		}
		for _, p := range prints {
			t.Run(f.ID+"/"+p.name, func(t *testing.T) {
				values := randomValues(rnd, f)
				r, err := Read("x", p.write(t, f, values), Options{Forms: forms, Agency: "a", Form: f.ID})
				if err != nil {
					t.Fatal(err)
				}
				if !r.Complete() || r.Year != f.Years.From || r.Name != "甲局" {
					t.Errorf("got year %d, agency %q, unread %v, left over %v, want %d, 甲局, and nothing", r.Year, r.Name, r.Cells.Unread, r.Cells.LeftOver, f.Years.From)
				}
				for c, want := range values {
					if got := r.Cells.Readings[c].Text; got != want {
						t.Errorf("%s (%s) is %q, want %q", c.Path, c.Label, got, want)
					}
				}
				if !strings.Contains(r.Body, "## "+f.Sections[0].Heading+"\n\n这一年的情况。\n") {
					t.Errorf("the body lacks the text of its first part:\n%s", r.Body)
				}
			})
			tried++
		}
	}
	if tried < 15 {
		t.Errorf("tried %d files, want 15 at least", tried)
	}
}

// Without being told the form, the right one is found.
func TestFormIsFound(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, id := range []string{"cn-2019", "cn-2021"} {
		f := forms.ByID(id)
		r, err := Read("x", asHTML(t, f, randomValues(rnd, f)), Options{Forms: forms})
		if err != nil {
			t.Fatal(err)
		}
		if r.Form != f {
			t.Errorf("a file in the form %s is read as %s", id, r.Form.ID)
		}
	}
}

// randomValues gives each cell that a table prints a figure of its kind.
func randomValues(rnd *rand.Rand, f *form.Form) map[*form.Cell]string {
	out := map[*form.Cell]string{}
	for i, t := range f.Tables {
		g := t.Layout(i + 1)
		for _, body := range g.Bodies {
			for _, row := range body {
				for _, c := range row {
					if c.Cell == nil {
						continue
					}
					n := rnd.IntN(2000)
					switch c.Cell.Kind {
					case form.Money:
						out[c.Cell] = fmt.Sprintf("%d.%02d", n, rnd.IntN(100))
					case form.Signed:
						out[c.Cell] = fmt.Sprintf("%+d", n-1000)
						if n == 1000 {
							out[c.Cell] = "0"
						}
					case form.Text:
						out[c.Cell] = "万元"
					default:
						out[c.Cell] = fmt.Sprint(n)
					}
				}
			}
		}
	}
	return out
}

// print walks a report as it is printed: its title, its parts, and the rows of its tables.
func print(f *form.Form, text func(string), table func(rows [][]*form.GridCell)) {
	text(fmt.Sprintf("甲局%d年政府信息公开工作年度报告", f.Years.From))
	for _, s := range f.Sections {
		text(s.Heading)
		if s.Table == nil {
			text("这一年的情况。")
			continue
		}
		for i, t := range f.Tables {
			if t == s.Table {
				g := t.Layout(i + 1)
				rows := append([][]*form.GridCell{}, g.Head...)
				for _, b := range g.Bodies {
					rows = append(rows, b...)
				}
				table(rows)
			}
		}
	}
}

func textOf(c *form.GridCell, values map[*form.Cell]string) string {
	if c.Cell != nil {
		return values[c.Cell]
	}
	return c.Text
}

func asHTML(_ *testing.T, f *form.Form, values map[*form.Cell]string) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html><html><head><meta charset=utf-8></head><body><div class=nav><table><tr><td>首页<td>机构<td>2023</table></div>")
	print(f, func(s string) { b.WriteString("<p><span>" + html.EscapeString(s) + "</span></p>") }, func(rows [][]*form.GridCell) {
		b.WriteString("<table>")
		for _, row := range rows {
			b.WriteString("<tr>")
			for _, c := range row {
				fmt.Fprintf(&b, `<td rowspan="%d" colspan="%d"><p>%s</p></td>`, c.Rowspan, c.Colspan, html.EscapeString(textOf(c, values)))
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</table>")
	})
	return []byte(b.String())
}

func escaped(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

// asWord prints cells over several rows as Word does: again in each row, without their text.
func asWord(t *testing.T, f *form.Form, values map[*form.Cell]string) []byte {
	var b strings.Builder
	paragraph := func(s string) string {
		r := []rune(s) // Word cuts text anywhere
		return `<w:p><w:r><w:t>` + escaped(string(r[:len(r)/2])) + `</w:t></w:r><w:r><w:t>` + escaped(string(r[len(r)/2:])) + `</w:t></w:r></w:p>`
	}
	print(f, func(s string) { b.WriteString(paragraph(s)) }, func(rows [][]*form.GridCell) {
		b.WriteString("<w:tbl>")
		width, down := 0, map[int]int{} // how many more rows the cell that begins in a column reaches over
		spans := map[int]int{}
		for _, c := range rows[0] {
			width += max(c.Colspan, 1)
		}
		for _, row := range rows {
			b.WriteString("<w:tr>")
			next := 0
			for at := 0; at < width; {
				if down[at] > 0 {
					down[at]--
					fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/><w:vMerge/></w:tcPr><w:p/></w:tc>`, spans[at])
					at += spans[at]
					continue
				}
				if next == len(row) {
					break
				}
				c := row[next]
				next++
				columns := max(c.Colspan, 1)
				merge := ""
				if c.Rowspan > 1 {
					merge, down[at], spans[at] = `<w:vMerge w:val="restart"/>`, c.Rowspan-1, columns
				}
				fmt.Fprintf(&b, `<w:tc><w:tcPr><w:gridSpan w:val="%d"/>%s</w:tcPr>%s</w:tc>`, columns, merge, paragraph(textOf(c, values)))
				at += columns
			}
			b.WriteString("</w:tr>")
		}
		b.WriteString("</w:tbl>")
	})
	return word(t, b.String())
}

// word packs the body of a document.
func word(t *testing.T, body string) []byte {
	t.Helper()
	return gridtest.Pack(map[string]string{
		"_rels/.rels":   `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/main.xml"/></Relationships>`,
		"word/main.xml": `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`,
	})
}

// asExcel prints everything on one sheet, figures as numbers that show two digits after the point
// where they have any.
func asExcel(t *testing.T, f *form.Form, values map[*form.Cell]string) []byte {
	var rows, merges strings.Builder
	n := 0
	ref := func(row, column int) string { return string(rune('A'+column)) + fmt.Sprint(row) }
	print(f, func(s string) {
		n++
		fmt.Fprintf(&rows, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>`, n, n, escaped(s))
		fmt.Fprintf(&merges, `<mergeCell ref="A%d:J%d"/>`, n, n)
	}, func(table [][]*form.GridCell) {
		taken := map[[2]int]bool{}
		for y, row := range table {
			n++
			fmt.Fprintf(&rows, `<row r="%d">`, n)
			x := 0
			for _, c := range row {
				for taken[[2]int{y, x}] {
					x++
				}
				text := textOf(c, values)
				switch {
				case c.Cell == nil || !c.Cell.Kind.Numeric():
					fmt.Fprintf(&rows, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref(n, x), escaped(text))
				case c.Cell.Kind == form.Signed: // a spreadsheet shows its sign as text
					fmt.Fprintf(&rows, `<c r="%s" t="str"><v>%s</v></c>`, ref(n, x), text)
				case strings.Contains(text, "."):
					fmt.Fprintf(&rows, `<c r="%s" s="1"><v>%s</v></c>`, ref(n, x), text)
				default:
					fmt.Fprintf(&rows, `<c r="%s"><v>%s</v></c>`, ref(n, x), text)
				}
				down, right := max(c.Rowspan, 1), max(c.Colspan, 1)
				for dy := range down {
					for dx := range right {
						taken[[2]int{y + dy, x + dx}] = true
					}
				}
				if down > 1 || right > 1 {
					fmt.Fprintf(&merges, `<mergeCell ref="%s:%s"/>`, ref(n, x), ref(n+down-1, x+right-1))
				}
				x += right
			}
			rows.WriteString("</row>")
		}
	})
	return gridtest.Pack(map[string]string{
		"_rels/.rels":                `<Relationships><Relationship Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns:r="rel"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="2"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml":   `<worksheet><sheetData>` + rows.String() + `</sheetData><mergeCells>` + merges.String() + `</mergeCells></worksheet>`,
	})
}

// asText prints a cell a line and an empty line after each row; what a cell reaches over is blank
// in the rows below.
func asText(_ *testing.T, f *form.Form, values map[*form.Cell]string) []byte {
	var b strings.Builder
	print(f, func(s string) { b.WriteString(s + "\n") }, func(rows [][]*form.GridCell) {
		down := map[int]int{}
		b.WriteString("\n")
		for _, row := range rows {
			at := 0
			for _, c := range row {
				for down[at] > 0 {
					down[at]--
					b.WriteString("\t\n")
					at++
				}
				b.WriteString("\t" + textOf(c, values) + "\n")
				if c.Rowspan > 1 {
					for k := range max(c.Colspan, 1) {
						if k == 0 {
							down[at] = c.Rowspan - 1
						}
					}
				}
				at += max(c.Colspan, 1)
			}
			b.WriteString("\n")
		}
		b.WriteString("\n\n\n")
	})
	return []byte(b.String())
}

// The published reports that are at hand are read to the cell.
func TestPublishedReports(t *testing.T) {
	const shared = "../../../shared/"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the published reports are not here")
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]struct {
		form                       string
		year, printed, read, blank int
		cells                      map[string]string
	}{
		"seed/000_c8721c8a3541f07d.txt":     {"cn-2021", 2023, 203, 203, 0, map[string]string{"applications.results.total.total": "1", "handling_fees.collected": "0"}},
		"reports/hongze-2023.pdf":           {"cn-2021-one-other", 2023, 186, 186, 0, map[string]string{"applications.results.unavailable.requires_creation.total": "3", "review.reconsideration.total": "0"}},
		"reports/hongze-2024.pdf":           {"cn-2021-one-other", 2024, 186, 186, 0, map[string]string{"proactive.fees": "7545", "review.litigation_after_reconsideration.total": "3"}},
		"reports/shuyang-ndrc-2023.html":    {"cn-2021", 2023, 75, 75, 125, map[string]string{}},
		"reports/shanghai-office-2019.html": {"cn-2019", 2019, 64, 64, 135, map[string]string{"proactive.procurement.amount": "251000", "proactive.procurement.unit": "元", "proactive.regulations.total": "524"}},
	} {
		data, err := os.ReadFile(shared + file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(file, data, Options{Forms: forms})
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		_, printed, read, blank, unread := r.Counts()
		if r.Form.ID != want.form || r.Year != want.year || printed != want.printed || read != want.read || blank != want.blank || unread != 0 {
			t.Errorf("%s: form %s, year %d, %d printed, %d read, %d blank, %d unread, want %+v", file, r.Form.ID, r.Year, printed, read, blank, unread, want)
		}
		for path, text := range want.cells {
			if got := r.Cells.Readings[r.Form.Cell(path)].Text; got != text {
				t.Errorf("%s: %s is %q, want %q", file, path, got, text)
			}
		}
	}
}
