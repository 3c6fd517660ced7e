package fixity_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"

	"gongkai/generator"
	"gongkai/generator/archive/fixity"
)

// Reports of other forms than the one that a new site has: rows of their own, words and answers.
var reports = map[string]string{"cn-legacy": "reports/2016.md", "cn-website": "website/2024.md", "us-foia": "foia/2023.md"}

var built = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "gongkai-site-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := generator.NewSite(dir, "zh"); err != nil {
		return nil, err
	}
	config := filepath.Join(dir, "gongkai.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(config, append(text, "\ndigests: [sha256, sm3]\n"...), 0o644); err != nil {
		return nil, err
	}
	for id, name := range reports {
		example, err := os.ReadFile("../../form/defs/" + id + ".example.md")
		if err != nil {
			return nil, err
		}
		at := filepath.Join(dir, "content", agency, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(at, example, 0o644); err != nil {
			return nil, err
		}
	}
	out := filepath.Join(dir, "public")
	result, err := generator.Build(context.Background(), generator.Options{Site: dir, Out: out})
	if err != nil {
		return nil, err
	}
	if result.Failed() {
		return nil, fmt.Errorf("the site has errors: %v", result.Findings)
	}
	files := map[string][]byte{}
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(out, name))
		return err
	})
	return files, err
})

const agency = "shilishi-xxgkj"

// site is the files of a built site; the caller may change the map, not the contents.
func site(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(files)
}

