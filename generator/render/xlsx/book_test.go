package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/source"
)

func labels(key string, args ...any) (string, error) {
	return strings.TrimSpace(fmt.Sprintln(append([]any{key}, args...)...)), nil
}

// example is the page of a form's example, with some texts of it replaced.
func example(t testing.TB, id string, change ...string) *site.Page {
	t.Helper()
	text, err := os.ReadFile("../../form/defs/" + id + ".example.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.ByID(id)
	year := max(f.Years.From, 2024)
	if f.Years.To != 0 {
		year = f.Years.To
	}
	content := strings.NewReplacer(change...).Replace(string(text))
	r, _ := report.Bind(source.Parse(fmt.Sprintf("content/a/%s/%d.md", f.Family, year), []byte(content)), forms, f.Family, "a")
	if r == nil {
		t.Fatal("the example does not bind")
	}
	return &site.Page{Kind: site.Report, Title: `标题 <"一"> & 二`, Agency: &register.Agency{Slug: "a", Name: "甲局"}, Report: r}
}

// write makes a page's workbook.
func write(t testing.TB, p *site.Page, waived ...site.Waived) []byte {
	t.Helper()
	b, err := Compile(p.Report.Form, Words{Label: labels, Language: "zh-CN"})
	if err != nil {
		t.Fatal(err)
	}
	out, err := b.Append(nil, p, waived)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// cells reads a sheet: what is in a cell, a number as `#12`.
func cells(t testing.TB, book []byte, sheet int) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r) // checks the CRC too
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		var s struct {
			Cells []struct {
				Ref  string `xml:"r,attr"`
				V    string `xml:"v"`
				F    string `xml:"f"`
				Text string `xml:"is>t"`
			} `xml:"sheetData>row>c"`
		}
		if err := xml.Unmarshal(data, &s); err != nil {
			t.Fatalf("%s: %v\n%s", f.Name, err, data)
		}
		if f.Name != fmt.Sprintf("xl/worksheets/sheet%d.xml", sheet) {
			continue
		}
		for _, c := range s.Cells {
			if _, twice := out[c.Ref]; twice {
				t.Errorf("the cell %s is written twice", c.Ref)
			}
			switch {
			case c.F != "":
				out[c.Ref] = "=" + c.F + " #" + c.V
			case c.V != "":
				out[c.Ref] = "#" + c.V
			case c.Text != "":
				out[c.Ref] = c.Text
			}
		}
	}
	return out
}

func TestApplications(t *testing.T) {
	c := cells(t, write(t, example(t, "cn-2021")), 2)
	for ref, want := range map[string]string{
		"A1": `标题 <"一"> & 二`,
		"A2": "收到和处理政府信息公开申请情况",
		"A3": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
		"D3": "申请人情况", "D4": "自然人", "E4": "法人或其他组织", "E5": "商业企业", "J4": "总计",
		"K3": "sheet.recomputed",
		"A6": "一、本年新收政府信息公开申请数量", "D6": "#5", "J6": "#8", "K6": "=D6+E6+F6+G6+H6+I6 #8",
		"A8": "三、本年度办理结果", "B8": "（一）予以公开",
		"A30": "四、结转下年度继续办理", "A31": "sheet.recomputed_of 总计", "D31": "=D8+D9+D10+D11+D12+D13+D14+D15+D16+D17+D18+D19+D20+D21+D22+D23+D24+D25+D26+D27+D28 #4",
	} {
		if c[ref] != want && !(ref == "A31" && strings.HasPrefix(c[ref], "sheet.recomputed_of")) {
			t.Errorf("%s holds %q, want %q", ref, c[ref], want)
		}
	}
}

func TestOtherTables(t *testing.T) {
	book := write(t, example(t, "cn-2021", "fees:                0", "fees:                12.50", "[0, 0, 0, 0, 0]", "[1, 0, 0, 0, 2]"))
	if c := cells(t, book, 1); c["A3"] != "第二十条第（一）项" || c["B4"] != "本年制发件数" || !slices.Contains(values(c), "#12.50") {
		t.Errorf("got %q, want the rows of table 2 and 12.50", c)
	}
	c := cells(t, book, 3)
	if c["A3"] != "行政复议" || c["P3"] != "sheet.recomputed_of 行政复议 · 总计" || c["R3"] != "sheet.recomputed_of 行政诉讼 · 复议后起诉 · 总计" {
		t.Errorf("got %q, want 行政复议 and two recomputed totals", c)
	}
	if c["E6"] != "#2" || c["P6"] != "=A6+B6+C6+D6 #1" {
		t.Errorf("the published total is %q, recomputed %q", c["E6"], c["P6"])
	}
	if c := cells(t, book, 4); !slices.Contains(values(c), "甲局") || !slices.Contains(values(c), "件") {
		t.Errorf("got %q, want 甲局 and 件", c)
	}
}

// A table with one column of figures has its sums beside it, also those of rows below
// each other.
func TestSumsOfOneColumn(t *testing.T) {
	c := cells(t, write(t, example(t, "cn-legacy")), 1)
	if c["D4"] != "#120" || c["E3"] != "sheet.recomputed" || c["E4"] != "=D5+D6+D7 #120" || c["E5"] != "" {
		t.Errorf("got %q, want 120 beside the same recomputed, and nothing below", c)
	}
}

func values(c map[string]string) (out []string) {
	for _, v := range c {
		out = append(out, v)
	}
	return out
}

