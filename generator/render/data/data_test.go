package data

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/source"
)

func page(t testing.TB) *site.Page {
	t.Helper()
	text, err := os.ReadFile("../../form/defs/cn-2021.example.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	r, findings := report.Bind(source.Parse("content/a/reports/2024.md", []byte(strings.Replace(string(text), "fees:                0", "fees:                12.50", 1))), forms, "reports", "a")
	if r == nil || len(findings) > 0 {
		t.Fatalf("the example does not bind: %+v", findings)
	}
	return &site.Page{Kind: site.Report, Path: "a/reports/2024/index.html", Title: "标题 \"一\"", Agency: &register.Agency{Slug: "a", Name: "=甲,局"}, Report: r}
}

func TestJSON(t *testing.T) {
	var got struct {
		Agency, Name, Title string
		Year                int
		Source              *struct{}
		Waived              []map[string]string
		Data                struct {
			Proactive struct {
				Fees      any
				Licensing any
			}
			Applications struct {
				New     map[string]json.Number
				Results struct{ Refused map[string]map[string]int }
			}
			Fees map[string]any `json:"handling_fees"`
		}
	}
	b := AppendJSON(nil, page(t), []site.Waived{{Rule: "in-force", Cell: "x", Reason: "因\n故"}})
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	if got.Title != "标题 \"一\"" || got.Year != 2024 || got.Source != nil || got.Waived[0]["reason"] != "因\n故" {
		t.Errorf("got %+v, want the title, year and waiver of the report, and no source", got)
	}
	if got.Data.Proactive.Fees != "12.50" || got.Data.Proactive.Licensing != 12.0 || got.Data.Applications.New["total"] != "8" ||
		len(got.Data.Applications.Results.Refused) != 8 || got.Data.Fees["charged"] != "0" || got.Data.Fees["notices"] != 0.0 {
		t.Errorf("got %+v, want the figures of the report, 12.50 as a text", got.Data)
	}
}

func TestCSV(t *testing.T) {
	b := AppendCSV([]byte(CSVHeader), page(t))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(b), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+203 {
		t.Fatalf("got %d lines, want 204", len(rows))
	}
	for i, want := range map[int]string{
		0:  "cell|label|value|unit",
		1:  "proactive.regulations.issued|第二十条第（一）项 · 规章 · 本年制发件数|0|件",
		10: "proactive.fees|第二十条第（八）项 · 行政事业性收费 · 本年收费金额（单位：万元）|12.50|万元",
	} {
		if got := strings.Join(rows[i], "|"); got != want {
			t.Errorf("line %d is %s, want %s", i+1, got, want)
		}
	}
}

func TestQuoteGuardsFormulas(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+1": "'+1", "-": "'-", "@x": "'@x", "a,b": `"a,b"`, `a"b`: `"a""b"`, "=a,b": `"'=a,b"`, "甲": "甲", "": ""} {
		if got := string(appendQuoted(nil, in)); got != want {
			t.Errorf("%q → %q, want %q", in, got, want)
		}
	}
}

func BenchmarkJSON(b *testing.B) {
	p := page(b)
	buf := make([]byte, 0, 16<<10)
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendJSON(buf[:0], p, nil)
	}
}

func BenchmarkCSV(b *testing.B) {
	p := page(b)
	buf := make([]byte, 0, 64<<10)
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendCSV(buf[:0], p)
	}
}