// lay writes files into a new folder.
func lay(t testing.TB, files map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func verify(t testing.TB, name string) *fixity.Report {
	t.Helper()
	r, err := fixity.Verify(context.Background(), name, fixity.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// list is the findings, one a line, as kind, file and message.
func list(r *fixity.Report) string {
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%s %s: %s\n", f.Kind, f.File, f.Message.EN)
	}
	return b.String()
}

// remake writes a site's manifest again, so that it agrees with what the files have become.
func remake(t testing.TB, files map[string][]byte) {
	t.Helper()
	var m struct {
		Generator string           `json:"generator"`
		Files     []map[string]any `json:"files"`
	}
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\"generator\": %q, \"files\": [", m.Generator)
	comma := ""
	for _, e := range m.Files {
		data, ok := files[e["path"].(string)]
		if !ok {
			continue
		}
		e["size"], e["sha256"] = len(data), sum(data)
		delete(e, "sm3")
		line, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s\n%s", comma, line)
		comma = ","
	}
	b.WriteByte('\n')
	fmt.Fprintf(&b, "], \"sha256\": %q}\n", sum(b.Bytes()))
	files["manifest.json"] = b.Bytes()
}

func sum(data []byte) string {
	s := sha256.Sum256(data)
	return hex.EncodeToString(s[:])
}

// altered is a copy of a file with its first old replaced.
func altered(t testing.TB, data []byte, old, new string) []byte {
	t.Helper()
	if !bytes.Contains(data, []byte(old)) {
		t.Fatalf("%q is not in the file", old)
	}
	return bytes.Replace(data, []byte(old), []byte(new), 1)
}

func TestSoundSite(t *testing.T) {
	r := verify(t, lay(t, site(t)))
	if len(r.Findings) > 0 || r.Kind != "site" {
		t.Errorf("%s: got\n%swant no finding", r.Kind, list(r))
	}
	if r.Files != len(site(t))-1 || r.Reports != 4 || r.Figures < 1500 {
		t.Errorf("got %d files, %d reports and %d figures, want %d, 4 and more than 1500", r.Files, r.Reports, r.Figures, len(site(t))-1)
	}
}

// Files that changed, are missing or came from elsewhere are named, each once.
func TestFilesOfASite(t *testing.T) {
	files := site(t)
	page := agency + "/index.html"
	files["robots.txt"] = append([]byte("#"), files["robots.txt"]...)
	files["feed.xml"] = slices.Clone(files["feed.xml"])
	files["feed.xml"][20] ^= 1
	delete(files, page)
	files["install.php"] = []byte("<?php")
	files[".gitignore"] = []byte("*")
	files[".gongkai/record.json.gz"] = []byte("what publish keeps")
	files[".gongkai/sending.json.gz"] = []byte("of a run that was cut off")
	r := verify(t, lay(t, files))
	var got []string
	for _, f := range r.Findings {
		got = append(got, string(f.Kind)+" "+f.File)
	}
	want := []string{"extra .gongkai/sending.json.gz", "changed feed.xml", "extra install.php", "changed robots.txt", "missing " + page}
	if !slices.Equal(got, want) || !r.Failed() {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A page at the address that a report had before, which leads on, is not a report.
func TestPagesThatLeadOn(t *testing.T) {
	files := site(t)
	files["old/reports/2024/index.html"] = []byte(`<!doctype html><meta http-equiv="refresh" content="0; url=../../../x/"><title>x</title>`)
	files["manifest.json"] = bytes.Replace(files["manifest.json"], []byte("\n], "), []byte(",\n{\"path\":\"old/reports/2024/index.html\"}\n], "), 1)
	remake(t, files)
	if r := verify(t, lay(t, files)); r.Reports != 4 || strings.Contains(list(r), "data ") {
		t.Errorf("got %d reports and\n%swant 4, and no data that lack one", r.Reports, list(r))
	}
}

// A digest of either kind alone tells.
func TestBothDigests(t *testing.T) {
	for _, key := range []string{"sha256", "sm3", "size"} {
		files := site(t)
		m := string(files["manifest.json"])
		at := strings.Index(m, `"path":"robots.txt"`)
		start := at + strings.Index(m[at:], `"`+key+`":`) + len(key) + 3
		b := []byte(m)
		if b[start] == '"' {
			start++
		}
		b[start] = '0' + (b[start]-'0'+1)%8
		head, _, _ := bytes.Cut(b, []byte("\n], "))
		head = append(head, '\n')
		files["manifest.json"] = fmt.Appendf(head, "], \"sha256\": %q}\n", sum(head))
		if r := verify(t, lay(t, files)); len(r.Findings) != 1 || r.Findings[0].Kind != fixity.Changed || r.Findings[0].File != "robots.txt" {
			t.Errorf("%s: got\n%swant that robots.txt is changed", key, list(r))
		}
	}
}

// Where someone changes a figure and writes the manifest again, the other formats betray it: the
// finding names the cell, both values and the place of each.
func TestChangedCells(t *testing.T) {
	dir := agency + "/reports/2024/"
	const cell = "applications.new.natural"
	csvLine := func(value string) string {
		return cell + ",一、本年新收政府信息公开申请数量 · 申请人情况 · 自然人," + value + ","
	}
	old := figureOf(t, cell)
	for name, change := range map[string]func(files map[string][]byte){
		dir + "index.html": func(files map[string][]byte) {
			page := files[dir+"index.html"]
			at := bytes.Index(page, []byte(`<td data-cell="`+cell+`"`))
			end := at + bytes.IndexByte(page[at:], '>') + 1
			files[dir+"index.html"] = slices.Concat(page[:end], []byte("77"), page[end+len(old):])
		},
		dir + "report.json": func(files map[string][]byte) {
			files[dir+"report.json"] = altered(t, files[dir+"report.json"], `"new": {"natural": `+old, `"new": {"natural": 77`)
		},
		dir + "report.csv": func(files map[string][]byte) {
			files[dir+"report.csv"] = altered(t, files[dir+"report.csv"], csvLine(old), csvLine("77"))
		},
		dir + "report.xlsx": func(files map[string][]byte) {
			files[dir+"report.xlsx"] = rezip(t, files[dir+"report.xlsx"], "xl/worksheets/sheet2.xml", `<c r="D6" s="7"><v>`+old+`<`, `<c r="D6" s="7"><v>77<`)
		},
		"data/cn-2021.csv": func(files map[string][]byte) {
			head, row, _ := strings.Cut(string(files["data/cn-2021.csv"]), "\r\n")
			values := strings.Split(row, ",")
			values[slices.Index(strings.Split(head, ","), cell)] = "77"
			files["data/cn-2021.csv"] = []byte(head + "\r\n" + strings.Join(values, ","))
		},
		"data/reports.jsonl": func(files map[string][]byte) {
			files["data/reports.jsonl"] = altered(t, files["data/reports.jsonl"], `"new": {"natural": `+old, `"new": {"natural": 77`)
		},
		"data/reports.xlsx": func(files map[string][]byte) {
			files["data/reports.xlsx"] = rezip(t, files["data/reports.xlsx"], "xl/worksheets/sheet1.xml", `<c r="O2" s="7"><v>`+old+`<`, `<c r="O2" s="7"><v>77<`)
		},
		"data/figures.parquet": func(files map[string][]byte) {
			files["data/figures.parquet"] = reparquet(t, files["data/figures.parquet"], cell, 77_000_000)
		},
		"data/reports.sqlite": func(files map[string][]byte) {
			files["data/reports.sqlite"] = sqlite(t, files["data/reports.sqlite"], `UPDATE figures SET value = 77 WHERE year = 2024 AND form = 'cn-2021' AND cell = '`+cell+`'`)
		},
	} {
		t.Run(filepath.Base(filepath.Dir(name))+"/"+filepath.Base(name), func(t *testing.T) {
			files := site(t)
			before := files[name]
			change(files)
			if bytes.Equal(before, files[name]) {
				t.Fatal("the file was not changed")
			}
			remake(t, files)
			r := verify(t, lay(t, files))
			var found *fixity.Finding
			for i, f := range r.Findings {
				switch {
				case f.Kind == fixity.Figure:
					if found != nil {
						t.Errorf("a second figure: %s", f.Message.EN)
					}
					found = &r.Findings[i]
				case f.Kind != fixity.Data: // what else has a copy of the file says so as well
					t.Errorf("%s %s: %s", f.Kind, f.File, f.Message.EN)
				}
			}
			if found == nil {
				t.Fatalf("got\n%swant a finding about %s", list(r), cell)
			}
			if found.Cell != cell || found.Agency != agency || found.Year != 2024 || found.File != dir+"index.html" {
				t.Errorf("got %+v, want the cell %s of 2024", found, cell)
			}
			for _, s := range found.Values {
				at := slices.ContainsFunc(s.Files, func(f string) bool {
					return f == name || strings.HasPrefix(f, name+":") || strings.HasPrefix(f, name+" [")
				})
				if want := map[bool]string{true: "77", false: old}[at]; s.Value != want {
					t.Errorf("%q is in %q, want %q there", s.Value, s.Files, want)
				}
			}
			if len(found.Values) != 2 {
				t.Errorf("got %d values, want 2: %+v", len(found.Values), found.Values)
			}
		})
	}
}

func figureOf(t testing.TB, cell string) string {
	t.Helper()
	_, rest, _ := strings.Cut(string(site(t)[agency+"/reports/2024/index.html"]), `<td data-cell="`+cell+`"`)
	_, rest, _ = strings.Cut(rest, ">")
	value, _, ok := strings.Cut(rest, "<")
	if !ok || value == "" {
		t.Fatalf("no figure %s", cell)
	}
	return value
}

// A data file that lacks a report or has one too many, a copy that differs, a column in another place.
func TestDataAgainstPages(t *testing.T) {
	dir := agency + "/reports/2024/"
	for name, c := range map[string]struct {
		change func(files map[string][]byte)
		want   string
	}{
		"a report is left out": {func(f map[string][]byte) {
			lines := strings.SplitAfter(string(f["data/reports.csv"]), "\n")
			f["data/reports.csv"] = []byte(strings.Join(slices.Delete(lines, 1, 2), ""))
		}, "data data/reports.csv: the report of shilishi-xxgkj for 2016 is not in it"},
		"a report of one form is left out": {func(f map[string][]byte) {
			head, _, _ := strings.Cut(string(f["data/cn-2021.csv"]), "\n")
			f["data/cn-2021.csv"] = []byte(head + "\n")
		}, "data data/cn-2021.csv: the report of shilishi-xxgkj for 2024 is not in it"},
		"a row is left out": {func(f map[string][]byte) {
			lines := strings.SplitAfter(string(f["data/cn-legacy.csv"]), "\n")
			f["data/cn-legacy.csv"] = []byte(strings.Join(slices.Delete(lines, 5, 6), ""))
		}, "nothing (data/cn-legacy.csv)"},
		"a row of a report's own changed": {func(f map[string][]byte) {
			f["data/cn-legacy.csv"] = altered(t, f["data/cn-legacy.csv"], ",120,", ",121,")
		}, `"121" (data/cn-legacy.csv:2)`},
		"a row of a report's own in the workbook": {func(f map[string][]byte) {
			f["data/reports.xlsx"] = rezip(t, f["data/reports.xlsx"], "xl/worksheets/sheet2.xml", "<v>120<", "<v>121<")
		}, `"121" (data/reports.xlsx [`},
		"a row of a report's own in the database": {func(f map[string][]byte) {
			f["data/reports.sqlite"] = sqlite(t, f["data/reports.sqlite"], `UPDATE "cn-legacy" SET value = 121 WHERE code = '01'`)
		}, `"121" (data/reports.sqlite [cn-legacy 1])`},
		"a line comes twice, with another value": {func(f map[string][]byte) {
			lines := strings.SplitAfter(string(f["data/cn-legacy.csv"]), "\n")
			again := strings.Replace(lines[1], ",120,", ",121,", 1)
			f["data/cn-legacy.csv"] = []byte(strings.Join(slices.Insert(lines, 2, again), ""))
		}, "data/cn-legacy.csv:3"},
		"an answer": {func(f map[string][]byte) {
			at := agency + "/website/2024/report.json"
			f[at] = altered(t, f[at], `"catalogue": true`, `"catalogue": false`)
		}, `website.services.catalogue differs: "是"`},
		"a word": {func(f map[string][]byte) {
			f["data/cn-website.csv"] = altered(t, f["data/cn-website.csv"], "示例发布", "示例发部")
		}, `"示例发部" (data/cn-website.csv:2)`},
		"a cell that the codebook lacks": {func(f map[string][]byte) {
			f["data/cells.csv"] = altered(t, f["data/cells.csv"], "applications.new.natural,", "applications.new.naturaL,")
		}, "data data/cells.csv: applications.new.natural of cn-2021 is not in it"},
		"a head of the workbook": {func(f map[string][]byte) {
			f["data/reports.xlsx"] = rezip(t, f["data/reports.xlsx"], "xl/worksheets/sheet1.xml", "自然人", "自然仁")
		}, "are those of no form"},
		"damaged Parquet": {func(f map[string][]byte) {
			f["data/figures.parquet"] = f["data/figures.parquet"][:len(f["data/figures.parquet"])-20]
		}, "data data/figures.parquet: the Parquet file is damaged"},
		"a report of which there is no page": {func(f map[string][]byte) {
			f["data/reports.jsonl"] = altered(t, f["data/reports.jsonl"], `"year": 2016`, `"year": 2015`)
		}, "which has no page"},
		"the columns are others": {func(f map[string][]byte) {
			f["data/cn-2021.csv"] = altered(t, f["data/cn-2021.csv"], "name,year,scope", "name,jahr,scope")
		}, "data data/cn-2021.csv: its columns are not"},
		"damaged JSON": {func(f map[string][]byte) {
			f[dir+"report.json"] = altered(t, f[dir+"report.json"], `"year"`, `"year`)
		}, "data " + dir + "report.json: no JSON at byte"},
		"a key comes twice": {func(f map[string][]byte) {
			f[dir+"report.json"] = altered(t, f[dir+"report.json"], `"fees": `, `"licensing": "9", "fees": `)
		}, `the key "licensing" comes twice`},
		"of another year": {func(f map[string][]byte) {
			f[dir+"report.json"] = altered(t, f[dir+"report.json"], `"year": 2024`, `"year": 2014`)
		}, "the year 2014, which are not those of its folder"},
		"an archive of other files": {func(f map[string][]byte) {
			f["data/reports-2024.zip"] = rezip(t, f["data/reports-2024.zip"], dir+"report.csv", "label", "labeL")
		}, "data data/reports-2024.zip: " + dir + "report.csv in it is not the one of the site"},
		"a header of the sheet": {func(f map[string][]byte) {
			f[dir+"report.xlsx"] = rezip(t, f[dir+"report.xlsx"], "xl/worksheets/sheet2.xml", "商业企业", "商业企事")
		}, `!E5 says "商业企事", the page has "商业企业" there`},
		"not compressed from what it says": {func(f map[string][]byte) {
			f["robots.txt.gz"] = zipped(t, "other")
			f["manifest.json"] = bytes.Replace(f["manifest.json"], []byte("\n], "), []byte(",\n{\"path\":\"robots.txt.gz\"}\n], "), 1)
		}, "data robots.txt.gz: it does not unpack to robots.txt"},
		"not compressed from what it says, with Brotli": {func(f map[string][]byte) {
			var b bytes.Buffer
			w := brotli.NewWriter(&b)
			w.Write([]byte("other"))
			w.Close()
			f["robots.txt.br"] = b.Bytes()
			f["manifest.json"] = bytes.Replace(f["manifest.json"], []byte("\n], "), []byte(",\n{\"path\":\"robots.txt.br\"}\n], "), 1)
		}, "data robots.txt.br: it does not unpack to robots.txt"},
		"the database lacks a row": {func(f map[string][]byte) {
			f["data/reports.sqlite"] = sqlite(t, f["data/reports.sqlite"], `DELETE FROM figures WHERE cell = 'proactive.fees'`)
		}, "nothing (data/reports.sqlite)"},
		"the database is of another program": {func(f map[string][]byte) {
			f["data/reports.sqlite"] = sqlite(t, f["data/reports.sqlite"], `DROP VIEW "cn-2021"; DROP VIEW "cn-website"; DROP VIEW "us-foia"; ALTER TABLE figures RENAME COLUMN value TO v`)
		}, "data data/reports.sqlite: it has no table of figures"},
	} {
		t.Run(name, func(t *testing.T) {
			files := site(t)
			c.change(files)
			remake(t, files)
			if r := verify(t, lay(t, files)); !strings.Contains(list(r), c.want) || !r.Failed() {
				t.Errorf("got\n%swant %q", list(r), c.want)
			}
		})
	}
}

// Compressed copies that are what they say pass.
func TestCompressedCopies(t *testing.T) {
	files := site(t)
	robots := string(files["robots.txt"])
	var b bytes.Buffer
	w := brotli.NewWriter(&b)
	w.Write([]byte(robots))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files["robots.txt.br"], files["robots.txt.gz"] = b.Bytes(), zipped(t, robots)
	files["manifest.json"] = bytes.Replace(files["manifest.json"], []byte("\n], "), []byte(",\n{\"path\":\"robots.txt.br\"},\n{\"path\":\"robots.txt.gz\"}\n], "), 1)
	remake(t, files)
	if r := verify(t, lay(t, files)); strings.Contains(list(r), "unpack") || r.Files != len(files)-1 {
		t.Errorf("got %d files and\n%swant %d and that both unpack", r.Files, list(r), len(files)-1)
	}
}

func BenchmarkVerify(b *testing.B) {
	dir := lay(b, site(b))
	b.ReportAllocs()
	for b.Loop() {
		verify(b, dir)
	}
}
