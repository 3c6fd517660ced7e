package html

import (
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
	"gongkai/generator/source"
)

// The page of the open data describes each file to people and to programs.
func TestDataset(t *testing.T) {
	cfg := example()
	cfg.Licence, cfg.Sponsor = `注明出处 </script> "即可"`, "甲办"
	s := assemble(t, "")
	p := s.At(site.DatasetPath)
	files := append([]site.Data{}, p.Data...)
	for i := range files {
		files[i].Size = int64(i+1) * 10240
	}
	markup, err := renderer(t, cfg, s).Page(p, nil, files)
	if err != nil {
		t.Fatal(err)
	}
	page := string(markup)
	contains(t, page, `<a href="reports.csv" data-address="www.example.org/zwgk/data/reports.csv">`, `<a href="cn-2021.csv" `, "10 KB", "20 KB", "cn-2021", "credit_code", "注明出处")
	texts := map[string]bool{}
	for _, m := range regexp.MustCompile(`<a href="([a-z0-9.-]+\.(?:csv|xlsx|jsonl|parquet|sqlite|zip|json))" data-address="www[^"]*">([^<]*)</a>`).FindAllStringSubmatch(page, -1) {
		if texts[m[2]] {
			t.Errorf("two downloads are called %s", m[2])
		}
		texts[m[2]] = true
	}
	if len(texts) != len(p.Data) {
		t.Errorf("%d downloads of %d files: %v", len(texts), len(p.Data), texts)
	}
	_, rest, _ := strings.Cut(page, `<script type="application/ld+json">`)
	text, _, _ := strings.Cut(rest, "</script>")
	var sets []struct {
		Context      any    `json:"@context"`
		Type         string `json:"@type"`
		License      string
		Rights       string `json:"dct:rights"`
		Distribution []struct{ ContentURL, EncodingFormat string }
		DCAT         []struct {
			Bytes int64 `json:"dcat:byteSize"`
			URL   struct {
				ID string `json:"@id"`
			} `json:"dcat:downloadURL"`
		} `json:"dcat:distribution"`
	}
	if err := json.Unmarshal([]byte(text), &sets); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	if len(sets) != 2 || sets[0].Type != "Dataset" || sets[1].Type != "dcat:Dataset" || len(sets[0].Distribution) != len(files) || len(sets[1].DCAT) != len(files) {
		t.Fatalf("got %+v, want a Dataset and a dcat:Dataset of %d files", sets, len(files))
	}
	if got := sets[0].Distribution[1]; got.ContentURL != cfg.URL+"data/agencies.csv" || got.EncodingFormat != "text/csv" {
		t.Errorf("got %+v, want agencies.csv as text/csv", got)
	}
	if got := sets[1].DCAT[1]; got.URL.ID != cfg.URL+"data/agencies.csv" || got.Bytes != 10240 {
		t.Errorf("got %+v, want agencies.csv of 10240 bytes", got)
	}
	if sets[0].License != cfg.URL+"data/#"+licenceID || sets[1].Rights != cfg.Licence || !strings.Contains(page, `id="`+licenceID+`"`) {
		t.Errorf("licence: %+v", sets)
	}
}

// Where each report has rows of its own, the number of one report's cells is not the form's.
func TestDatasetOfOwnRows(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../form/defs/cn-legacy.example.md")
	if err != nil {
		t.Fatal(err)
	}
	c := corpus(t, "")
	r, _ := report.Bind(source.Parse("content/a/reports/2016.md", text), forms, "reports", "a")
	c.Reports = append(c.Reports, r)
	s, _ := sitetest.Assemble(c)
	contains(t, pageOf(t, example(), s, site.DatasetPath), "<td>各报告自定</td>", "<td>203</td>")
}

// What is said of the database is said where there is one.
func TestDatasetWithoutDatabase(t *testing.T) {
	c := corpus(t, "")
	for _, c.SQLite = range []bool{false, true} {
		s, _ := sitetest.Assemble(c)
		p := s.At(site.DatasetPath)
		markup, err := renderer(t, example(), s).Page(p, nil, p.Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"数据库", "SQLite"} {
			if got := strings.Contains(string(markup), word); got != c.SQLite {
				t.Errorf("the page has %s: %v, want %v", word, got, c.SQLite)
			}
		}
	}
}

// A download beside a report says of which year, in which format and how large it is.
func TestDownloadsOfAReport(t *testing.T) {
	s := assemble(t, "")
	p := s.ReportPages()[0]
	files := append([]site.Data{}, p.Data...)
	for i := range files {
		files[i].Size = 12345
	}
	markup, err := renderer(t, example(), s).Page(p, nil, files)
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(markup), `<a href="report.xlsx" download><span class="unseen">下载`+strconv.Itoa(p.Year)+"年报告，</span>Excel（12.1 KB）</a>")
}