func TestValues(t *testing.T) {
	for _, x := range []struct {
		v    report.Value
		kind form.Kind
		want string
	}{
		{report.Value{State: report.Valid, Text: "12"}, form.Count, `7"><v>12</v></c>`},
		{report.Value{State: report.Valid, Text: "+12"}, form.Signed, `6"><v>12</v></c>`},
		{report.Value{State: report.Valid, Text: "-12"}, form.Signed, `6"><v>-12</v></c>`},
		{report.Value{State: report.Valid, Text: "0.10", Number: report.Number{Int: 10, Scale: 2}}, form.Money, `9"><v>0.10</v></c>`},
		{report.Value{State: report.Valid, Text: "12345678901.123456", Number: report.Number{Int: 1, Scale: 6}}, form.Money, `13" t="inlineStr"><is><t xml:space="preserve">12345678901.123456</t></is></c>`},
		{report.Value{State: report.Valid, Text: "=1+1\x00_x0041_"}, form.Text, `5" t="inlineStr"><is><t xml:space="preserve">=1+1` + "\ufffd" + `_x005F_x0041_</t></is></c>`},
		{report.Value{State: report.Faulty, Text: "<12>"}, form.Count, `5" t="inlineStr"><is><t xml:space="preserve">&lt;12&gt;</t></is></c>`},
		{report.Value{}, form.Count, `5"/>`},
		{report.Value{State: report.Faulty, Text: "待填"}, form.Count, `5"/>`},
	} {
		if got := string(appendValue(nil, x.v, x.kind)); got != x.want {
			t.Errorf("%q: %s, want %s", x.v.Text, got, x.want)
		}
	}
	if n := len(formats()); n != int(heading)+1 {
		t.Errorf("%d formats, the last is %d", n, heading)
	}
}

func TestRemarks(t *testing.T) {
	p := example(t, "cn-2021")
	p.Report.Notes = []report.Note{{Slot: p.Report.Form.Slot("applications.new.other"), Entered: "0", Reason: "原表空白"}}
	p.Report.Revisions = []report.Revision{{Date: "2025-03-01", Note: "更正", Changes: []report.Change{{Slot: p.Report.Form.Slot("review"), From: "1", To: "0"}, {Slot: p.Report.Form.Slot("handling_fees"), To: "7"}}}}
	all := "\n" + strings.Join(values(cells(t, write(t, p, site.Waived{Rule: "carry-over", Reason: "并入"}), 4)), "\n") + "\n"
	for _, want := range []string{"一、本年新收政府信息公开申请数量 · 申请人情况", "note.blank 0 原表空白", "2025-03-01", "revision.before 1revision.commarevision.after 0", "\nrevision.after 7\n", "remark.reason 并入", "banner"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in %s", want, all)
		}
	}
}

func TestSheetNames(t *testing.T) {
	s := &sheetNames{taken: map[string]bool{}}
	for _, x := range [][2]string{{"表[1]:甲/乙", "表 1  甲 乙"}, {"", "-"}, {"", "- (2)"}, {"A", "A"}, {"a", "a (2)"},
		{strings.Repeat("长", 40), strings.Repeat("长", 31)}, {strings.Repeat("长", 40), strings.Repeat("长", 27) + " (2)"}, {"'x'", "x"}} {
		if got := s.of(x[0]); got != x[1] {
			t.Errorf("%q → %q, want %q", x[0], got, x[1])
		}
	}
}

func TestColumnNames(t *testing.T) {
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := column(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

// Every cell of a form, also one that a report adds to it, is in the workbook once.
func TestEveryForm(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range forms.All() {
		p := example(t, f.ID)
		f = p.Report.Form
		b, err := Compile(f, Words{Label: labels})
		if err != nil {
			t.Fatal(err)
		}
		shown := map[*form.Cell]bool{}
		for _, c := range b.loose {
			shown[c] = true
		}
		for _, tab := range b.tables {
			for _, part := range tab.parts {
				if part.cell != nil {
					if shown[part.cell] {
						t.Errorf("%s: %s is there twice", f.ID, part.cell.Path)
					}
					shown[part.cell] = true
				}
			}
		}
		if len(shown) != len(f.Cells) || len(f.Cells) == 0 {
			t.Errorf("%s: %d cells, want %d", f.ID, len(shown), len(f.Cells))
		}
		book := write(t, p)
		texts := map[string]bool{}
		for i := range len(b.tables) + 1 {
			for _, v := range cells(t, book, i+1) {
				texts[v] = true
			}
		}
		for _, c := range f.Cells {
			v := p.Report.Value(c)
			if want := "#" + strings.TrimPrefix(v.Text, "+"); v.State == report.Valid && c.Kind.Numeric() && !texts[want] || v.State == report.Valid && !c.Kind.Numeric() && v.Text != "" && !texts[v.Text] {
				t.Errorf("%s: %s is %q, which is nowhere", f.ID, c.Path, v.Text)
			}
		}
	}
}

func TestSameReportSameBytes(t *testing.T) {
	p := example(t, "cn-2021")
	if !bytes.Equal(write(t, p), write(t, p)) {
		t.Error("two workbooks of one report differ")
	}
}

func BenchmarkAppend(b *testing.B) {
	p := example(b, "cn-2021")
	book, err := Compile(p.Report.Form, Words{Label: labels})
	if err != nil {
		b.Fatal(err)
	}
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		if out, err = book.Append(out[:0], p, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(out)), "bytes")
}

func BenchmarkCompile(b *testing.B) {
	p := example(b, "cn-2021")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compile(p.Report.Form, Words{Label: labels}); err != nil {
			b.Fatal(err)
		}
	}
}
