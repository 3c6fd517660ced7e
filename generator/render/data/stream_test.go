package data

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/site"
	"gongkai/generator/source"
)

func none(*site.Page) []site.Waived { return nil }

func named(p *site.Page) []string { return p.Report.Includes }

// collection is two agencies' reports: one of cn-2021 with a value that could not be read, an
// amount and a government's scope, one of cn-2019 with a change, and one with rows of its own.
func collection(t testing.TB) *Collection {
	t.Helper()
	first := page(t)
	r := first.Report
	first.Path, r.Scope, r.Includes = "a/reports/2024/index.html", "government", []string{"b"}
	first.Year = r.Year
	r.Revisions = []report.Revision{{Date: "2025-03-01", Note: "更正"}}
	values := r.Values.All()
	values[r.Form.Cell("proactive.coercion").Index] = report.Value{State: report.Faulty, Text: "若干"}
	r.Values = reporttest.Values(values)
	b := &register.Agency{Slug: "b", Name: "乙局", Parent: "a", Since: 2019}
	older := example(t, "cn-2019", "content/b/reports/2020.md", b, "change: +2", "change: +12")
	oldest := example(t, "cn-legacy", "content/b/reports/2016.md", b)
	return &Collection{Agencies: []*register.Agency{first.Agency, b}, Pages: []*site.Page{first, oldest, older}, URL: "https://www.example.org/x/", Included: named,
		Waived: func(p *site.Page) []site.Waived {
			if p == first {
				return []site.Waived{{Rule: "balance", Reason: "因'故"}}
			}
			return nil
		}}
}

// example is the page of a form's example.
func example(t testing.TB, id, file string, a *register.Agency, replace ...string) *site.Page {
	t.Helper()
	text, err := os.ReadFile("../../form/defs/" + id + ".example.md")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(replace...).Replace(string(text))
	r, findings := report.Bind(source.Parse(file, []byte(changed)), forms, "reports", a.Slug)
	if r == nil || len(findings) > 0 {
		t.Fatalf("the example of %s does not bind: %+v", id, findings)
	}
	return &site.Page{Kind: site.Report, Path: strings.TrimSuffix(strings.TrimPrefix(file, "content/"), ".md") + "/index.html", Title: "标题", Agency: a, Report: r, Year: r.Year}
}

func TestWriteLines(t *testing.T) {
	c := collection(t)
	var b bytes.Buffer
	if err := c.WriteLines(&b); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(b.String()) {
		var r struct {
			Agency, Form, Scope string
			Year                int
		}
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		got = append(got, fmt.Sprint(r))
	}
	if want := []string{"{a cn-2021 government 2024}", "{b cn-legacy agency 2016}", "{b cn-2019 agency 2020}"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Each table is CSV without a byte order mark, with the values as published.
func TestWriteTables(t *testing.T) {
	c := collection(t)
	tables := map[string][][]string{}
	for _, table := range c.Tables() {
		var b bytes.Buffer
		if err := table.WriteCSV(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll() // which counts the fields of each line
		if err != nil {
			t.Fatalf("%s: %v", table.Name, err)
		}
		tables[table.Name] = rows
	}
	cell := func(table string, row int, column string) string {
		i := slices.Index(tables[table][0], column)
		if i < 0 {
			t.Fatalf("%s has no column %s", table, column)
		}
		return tables[table][row][i]
	}
	for _, want := range []struct {
		table  string
		row    int
		column string
		value  string
	}{
		{"agencies", 1, "name", "'=甲,局"}, {"agencies", 2, "parent", "a"}, {"agencies", 2, "since", "2019"}, {"agencies", 2, "until", ""},
		{"reports", 1, "revised", "2025-03-01"}, {"reports", 1, "url", "https://www.example.org/x/a/reports/2024/"}, {"reports", 2, "form", "cn-legacy"},
		{"cn-2021", 1, "proactive.fees", "12.50"}, {"cn-2021", 1, "proactive.coercion", ""}, {"cn-2021", 1, "scope", "government"}, {"cn-2021", 1, "applications.new.total", "8"},
		{"cn-2019", 1, "proactive.licensing.change", "+12"}, {"cn-2019", 1, "proactive.procurement.unit", "万元"}, {"cn-2019", 1, "name", "乙局"},
		{"cn-legacy", 1, "year", "2016"}, {"cn-legacy", 1, "cumulative", ""},
	} {
		if got := cell(want.table, want.row, want.column); got != want.value {
			t.Errorf("%s of line %d of %s is %q, want %q", want.column, want.row+1, want.table, got, want.value)
		}
	}
	for i, row := range tables["cells"] {
		if row[0] == "cn-2021" && row[1] == "applications.results.refused.third_party.commercial" {
			want := "cn-2021|applications.results.refused.third_party.commercial|三、本年度办理结果 · （三）不予公开 · 4.保护第三方合法权益 · 申请人情况 · 法人或其他组织 · 商业企业|" +
				"III. Outcomes this year · (3) Not disclosed · 4. Protection of a third party's lawful rights · Applicants · Legal persons or other organisations · Commercial enterprises|件|count|applications|results.refused.third_party|commercial"
			if got := strings.Join(row, "|"); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			break
		}
		if i == len(tables["cells"])-1 {
			t.Error("the codebook lacks a cell of cn-2021")
		}
	}
	if got, want := len(tables["cn-2021"][0]), 4+203; got != want || len(tables["cn-2021"]) != 2 {
		t.Errorf("cn-2021 has %d columns and %d lines, want %d and 2", got, len(tables["cn-2021"]), want)
	}
}

// Counts are integers, amounts text, what could not be read is nothing, and keys hold.
func TestWriteSQLite(t *testing.T) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("sqlite3 is not installed: run `make setup`")
	}
	var b bytes.Buffer
	if err := collection(t).WriteSQLite(&b); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.sqlite")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"PRAGMA integrity_check":   "ok",
		"PRAGMA foreign_key_check": "",
		"SELECT count(*), sum(typeof(value) = 'integer'), sum(typeof(value) = 'text') FROM figures WHERE form = 'cn-2021'":                  "203|199|3",
		"SELECT value, unit, label, label_en FROM figures JOIN cells USING (form, cell, unit) WHERE cell = 'proactive.fees'":                "12.50|万元|第二十条第（八）项 · 行政事业性收费 · 本年收费金额（单位：万元）|Article 20 (8) · Administrative charges · Charged this year (unit: 10,000 yuan)",
		"SELECT scope, json_extract(includes, '$[0]'), json_extract(waived, '$[0].reason'), source IS NULL FROM reports WHERE agency = 'a'": "government|b|因'故|1",
		"SELECT count(*) FROM figures WHERE value IS NULL":                                                                                  "1",
		"SELECT agency, name, short_name IS NULL, since FROM agencies WHERE parent = 'a'":                                                   "b|乙局|1|2019",
		"SELECT value FROM figures WHERE cell = 'proactive.licensing.change' AND year = 2020":                                               "12",
		`SELECT scope, "proactive.fees", "applications.new.total", "proactive.coercion" IS NULL FROM "cn-2021"`:                             "government|12.50|8|1",
		`SELECT count(*) FROM "cn-2019"`: "1",
		`SELECT count(*) = (SELECT count(*) FROM figures WHERE form = 'cn-legacy') FROM "cn-legacy"`: "1",
		"EXPLAIN QUERY PLAN SELECT value FROM figures WHERE cell = 'x' AND year = 1":                 "QUERY PLAN\n`--SEARCH figures USING INDEX figures_by_cell (cell=? AND year=?)",
	} {
		out, err := exec.Command(program, "-readonly", "-batch", file, query).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != want {
			t.Errorf("%s\ngot  %s\nwant %s (%v)", query, got, want, err)
		}
	}
}

