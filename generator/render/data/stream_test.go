package data

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"os"

	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/site"
)

func none(*site.Page) []site.Waived { return nil }

func TestWriteJSON(t *testing.T) {
	p := page(t)
	for n := range 3 {
		var b bytes.Buffer
		pages := []*site.Page{p, p, p}[:n]
		if err := WriteJSON(&b, pages, none); err != nil {
			t.Fatal(err)
		}
		var got []map[string]any
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || len(got) != n {
			t.Errorf("%d reports, want %d: %v", len(got), n, err)
		}
	}
}

func TestWriteCSV(t *testing.T) {
	p := page(t)
	for n, lines := range []int{1, 204, 407} {
		var b bytes.Buffer
		if err := WriteCSV(&b, []*site.Page{p, p}[:n]); err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(b.String(), "\r\n"); got != lines || !strings.HasPrefix(b.String(), CSVHeader) {
			t.Errorf("%d lines, want %d", got, lines)
		}
	}
}

// Counts are integers, amounts text, and what could not be read is nothing.
func TestWriteSQLite(t *testing.T) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Fatal("sqlite3 is not installed: run `make setup`")
	}
	p := page(t)
	r := p.Report
	r.Scope, r.Includes = "government", []string{"b"}
	values := r.Values.All()
	values[r.Form.Cell("proactive.coercion").Index] = report.Value{State: report.Faulty, Text: "若干"}
	r.Values = reporttest.Values(values)
	var b bytes.Buffer
	if err := WriteSQLite(&b, []*site.Page{p}, func(*site.Page) []site.Waived { return []site.Waived{{Rule: "balance", Reason: "因'故"}} }); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.sqlite")
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"PRAGMA integrity_check": "ok",
		"SELECT count(*), sum(typeof(value) = 'integer'), sum(typeof(value) = 'text') FROM cells":                   "203|199|3",
		"SELECT value, unit, label FROM cells WHERE cell = 'proactive.fees'":                                        "12.50|万元|第二十条第（八）项 · 行政事业性收费 · 本年收费金额（单位：万元）",
		"SELECT scope, json_extract(includes, '$[0]') FROM reports":                                                 "government|b",
		"SELECT count(*) FROM cells WHERE value IS NULL":                                                            "1",
		"SELECT agency, name, credit_code IS NULL, year, title, json_extract(waived, '$[0].reason') FROM reports":   `a|=甲,局|1|2024|标题 "一"|因'故`,
		"SELECT sum(value) FROM cells JOIN reports USING (agency, year, form) WHERE cell LIKE 'applications.new.%'": "16",
	} {
		out, err := exec.Command(program, "-readonly", "-batch", file, query).CombinedOutput()
		if got := strings.TrimSpace(string(out)); err != nil || got != want {
			t.Errorf("%s\ngot  %s\nwant %s (%v)", query, got, want, err)
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
	pages := make([]*site.Page, reports)
	for i := range pages {
		pages[i] = p
	}
	for name, write := range map[string]func(io.Writer) error{
		"csv":    func(w io.Writer) error { return WriteCSV(w, pages) },
		"json":   func(w io.Writer) error { return WriteJSON(w, pages, none) },
		"sqlite": func(w io.Writer) error { return WriteSQLite(w, pages, none) },
	} {
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
