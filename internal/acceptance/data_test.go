package acceptance

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// figures are how many numbers a report has in one of its formats, and their sum.
type figures struct {
	n   int
	sum *big.Rat
}

var number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// add counts a value; words are not a figure.
func (f *figures) add(text string) {
	if number.MatchString(text) {
		r, _ := new(big.Rat).SetString(text)
		f.n++
		f.sum.Add(f.sum, r)
	}
}

func (f *figures) String() string { return fmt.Sprintf("%d figures, %s", f.n, f.sum.FloatString(2)) }

// collection is the figures of all reports in one format, by agency and year.
type collection map[string]*figures

func (c collection) of(key string) *figures {
	if c[key] == nil {
		c[key] = &figures{sum: new(big.Rat)}
	}
	return c[key]
}

// The figures are the same in every format: pages, and beside them CSV, JSON and Excel; over all
// reports CSV, JSON lines, Excel, the database and Parquet.
func TestFiguresAreTheSameEverywhere(t *testing.T) {
	books, workbook := xlsxFigures(t)
	formats := map[string]collection{"html": pagesFigures(t), "report.csv": csvFigures(t), "report.json": jsonFigures(t), "report.xlsx": books,
		"tables": tableFigures(t), "reports.jsonl": lineFigures(t), "reports.xlsx": workbook, "reports.sqlite": sqliteFigures(t), "figures.parquet": parquetFigures(t)}
	want := formats["html"]
	if len(want) != len(example.reports()) {
		t.Fatalf("got figures of %d reports, want %d", len(want), len(example.reports()))
	}
	for format, got := range formats {
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if g := got.of(key); g.n == 0 || g.n != want[key].n || g.sum.Cmp(want[key].sum) != 0 {
				t.Errorf("%s: %s: got %s, want %s as on its page", key, format, g, want[key])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d reports, the site %d", format, len(got), len(want))
		}
	}
}

// keyOf names a report by its address.
func keyOf(page string) string {
	parts := strings.Split(page, "/")
	return parts[0] + " " + parts[2]
}

func pagesFigures(t *testing.T) collection {
	cell := regexp.MustCompile(`<(?:td|span) data-cell="[^"]*"[^>]*>([^<]*)<`)
	out := collection{}
	for _, p := range example.reports() {
		for _, m := range cell.FindAllStringSubmatch(readFile(t, filepath.Join(example.dir, p)), -1) {
			out.of(keyOf(p)).add(m[1])
		}
	}
	return out
}

func csvFigures(t *testing.T) collection {
	out := collection{}
	for _, p := range example.reports() {
		text, ok := strings.CutPrefix(readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.csv")), "\ufeff")
		if !ok {
			t.Errorf("the report.csv of %s: got %.10q first, want a byte order mark", p, text)
		}
		for _, r := range csvRows(t, text)[1:] {
			out.of(keyOf(p)).add(r[2])
		}
	}
	return out
}

func csvRows(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// tableFigures are those of the tables of the forms.
func tableFigures(t *testing.T) collection {
	out := collection{}
	files, _ := filepath.Glob(filepath.Join(example.dir, "data/cn-*.csv"))
	for _, f := range files {
		for _, r := range csvRows(t, readFile(t, f))[1:] { // agency, name, year, scope, and the cells
			for _, text := range r[4:] {
				out.of(r[0] + " " + r[2]).add(text)
			}
		}
	}
	return out
}

// jsonReport is what counts of a report as JSON.
type jsonReport struct {
	Agency string
	Year   int
	Data   any
}

func (c collection) addJSON(r jsonReport) {
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if _, row := v["code"]; row { // that the report gives itself
				v = map[string]any{"value": v["value"]}
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		default:
			c.of(fmt.Sprintf("%s %d", r.Agency, r.Year)).add(fmt.Sprint(v))
		}
	}
	walk(r.Data)
}

func decodeReport(t *testing.T, text string) (r jsonReport) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&r); err != nil {
		t.Fatal(err)
	}
	return r
}

func jsonFigures(t *testing.T) collection {
	out := collection{}
	for _, p := range example.reports() {
		out.addJSON(decodeReport(t, readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.json"))))
	}
	return out
}

func lineFigures(t *testing.T) collection {
	out := collection{}
	for line := range strings.Lines(readFile(t, filepath.Join(example.dir, "data/reports.jsonl"))) {
		out.addJSON(decodeReport(t, line))
	}
	return out
}

// parquetFigures are what DuckDB reads.
func parquetFigures(t *testing.T) collection {
	module(t, "@duckdb/node-api/package.json")
	var faults strings.Builder
	cmd := exec.Command(tool(t, "node"), "testdata/parquet.mjs", filepath.Join(example.dir, "data/figures.parquet"))
	cmd.Stderr = &faults
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, faults.String())
	}
	got := collection{}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		got.of(f[0] + " " + f[1]).add(f[2])
	}
	return got
}