// The long form has every figure exactly, in its order, and the same bytes each time.
func TestWriteParquet(t *testing.T) {
	c := collection(t)
	var files [2]bytes.Buffer
	for i := range files {
		if err := c.WriteParquet(&files[i]); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two files of the same figures differ")
	}
	rows, err := parquet.Read[figure](bytes.NewReader(files[0].Bytes()), int64(files[0].Len()))
	if err != nil {
		t.Fatal(err)
	}
	numeric := 0
	for _, p := range c.Pages {
		for _, cell := range p.Report.Form.Cells {
			if cell.Kind.Numeric() && p.Report.Value(cell).State != report.Absent {
				numeric++
			}
		}
	}
	if len(rows) != numeric {
		t.Errorf("got %d rows, want %d", len(rows), numeric)
	}
	if !slices.IsSortedFunc(rows, func(a, b figure) int {
		return slices.Compare([]string{a.Form, a.Cell, fmt.Sprint(a.Year), a.Agency}, []string{b.Form, b.Cell, fmt.Sprint(b.Year), b.Agency})
	}) {
		t.Error("the rows are not by form, cell, year and agency")
	}
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0": "000000000000000000", "1": "0000000000000f4240", "-1": "fffffffffffff0bdc0", "12.50": "000000000000bebc20",
		"999999999999999": "3635c9adc5de90bdc0", "0.000001": "000000000000000001",
	} {
		var n report.Number
		whole, fraction, _ := strings.Cut(text, ".")
		if _, err := fmt.Sscan(whole+fraction, &n.Int); err != nil {
			t.Fatal(err)
		}
		n.Scale = len(fraction)
		if got := fmt.Sprintf("%x", *decimal(n)); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestWriteZip(t *testing.T) {
	p := page(t)
	p.Data = []site.Data{{Path: "a/reports/2024/report.xlsx", Format: "xlsx"}, {Path: "a/reports/2024/report.csv", Format: "csv"}}
	encode := func(dst []byte, format string, p *site.Page) ([]byte, error) {
		return append(dst, strings.Repeat(format, 1000)...), nil
	}
	var files [2]bytes.Buffer
	for i := range files {
		if err := WriteZip(&files[i], []*site.Page{p}, encode); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two archives of the same files differ")
	}
	z, err := zip.NewReader(bytes.NewReader(files[0].Bytes()), int64(files[0].Len()))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil || f.Name != p.Data[i].Path || string(content) != strings.Repeat(p.Data[i].Format, 1000) {
			t.Errorf("%s: %d bytes, %v", f.Name, len(content), err)
		}
	}
	broken := errors.New("broken")
	if err := WriteZip(io.Discard, []*site.Page{p}, func([]byte, string, *site.Page) ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

// BenchmarkWrite measures the files over many reports.
func BenchmarkWrite(b *testing.B) {
	const reports = 100
	p := page(b)
	c := &Collection{Waived: none, Included: named, URL: "https://www.example.org/"}
	for i := range reports {
		q, a := *p, *p.Agency
		a.Slug = fmt.Sprintf("a%03d", i)
		q.Agency = &a
		c.Agencies, c.Pages = append(c.Agencies, &a), append(c.Pages, &q)
	}
	wide, _ := c.Table("cn-2021")
	for name, write := range map[string]func(io.Writer) error{"csv": wide.WriteCSV, "lines": c.WriteLines, "sqlite": c.WriteSQLite, "parquet": c.WriteParquet} {
		b.Run(fmt.Sprintf("%s/%d", name, reports), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/reports, "µs/report")
		})
	}
}