func sqliteFigures(t *testing.T) collection {
	query := func(q string) string {
		out, err := exec.Command(tool(t, "sqlite3"), "-readonly", "-batch", filepath.Join(example.dir, "data/reports.sqlite"), q).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", q, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := query("PRAGMA integrity_check"); got != "ok" {
		t.Errorf("integrity_check: got %q, want ok", got)
	}
	if got := query("SELECT count(*) FROM reports"); got != strconv.Itoa(len(example.reports())) {
		t.Errorf("the database has %s reports, want %d", got, len(example.reports()))
	}
	if got := query("SELECT count(*) FROM figures WHERE form = 'cn-2021' AND typeof(value) <> iif(unit LIKE '%元', 'text', 'integer')"); got != "0" {
		t.Errorf("%s values are of another type than their unit, want 0", got)
	}
	out := collection{}
	for line := range strings.Lines(query("SELECT agency, year, value FROM figures")) {
		f := strings.Split(strings.TrimSpace(line), "|")
		out.of(f[0] + " " + f[1]).add(f[2])
	}
	return out
}

// xlsxFigures has LibreOffice open every workbook and write its sheets as CSV: those of the reports,
// and that over all of them.
func xlsxFigures(t *testing.T) (reports, all collection) {
	program, dir := tool(t, "soffice"), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir}
	for i, p := range example.reports() {
		name := filepath.Join(dir, fmt.Sprintf("report%d.xlsx", i))
		if err := os.WriteFile(name, []byte(readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.xlsx"))), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	args = append(args, filepath.Join(example.dir, "data/reports.xlsx"))
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	reports, all = collection{}, collection{}
	for i, p := range example.reports() {
		sheets, _ := filepath.Glob(filepath.Join(dir, fmt.Sprintf("report%d-*.csv", i)))
		if len(sheets) < 2 {
			t.Fatalf("%s: LibreOffice found %d sheets, want 2 at least", p, len(sheets))
		}
		for _, s := range sheets {
			sheetFigures(csvRows(t, readFile(t, s)), reports.of(keyOf(p)))
		}
	}
	sheets, _ := filepath.Glob(filepath.Join(dir, "reports-*.csv"))
	for _, s := range sheets {
		for _, r := range csvRows(t, readFile(t, s))[1:] {
			for _, text := range r[4:] {
				all.of(r[0] + " " + r[2]).add(text)
			}
		}
	}
	return reports, all
}

// sheetFigures takes the published figures of a sheet: neither what was recomputed, nor
// what is said about the report.
func sheetFigures(rows [][]string, f *figures) {
	const recomputed = "按分项重新计算"
	about := slices.ContainsFunc(rows, func(r []string) bool { return r[0] == "报告机关" })
	skip := map[int]bool{}
	for _, r := range rows {
		for i, text := range r {
			if strings.HasPrefix(text, recomputed) && i > 0 || text == "代码" {
				skip[i] = true
			}
		}
	}
	for _, r := range rows {
		if strings.HasPrefix(r[0], recomputed) || about && (len(r) < 3 || r[2] == "") {
			continue
		}
		for i, text := range r {
			if !skip[i] {
				f.add(text)
			}
		}
	}
}

// The package and the tables that it describes are what the specification says, every row of
// them, with their keys.
func TestDataPackage(t *testing.T) {
	cmd := exec.Command(tool(t, "node"), "testdata/datapackage.js", filepath.Join(example.dir, "data"))
	module(t, "datapackage/package.json")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	got := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, rows, _ := strings.Cut(strings.TrimSpace(line), " ")
		got[name] = rows
	}
	files, _ := filepath.Glob(filepath.Join(example.dir, "data/*.csv"))
	if len(files) < 5 || len(got) != len(files) {
		t.Errorf("the package has %d tables, the folder %d, want as many and 5 at least", len(got), len(files))
	}
	for _, f := range files {
		text := readFile(t, f)
		if strings.HasPrefix(text, "\ufeff") {
			t.Errorf("%s has a byte order mark", filepath.Base(f))
		}
		name, rows := strings.TrimSuffix(filepath.Base(f), ".csv"), strconv.Itoa(len(csvRows(t, text))-1)
		if got[name] != rows {
			t.Errorf("the package reads %q rows of %s, want %s", got[name], name, rows)
		}
	}
}

// Every report.json, and every line of reports.jsonl, follows the published schema.
func TestReportSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(example.dir, "data/report.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []any
	add := func(text string) {
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		all = append(all, doc)
	}
	for line := range strings.Lines(readFile(t, filepath.Join(example.dir, "data/reports.jsonl"))) {
		add(line)
	}
	if len(all) != len(example.reports()) {
		t.Errorf("reports.jsonl has %d reports, want %d", len(all), len(example.reports()))
	}
	for _, p := range example.reports() {
		add(readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.json")))
	}
	for _, r := range all {
		if err := schema.Validate(r); err != nil {
			t.Error(err)
		}
	}
}
